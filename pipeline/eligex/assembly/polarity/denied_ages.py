"""Ages beside a denial: `adults without a history of cancer ≥ 50 years of age` says how old they are.

Only a cue that the age itself stands at denies it: `not aged under 18`, `no children below 12 years`, `patients over
65 are excluded`.
"""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_PEOPLE = (
    r"(?:patients?|subjects?|participants?|individuals?|persons?|people|adults?|children|child|infants?|adolescents?|minors"
    r"|wom[ae]n|m[ae]n|(?:fe)?males?|boys|girls|those|anyone|volunteers?|donors?)"
)
_WORDS = (
    r"(?:be|are|is|an?|the|of|any|with|aged?|ages|years?|old|over|under|below|above|between|younger|older|less|more|greater"
    r"|than|eligible|enrolled|included|considered|will|may|or|and|for|this|study|to|from|in|at|time|screening"
    r"|yet|currently)"
)
_NO_PEOPLE = lazily(rf"\s*{_PEOPLE}\b", re.IGNORECASE)  # "no patients with cancer over the age of 80"
_OF_THEM = lazily(r"\bwho\b", re.IGNORECASE)  # "aged ≥ 70 years who are ineligible for chemotherapy"
_ONLY_PEOPLE = lazily(rf"\W*(?:(?:{_PEOPLE}|{_WORDS})\b\W*){{0,8}}", re.IGNORECASE)


def spares_age(item: Item, cue: Finding, s: Statement) -> bool:
    """Whether `s` is an age with something else between it and the cue."""
    if s.kind != "age":
        return False
    at = s.threshold if s.threshold is not None else s
    if cue.start >= at.end:
        return _OF_THEM.search(item.quote(at.end, cue.start)) is not None
    between = item.quote(cue.end, at.start)
    if _NO_PEOPLE.match(between):
        return False
    return _ONLY_PEOPLE.fullmatch(between) is None
