"""`amenorrhoeic for 12 months to be considered of non-childbearing potential`: what it counts as is asked of nobody."""

import re

from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_TO_COUNT_AS = Scanner(
    lazily(
        r"\b(?:in\s+order\s+)?to\s+be\s+(?:considered|regarded|deemed)\s+(?:(?:to\s+be|as|of)\s+)*(?:(?:non-?\s?|not\s+(?:of\s+)?)child-?\s?bearing"
        r"|(?:post-?\s?)?menopausal|infertile|sterile|sterili[sz]ed)(?:\s+(?:potential|status|capacity))?",
        re.IGNORECASE,
    )
)


def counted_as(item: Item) -> list[tuple[int, int]]:
    return [m.span() for m in item.matches(_TO_COUNT_AS)]
