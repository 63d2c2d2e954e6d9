"""Numbers and times that nothing reads, in a phrase right behind a name: `arthritis diagnosed before the age of 16`.

Without them the statement says more than the text. The phrase qualifies as it is written, whole or not at all: where it
holds another statement, a cue that reaches beyond it or a verdict, it stays unclaimed.
"""

import re
from collections.abc import Sequence

from eligex.assembly.forms.extents import Extent, meets
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.clauses import VERDICT, is_whole
from eligex.assembly.grammar.residual import requalify, right_edge
from eligex.assembly.items.naming import is_new
from eligex.assembly.items.reading import Item
from eligex.assembly.polarity.negation import governs
from eligex.assembly.remains.unread import numbers_item
from eligex.text.lazily import lazily

_KINDS = {"condition", "procedure", "drug", "state"}
_GRADE = r"(?:stages?|grades?|class(?:es)?|types?|categor(?:y|ies)|levels?|scores?)"
_LEAD = lazily(
    rf"\s*-?\s*(?P<text>[<>=≥≤]|(?:that|which|whose|who|where|when|if|of|in|at|on|for|with|without|by|from|to|per|before|after"
    rf"|since|until|within|during|over|every|(?:more|less|greater|fewer)\s+than|at\s+least|exceeding|prior\s+to|known|{_GRADE}"
    r"|\w{3,}(?:ed|ing))\b)",
    re.IGNORECASE,
)
_GRADED = lazily(rf"\b{_GRADE}\Z", re.IGNORECASE)
_COUNTS = lazily(r"\d|\b[IVX]+\b|\b(?i:one|two|three|four|five|six|seven|eight|nine|ten|twelve)\b")
_PARTS = lazily(r"(?P<mark>[,;:()\[\]])|\b(?:or|and|and/or|but|nor)\b", re.IGNORECASE)
_NUMBER = r"(?:\d+(?:[.,]\d+)?|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_AMOUNT_OF = lazily(
    r"(?P<text>(?:(?:(?:no|not)\s+)?(?:more|less|greater|fewer|longer)\s+than|at\s+least|over|under|up\s+to|[<>=≥≤]+)?\s*"
    rf"\b(?:{_NUMBER}\s*(?:-|to|or|and)\s*)?{_NUMBER}\s*[A-Za-z/-]+\s+of)(?P<gap>\s+(?:(?:an?|the|any)\s+)?)\Z",
    re.IGNORECASE,
)
_SEVERAL = lazily(
    rf"(?<![\w.-])(?!1\b)(?P<text>{_NUMBER})\s+(?:(?:different|separate|highly|medically)\s+)*\Z",
    re.IGNORECASE,
)
_METHODS = lazily(r".*\b(?:methods?|forms?|barriers?|contracepti(?:ves|ons))\b.*", re.IGNORECASE | re.DOTALL)
_NEAR = 60
_FURTHER = lazily(r"\s*,\s*(?:(?:or|and)\s+)?\d")
_JOINT = lazily(r"\s*,?\s*\b(?:or|and|and/or)\b", re.IGNORECASE)
_NEXT_NUMBER = lazily(r"\s+(?:\d|[IVX]+\b)")


def keep_numbers(item: Item, statements: list[Statement], unclaimed: list[Extent]) -> bool:
    """Qualifies by such phrases; whether there was one. `unclaimed` is what nothing accounts for, in text order."""
    counted = [e for e in unclaimed if _COUNTS.search(item.quote(*e)) and not numbers_item(item, e)]
    told = False
    for s in statements if counted else ():
        if s.subject is None or s.threshold is not None or not (s.kind in _KINDS or is_new(s.subject)):
            continue
        phrase = _grown(item, s, counted) or _ahead(item, s, counted)
        phrase = phrase or _phrase(item, s, statements, counted, unclaimed)
        if phrase is not None:
            requalify(item, s, *phrase)
            told = True
    return told


def _grown(item: Item, s: Statement, counted: list[Extent]) -> Extent | None:
    """A qualifier that names a scale, with the value behind it: `with UICC stage` + `III or IV`."""
    for a, b in s.aside:
        if not _GRADED.search(item.quote(a, b)):
            continue
        value = next((e for e in counted if e[0] >= b and not item.quote(b, e[0]).strip()), None)
        if value is not None:
            return a, value[1]
    return None


def _ahead(item: Item, s: Statement, counted: list[Extent]) -> Extent | None:
    """`more than 72 hours of` right before a name, `two` before barrier methods."""
    lo, at = item.segments.bounds(s.at)[0], s.begin(item.start)
    before = item.quote(max(lo, at - _NEAR), at)
    methods = s.state == "contraception" and _METHODS.fullmatch(item.quote(at, s.end))
    if methods and (m := _SEVERAL.search(before)):
        a = at - len(before) + m.start("text")
        return a, a + len(m["text"])
    m = _AMOUNT_OF.search(before)
    a = at - len(m["text"]) - len(m["gap"]) if m else at
    return (a, at - len(m["gap"])) if m and any(a <= x < at for x, _ in counted) else None


def _phrase(
    item: Item, s: Statement, statements: Sequence[Statement], counted: list[Extent], unclaimed: list[Extent]
) -> Extent | None:
    edge = right_edge(item, s)
    _, hi = item.segments.bounds(max(edge - 1, s.at))
    m = _LEAD.match(item.text, edge - item.start, hi - item.start)
    if m is None:
        return None
    a = item.start + m.start("text")
    b = _end(item, a, hi, unclaimed)
    if not any(a <= e[0] < b for e in counted) or _goes_on(item, b, hi):
        return None
    return (a, b) if _is_free(item, s, statements, (a, b)) and is_whole(item, a, b) else None


def _goes_on(item: Item, end: int, hi: int) -> bool:
    """`prior to 4 weeks | or after 36 weeks`, `in 2007 |, 2008`."""
    if _FURTHER.match(item.text, end - item.start, hi - item.start):
        return True
    m = _JOINT.match(item.text, end - item.start, hi - item.start)
    return m is not None and _LEAD.match(item.text, m.end(), hi - item.start) is not None


def _end(item: Item, begin: int, hi: int, unclaimed: list[Extent]) -> int:
    """Before a mark or a conjunction, but for one within what is lost or before a further number."""
    for m in _PARTS.finditer(item.text, begin - item.start, hi - item.start):
        a, b = item.start + m.start(), item.start + m.end()
        inside = any(x < a and b < y for x, y in unclaimed)
        if not inside and (m["mark"] or not _NEXT_NUMBER.match(item.text, m.end())):
            hi = a
            break
    return begin + len(item.quote(begin, hi).rstrip(" ,.\r\n"))


def _is_free(item: Item, s: Statement, statements: Sequence[Statement], phrase: Extent) -> bool:
    """Whether it holds nothing that is asked for by itself, and is no verdict."""
    a, b = phrase
    if b <= a or VERDICT.search(item.quote(a - 1, b)):
        return False
    timed = s.window is not None and any(w.overlaps(a, b) for w in item.windows)
    if timed or any(meets(phrase, x.taken) for x in statements if x is not s):
        return False
    behind = [x.subject for x in statements if x.subject is not None and x.at >= b]
    return not any(governs(n, f) for n in item.negations if a <= n.start < b for f in behind)
