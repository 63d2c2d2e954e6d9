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

# What only a recogniser knows: "negative lymph nodes"; "Ph-negative leukemia" is a disease, not a result.
_RESULT_BEFORE = re.compile(
    r"(?:^|[,;:(]|\b(?:and|or|with|has|have|had|a|an|any))\s*(?P<result>negative|positive)\s+$", re.IGNORECASE
)
_INFECTION = re.compile(
    r"hepatitis|\bHIV|virus|syphilis|tuberculosis|covid|infection|antigen|antibod", re.IGNORECASE
)


def tested(item: Item, s: Statement) -> str | None:
    """The result written right behind a condition; the statement is then about a test."""
    if s.kind != "condition" or s.subject is None:
        return None
    lo, hi = item.segments.bounds(s.at)
    m = _RESULT.match(item.quote(s.end, hi))
    if m is None:
        before = _RESULT_BEFORE.search(item.quote(lo, s.subject.start))
        if before is None or s.subject.name is not None:
            return None
        s.kind = "measurement"
        s.take(lo + before.start("result"), lo + before.end("result"))
        return before["result"].lower()
    s.kind = "measurement"
    s.take(s.end + m.start("result"), s.end + m.end())
    s.end += m.end()
    return m["result"].lower() + "e"


def share_heads(item: Item, statements: list[Statement]) -> None:
    """`adequate liver and kidney function`: what is said of one is said of all that share its head."""
    pairs = [(a, b) for a, b in pairwise(statements) if _one_head(item, a, b)]
    for one, other in [*pairs, *((b, a) for a, b in reversed(pairs))]:
        if one.value is not None and other.value is None and other.threshold is None:
            other.value = one.value
            for start, end in one.taken - {(one.at, one.subject.end if one.subject else one.end)}:
                other.take(start, end)


def _one_head(item: Item, a: Statement, b: Statement) -> bool:
    if a.subject is None or b.subject is None or {a.kind, b.kind} != {"measurement"}:
        return False
    joined = JOIN.fullmatch(item.quote(a.subject.end, b.subject.start))
    return a.subject.source.endswith(":shared-head") and joined is not None


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
        if bare and told and listed and _behind(item, after) and _tested_for(item, s):
            s.kind, s.value = "measurement", after.value


def _behind(item: Item, s: Statement) -> bool:
    """The result stands behind its subject, as a word of its own: `MRD-negative` is said of MRD alone."""
    if s.subject is None:
        return False
    return any(a >= s.subject.end and item.quote(s.subject.end, a) != "-" for a, _ in s.taken)


def _tested_for(item: Item, s: Statement) -> bool:
    """Remission has no test result; an infection or a marker has."""
    words = f"{s.subject.name or ''} {item.quote(s.subject.start, s.subject.end)}" if s.subject else ""
    return s.kind == "measurement" or _INFECTION.search(words) is not None
