"""`asthma, or requires steroids`, `gastroparesis and/or require prokinetics`: what the patients need is told anew.

Behind `or` the verb is the patients' own, so what it names is a member of the list and does not narrow the one before;
behind "asthma requiring", "that requires" and "and requires" it does.
"""

import re

from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_ANEW = lazily(
    r"\)?\s*,?\s*(?:and\s*/\s*or|or)\s+(?:who\s+)?(?:(?:do|does|currently|also|still)\s+)*", re.IGNORECASE
)
_NEEDS = lazily(r"requires?\b", re.IGNORECASE)
_RELATIVE = lazily(r"\b(?:that|which)\b", re.IGNORECASE)


def needs_anew(item: Item, last: Finding | None, at: int) -> bool:
    """Whether `requires` at a position, behind the mention `last`, is said of the patients again."""
    if last is None or not _NEEDS.match(item.text, at - item.start):
        return False
    lead = item.quote(item.segments.bounds(at)[0], last.end)
    return _ANEW.fullmatch(item.quote(last.end, at)) is not None and not _RELATIVE.search(lead)
