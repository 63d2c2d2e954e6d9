"""`danger signs (A > 30, B > 120 and unable to walk)`: what an exclusion lists behind a plural of signs is one of
them each, and `and` before the last only ends the list. Of an inadequate function each is told that would
make it adequate.
"""

import re

from eligex.assembly.forms.segments import BRACKETED
from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_HEAD = (
    r"(?:signs(?:\s+(?:and|or|and/or|/)\s+symptoms)?|symptoms|abnormalities"
    r"|(?:inadequate|insufficient|impaired|abnormal|unstable|poor)\s+(?:[\w-]+,?\s+){0,5}(?:functions?|results|values|parameters|findings|vital\s+signs)(?:\s+defined\s+as)?)"
)
_LIST = lazily(
    rf"\b{_HEAD}(?:\s+(?:of|for|on|in)\s+[\w-]+(?:\s+[\w-]+){{0,3}}|\s+at\s+screening)?"
    r"\s*(?P<opens>\(|:|,?\s*\b(?:including|such\s+as))(?P<between>[^;:]*)\Z",
    re.IGNORECASE,
)
_BOTH = lazily(r"\b(?:both|all|combin\w+|together|simultaneous\w*|concurrent\w*|least)\b", re.IGNORECASE)
_SENTENCE = lazily(r"[.()\[\]]\s|\b(?:who|with|without)\b", re.IGNORECASE)


def are_signs(item: Item, a: Statement, b: Statement) -> bool:
    """Whether both stand in one such list."""
    lo, _ = item.segments.bounds(a.at)
    m = _LIST.search(item.quote(lo, a.at))
    if item.section != "exclusion" or m is None or _BOTH.search(item.quote(lo, b.at)):
        return False
    inside = item.segments.bracket(b.at)
    if m["opens"] == "(":
        opened = lo + m.start("opens")
        return inside is not None and inside[0] <= opened and b.at < inside[1]
    between = BRACKETED.sub(" ", item.quote(lo + m.start("between"), b.at))
    return inside is None and _SENTENCE.search(between) is None
