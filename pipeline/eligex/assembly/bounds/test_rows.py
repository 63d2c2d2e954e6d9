"""Bounds in a row that are told of together: `QTcF > 450 ms (men) or > 475 ms (women) at rest`."""

import re

from eligex.assembly.forms.segments import BRACKETED
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import JOINT
from eligex.assembly.items.reading import Item

_TESTS = ("measurement", "score")
_OF_WHOM = re.compile(
    r"\b(?:for|in)\s+(?:adult\s+)?(?:(?:fe)?males?|wom[ae]n|m[ae]n|boys|girls)(?:\s+(?:patients|subjects|participants))?\b",
    re.IGNORECASE,
)


def are_bounds(item: Item, s: Statement, right: Statement) -> bool:
    """Whether nothing but a conjunction, and of whom the first is told, parts two bounds of tests."""
    if s.threshold is None or right.threshold is None or not {s.kind, right.kind} <= set(_TESTS):
        return False
    end = max(s.threshold.end, s.subject.end if s.subject else 0)
    begin = right.at if right.at >= end else right.threshold.start
    gap = _OF_WHOM.sub(" ", BRACKETED.sub(" ", item.quote(end, max(end, begin))))
    return JOINT.fullmatch(gap) is not None and bool(gap.strip(" ,"))
