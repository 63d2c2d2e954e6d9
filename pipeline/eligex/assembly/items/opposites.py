"""A thing in either of two forms that are opposites: `measurable or non-measurable disease` is one name.

Of the second alone, nobody whose disease can be measured would have it.
"""

import re
from dataclasses import replace

from eligex.components.findings import Finding, by_position, overlapping
from eligex.text.lazily import lazily

_OPPOSITE = lazily(r"non[-\s]?(?P<word>[a-z]{4,})\s+\w", re.IGNORECASE)
_EITHER = lazily(
    r"(?<![\w-])(?P<word>[a-z]{4,})\s*(?:/|,?\s*\b(?:or|and/or|or/and|and)\b)\s*\Z", re.IGNORECASE
)
_LABELS = ("CONDITION", "PROCEDURE")
_NEAR, _WIDEST = 40, 200


def with_opposites(found: list[Finding], text: str) -> list[Finding]:
    """The findings of a folded text, such names with their first word."""
    known = by_position(found)
    return [_whole(f, text, known) if f.label in _LABELS else f for f in found]


def _whole(f: Finding, text: str, known: list[Finding]) -> Finding:
    m = _OPPOSITE.match(text, f.start, f.end)
    first = _EITHER.search(text, max(0, f.start - _NEAR), f.start) if m else None
    if m is None or first is None or first["word"].lower() != m["word"].lower():
        return f
    if overlapping(known, first.start(), f.start, widest=_WIDEST):
        return f
    return replace(f.renamed(None), start=first.start())
