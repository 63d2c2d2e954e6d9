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
        rf"\b(?:(?:{_FIT})\s+)?(?:(?:peripheral|central|superficial|forearm|arm|antecubital)\s+){{0,3}}"
        r"(?:veins?|(?:(?:intra)?venous|vascular|i\.?v\.?|venipuncture)\s+access)\s+(?:in\s+(?:(?:the|both|one|either)\s+){0,2}arms?\s+)?"
        rf"(?:(?:that\s+(?:is|are)\s+)?(?:{_FIT})\s+)?(?P<purpose>for|to\s+(?:allow|permit|enable|support|undergo|perform|complete|facilitate))\s+(?=[a-z])",
        re.IGNORECASE,
    )
)
_NEW = (  # with which something else begins
    r"(?:no|not|willing\w*|agree\w*|consent\w*|placement|access|able|ability|must|should|have|has|is|are|be|negative|adequate|normal|an?|the)\b"
)
_MEMBER = rf"(?!{_NEW})[\w-]+(?:\s+[\w-]+){{0,2}}"
_ENDS = lazily(  # a comma ends nothing in a list that `and` or `or` closes
    rf"[;:.()\[\]]|\n\s*\n|\s-\s|,(?!\s*(?:and|or)\b|(?:\s*{_MEMBER}\s*,){{0,4}}\s*{_MEMBER}\s*,?\s+(?:and|or)\s+(?!{_NEW}))"
    rf"|,?\s+(?:and|or)\s+(?={_NEW})"
    r"|,?\s+\b(?:as|if|unless|who|which|that|during|throughout|within|per|by)\b",
    re.IGNORECASE,
)
_REACH = 200  # within which a purpose ends


def accesses(text: str, criteria: Sequence[Finding]) -> list[Finding]:
    """`text` is folded."""
    found = []
    for c in criteria:
        for m in _SERVES.finditer(text, c.start, c.end):
            stop = _ENDS.search(text, m.end(), min(c.end, m.end() + _REACH))
            behind = stop.start() if stop else c.end
            end = m.end() + len(text[m.end() : behind].rstrip(" \n,"))
            if m.end() < end <= m.end() + _REACH:
                found.append(Finding(m.start(), end, "STATE", "assembly:access"))
    return found
