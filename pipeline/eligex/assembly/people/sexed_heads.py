"""`Women of childbearing potential must:`, `Male patients:` over nested items: whom these are asked of.

Nobody is asked to be one of them. `Women who:` of an inclusion that has no line for the others tells whom the trial is
for, and is no such label.
"""

import re

from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_SEX = r"(?:wom[ae]n|females?|m[ae]n|males?|girls|boys|WOCBP)"
_PEOPLE = r"(?:patients?|subjects?|participants?|volunteers?|individuals?|persons?)"
_FERTILE = (
    r"(?:(?:who|that)\s+(?:are|is|have)\s+|with\s+(?=(?:child|reprod)))?(?:not\s+)?(?:of\s+)?(?:non-?\s?)?"
    r"(?:child[\s-]?bearing|reproductive)\s+(?:potential|age|capacity|capability)(?:\s*\([A-Z]{3,6}\))?"
)
_PARTNERS = rf"(?:with|who\s+have)\s+(?:(?:fe)?male\s+|sexual\s+)?partners?(?:\s+{_FERTILE})?"
_DUTY = (
    r"(?:\s*,?\s*(?:must|should|will|(?:need|have|are\s+required)\s+to|who)"
    r"(?:\s+(?:also|either|be|have|agree(?:\s+to)?|meet|use))*)?"
)
_HEAD = lazily(
    rf"\W*(?:(?:all|any|the|for|in)\s+)*(?P<who>(?:(?:sexually\s+active|non-?\s?sterile|fertile|heterosexual(?:ly\s+active)?)\s+)?"
    rf"(?:{_SEX}(?:\s+{_PEOPLE})?|{_PEOPLE}(?=\s+(?:who\s+are\s+)?(?:of\s+)?(?:child|reprod)))(?P<fertile>\s+(?:{_FERTILE}|{_PARTNERS}))?)"
    rf"(?:[\s-]+specific(?:\s+criteria)?)?{_DUTY}\s*:\s*",
    re.IGNORECASE,
)
HERS = r"(?:wom[ae]n|females?|girls|WOCBP)"
HIS = r"(?:m[ae]n|males?|boys)"
_HER = lazily(rf"\b{HERS}\b", re.IGNORECASE)


def line_of(people: str) -> re.Pattern[str]:
    """A pattern of a line that begins with such people."""
    return lazily(rf"\n\W*(?:\d+\W+)?(?:\w+\s+){{0,2}}{people}\b", re.IGNORECASE)


_OF_HER, _OF_HIM = line_of(HERS), line_of(HIS)


def sexed_head(item: Item) -> str | None:
    """The people that such a head names."""
    m = _HEAD.fullmatch(item.text) if ":" in item.text else None
    if m is None or not (m["fertile"] or (item.section == "inclusion" and _has_other(item, m["who"]))):
        return None
    return m["who"]


def _has_other(item: Item, who: str) -> bool:
    """Whether the record has a line for the other sex as well."""
    other = _OF_HIM if _HER.search(who) else _OF_HER
    return other.search(item.whole) is not None
