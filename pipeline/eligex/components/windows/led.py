"""What stands right before a length of time and says what it is counted from."""

import re

# "while on or within 3 months of"
DURING = (
    r"(?:during|while\s+(?:still\s+)?(?:receiving|on|taking|undergoing)"
    r"|(?:(?<=progression )|(?<=progressed )|(?<=relapsed )|(?<=recurrence ))on)"
)
_DURING_OR = re.compile(rf"\b{DURING}\s*,?\s*(?:and/or|or|and)\s+\Z", re.IGNORECASE)
_REPEATED = re.compile(
    r"\b(?:repeat(?:ed)?|re-?test(?:ed|ing)?|re-?check(?:ed|ing)?)\b[^.;,]{0,40}\bwithin\s+\Z", re.IGNORECASE
)
_BACK = 90


def is_during_or(text: str, at: int) -> bool:
    """`progression during or | within 60 days of therapy`"""
    return _DURING_OR.search(text, max(0, at - _BACK), at) is not None


def is_of_repetition(back: str) -> bool:
    """`confirmed by repeat testing within | 5 minutes`: how far apart the tests are."""
    return _REPEATED.search(back) is not None
