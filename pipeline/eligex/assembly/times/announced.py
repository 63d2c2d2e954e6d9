"""`gout, or in the last 6 months any of the following: A, B`: a time that leads a list is of its members, and of
nothing that stands before it."""

import re

from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding

_BEFORE = re.compile(r"(?:[,:;]|\b(?:or|and|and/or))\s*:?\s*\Z", re.IGNORECASE)
_BEHIND = re.compile(
    r"[\s,]*(?:(?:who|ha(?:ve|s|d)|having|with|been|experienced|suffered|diagnosed|history|evidence|presence|of)\s+){0,4}"
    r"(?:(?:any|either|one|at\s+least\s+one|one\s+or\s+more)\s+)?(?:of\s+)?(?:the\s+)?following(?:\s+\w+){0,3}\s*:",
    re.IGNORECASE,
)
_REACH = 12


def announces(item: Item, w: Finding) -> bool:
    """Whether a window stands behind a conjunction or a mark, and before the words that announce a list."""
    lo = max(item.start, w.start - _REACH)
    before = _BEFORE.search(item.quote(lo, w.start)) is not None
    return before and _BEHIND.match(item.text, w.end - item.start) is not None
