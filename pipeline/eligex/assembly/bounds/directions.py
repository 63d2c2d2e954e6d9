"""`worse than 2`, `grade 1 or better`: which side of a number that is depends on the scale.

The quantities read "better" as more, "worse" as less (`comparators.csv`); on a scale of which the high end is
the worse (`directions.csv`) the bound is turned around. Where that is not known, nothing can be said.
"""

import re
from dataclasses import replace
from typing import Any

from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.vocab import measurements

_JUDGES = re.compile(r"\b(?:better|worse|poorer)\b", re.IGNORECASE)
_BACK_TO = re.compile(  # "recovered from surgery to at least grade 1"
    r"\b(?:resol(?:ved?|ution)|recover(?:ed|y)?|improved?|return(?:ed)?)\b[^.;]{0,160}?\(?\bto\s+(?:\w+\s+){0,2}\Z",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(r"(?:\w+\s+)?at\s+least\b", re.IGNORECASE)
_FARTHEST = 200
_ECOG_MOST = 5
TURNED = {"ge": "le", "gt": "lt", "le": "ge", "lt": "gt"}


def judges(words: str) -> bool:
    """Whether a comparator says "better" or "worse", not "more" or "less"."""
    return _JUDGES.search(words) is not None


def worse(f: Finding | None) -> str | None:
    """The worse end of what a mention measures; None where it is not known."""
    key = f.value.get("analyte") if f is not None else None
    return measurements.worse(key) if key else None


def directed(item: Item, t: Finding, subjects: tuple[Finding, ...]) -> Finding | None:
    """The threshold as its subjects' scales mean it; None where they do not tell."""
    if not judges(item.quote(t.start, t.end)) and not _is_goal(item, t):
        return t
    ends = {worse(f) or _by_number(f, t) for f in subjects}
    if ends == {"low"}:
        return t
    return replace(t, value=_turned(t.value)) if ends == {"high"} else None


def _is_goal(item: Item, t: Finding) -> bool:
    """`recovered to at least grade 1`: the least of a recovery is the most of the harm."""
    if not _AT_LEAST.match(item.text, t.start - item.start):
        return False
    return _BACK_TO.search(item.quote(max(item.start, t.start - _FARTHEST), t.start)) is not None


def _by_number(f: Finding, t: Finding) -> str | None:
    """A performance status up to 5 is ECOG's or WHO's, a larger one Karnofsky's."""
    if f.value.get("analyte") != "performance_status":
        return None
    most = max(v for v in (t.value.get("low"), t.value.get("high")) if v is not None)
    return "high" if most <= _ECOG_MOST else "low"


def _turned(value: dict[str, Any]) -> dict[str, Any]:
    low, high = ("low", "low_inclusive"), ("high", "high_inclusive")
    other = dict(zip((*low, *high), (*high, *low), strict=True))
    return {**value, **{k: value.get(v) for k, v in other.items()}}
