"""`more than three lesions`, `at least two episodes of angina`: how many of a thing, a bound without a unit."""

import re

from eligex.assembly.forms.extents import meets
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import shares_head
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.quantities import Quantity, find_quantities

_REACH = 70
_COMPARED = re.compile(
    r"[≥≤<>]|\b(?:than|least|most|minimum|maximum|up\s+to|exceed\w*|or\s+(?:more|fewer|less|greater))\b",
    re.IGNORECASE,
)
_THINGS = re.compile(  # "(3) prior", "different episodes of"
    r"\s*(?:\(\d{1,2}\)\s*)?(?:(?!(?:and|or|of|at|on|in|for|to|with|by|as|if|is|are|was|were|than|per|within|before|after|from|since|the"
    r"|an?|more|other|times?|points?|x|years?|months?|weeks?|days?|hours?|grades?|class|stages?|levels?|courses?|doses?|treatments?|drugs?|agents?|cigarettes?|drinks?|units?)\b)"
    r"[a-z][a-z-]*\s+){0,3}"
    r"(?:(?:episodes?|cases?|bouts?|occurrences?|attacks?|lines?|regimens?|sites?|types?|kinds?|exacerbations?|relapses?|events?)\s+of\s+"
    r"(?:(?:an?|the|any|prior|previous)\s+){0,2})?",
    re.IGNORECASE,
)
_COURSES = re.compile(
    r"(?P<text>(?:(?:(?:not?\s+)?(?:more|greater|less|fewer)\s+than|at\s+(?:least|most)|up\s+to|exceeding|minimum\s+of|[≥>≤<]=?|=[<>])\s*)"
    r"(?:\d{1,3}|one|two|three|four|five|six|eight|ten|twelve)\s+(?:(?:prior|previous|full|complete|consecutive|or\s+more)\s+)*"
    r"(?:courses?|cycles?|rounds?|doses|infusions|injections))\s+(?:of|with)\s+(?:(?:prior|previous|any|the|an?|oral|systemic)\s+)*\Z",
    re.IGNORECASE,
)
_KINDS = ("condition", "drug", "procedure", "state", "measurement")


def count(item: Item, statements: list[Statement]) -> None:
    """Bounds the statements of which the words before their subject tell a number."""
    if _COMPARED.search(item.text) is None:
        return
    for s in statements:
        if s.subject is None or s.threshold is not None or s.value is not None or s.kind not in _KINDS:
            continue
        told = _number_before(item, s)
        if told is None:
            _tell_courses(item, statements, s)
            continue
        q, at = told
        start, end = at + q.start, at + q.end
        if _is_read(item, statements, start, end):
            continue
        s.take(start, end)
        if (q.low, q.low_inclusive, q.high) != (
            1,
            True,
            None,
        ):  # "at least one" asks for no more than the thing itself
            s.bounds = q.to_dict()
            s.threshold = Finding(start, end, "THRESHOLD", "assembly:count", value=s.bounds)
            s.start = min(s.start, start)
            _share(item, s, statements)


def _tell_courses(item: Item, statements: list[Statement], s: Statement) -> None:
    """`more than 2 cycles of cisplatin`: how much of it, which is a number of something else."""
    lo, words = _lead(item, s)
    m = _COURSES.search(words)
    if m is None:
        return
    a, b = lo + m.start("text"), lo + m.end("text")
    if not _is_read(item, statements, a, b):
        s.qualify_apart(a, b, m["text"])


def _share(item: Item, first: Statement, statements: list[Statement]) -> None:
    """`< 15 atonic or myoclonic seizures`: of the head that adjectives share."""
    last = first
    for s in statements:
        if s.at <= last.at or not last.is_elided:
            continue
        if not shares_head(item, last, s) or s.threshold is not None or s.value is not None:
            break
        s.bounds, s.threshold, last = first.bounds, first.threshold, s
        s.take(first.threshold.start, first.threshold.end)  # type: ignore[union-attr]


def _number_before(item: Item, s: Statement) -> tuple[Quantity, int] | None:
    """The quantity, and what its offsets count from."""
    lo, words = _lead(item, s)
    if _COMPARED.search(words) is None:
        return None
    told = find_quantities(words)
    q = told[-1] if told else None
    if q is None or not q.comparator or q.unit or q.relative_to or q.low == q.high:
        return None
    behind = _THINGS.fullmatch(words, q.end)
    return (q, lo) if behind and words[q.end : q.end + 1].isspace() else None


def _lead(item: Item, s: Statement) -> tuple[int, str]:
    """The words before its name, and where they begin."""
    lo = max(s.at - _REACH, item.segments.bounds(s.at)[0])
    return lo, item.quote(lo, _begin(s, lo))


def _begin(s: Statement, lo: int) -> int:
    """Where its name begins, with the adjectives right before it: "severe" of "two episodes of severe asthma"."""
    assert s.subject is not None
    return min([s.subject.start, *(a for a, b in s.aside if lo <= a and 0 <= s.subject.start - b <= 1)])


def _is_read(item: Item, statements: list[Statement], start: int, end: int) -> bool:
    found = (*item.thresholds, *item.windows, *item.durations, *item.doses, *item.mentions)
    if any(f.overlaps(start, end) for f in found):
        return True
    return meets((start, end), (e for s in statements for e in s.taken))
