"""Where a clause about a thing ends because what is joined next can be no part of it.

`illness that would preclude the study | and/or history of non-compliance`, `… | or who take lithium`: of a
thing nobody says `who`, and neither a history nor an inability is what a verb of hindering goes on with.
"""

import re

from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_NEW = lazily(
    r",?\s+(?:or|and/or|and)\s+(?:who\s"
    r"|(?:is|are|was|were)\s+(?:unable|unwilling|not\s+able|not\s+willing)\s+to\b"
    r"|(?:(?:an?|any|known|prior|past|personal|family)\s+){0,2}history\s+of\s"
    r"|(?P<deed>(?:an?\s+)?(?:inability|unwillingness|refusal)"
    r"(?:\s+(?:or|and)\s+(?:inability|unwillingness|refusal))?\s+to\s)"
    r"|any\s+(?:other\s+)?(?:conditions?|diseases?|disorders?|illness(?:es)?)\s+(?:requiring|that|which)\s)",
    re.IGNORECASE,
)
_BRINGS = lazily(  # "that cause non-compliance or inability to consent"
    r"\b(?:caus|result|lead|produc|render|mak|creat|induc|manifest|involv|includ|suggest|indicat)\w*\b",
    re.IGNORECASE,
)
_VERB = 24  # characters before a clause's begin that may be its verb


def before_new(item: Item, begin: int, end: int) -> int:
    """Where such a member is joined in a clause [begin, end) of an exclusion; else its end."""
    if item.section != "exclusion":
        return end
    for m in _NEW.finditer(item.text, begin - item.start, end - item.start):
        at = item.start + m.start()
        lo = max(item.segments.bounds(begin)[0], begin - _VERB)
        if not (m["deed"] and _BRINGS.search(item.quote(lo, at))):
            return at
    return end
