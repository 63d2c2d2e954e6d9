"""As what a treatment is given: `prednisone as replacement therapy for adrenal insufficiency`, `A as prophylaxis`.

What it is given as, and for which disease, tells of that treatment alone and is no second one.
"""

import re

from eligex.assembly.items.reading import Item
from eligex.text.scan import Scanner

_ROLE = Scanner(
    re.compile(
        r"\b(?:(?:is|are|was|were|being)\s+)?(?:(?:used|given|administered|taken|prescribed|required|received)\s+)?(?:only\s+|solely\s+)?"
        r"as\s+(?:an?\s+|the\s+|their\s+)?(?:(?!(?:of|for|and|or|any|other|well)\b)[\w-]+\s+){0,2}?"
        r"(?:therapy|treatment|prophylaxis|pre-?medications?|support)\b(?!\s+(?:with|and|or)\b)"
        r"(?:\s+(?:for|of|against)\s+(?!(?:at|an?\s+(?:maximum|minimum)|up|more|less)\b)"
        r"(?:(?!\b(?:or|and)\s+(?:any|other|for|as)\b|\b(?:within|during|following|with\s+(?:at|an?)|while|who|is|are|will|may|e\.?g)\b)"
        r"(?:[^,;()\n.]|\n(?=\s*(?-i:[a-z]))|\((?-i:[A-Z][A-Za-z-]{1,9})\)))+)?",
        re.IGNORECASE,
    )
)
_TREATMENTS = ("DRUG", "PROCEDURE")


def roles(item: Item) -> list[tuple[int, int]]:
    """Extents of such words right behind a treatment, with the disease that it is given for."""
    found = []
    for m in item.matches(_ROLE):
        a = m.start()
        told = [f.start for f in (*item.windows, *item.durations, *item.thresholds) if a < f.start]
        b = a + len(item.quote(a, min([m.end(), *told])).rstrip())
        before = next((x for x in item.mentions if x.end <= a and not item.quote(x.end, a).strip()), None)
        inside = [x for x in item.mentions if x.overlaps(a, b)]
        whole = all(x.within(a, b) for x in inside)
        if before is not None and before.label in _TREATMENTS and inside and whole:
            found.append((a, b))
    return found
