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
_PHASE = re.compile(  # "completion of neoadjuvant | or adjuvant chemotherapy", "the first | or second dose"
    r"\b(?:neo-?\s?adjuvant|adjuvant|induction|consolidation|maintenance|definitive|palliative|first|second|third)\Z",
    re.IGNORECASE,
)
_OR_PHASE = re.compile(
    r"\s*(?:/|\b(?:and/or|or|and)\b)(?=\s*(?:the\s+)?(?:[\w-]+\s+){1,3}?(?:\w*therap(?:y|ies)|treatments?|chemoradiation|doses?|cycles?|courses?|regimens?|phases?)\b)",
    re.IGNORECASE,
)
_PERIOD = re.compile(r"(?:[\w/-]+\s+){1,4}?period\b(?!/|\s+(?:of|in)\b)", re.IGNORECASE)
UNBOUNDED: dict[str, object] = dict.fromkeys(("low", "low_inclusive", "high", "high_inclusive", "unit"))


def anchor_at(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A phrase, with its noun where only the first of two phases stands before `or`."""
    m = _PHRASE.match(text, start, end)
    if m is None:
        return None
    a, b = m.span("anchor")
    joint = _OR_PHASE.match(text, b, end) if _PHASE.search(text, a, b) else None
    other = _PHRASE.match(text, joint.end(), end) if joint else None
    period = _PERIOD.match(text, a, b)  # "during the study period | medication changes"
    return a, other.end("anchor") if other else period.end() if period else b


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
