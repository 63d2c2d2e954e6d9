"""`calcium corrected for albumin < 11 mg/dL`: what a value is corrected for is not what is bounded."""

import re

from eligex.assembly.bounds.restated import NUMERIC
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_FOR = lazily(
    r"\b(?:corrected|adjusted|normali[sz]ed)\s+(?:for|to)\s+(?:(?:the|an?|patient['’]?s?|serum|plasma|low)\s+|[\w-]+\s+(?:and|or)\s+){0,3}\Z",
    re.IGNORECASE,
)
_REACH = 60


def leave_corrections(item: Item) -> None:
    """Takes such tests out of the item, so that its bounds are of what they correct."""
    item.mentions = [m for m in item.mentions if not _is_correction(item, m)]


def _is_correction(item: Item, m: Finding) -> bool:
    before = item.quote(max(item.start, m.start - _REACH), m.start)
    return m.label in NUMERIC and _FOR.search(before) is not None
