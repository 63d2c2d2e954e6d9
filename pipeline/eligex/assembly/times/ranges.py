"""Times of which the text gives the farther end: `within 2 to 4 weeks` before entry excludes for all of four weeks, and
what is `permitted up to 7 days before` it is to be over by then.
"""

import re
from dataclasses import replace
from typing import Any

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding

_WITHIN = re.compile(r"(?:within|in\s+the\s+(?:last|past|previous))\b", re.IGNORECASE)
_ABSENT = re.compile(r"\b(?:no|not|without|free)\b[^,;:]*\Z", re.IGNORECASE)
_UP_TO = re.compile(r"(?:up\s+to|until)\b", re.IGNORECASE)


def told_alone(item: Item, w: Finding) -> Finding:
    """Among exclusions a time `within 2-4 weeks` without its nearer end, which would free who had it just now."""
    low, high = w.value.get("low"), w.value.get("high")
    before = w.value.get("relation") == "before" and item.section == "exclusion"
    if not before or low is None or high is None or not _WITHIN.match(item.quote(w.start, w.end)):
        return w
    return replace(w, value={**w.value, "low": None, "low_inclusive": None})


def lengthen_absence(item: Item, statements: list[Statement]) -> None:
    """`except tumours cured and without recurrence in the last 5 years`: for at least so long, and not within them."""
    for s in statements:
        w = s.window
        if w is None or not s.permitted or s.negated or not _is_of_absence(item, s, w):
            continue
        s.window = None
        s.duration = replace(w, label="DURATION", value={**_at_least(w), "unit": w.value["unit"]})


def _is_of_absence(item: Item, s: Statement, w: Finding) -> bool:
    """`recurrence | in the last 5 years`: the time up to entry of what is denied behind the statement."""
    up_to = w.value.get("relation") == "before" and w.value.get("low") is None and s.end <= w.start
    if not up_to or w.value.get("high") is None or not w.value["high_inclusive"]:
        return False
    return _ABSENT.search(item.quote(s.end, w.start)) is not None


def _at_least(w: Finding) -> dict[str, Any]:
    """The bounds of a time, with its farther end as the least."""
    return {"low": w.value["high"], "low_inclusive": True, "high": None, "high_inclusive": None}


def turn_permitted(item: Item, statements: list[Statement]) -> None:
    """Turns the time up to which a thing may be done."""
    for s in statements:
        w = s.window
        if w is None or not s.permitted or w.value.get("relation") != "before" or w.value.get("high") is None:
            continue
        if w.value.get("low") is None and _UP_TO.match(item.quote(w.start, w.end)):
            s.window = replace(w, value={**w.value, **_at_least(w)})
