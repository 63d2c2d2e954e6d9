"""What a window is made of: the noun phrase of its anchor, and the findings themselves."""

import re

from eligex.components.findings import Finding
from eligex.components.windows.times import Time

_PHRASE = re.compile(
    r"\s*-?\s*(?:(?:the|their|this|a|an|his|her|any|your|other)\s+)*"
    r"(?P<anchor>(?!(?:and|or|with|by|in|to|is|are|was|if|that|which|at|as|on|despite)\b)[\w/'+-]+"
    r"(?:\s+(?!(?:and|or|but|with|without|who|which|that|is|are|was|were|has|have|had"
    r"|unless|except|if|due|defined|being|such|starting|ending|despite|where|when|while|than|not|no|only|by|as|at"
    r"|on|because|requiring|must|will|should|may|can"
    r"|during|within|before|after|prior|between|until|using|other|excluding|including"
    r"|to|for|from"
    r"|they|he|she|whichever|includ(?:es?|ed)|consist(?:s|ed)?|contain(?:s|ed)?|occurr(?:ed|ing)|since|indicating|showing|demonstrating|revealing|suggesting|confirming)\b)[\w/'+-]+){0,8})",
    re.IGNORECASE,
)
UNBOUNDED: dict[str, object] = dict.fromkeys(("low", "low_inclusive", "high", "high_inclusive", "unit"))


def anchor_at(text: str, start: int, end: int) -> tuple[int, int] | None:
    m = _PHRASE.match(text, start, end)
    return m.span("anchor") if m else None


def window(
    start: int,
    end: int,
    bounds: dict[str, object],
    relation: str,
    anchor: tuple[int, int] | None,
    rule: str,
    text: str = "",
) -> Finding:
    value = bounds | {
        "relation": relation,
        "anchor": text[slice(*anchor)] if anchor else None,
        "anchor_start": anchor[0] if anchor else None,
        "anchor_end": anchor[1] if anchor else None,
        "alternative": None,
        "alternative_start": None,
    }
    return Finding(start, end, "WINDOW", f"windows:{rule}", value=value)


def duration(start: int, end: int, t: Time) -> Finding:
    return Finding(start, end, "DURATION", "windows:duration", value=t.bounds("low_in") | {"unit": t.unit})
