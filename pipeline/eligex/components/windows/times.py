"""Lengths of time: `at least 4 weeks`, `3 to 6 months`, `past year`, with what they bound.

Numerals are those of `eligex.quantities`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Optional

from eligex.quantities.numbers import DIGITS, WORD, number
from eligex.text.scan import Scanner

UNITS = {
    "year": "a", "yr": "a", "y": "a", "month": "mo", "mo": "mo", "mth": "mo",
    "week": "wk", "wk": "wk", "day": "d", "d": "d",
    "hour": "h", "hr": "h", "h": "h", "minute": "min", "min": "min",
}  # fmt: skip
_UNIT = (
    r"(?P<unit>years?|yrs?|y|months?|mos?|mths?|weeks?|wks?|days?|d|hours?|hrs?|h|minutes?|mins?)(?![^\W_])"
)
_NUM = rf"(?:{DIGITS}|{WORD})"
_LOW_IN = (
    r"at\s+least|at\s+minimum|(?:a\s+)?minimum\s+(?:of\s+)?"
    r"|(?:more|greater|longer)\s+than\s+or\s+equal\s+to|>\s?or\s?=(?:\s?to\b)?|=\s?or\s?>|no\s+less\s+than|not\s+less\s+than|no\s+fewer\s+than|>\s?/?\s?=|≥|=\s?>|no\s+sooner\s+than|no\s+earlier\s+than"
)
_LOW_EX = (
    r"(?:more|greater|longer|later|earlier|older)\s+than|over(?!\s+the\s+(?:past|last)\b)|above|exceeding"
    r"|beyond|>"
)
_HIGH_IN = (
    r"≤|<\s?/?\s?=|=\s?<|(?:less|fewer|shorter)\s+than\s+or\s+equal\s+to|<\s?or\s?=(?:\s?to\b)?|=\s?or\s?<|up\s+to|at\s+most|(?:a\s+)?maximum\s+(?:of\s+)?"
    r"|(?:no|not)\s+(?:more|longer|greater|later|earlier|older)\s+than|(?:not|no)\s+exceeding|maximally"
)
_HIGH_EX = r"(?:less|fewer|shorter|sooner|earlier)\s+than|under|below|<"
_OPERATOR = (
    rf"(?:(?P<high_in>{_HIGH_IN})|(?P<low_in>{_LOW_IN})|(?P<high_ex>{_HIGH_EX})|(?P<low_ex>{_LOW_EX}))"
    r"\s*(?:or\s+equal\s+to\s+)?(?:\[[≥≤<>]\]\s*)?(?:a\s+(?:period|total|minimum|duration)\s+of\s+|the\s+(?:past|last)\s+|about\s+)?"
)
TIME = re.compile(
    rf"(?:(?<![^\W_](?=[^≥≤<>])){_OPERATOR})?"
    rf"(?<![\w.])(?P<n1>{_NUM})(?:\s*(?P<range>-|to|through|and|or)\s*(?P<n2>{_NUM}))?"
    r"(?:\s+or\s+(?:(?P<more>more|longer|greater)|(?P<fewer>less|fewer|shorter)))?"
    r"(?:\s*\(\s*[\w.]{1,12}\s*\))?(?P<glue>[\s-]*)(?:(?:past|last|previous|preceding|prior|next|coming)\s+)?(?P<qualifier>(?:full|consecutive|calendar|continuous|complete)\s+)?"
    rf"{_UNIT}(?:\s*\(s\))?(?P<at_most>\s+or\s+(?:less|fewer|shorter)(?![^\W_]))?",
    re.IGNORECASE,
)

_TIMES = Scanner(TIME)


@dataclass(frozen=True, slots=True)
class Time:
    """A length of time; `kind` is `high_in`, `low_in`, `high_ex`, `low_ex`, `range` or `bare`."""

    start: int
    end: int
    kind: str
    value: float
    upper: Optional[float]
    unit: str
    adjective: bool  # a `24-hour`
    consecutive: bool

    def bounds(self, bare: str) -> dict[str, object]:
        """The four bound fields; a bare length bounds as `bare` says (`high_in` or `low_in`)."""
        if self.upper is not None:
            return _bounds(self.value, True, self.upper, True)
        kind = bare if self.kind == "bare" else self.kind
        inclusive = kind.endswith("in")
        if kind.startswith("low"):
            return _bounds(self.value, inclusive, None, None)
        return _bounds(None, None, self.value, inclusive)


def _bounds(
    low: float | None, low_in: bool | None, high: float | None, high_in: bool | None
) -> dict[str, object]:
    return {"low": low, "low_inclusive": low_in, "high": high, "high_inclusive": high_in}


def times(text: str, start: int, end: int) -> Iterator[Time]:
    """Every number with a unit of time in text[start:end]."""
    for m in _TIMES.finditer(text, start, end):
        unit = UNITS[re.sub(r"(?<=\w\w)s$", "", m["unit"].lower())]
        first, second = _value(text, m, "n1"), _value(text, m, "n2") if m["n2"] else None
        beside = (
            "low_in" if m["more"] else "high_in" if m["fewer"] or m["at_most"] else "bare"
        )  # `3 or more days`
        kind = next((k for k in ("high_in", "low_in", "high_ex", "low_ex") if m[k]), beside)
        if kind in ("high_ex", "low_ex") and re.search(r"or\s+equal", m[0], re.IGNORECASE):
            kind = kind.replace("_ex", "_in")
        if second is not None and m["range"].lower() in ("and", "or"):
            first, second = max(first, second), None
        elif second is not None:  # "4 to 2 weeks before" counts down
            first, second = min(first, second), max(first, second)
        adjective = "-" in m["glue"] and not m["unit"].lower().endswith("s")
        yield Time(m.start(), m.end(), kind, first, second, unit, adjective, bool(m["qualifier"]))


def _value(text: str, m: re.Match[str], group: str) -> float:
    a, b = m.span(group)
    return number(text, a, b, text[a].isalpha()).value
