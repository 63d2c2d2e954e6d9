"""`If A, then B`: A asks for nothing by itself, it says of whom B is asked."""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item

_IF = re.compile(
    r"\W*(?:[\w ]{1,40}:\s*|(?:in\s+addition|additionally|furthermore|moreover|however|also)\s*,?\s*)?"
    r"(?P<if>(?:if|when|where|in\s+case(?:\s+of)?|in\s+the\s+(?:event|case|presence)\s+of)\s"
    r"(?!applicable|possible|needed|necessary))",
    re.IGNORECASE,
)
_HEADED = re.compile(r"[^,;.:]{3,80}:(?=\s)")  # "if diabetic: HbA1c < 8 %"
_THEN = re.compile(r",?\s+then\b", re.IGNORECASE)
# where the main clause has its verb; the comma before it ends the condition
_VERB = re.compile(
    r"\b(?:must|should|shall|will|may|can|cannot|needs?\s+to|(?:is|are)\s+(?:required|needed|mandatory|allowed|eligible)|required)\b",
    re.IGNORECASE,
)
# "if creatinine is > 1.5 × ULN | the clearance must be > 40", without a comma: behind a verb or a number
_SUBJECT = re.compile(r"\s(?:the|an?|their|patients?|subjects?)\s(?:[\w()/-]+\s){0,5}\Z", re.IGNORECASE)
_SAID = re.compile(r"\d|\b(?:is|are|has|have|had|was|were)\b", re.IGNORECASE)
_TAIL = 100
# "if a biopsy is not feasible": the engine counts no cue behind a name in a condition
_LACKED = re.compile(
    r"\s*(?:(?:is|are|was|were|has|have)\s+not\b|cannot\b|not\s+(?:available|feasible|possible)\b)",
    re.IGNORECASE,
)
# "patients with A are eligible if B": whom it lets in is not what it asks of everyone
_ELIGIBLE = re.compile(
    r"\b(?:(?:is|are|will\s+be|may\s+be|can\s+be)\s+(?:(?:also|still|only|considered)\s+)*"
    r"(?:eligible|enrolled|included|(?:allowed|permitted)\s+to\s+(?:participate|enrol\w*|enter))"
    r"|(?:may|can)\s+(?:(?:also|still|only)\s+)*(?:participate|enrol\w*|enter))\b[^,;.:]{0,60}?,?\s"
    r"(?:(?:only\s+)?if|provided|as\s+long\s+as|so\s+long\s+as|when)\s",
    re.IGNORECASE,
)
_ALLOWED = re.compile(
    r"(?<!not )(?<!not be )\b(?:allowed|permitted|acceptable)\b[^,;.:]{0,60}?,?[\s(]+(?:only\s+)?"
    r"(?:if|provided|providing|as\s+long\s+as|so\s+long\s+as)\s",
    re.IGNORECASE,
)
Extent = tuple[int, int]


def suppose(item: Item, statements: list[Statement]) -> None:
    """Marks what an inclusion's condition holds; where that is nothing known, its words say of whom the rest is."""
    for lo, hi in _sentences(item, statements):
        condition = _condition(item, lo, hi) or _whom(item, lo, hi, statements)
        if condition is None or _frees(item, lo, hi):
            continue
        a, b = condition
        inside = [s for s in statements if a <= s.at < b]
        for s in inside if item.section == "inclusion" else []:
            s.supposed = True
            s.negated = s.negated or _LACKED.match(item.quote(s.end, max(s.end, b))) is not None
        words = item.quote(a, b).rstrip(" ,")
        for s in statements if not inside else []:
            if b <= s.at < hi and _is_of_all(s):
                s.applies_to = words
                s.take(a, a + len(words))
    if _IF.match(item.head) and item.head.rstrip().endswith(":"):  # "If sexually active:" over a list
        for s in statements:
            s.applies_to = item.head.strip(" :\n-*•") if _is_of_all(s) else s.applies_to


def _frees(item: Item, lo: int, hi: int) -> bool:
    """`In case of A, patients may be included`: an exception from something said before."""
    return any(c.label == "ALLOWED" and lo <= c.start < hi and c.value.get("base") for c in item.contexts)


def _is_of_all(s: Statement) -> bool:
    return s.applies_to is None and s.base is None


def parted(item: Item, group: list[Statement]) -> tuple[list[Statement], list[Statement]]:
    """What one sentence supposes, and what it then says."""
    lo, hi = item.segments.bounds(group[0].at)
    a, b = _condition(item, lo, hi) or _whom(item, lo, hi, group) or _granted(item, lo, hi, group) or (lo, lo)
    return [s for s in group if a <= s.at < b], [s for s in group if not a <= s.at < b]


def suppose_granted(item: Item, statements: list[Statement]) -> None:
    """`A is allowed only if B` of an inclusion, where A is an exception of nothing: B is asked of who has A."""
    for lo, hi in _sentences(item, statements) if item.section == "inclusion" else ():
        m = _ALLOWED.search(item.quote(lo, hi))
        own = [s for s in statements if m is not None and lo <= s.at < hi]
        first = [s for s in own if m is not None and s.at < lo + m.start()]
        free = all(s.permitted for s in first) and all(s.base is None for s in own)
        for s in first if free and len(first) < len(own) else ():
            s.supposed = True


def _granted(item: Item, lo: int, hi: int, group: list[Statement]) -> Extent | None:
    m = _ALLOWED.search(item.quote(lo, hi))
    first = [s for s in group if m is not None and s.at < lo + m.start()]
    return (lo, lo + m.start()) if m is not None and first and all(s.supposed for s in first) else None


def asked(item: Item, own: list[Statement]) -> list[Statement]:
    """Those that a tree is of: not what is only permitted, where something is asked; of whom a sentence supposes
    something, where it asks."""
    whose = [s.carver for s in own if s.supposed and s.carver is not None]
    wanted = [s for s in own if not s.supposed and (not s.permitted or any(s.carver is c for c in whose))]
    kept = [s for s in own if s.supposed and any(item.segments.same(s.at, x.at) for x in wanted)]
    return [s for s in own if any(s is x for x in (*wanted, *kept))] if wanted else own


def _sentences(item: Item, statements: list[Statement]) -> list[Extent]:
    return sorted({item.segments.bounds(s.at) for s in statements})


def _condition(item: Item, lo: int, hi: int) -> Extent | None:
    words = item.quote(lo, hi)
    m = _IF.match(words)
    if m is None:
        return None
    then = _THEN.search(words, m.end())
    verb = _VERB.search(words, m.end())
    headed = _HEADED.match(words, m.end())
    if headed is not None:
        end = headed.end() - 1
    elif then is not None:
        end = then.start()
    elif verb is not None:
        end = words.rfind(",", m.end(), verb.start())
        end = _before_subject(words, m.end(), verb.start()) if end < 0 else end
    else:
        end = words.find(",", m.end())
    return (lo + m.start("if"), lo + end) if end > 0 else None


def _before_subject(words: str, start: int, verb: int) -> int:
    """Where the subject of the main clause begins, behind a verb or a number; else -1."""
    m = _SUBJECT.search(words[:verb], max(start, verb - _TAIL))
    return m.start() if m is not None and _SAID.search(words, start, m.start()) else -1


def _whom(item: Item, lo: int, hi: int, statements: list[Statement]) -> Extent | None:
    """Whom an inclusion calls eligible if something else holds, where that is told by a statement."""
    m = _ELIGIBLE.search(item.quote(lo, hi)) if item.section == "inclusion" else None
    if m is None or not any(lo <= s.at < lo + m.start() for s in statements):
        return None
    return lo, lo + m.start()
