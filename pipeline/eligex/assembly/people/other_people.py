"""Sentences about somebody else than the patient: `Mother suffering from tuberculosis`, `Donors who are HIV positive`.

What they have is no criterion on the patient: their statements are limited to them (`applies_to`).
"""

import re

from eligex.assembly.items.reading import Item
from eligex.assembly.people.group_ends import group
from eligex.components.findings import Finding

_PERSON = (
    r"(?:mothers?|fathers?|parents?|partners?|spouses?|wi(?:fe|ves)|husbands?|donors?|siblings?|twins?|guardians?|(?:family\s+)?care-?givers?"
    r"|(?:family|household)\s+members?|relatives?|recipients?)(?:\(s\))?"
)
_WHOSE = (
    r"(?:(?:the|an?|any|either|both|biological|birth|(?:fe)?male|sexual|potential|primary|legal|(?:un)?related|current|regular"
    r"|\w+['’]s?|their|his|her)\s+)*"
)
_WHO = re.compile(
    rf"""\W*(?P<who>{_WHOSE}{_PERSON}(?:\s*(?:/|,|\bor\b|\band\b|\band/or\b)\s*{_WHOSE}{_PERSON})*
    (?:\s+of\s+(?:the\s+|a\s+)?(?:patients?|subjects?|participants?|child(?:ren)?|infants?|neonates?|women|men))?)
    \s+(?=[<>≤≥]|(?:ages?|aged|older|younger|over|under|above|below|with|who|has|have|having|had|is|are|was|were|suffer\w*|diagnosed|known|infected|do(?:es)?|taking|receiving|positive|currently)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_OF_THEIRS = {"CONDITION", "DRUG", "PROCEDURE", "MEASUREMENT", "SCORE", "AGE"}
_PARTNERS = {"pregnancy", "lactation"}


def others(item: Item) -> list[Finding]:
    """Those whom a sentence begins with, where it names an illness, a drug, a test or an age of theirs."""
    found = []
    for lo, hi in item.sentences:
        m = _WHO.match(item.text, lo - item.start, hi - item.start)
        if m is None:
            continue
        start, end = (item.start + at for at in m.span("who"))
        theirs = (x for x in item.mentions if x.within(end, hi))
        if any(x.label in _OF_THEIRS or x.value.get("state") in _PARTNERS for x in theirs):
            found.append(group(start, end, (end, hi)))
    return found
