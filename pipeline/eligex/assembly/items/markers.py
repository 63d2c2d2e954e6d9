"""`HER-2 negative breast cancer`, `KIT-9 mutated tumours`: which kind of a disease it is, told by a marker before it.

Without the marker every such disease would be asked for. Where a finding names the marker it is told by that.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from eligex.assembly.items.naming import is_new
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_STATUS = (
    r"(?:positive|negative|(?:over-?\s?)?express(?:ing|ed)|amplified|(?:non-?)?mutated|mutant|rearranged)"
)
# within a name the status may stand already: "overexpressing breast cancer"
_MARKER = lazily(
    r"(?<![\w-])(?P<marker>(?-i:(?:[A-Z]{2,4}-){0,2}[A-Z][A-Za-z]{1,4}[- ]?\d{1,2}[A-Za-z]?)(?:/\s?neu)?)[ -]+"
    rf"(?:(?:gene|receptor|protein|neu)[ -]+)?(?:{_STATUS}\b[ -]+(?:[a-z]+ +){{0,2}})?\Z",
    re.IGNORECASE,
)
_BEGINS = lazily(rf"(?:neu\s+)?{_STATUS}\b", re.IGNORECASE)
_TELLS = lazily(rf"{_STATUS}\b", re.IGNORECASE)
_SLASH = lazily(r"(?<![\w-])(?-i:[A-Z]{2,4}-?\s?\d)\s?/\s?\Z", re.IGNORECASE)
_NEAR = 60


def with_markers(found: Sequence[Finding], text: str) -> list[Finding]:
    """The findings, sorted by position, those of diseases with the markers before them."""
    kept: list[Finding] = []
    for f in found:
        start = _start(f, text) if f.label == "CONDITION" else None
        if start is None:
            kept.append(f)
            continue
        first = len(kept)
        while first and is_new(kept[first - 1]) and kept[first - 1].start >= start:
            first -= 1
        if first and kept[first - 1].end > start:
            kept.append(f)
        else:
            kept[first:] = [replace(f.renamed(None), start=start)]
    return kept


def _start(f: Finding, text: str) -> int | None:
    lo = max(0, f.start - _NEAR)
    if _BEGINS.match(text, f.start, f.end):
        slash = _SLASH.search(text, lo, f.start)
        m = slash or _MARKER.search(text, lo, f.start)
        return m.start() if m else None
    m = _MARKER.search(text, lo, f.start)
    return m.start() if m and _TELLS.search(m.group()) else None
