"""Signs of comparison that the Symbol font wrote: its `≥` comes out as `³`, its `≤` as `£`."""

import re
from collections.abc import Iterable

from eligex.components.findings import Finding

_SIGN = re.compile(r"[³£](?=[ \t]?\d)")
_SIGNS = {"³": "≥", "£": "≤"}
_BETWEEN = re.compile(
    r"[ \t]*(?:\([^()\n]{1,30}\)|[)\]])?[ \t]*(?:(?:of|is|was|must be|should be)[ \t]+|:[ \t]*)?",
    re.IGNORECASE,
)
_REACH = 60


def spelled(text: str, named: Iterable[Finding]) -> str:
    """`text`, of the same length, with the sign where one of `named` (a test, a scale, an age) stands before it.

    Elsewhere `³` is a power and `£` is money.
    """
    if "³" not in text and "£" not in text:
        return text
    ends = {f.end for f in named}
    found = [m.start() for m in _SIGN.finditer(text) if stands_behind(text, m.start(), ends)]
    for at in found:
        text = f"{text[:at]}{_SIGNS[text[at]]}{text[at + 1 :]}"
    return text


def stands_behind(text: str, at: int, ends: set[int]) -> bool:
    """Whether one of `ends`, where names end, is parted from `at` by no more than brackets and linking words."""
    return any(
        e in ends and _BETWEEN.fullmatch(text, e, at) is not None for e in range(max(0, at - _REACH), at + 1)
    )
