"""Where a clause or a phrase ends that stands right behind a name, and whether it can be told as one."""

import re
from collections.abc import Sequence

from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import NEXT
from eligex.assembly.grammar.reach import limit
from eligex.assembly.grammar.residual import Lost, left_edge
from eligex.assembly.items.premodifiers import is_adjective
from eligex.assembly.items.reading import Item

_TREATMENTS = {"procedure", "drug"}
_PARTS = re.compile(r"(?P<end>[,;:()\[\]]|\s-\s)|\b(?:or|and|and/or|but)\b", re.IGNORECASE)
_PREPOSITION = re.compile(r"\b(?:to|of|with|by|in|for|from|on|at)\s+(?:or|and|and/or)\s*\Z", re.IGNORECASE)
_CONJUNCTION = re.compile(r"\b(?:or|and)\b", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:\(|,?\s*(?:or|and)\b)", re.IGNORECASE)
_MARK = re.compile(r"[,;:()\[\]]")
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|can|may|might|could|would|will|requires?|needs?|that|which|who|not"
    r"|\w+ed|\w+ing|\w+ly)\b",
    re.IGNORECASE,
)
_BE = r"(?:is|are|was|were|will|may|must|should|can|shall)"
# of a phrase any verb is the sentence's, of a relative clause one that decides
_FINITE = re.compile(
    rf"\s(?:{_BE}|could|would|has|have|had|do|does|that|which|who|whose|where)\b",
    re.IGNORECASE,
)
VERDICT = re.compile(
    rf"\s(?:{_BE}\s+)+(?:not\s+|also\s+|still\s+|be\s+)*(?:eligible|ineligible|allowed|permitted|acceptable|allowable|excluded"
    r"|included|considered|exempt|enrolled|exclusionary)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w{2}")
# "under castrate levels Progression documented": a sentence of old records
_ANEW = re.compile(
    r"(?<=[a-z]{3})(?<!\bwith)(?<!\bthe)(?<!\bfor)(?<!\bfrom)(?<!\band)\s+(?=[A-Z][a-z]{3,}\s+[a-z])"
)
_NAME = re.compile(r"\s*(?:(?:an?|the)\s+)?(?-i:[A-Z][a-z]{2})", re.IGNORECASE)
_MEMBER = r"[\w/'-]{1,40}(?:\s+[\w/'-]{1,40}){0,3}"
_LIST = re.compile(
    rf"(?:\s*,\s*{_MEMBER}){{0,6}},?\s*\b(?:or|and|and/or)\s+{_MEMBER}(?=\s*(?:$|[.,;:()]|within|in\s+the))",
    re.IGNORECASE,
)
_OTHER_THING = re.compile(
    r"(?:\s*,?\s+\b(?:or|and|and/or|as\s+well\s+as)\s+|\s*,\s+(?=(?:those|patients|subjects|participants)\s))(?:"
    r"(?P<people>(?:(?:any|other|all)\s+)?(?:those|patients|subjects|participants|individuals)\s+(?:with|who|whose|having|receiving|in\s+whom)\b)"
    r"|(?P<any>(?:any\s+(?:other\s+)?|other\s+|(?<=well\sas\s))(?:[a-z-]+\s+(?:(?:or|and|and/or)\s+)?){0,3}?"
    r"(?:conditions?|diseases?|disorders?|illness(?:es)?)\b)|(?P<known>(?:(?:a|the)\s+)?(?:known|(?:history|presence|evidence|diagnosis)\s+of(?:\s+any)?)\s))",
    re.IGNORECASE,
)
_NEAR = 24
_PARTED = re.compile(r"\(|\s*:|\s+-\s")
_SMALL = {
    "to", "of", "with", "by", "in", "for", "from", "on", "at", "and", "or", "the", "a", "an", "than", "that", "if",
    "when", "as", "there", "it", "they", "not", "also",
}  # fmt: skip
_UNTIMED = re.compile(r"(?:for|from|of|after|before)\b", re.IGNORECASE)
_CARVING = ("EXCEPTION", "ALLOWED")


