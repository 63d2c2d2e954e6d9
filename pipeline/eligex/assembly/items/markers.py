"""`HER-2 negative breast cancer`, `B-cell ALL`: which kind of a disease it is, told by a marker or its cells before it.

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
# "mature B-cell ALL", "T-cell or B-cell lymphoma": of which cells
_KIND = r"(?<![\w-])(?:(?:mature|precursor|immature|early|peripheral|cutaneous|pre-?)[\s-]+)*(?:NK/?)?[BT]"
_LINEAGE = lazily(rf"{_KIND}[-\s]?cells?", re.IGNORECASE)
_CELLS = lazily(rf"{_KIND}[-\s]cell\s\Z", re.IGNORECASE)
_LETTER = lazily(rf"{_KIND}[-\s]\Z", re.IGNORECASE)
_NEAR = 60


def with_markers(found: Sequence[Finding], text: str) -> list[Finding]:
    """The findings, sorted by position, those of diseases with the markers before them."""
    kept: list[Finding] = []
    for f in found:
        start = _start(f, text, kept[-1:]) if f.label == "CONDITION" else None
        if start is None:
            kept.append(f)
            continue
        first = len(kept)
        while first and kept[first - 1].start >= start and _is_part(kept[first - 1], text):
            first -= 1
        if first and kept[first - 1].end > start:
            kept.append(f)
        else:
            kept[first:] = [replace(f.renamed(None), start=start)]
    return kept


def _is_part(f: Finding, text: str) -> bool:
    return is_new(f) or _LINEAGE.fullmatch(text, f.start, f.end) is not None


def _start(f: Finding, text: str, last: Sequence[Finding]) -> int | None:
    lo = max(0, f.start - _NEAR)
    cut = _LETTER.search(text, lo, f.start) if text.startswith(("cell ", "Cell "), f.start) else None
    apart = any(_LINEAGE.fullmatch(text, x.start, x.end) for x in last)
    if lineage := cut or (_CELLS.search(text, lo, f.start) if apart else None):
        return lineage.start()
    if _BEGINS.match(text, f.start, f.end):
        slash = _SLASH.search(text, lo, f.start)
        m = slash or _MARKER.search(text, lo, f.start)
        return m.start() if m else None
    m = _MARKER.search(text, lo, f.start)
    return m.start() if m and _TELLS.search(m.group()) else None
