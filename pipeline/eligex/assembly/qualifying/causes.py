"""`hyperuricaemia due to cancer, surgery, or drugs`: of causes nothing is asked.

Nor where nothing names what they cause: "an unheard-of syndrome due to drugs, stroke, or tumour".
"""

import re

from eligex.assembly.grammar.cause_lists import LINKS, causes_end
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_GAP = lazily(r"(?:\s+[\w-]+)?\s*(?:[(\[]\s*(?:e\.?\s?g\b\.?,?\s*|i\.?\s?e\b\.?,?\s*)?)?", re.IGNORECASE)


def causes(item: Item) -> list[tuple[int, int]]:
    """Extents of such lists with their link, right behind what they cause or behind nothing that is named."""
    found = []
    for m in item.matches(LINKS):
        end = causes_end(item, m.end())
        if end == m.end():
            continue
        before = [x for x in item.mentions if x.end <= m.start() and item.segments.same(x.start, m.start())]
        last = max(before, key=lambda x: x.end, default=None)
        if last is not None and _GAP.fullmatch(item.quote(last.end, m.start())):
            found.append((m.start(), end))
    return found
