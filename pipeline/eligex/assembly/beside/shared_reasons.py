"""Why one was treated, behind the last of a list: `emergency visit or hospitalization for asthma` tells it of both."""

import re
from itertools import pairwise

from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import NEXT_WORD
from eligex.assembly.items.reading import Item

_CARE = {"hospitalization", "emergency_visit"}
_WHY = re.compile(r"(?:for|due\s+to|because\s+of|secondary\s+to|resulting\s+from)\s", re.IGNORECASE)


def share_reasons(item: Item, statements: list[Statement]) -> None:
    for a, b in reversed(list(pairwise(statements))):
        if {a.state, b.state} <= _CARE and NEXT_WORD.fullmatch(item.quote(a.end, max(a.end, b.at))):
            for (x, y), text in zip(b.aside, b.qualifiers, strict=True):
                if x > b.at and _WHY.match(text):
                    a.qualify_apart(x, y, text)
