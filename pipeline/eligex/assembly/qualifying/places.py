"""Where a thing is, told by a treatment: `outside the field of prior radiotherapy`, `within a previous radiation port`.

The place narrows what is there; nobody is asked to have had the treatment, nor shut out for it.
"""

import re

from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_PLACE = r"(?:fields?|areas?|sites?|ports?|portals?|regions?|volumes?|beds?|zones?)"
_TREATED = (
    r"(?:(?:chemo)?radio(?:therapy)?|radiation|irradiation|XRT|RT|surgery|surgical\s+resection|resection|operation"
    r"|biopsy|treatment)"
)
_AT = (
    r"\b(?:in|within|outside(?:\s+of)?|inside|at|near|adjacent\s+to)\s+(?:(?:the|an?|any|all|same|their)\s+)*"
)
_PLACES = Scanner(
    lazily(
        rf"{_AT}(?:[\w-]+\s+)?{_PLACE}\s+of\s+(?:(?!(?:and|with|who|that|no)\b)[\w-]+\s+){{0,5}}?{_TREATED}\b(?:\s+(?:therapy|treatment|fields?))?"
        rf"|{_AT}(?:(?:prior|previous|current|earlier|planned)\s+)?{_TREATED}(?:\s+therapy)?\s+{_PLACE}\b",
        re.IGNORECASE,
    )
)


def places(item: Item) -> list[tuple[int, int]]:
    """Extents of such places behind a thing that is named, in text order."""
    found = []
    for m in item.matches(_PLACES):
        before = any(x.end <= m.start() and item.segments.same(x.start, m.start()) for x in item.mentions)
        if before and any(x.label == "PROCEDURE" and x.overlaps(*m.span()) for x in item.mentions):
            found.append(m.span())
    return found
