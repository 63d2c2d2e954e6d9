"""`gout, or in the last 6 months any of the following: A, B`: a time that leads a list is of its members, and of
nothing that stands before it."""

import re

from eligex.assembly.forms.extents import Extent
from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item, is_bounded
from eligex.components.findings import Finding

_BEFORE = re.compile(r"(?:[,:;]|\b(?:or|and|and/or))\s*:?\s*\Z", re.IGNORECASE)
_BEHIND = re.compile(
    r"[\s,]*(?:(?:who|ha(?:ve|s|d)|having|with|been|experienced|suffered|diagnosed|history|evidence|presence|of)\s+){0,4}"
    r"(?:(?:any|either|one|at\s+least\s+one|one\s+or\s+more)\s+)?(?:of\s+)?(?:the\s+)?following(?:\s+\w+){0,3}\s*:",
    re.IGNORECASE,
)
_WILL = re.compile(
    r"\s*,?\s*(?:or|and)\s+(?:who\s+)?(?:(?:is|are|be)\s+)?(?:un)?(?:willing|able)\b", re.IGNORECASE
)
_NOTE = re.compile(r"\bnotes?\b", re.IGNORECASE)
_BY_THEMSELVES = ("pregnancy", "lactation")
_REACH = 12
_OPENS = re.compile(  # ":", "(Visit 1), defined as: "
    r"\s*(?:\([^()]{1,40}\)\s*)?(?::(?!\d)|,?\s*(?:(?:which|that)\s+)?(?:(?:is|are)\s+)?(?P<defines>defined\s+as|as\s+evidenced\s+by)\b(?P<colon>\s*:)?"
    r"|,\s*(?P<example>including|such\s+as|e\.?g\.?)\b)",
    re.IGNORECASE,
)
_NOW = re.compile(r"\b(?:current(?:ly)?|ongoing|active|history|ever)\b", re.IGNORECASE)
_FEW = 3
_PEOPLE = ("age", "sex")


def announces(item: Item, w: Finding) -> bool:
    """Whether a window stands behind a conjunction or a mark, and before the words that announce a list."""
    lo = max(item.start, w.start - _REACH)
    before = _BEFORE.search(item.quote(lo, w.start)) is not None
    return before and _BEHIND.match(item.text, w.end - item.start) is not None


def is_refused(item: Item, w: Finding, s: Statement) -> bool:
    """`had juice 7 days before, or is unwilling to avoid it`: a time that leads nothing."""
    return _WILL.match(item.quote(w.end, s.at)) is not None


def time_announced(item: Item, statements: list[Statement]) -> None:
    """`Any of the following within 6 months: A; B; C`, `heart disease within 6 months, defined as: A; B`: the time
    before a colon is of all that semicolons part."""
    for w in item.windows:
        given = is_bounded(w) and any(s.window is w for s in statements)
        told = (_list_behind(item, w) or _bracket_behind(item, w, statements)) if given else None
        if told is None:
            continue
        last, end = told
        first = next((s for s in statements if last <= s.at < end), None)
        if first is None or ";" in item.quote(last, first.at):
            continue  # "stroke within 6 months: see below; gout"
        for s in statements:
            if not last <= s.at < end:
                continue
            lead = item.quote(last, s.at)
            if _NOTE.search(lead):
                break
            now = _NOW.search(lead) or s.state in _BY_THEMSELVES
            last = max(last, s.end)
            if not (now or s.window or s.duration or s.kind in _PEOPLE):
                s.window = w
                s.take(w.start, w.end)


def _list_behind(item: Item, w: Finding) -> Extent | None:
    """What a colon, or a definition, opens right behind a time."""
    opens = _OPENS.match(item.text, w.end - item.start)
    if opens is None:
        return None
    inside = item.segments.bracket(w.start)
    if opens["example"]:  # "(within 6 months, including shingles)"
        return (item.start + opens.end(), inside[1]) if inside else None
    plain = opens["defines"] and not opens["colon"]
    stops = [c for c in item.segments.cuts if c >= w.end and (plain or item.whole[c] != ";")]
    return item.start + opens.end(), min([item.end, *stops])


def _bracket_behind(item: Item, w: Finding, statements: list[Statement]) -> Extent | None:
    """`heart disease in the last 6 months (angina, stroke, heart failure)`, where nothing but names stands in it."""
    inside = next(
        (b for b in item.segments.brackets if not item.quote(w.end, max(b[0], w.end)).strip()), None
    )
    if inside is None or inside[0] < w.end or sum(inside[0] < s.at < inside[1] for s in statements) < _FEW:
        return None
    read = (*item.contexts, *item.negations, *item.windows, *item.durations)
    return None if any(f.overlaps(*inside) for f in read) else inside
