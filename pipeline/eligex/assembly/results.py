"""Results said of an infection or a marker: `HIV negative`, `hepatitis B and C negative`."""

import re
from itertools import pairwise

from eligex.assembly.reading import Item
from eligex.assembly.statement import Statement
from eligex.assembly.subjects import JOIN

_RESULT = re.compile(
    r"[\s,-]*(?:(?:antibod(?:y|ies)|antigen|serology|status|tests?|infection|PCR|RNA|DNA)\b[\s-]*){0,2}"
    r"(?:(?:is|are|be|must be|should be)\s+)?(?:sero-?)?(?P<result>negativ|positiv)(?:e|ity)\b",
    re.IGNORECASE,
)


def tested(item: Item, s: Statement) -> str | None:
    """The result written right behind a condition; the statement is then about a test."""
    if s.kind != "condition" or s.subject is None:
        return None
    _, hi = item.segments.bounds(s.at)
    m = _RESULT.match(item.quote(s.end, hi))
    if m is None:
        return None
    s.kind = "measurement"
    s.take(s.end + m.start("result"), s.end + m.end())
    s.end += m.end()
    return m["result"].lower() + "e"


def share_results(item: Item, statements: list[Statement]) -> None:
    """`HBsAg and hepatitis C negative`: the result behind the last member is every member's."""
    for s, after in reversed(list(pairwise(statements))):
        bare = s.threshold is None and s.value is None and s.kind in ("condition", "measurement")
        told = (
            after.value in ("negative", "positive")
            and after.kind == "measurement"
            and after.threshold is None
        )
        listed = s.end <= after.start and JOIN.fullmatch(item.quote(s.end, after.start))
        if bare and told and listed and _behind(after):
            s.kind, s.value = "measurement", after.value


def _behind(s: Statement) -> bool:
    """The result stands behind its subject, not before it."""
    return s.subject is not None and any(a >= s.subject.end for a, _ in s.taken)
