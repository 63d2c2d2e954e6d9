"""How a reaction showed itself: `hypersensitivity to A (e.g. angioedema)` forbids no angioedema of another cause."""

import re

from eligex.assembly.forms.extents import Extent
from eligex.assembly.forms.statement import Statement
from eligex.assembly.heads.objects import Governed
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_BY_EXAMPLE = lazily(
    r"\s*\(\s*(?:e\.?\s?g\b|i\.?\s?e\b|such\s+as|for\s+example|including|like)", re.IGNORECASE
)
_KINDS = ("allergy", "intolerance")


def manifestations(item: Item, heads: list[Governed]) -> list[Extent]:
    """Extents of the brackets right behind what a reaction is to that name diseases alone, by example."""
    found = []
    for g in (h for h in heads if h.kind in _KINDS):
        m = _BY_EXAMPLE.match(item.text, max(g.stop, g.rest) - item.start)
        inside = item.segments.bracket(item.start + m.end()) if m else None
        named = [x for x in item.mentions if inside and inside[0] <= x.start < inside[1]]
        if inside and named and all(x.label == "CONDITION" for x in named):
            found.append(inside)
    return found


def show(item: Item, statements: list[Statement], told: list[Extent]) -> None:
    """Gives each such bracket to the reaction before it."""
    for a, b in told:
        for s in [s for s in statements if s.end <= a and item.segments.same(s.at, a)][-1:]:
            s.qualify(a + 1, b - 1, item.quote(a + 1, b - 1).strip())
