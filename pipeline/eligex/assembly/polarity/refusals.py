"""What is refused or cannot be done is asked about, and nothing that it is done with.

`Patients who refuse chemotherapy`, `refusal of the patient or a guardian to participate`, `unable to stop
anticoagulants (e.g. warfarin)`.
"""

import re
from dataclasses import replace
from itertools import pairwise

from eligex.assembly.examples.kinds import announced
from eligex.assembly.forms.statement import Statement, is_treatment, others
from eligex.assembly.grammar.lists import listed
from eligex.assembly.items.deeds import SOURCE as DEED
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.text.scan import Scanner

_REFUSES = Scanner(re.compile(r"\brefus(?:e[sd]?|ing)\b(?!\s+(?:to|of)\b)", re.IGNORECASE))
_REFUSAL = re.compile(  # to the end of the phrase
    r"refus\w+\s+(?P<of>(?:to|of)(?!\s+(?:(?:the|an?|any)\s+)?(?:patients?|subjects?|participants?|parents?|guardians?|child|family)\b)(?:\s+(?!(?:and|or|but|who|whom|that|which|for|due|because|during|within|prior|before|after|until|at|in|if|when|is|are)\b)[\w/'’-]+){1,6})(?:\s*\([\w-]{2,12}\))?",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(r"\s+(?:(?!(?:or|and|if|unless|to|of|by)\b)[\w-]+\s+){0,3}", re.IGNORECASE)
_TO = re.compile(r"\s+to\s+", re.IGNORECASE)
_COMPLIES = re.compile(
    r"\s+(?:(?:with|to)\s+)?(?:(?:the|an?|all|any|study|required|scheduled|planned|necessary|and|pre-?|post-?)\s+)*",
    re.IGNORECASE,
)
_OR = re.compile(
    r"\s*(?:,|/|\bor\b|\band\b)\s*(?:(?:the|an?|his|her|their|legal|primary)\s+)*", re.IGNORECASE
)
_COMMA = re.compile(
    r"\s*,\s*(?:(?:or|and)\s+)?(?:to\s+)?"
    r"|(?:(?!\b(?:who|that|which|is|are|has|have|had|was|were|but|if|unless)\b)[^;:.()]){0,90}?,?\s+or\s+(?:to\s+)?",
    re.IGNORECASE,
)
_BARE_VERB = re.compile(
    r"(?:attend|follow|comply|adhere|give|provide|sign|understand|undergo|complete|return|swallow|tolerate|participate|read|communicate"
    r"|cooperate|remain|travel|stay)\b",
    re.IGNORECASE,
)
_OR_TO = re.compile(
    r"\s*,?\s*or\s+to\s+(?:undergo|receive|take|have|use)\s+(?:(?:an?|the)\s+)?", re.IGNORECASE
)
_ACTING = ("guardian", "legal_capacity")


def refuse(item: Item, statements: list[Statement]) -> list[Statement]:
    """One statement of each refusal and of what is listed behind it; consent and contraception stay what is asked."""
    _deny_listed(item, statements)
    statements = _named_refusals(item, statements)
    for m in item.matches(_REFUSES):
        first = next((s for s in statements if s.at >= m.end()), None)
        if first is None or not is_treatment(first) or first.threshold is not None:
            continue
        if not _AT_ONCE.fullmatch(item.quote(m.end(), first.at)):
            continue
        refused = _listed(item, statements, first)
        at = next(i for i, s in enumerate(statements) if s is first)
        made = _refusal(item, m.start(), refused)
        statements = [*statements[:at], made, *statements[at + len(refused) :]]
    return statements


def _named_refusals(item: Item, statements: list[Statement]) -> list[Statement]:
    """`refusal to take aspirin` is named with what is refused, which states nothing itself."""
    inside: list[Statement] = []
    for s in statements:
        own = _REFUSAL.match(item.text, s.start - item.start) if s.state == "refusal" else None
        if own is None or s.subject is None:
            continue
        end = item.start + own.end()
        name = " ".join(f"refusal {own['of']}".lower().split())
        s.subject, s.end = replace(s.subject.renamed(name), end=end), end
        s.take(s.start, end)
        inside += [x for x in statements if x is not s and s.start <= x.at < end and x.threshold is None]
    return others(statements, inside)


def _deny_listed(item: Item, statements: list[Statement]) -> None:
    """`unable to swallow tablets, attend visits, or follow a diet`: each of the verbs behind a comma is denied too."""
    for a, b in pairwise(statements):
        verb = b.kind == "state" and _BARE_VERB.match(item.quote(b.start, b.end))
        unable = a.negated and a.is_unable and not b.negated
        gap = item.quote(a.end, max(a.end, b.start)) if unable else ""
        if (verb and _COMMA.fullmatch(gap)) or (is_treatment(b) and _OR_TO.fullmatch(gap)):
            b.negated, b.cue = True, a.cue


def fold_into_deeds(item: Item, statements: list[Statement]) -> list[Statement]:
    """Gives to a deed what exemplifies its object, and to a refusal who refuses and what."""
    folded = [*_examples(item, statements), *_of_refusals(item, statements)]
    return others(statements, [*folded, *_complied_with(item, statements)])


def _examples(item: Item, statements: list[Statement]) -> list[Statement]:
    folded: list[Statement] = []
    for cue in announced(item) if any(_is_deed(s) for s in statements) else ():
        before = [s for s in statements if s.end <= cue.start and item.segments.same(s.at, cue.start)]
        named = [s for s in statements if cue.begin <= s.at < cue.stop]
        if not named or not before or not _is_deed(before[-1]) or not is_treatment(*named):
            continue
        parted = [n for n, (a, b) in enumerate(pairwise(named), 1) if not listed(item, a, b)]
        named = named[: min(parted, default=len(named))]
        end = cue.stop if cue.behind is not None else named[-1].end
        before[-1].qualify(cue.begin, end, item.quote(cue.begin, end).strip())
        folded += named
    return folded


def _of_refusals(item: Item, statements: list[Statement]) -> list[Statement]:
    """`[patient refusal] to participate`, `[refusal of the patient] or a guardian to consent`."""
    folded: list[Statement] = []
    refusal: Statement | None = None
    for a, b in pairwise(statements):
        if a.state == "refusal":
            refusal = a
        elif not (folded and folded[-1] is a):
            refusal = None
        gap = item.quote(a.end, max(a.end, b.start))
        told = (_is_deed(b) and _TO.fullmatch(gap)) or (b.state in _ACTING and _OR.fullmatch(gap))
        if refusal is not None and told:
            begin = a.end + len(gap) - len(gap.lstrip())
            refusal.qualify(begin, b.end, item.quote(begin, b.end))
            refusal.taken |= b.taken
            folded.append(b)
    return folded


def _complied_with(item: Item, statements: list[Statement]) -> list[Statement]:
    """`inability to comply` with alemtuzumab treatment asks for no alemtuzumab."""
    folded: list[Statement] = []
    for a, b in pairwise(statements):
        gap = item.quote(a.end, max(a.end, b.start))
        object_ = is_treatment(b) or (item.section == "exclusion" and b.state == "contraception")
        if a.state == "ability_to_comply" and object_ and _COMPLIES.fullmatch(gap):
            begin = a.end + len(gap) - len(gap.lstrip())
            given = _listed(item, statements, b)
            a.qualify(begin, given[-1].end, item.quote(begin, given[-1].end))
            a.taken |= {e for s in given for e in s.taken}
            folded += given
    return folded


def _is_deed(s: Statement) -> bool:
    return s.subject is not None and s.subject.source == DEED


def _listed(item: Item, statements: list[Statement], first: Statement) -> list[Statement]:
    found = [first]
    for s in statements[next(i for i, x in enumerate(statements) if x is first) + 1 :]:
        if not is_treatment(s) or s.threshold is not None or not listed(item, found[-1], s):
            break
        found.append(s)
    return found


def _refusal(item: Item, start: int, refused: list[Statement]) -> Statement:
    """What was told of the refused is told of the refusal."""
    first, last = refused[0], refused[-1]
    what = " ".join(item.quote(first.at, last.end).lower().split())
    subject = Finding(
        start, last.end, "STATE", "assembly:refusal", f"refusal of {what}", value={"state": "refusal"}
    )
    made = Statement.of("state", subject)
    made.window, made.duration, made.applies_to = last.window, last.duration, first.applies_to
    made.base, made.carver, made.permitted = first.base, first.carver, first.permitted
    for s in refused:
        made.taken |= s.taken
        for (a, b), text in zip(s.aside, s.qualifiers, strict=True):
            if b <= start or a >= last.end:
                made.qualify(a, b, text)
    return made
