"""`gout, or in the last 6 months any of the following: A, B`: a time that leads a list is of its members, and of
nothing that stands before it."""

import re

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
_REACH = 12
_COLON = re.compile(r"\s*:(?!\d)")
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
    """`Any of the following within 6 months: A; B; C`: the time before a colon is of all that semicolons part."""
    for w in item.windows:
        opens = is_bounded(w) and _COLON.match(item.text, w.end - item.start)
        if not opens or not any(s.window is w and s.at >= w.end for s in statements):
            continue
        stops = [c for c in item.segments.cuts if c >= w.end and item.whole[c] != ";"]
        end = min([item.end, *stops])
        for s in statements:
            if w.end <= s.at < end and not (s.window or s.duration or s.kind in _PEOPLE):
                s.window = w
                s.take(w.start, w.end)
