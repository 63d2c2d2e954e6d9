"""`antidepressants and not on a stable dose for at least 3 months`, `tumours without recurrence in the last 5 years`:
the time is of what is denied, not of the drug or the disease.

Read as the drug's own it would shut out whoever takes it longer, the very patients who may come. The clause qualifies
what it tells of, with its time.
"""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding

_NOT_SETTLED = re.compile(
    r"(?:\b(?:and|but)\s+)?(?:\b(?:who|that|which|if)\s+)?(?:\b(?:(?:is|are|was|were|has|have|had)\s+)?not|\b(?:has|have|had|is|are|was|were)n['’]t)\s+"
    r"(?:yet\s+)?(?:(?:been|remained|kept|used|taken|received)\s+){0,2}(?:\w+ly\s+|well\s+)?"
    r"(?:(?:(?:established|maintained)\s+)?(?:on|at|with|taking|receiving|using|under)\s+)?(?:an?\s+|the\s+)?"
    r"(?:stable|steady|constant|unchanged|controlled|established|stabili[sz]ed|maintained|maintenance|fixed)\b[^.;()]{0,40}?"
    r"\s*(?:\b(?:for|since|within|over|during|in)\s+)?(?:(?:the|a\s+(?:minimum|period)\s+of)\s+)?\Z",
    re.IGNORECASE,
)
_NO_MORE = re.compile(  # "treated and without recurrence in the last 10 years"
    r"(?:\b(?:and|but)\s+)?\b(?:(?:with|has|have|had|shows?|showing)\s+no|without)\s+(?:(?:any|an?|further|subsequent|clinical|radiological|known|signs?|evidence"
    r"|indications?|of|local|distant|active|residual|or|and)\s+)*(?:recurrences?|relapses?|recurrent\s+disease|disease|progression|metastas[ei]s)\b"
    r"(?:\s+(?:or|and)\s+(?:recurrence|relapse|progression|metastas[ei]s))?\s*"
    r"(?:\b(?:for|since|within|over|during|in)\s+)?(?:(?:the|a\s+(?:minimum|period)\s+of)\s+)?\Z",
    re.IGNORECASE,
)
_KEPT = re.compile(r"(?:stable|maintenance)\b", re.IGNORECASE)


def leave_unsettled(item: Item, statements: list[Statement]) -> None:
    """Takes such a time from the statements before the clause, and gives them the clause."""
    for s in statements:
        at = s.subject.end if s.subject is not None else s.end
        times = [t for t in (s.duration, s.window) if t is not None and t.start >= at]
        if not times:
            continue
        first = min(times, key=lambda t: t.start)
        clause = _clause(item, at, first)
        if clause is None:
            continue
        s.duration = None if s.duration in times else s.duration
        s.window = None if s.window in times else s.window
        if any(c.label == "EXCEPTION" and at <= c.start < clause for c in item.contexts):
            continue  # "malignancy, except tumours without recurrence in …"
        a, b = clause, max(_end(t) for t in times)
        a = min([a, *(x for x, y in s.aside if at <= x < a < y)])
        s.unqualify_within(a, b)
        s.qualify(a, b, item.quote(a, b))


def _clause(item: Item, at: int, time: Finding) -> int | None:
    """Where the clause begins that a time right behind it is of; None where it is none of these. For how long there was
    no recurrence is told of the disease."""
    words = item.quote(at, time.start)
    gone = _NO_MORE.search(words) if time.value.get("high") is not None else None
    if gone is not None:
        return at + gone.start()
    unsettled = _NOT_SETTLED.search(words)
    if unsettled is None or _is_named(item, at + unsettled.start(), time.start):
        return None
    return at + unsettled.start()


def _is_named(item: Item, a: int, b: int) -> bool:
    """Whether the clause tells of something else: `not on a stable dose of lithium for 3 months`."""
    inside = [m for m in item.mentions if a <= m.start < b and not item.is_bare(m)]
    return any(not _KEPT.match(item.quote(m.start, m.end)) for m in inside)


def _end(time: Finding) -> int:
    return max(time.end, time.value.get("anchor_end") or 0)
