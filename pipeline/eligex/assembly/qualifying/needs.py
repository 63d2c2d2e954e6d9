"""`asthma, or requires steroids`, `gastroparesis and/or require prokinetics`: what the patients need is told anew.

Behind `or` the verb is the patients' own, so what it names is a member of the list and does not narrow the one before;
behind "asthma requiring", "that requires" and "and requires" it does.
"""

import re

from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_ANEW = lazily(
    r"\)?\s*,?\s*(?:and\s*/\s*or|or)\s+(?:who\s+)?(?:(?:do|does|has|have|had|currently|also|still|recently|previously)\s+)*",
    re.IGNORECASE,
)
_NEEDS = lazily(  # "symptoms or required treatment" names nothing anew
    r"requires?\b|(?:(?:has|have|had)\s+)?required\b(?!\s+(?:[\w-]+\s+)?(?:treatment|therapy|intervention|medication)\s*(?:\Z|[.,;)]))",
    re.IGNORECASE,
)
_AMENABLE = lazily(
    r"(?:(?:that|which|and)\s+)?(?:(?:is|are)\s+)?(?:not|no\s+longer)\s+(?:\w+ly\s+)?amenable\b",
    re.IGNORECASE,
)
_NEXT = lazily(r",?\s+(?P<or>or\s+)?(?:[\w-]+\s+){0,2}", re.IGNORECASE)
_RELATIVE = lazily(r"\b(?:that|which)\b", re.IGNORECASE)


def needs_anew(item: Item, last: Finding | None, at: int) -> bool:
    """Whether `requires` at a position, behind the mention `last`, is said of the patients again."""
    if last is None or not _NEEDS.match(item.text, at - item.start):
        return False
    lead = item.quote(item.segments.bounds(at)[0], last.end)
    return _ANEW.fullmatch(item.quote(last.end, at)) is not None and not _RELATIVE.search(lead)


def with_choices(item: Item, a: int, b: int) -> int:
    """Where `not amenable to surgery |, radiotherapy or chemotherapy` ends, of which a comma was taken for the end."""
    if item.quote(b, b + 1) != "," or not _AMENABLE.match(item.text, a - item.start):
        return b
    end = b
    for m in item.mentions:
        if m.start < b or m.label not in ("PROCEDURE", "DRUG"):
            continue
        link = _NEXT.fullmatch(item.quote(end, m.start))
        if link is None:
            break
        end = m.end
        if link["or"]:
            return end
    return b
