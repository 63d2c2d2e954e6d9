"""`Aspirin within 6 days of surgery`: of an operation or a birth that a trial waits for, what must not have been there
comes before it; of an operation that is over, what happened comes behind.

Nothing in an item tells which it is. What excludes for a drug, a test's result, a hospital stay or a trial looks back.
"""

import re
from dataclasses import replace

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_OF = lazily(r"\b(?:of|from)\s+(?:(?:the|their|his|her|this)\s+)?\Z", re.IGNORECASE)
_AHEAD = lazily(
    r"(?:surgery|operation|delivery|(?:surgical\s+)?procedure|transplant(?:ation)?)", re.IGNORECASE
)
_STATES = ("trial_participation", "hospitalization")


def face_surgery(item: Item, statements: list[Statement]) -> None:
    """Turns the time of what an exclusion looks back on."""
    for s in statements if item.section == "exclusion" else ():
        w = s.window
        if w is None or w.value.get("relation") != "after" or w.value.get("high") is None or s.permitted:
            continue
        anchor, at = w.value.get("anchor"), w.value.get("anchor_start") or w.start
        tested = s.kind == "measurement" and s.value is not None
        looks_back = s.kind == "drug" or tested or s.state in _STATES
        if looks_back and anchor and _AHEAD.fullmatch(anchor) and _OF.search(item.quote(w.start, at)):
            s.window = replace(w, value={**w.value, "relation": "before"})