def clause_end(item: Item, s: Statement, begin: int, statements: Sequence[Statement], *, finite: bool) -> int:
    """Of a clause of `s` from `begin`: before a mark, a verdict, or a conjunction that joins another thing that is
    stated. `finite`: whether it has a verb of its own."""
    hi = limit(item, begin)
    for pattern in (VERDICT if finite else _FINITE, _ANEW):
        m = pattern.search(item.text, begin - item.start, hi - item.start)
        hi = item.start + m.start() if m else hi
    for m in _PARTS.finditer(item.text, begin - item.start, hi - item.start):
        a, b = item.start + m.start(), item.start + m.end()
        if m["end"] and _goes_on(item, s, statements, begin, a):
            continue
        if m["end"] or _joins_other(item, s, statements, (begin, b), hi):
            hi = a
            break
    return begin + len(item.quote(begin, hi).rstrip(" ,.\n\r"))


def with_list(item: Item, statements: Sequence[Statement], lost: Lost, end: int) -> int:
    """`to egg, milk and peanut`: with the members behind a comma that nothing names; 0 where that is not sure."""
    if item.quote(end, end + 1) != "," or lost.behind(end + 1) is None:
        return end
    m = _LIST.match(item.text, end - item.start, item.segments.bounds(end)[1] - item.start)
    stop = item.start + m.end() if m else 0
    told = (*(s.at for s in statements), *(x.start for x in (*item.mentions, *item.windows, *item.contexts)))
    return 0 if any(end <= x < stop for x in told) else stop


def is_whole(item: Item, a: int, b: int) -> bool:
    """Whether nothing of it is a bound, leads to one or carves out, and nothing parts it from what it goes on with."""
    if any(a < t.start and not item.quote(b, max(b, t.start)).strip() for t in item.thresholds):
        return False
    if any(c.overlaps(a, b) for c in item.contexts if c.label in _CARVING):
        return False
    last, at = item.quote(a, b).split()[-1], b - item.start
    if not last[-1].isalnum() or last.lower() in _SMALL or _PARTED.match(item.text, at):
        return False
    if time_behind(item, b) and _UNTIMED.match(item.quote(a, b)):
        return False
    return not (_JOINED.match(item.text, at) and is_adjective(last))


def time_behind(item: Item, at: int) -> int:
    """Where a time ends that begins right behind a place; 0 where none does."""
    times = (w for w in (*item.windows, *item.durations) if w.start >= at)
    return min((w.end for w in times if not item.quote(at, w.start).strip()), default=0)


def _goes_on(item: Item, s: Statement, statements: Sequence[Statement], begin: int, at: int) -> bool:
    """`relieved by antibiotics, steroids or antihistamines`: a comma between treatments of a disease."""
    follows = next((x for x in statements if at < x.at), None)
    if follows is None or item.quote(at, at + 1) != ",":
        return False
    within = [x for x in statements if begin <= x.at < at]
    return bool(within) and _alike(s, within[-1], follows) and _is_joint(item, within[-1], follows)


def _is_joint(item: Item, a: Statement, b: Statement) -> bool:
    return NEXT.fullmatch(item.quote(a.end, max(a.end, left_edge(item, b)))) is not None


def _alike(s: Statement, a: Statement, b: Statement) -> bool:
    """Two treatments, of which a clause about a disease tells."""
    return s.kind not in _TREATMENTS and {a.kind, b.kind} <= _TREATMENTS


def _joins_other(
    item: Item, s: Statement, statements: Sequence[Statement], clause: tuple[int, int], hi: int
) -> bool:
    """Whether what the conjunction at the end of the clause joins is no part of it."""
    begin, at = clause
    if _PREPOSITION.search(item.quote(begin, at)):
        return False  # "refractory to or intolerant of"
    follows = next((x for x in statements if at <= x.at), None)
    if follows is None or follows.at >= hi:
        rest = item.quote(at, hi)
        return not _WORD.search(rest) or _NAME.match(rest) is not None
    between = item.quote(at, max(at, left_edge(item, follows)))
    if _VERB.search(between) or _MARK.search(between) or _CONJUNCTION.search(between):
        return False  # what is joined next is told by no statement
    within = [x for x in statements if begin <= x.at < at]
    if not within:
        return True
    return not (_alike(s, within[-1], follows) or within[-1].is_elided)


def before_other(item: Item, at: int, end: int) -> int:
    """`that would affect the study | or any other condition that …`: before another thing that is asked for."""
    for m in _OTHER_THING.finditer(item.text, at - item.start, end - item.start):
        begin = item.start + m.end()
        known = m["known"] and any(
            begin <= x.start <= begin + _NEAR and x.label == "CONDITION" for x in item.mentions
        )
        if known or m["any"] or m["people"]:
            return item.start + m.start()
    return end
