"""To which level something must have come back: `not recovered (≤ grade 1) from A`, `toxicity not resolved to grade 1`.

The words name the level that was not reached. So the bound is denied, although the words that deny it are a part of
another statement's name ("not recovered from A"), and it holds together with that statement.
"""

import re
from typing import Any

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item

_NOT = (
    r"(?:not|n't|never|incompletely|incomplete|inadequate|insufficient|failed\s+to|failure\s+to|unable\s+to)"
)
_BACK = r"(?:resolved?|resolution|recover(?:ed|y)?|improved?|improvement|return(?:ed)?|decreased?|subsided?)"
_LEVEL = re.compile(  # from the verb to the bound that tells of it
    rf"\b{_NOT}\s+(?:\w+\s+){{0,2}}?(?P<back>{_BACK})(?:\s*,)?(?P<of>\s+(?:from|of)\s[^.;:()]{{0,160}}?|\s+either)?"
    r"\s*(?:\(\s*)?(?:(?:i\.?\s?e\.?,?|that\s+is,?|defined\s+as)\s*)?(?P<to>(?:back\s+)?\bto\s+)?"
    r"(?P<scale>(?:(?!to\b)[\w-]+\s+){0,10}?(?:\((?:[A-Z]{2,6}\s*){1,2}(?:v?[\d.]+)?\)\s+)?(?:v(?:ersion)?\s?[\d.]+,?\s+)?(?:grade\s+)?)\Z",
    re.IGNORECASE,
)
_OPENS = re.compile(r"[(\[]\s*(?:i\.?\s?e\.?,?|that\s+is,?|defined\s+as)?\s*\Z", re.IGNORECASE)
_FARTHEST = 240  # characters from the verb to the bound
_KINDS = ("score", "condition")


def unreached(item: Item, s: Statement) -> tuple[int, int] | None:
    """The words that say that a grade's bound is a level that was not reached."""
    return _words(item, s) if s.kind == "score" and not is_left(item, s) else None


def tells_level(item: Item, a: Statement, b: Statement) -> bool:
    """Whether `b` is the level to which what `a` names has not come back."""
    if (
        (b.threshold is None and b.value is None)
        or not (b.negated or is_left(item, b))
        or a.kind not in _KINDS
        or a.threshold is not None
    ):
        return False
    words = _words(item, b)
    return words is not None and a.at <= words[0] < a.end


def is_left(item: Item, s: Statement) -> bool:
    """`not recovered (> grade 1)`: a bound from below in a bracket is what it has not come down from."""
    told = _verb(item, s) if s.bounds and _is_from_below(s.bounds) else None
    return told is not None and not told[1]["to"]


def _is_from_below(bounds: dict[str, Any]) -> bool:
    return bounds.get("low") is not None and bounds.get("high") is None


def _words(item: Item, s: Statement) -> tuple[int, int] | None:
    """Where the verb stands with what denies it."""
    told = _verb(item, s)
    return (told[0] + told[1].start(), told[0] + told[1].end("back")) if told else None


def _verb(item: Item, s: Statement) -> tuple[int, re.Match[str]] | None:
    """The verb that a level is of, which ends with `to` or before a bracket, and where its words begin."""
    lo = max(item.segments.bounds(s.start)[0], s.start - _FARTHEST)
    words = item.quote(lo, s.start)
    m = _LEVEL.search(words)
    return (lo, m) if m is not None and (m["to"] or _OPENS.search(words)) else None
