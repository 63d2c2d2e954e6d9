"""`hypertension despite A`, `anaemia or thrombocytopenia, despite B`: what did not help narrows that."""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.described import described
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding

_DESPITE = re.compile(r"despite\s", re.IGNORECASE)
_JOINT = re.compile(r"\b(?:or|and|who|that|not)\b", re.IGNORECASE)


def is_despite(item: Item, at: int) -> bool:
    return _DESPITE.match(item.text, at - item.start) is not None


def may_narrow(item: Item, a: int, b: int, last: Finding | None) -> bool:
    """Whether such words at [a, b) stand right behind `last`, and hold no bound."""
    inside = item.segments.bracket(a)
    if last is None or _JOINT.search(item.quote(max(last.end, inside[0] if inside else 0), a)):
        return False
    return ":" not in item.quote(a, b) and not any(a < t.start < b for t in item.thresholds)


def helped(item: Item, before: list[Statement], at: int, nearest: list[Statement]) -> list[Statement]:
    """Behind a comma all that is listed, behind a bracket what the bracket tells of; else the `nearest`, of a pressure
    both its bounds."""
    if item.quote(item.start, at).rstrip().endswith(","):
        return described(item, before, at)
    opened = [x for x, y in item.segments.brackets if y <= at and not item.quote(y, at).strip()]
    heads = [
        s for s in before if opened and s.end <= opened[-1] and not item.quote(s.end, opened[-1]).strip()
    ]
    told = heads[-1:] or nearest
    bounded = {s.at for s in told if s.threshold is not None}
    return [s for s in before if any(s is x for x in told) or (s.threshold is not None and s.at in bounded)]
