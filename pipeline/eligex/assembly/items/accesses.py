"""Veins and what they shall serve for: `suitable veins for cannulation`, `adequate venous access for leukapheresis`.

The access makes the statement (STATE) with its purpose: of an access nobody is asked to have had what it is good for.
"""

import re
from collections.abc import Sequence

from eligex.components.findings import Finding
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_FIT = (
    r"(?:in)?(?:adequate|suitable|sufficient|appropriate|acceptable|accessible|satisfactory)|unsuitable|good"
    r"|poor|difficult"
)
_SERVES = Scanner(
    lazily(
        rf"\b(?:(?:{_FIT})\s+)?(?:(?:peripheral|central|superficial|forearm|arm|antecubital)\s+)*"
        r"(?:veins?|(?:(?:intra)?venous|vascular|i\.?v\.?|venipuncture)\s+access)\s+(?:in\s+(?:(?:the|both|one|either)\s+){0,2}arms?\s+)?"
        rf"(?:(?:that\s+(?:is|are)\s+)?(?:{_FIT})\s+)?(?P<purpose>for|to\s+(?:allow|permit|enable|support|undergo|perform|complete|facilitate))\s+(?=[a-z])",
        re.IGNORECASE,
    )
)
_ENDS = lazily(
    r"[;:.()\[\]]|\n\s*\n|\s-\s|,(?!\s*(?:(?:or|and)\s+)?(?:[\w-]+\s+){0,2}[\w-]+\s*(?:,|\.|\)|$|and\b|or\b))"
    r"|,?\s+(?:and|or)\s+(?=(?:no|not|willing\w*|agree\w*|consent\w*|placement|access|able|ability|must|should|have|has|is|are|be|negative|adequate|normal|an?|the)\b)"
    r"|,?\s+\b(?:as|if|unless|who|which|that|during|throughout|within|per|by)\b",
    re.IGNORECASE,
)


def accesses(text: str, criteria: Sequence[Finding]) -> list[Finding]:
    """`text` is folded."""
    found = []
    for c in criteria:
        for m in _SERVES.finditer(text, c.start, c.end):
            stop = _ENDS.search(text, m.end(), c.end)
            end = m.end() + len(text[m.end() : stop.start() if stop else c.end].rstrip(" \n,"))
            if end > m.end():
                found.append(Finding(m.start(), end, "STATE", "assembly:access"))
    return found
