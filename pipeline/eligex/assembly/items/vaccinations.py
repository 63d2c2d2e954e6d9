"""`Vaccination with a live vaccine`: one thing, of which the vaccine says all."""

import re

from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_DEED = lazily(
    r"(?:re-?)?(?:vaccinat(?:ions?|ed)|immuni[sz](?:ations?|ed)|inoculat(?:ions?|ed))", re.IGNORECASE
)
_WITH = lazily(
    r"\s+(?:with|of)\s+(?:(?:an?|the|any)\s+)?(?:(?!(?:in|or|and|for|during)\b)[\w-]+,?\s+){0,3}\Z",
    re.IGNORECASE,
)
_VACCINE = lazily(r"vaccines?\b", re.IGNORECASE)
_REACH = 60


def is_with_vaccine(item: Item, m: Finding) -> bool:
    """Whether a mention only names the deed, and the next one the vaccine."""
    if m.label != "PROCEDURE" or not _DEED.fullmatch(item.quote(m.start, m.end)):
        return False
    behind = [x for x in item.mentions if m.end < x.start < m.end + _REACH]
    x = min(behind, key=lambda x: x.start, default=None)
    if x is None or x.label != "DRUG" or not _VACCINE.search(item.quote(x.start, x.end)):
        return False
    return _WITH.fullmatch(item.quote(m.end, x.start)) is not None
