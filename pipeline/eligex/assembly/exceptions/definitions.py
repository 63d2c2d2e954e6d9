"""`patients are not considered to have an active cancer if they were cured`: a definition that frees.

It is an exception of what is said before it. What it defines asks for nothing by itself, and where nothing is said
before, it frees from nothing.
"""

import re

from eligex.assembly.exceptions.opinions import fold
from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.components.context.tagger import DEFINED

# "they were cured and are considered to be at less than 10 % risk of relapse": no part of it is told apart
_RISK = re.compile(r"\brisks?\s+(?:of|for)\b|%\s+risk\b", re.IGNORECASE)
_LEAD = re.compile(r"\W*(?:(?:they|he|she|the|patients?|subjects?|participants?)\s+)*", re.IGNORECASE)


def read_defined(item: Item, statements: list[Statement]) -> list[Statement]:
    """The statements without what only says what a definition is of, and without all of one that frees from
    nothing; a risk in it makes it one state."""
    for m in list(item.matches(DEFINED)):
        a, b = m.span()
        own = [i for i, c in enumerate(item.contexts) if (c.start, c.end) == (a, b)]
        if not own:
            b = item.segments.bounds(a)[1]
        statements = [s for s in statements if not a <= s.at < b]
        for i in own:
            lo, hi = item.contexts[i].value["scope"]
            if _RISK.search(item.quote(lo, min(hi, item.end))):
                lead = _LEAD.match(item.text, lo - item.start)
                start = item.start + lead.end() if lead else lo
                statements = fold(item, statements, i, (start, min(hi, item.end)))
    return statements
