"""What a thing is told regardless of: `irrespective of a history of A`, `(regardless of A, B or C)`.

Nobody is asked for it nor shut out by it. The clause ends at its comma, in a bracket of its own at the bracket's end.
"""

import re

from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_REGARDLESS = Scanner(
    lazily(r"\b(?:regardless|irrespective(?:ly)?|independent(?:ly)?)\s+(?:of|from)\s", re.IGNORECASE)
)
_CLAUSE = lazily(
    r"(?:(?!\b(?:who|which|that|must|should|shall|are|is|will|may|has|have|(?<!treatment\s)(?<!therapy\s)(?<!treated\s)(?<!infection\s)with|if|unless|except|but|at|within|during|and(?!\s+(?:age|sex|gender|race|stage|duration|status|type|severity|prior|number|time|size|grade|histolog\w+)\b)|or(?=\s+(?:have|has|if|no|not)\b))\b)[^,;:.()])*"
    r"(?:,\s+(?:including|such\s+as|e\.g\.,?)\s[^,;:.()]*)?",
    re.IGNORECASE,
)


def regardless(item: Item) -> list[tuple[int, int]]:
    """Extents of such clauses behind their preposition, in text order."""
    found = []
    for m in item.matches(_REGARDLESS):
        inside = item.segments.bracket(m.start())
        opens = inside is not None and not item.quote(inside[0] + 1, m.start()).strip()
        clause = _CLAUSE.match(item.text, m.end() - item.start)
        end = item.start + clause.end() if clause else m.end()
        found.append((m.end(), inside[1] if inside is not None and opens else end))
    return found
