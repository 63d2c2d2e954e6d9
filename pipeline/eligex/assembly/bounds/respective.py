"""`hematocrit or hemoglobin < 24% or < 8 g/dL, respectively`: of as many tests as bounds, each has its own."""

import re
from dataclasses import replace
from itertools import takewhile

from eligex.assembly.bounds.subjects import Bound
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.quantities import find_quantities
from eligex.text.scan import Scanner

_RESPECTIVELY = Scanner(re.compile(r"\brespectively\b", re.IGNORECASE))
_NEXT = re.compile(r"\s*(?:,\s*(?:and|or)?|and|or|/)\s+(?=\d)", re.IGNORECASE)
_SYSTOLIC_FIRST = re.compile(r"\bsystolic\b.*\bdiastolic\b", re.IGNORECASE | re.DOTALL)
_PARTS = ("systolic", "diastolic")
_SHARED = ("unit", "unit_text", "relative_to")


def each_its_own(item: Item, bounds: list[Bound]) -> list[Bound]:
    """The bounds, with those before a "respectively" told apart; without them where their number is another."""
    for m in item.matches(_RESPECTIVELY):
        lo, _ = item.segments.bounds(m.start())
        before = [b for b in bounds if lo <= b.threshold.start and b.threshold.end <= m.start()]
        shared = before[-1].subjects if before else ()
        if len(shared) < 2 and not _both_pressures(item, shared):
            continue
        run = _sharing(before)
        found = [b.threshold for b in run]
        found += _bare(item, found[-1], m.start())
        if len(found) == 1:
            continue
        at = next(i for i, b in enumerate(bounds) if b is run[0])
        bounds = [*bounds[:at], *_told_apart(run, found), *bounds[at + len(run) :]]
    return bounds


def _sharing(bounds: list[Bound]) -> list[Bound]:
    """The last of them that are about the same tests."""
    last = bounds[-1].subjects
    n = sum(1 for _ in takewhile(lambda b: b.subjects == last, reversed(bounds)))
    return bounds[-n:]


def _told_apart(run: list[Bound], found: list[Finding]) -> list[Bound]:
    """One bound for each subject; none where there are more of one than of the other."""
    subjects = run[0].subjects
    if len(subjects) == 1 and len(found) == len(_PARTS):
        subjects = (*subjects, *subjects)
        found = [replace(t, value={**t.value, "component": c}) for t, c in zip(found, _PARTS, strict=True)]
    if len(found) != len(subjects):
        return []
    aliases = tuple(a for b in run for a in b.aliases)
    return [Bound(t, (f,), aliases) for t, f in zip(_measured(found), subjects, strict=True)]


def _both_pressures(item: Item, subjects: tuple[Finding, ...]) -> bool:
    """`systolic and diastolic blood pressure` is one name."""
    if len(subjects) != 1 or subjects[0].value.get("analyte") != "bp":
        return False
    return _SYSTOLIC_FIRST.search(item.quote(subjects[0].start, subjects[0].end)) is not None


def _bare(item: Item, last: Finding, end: int) -> list[Finding]:
    """`100,000/mm3` of "at least 9 g/dL or 100,000/mm3, respectively": the sign before the first is every number's."""
    sign = _sign(last)
    found: list[Finding] = []
    at = last.end
    while sign and (joint := _NEXT.match(item.text, at - item.start, end - item.start)):
        at = item.start + joint.end()
        told = find_quantities(sign + item.quote(at, end))
        if not told or told[0].start or told[0].low == told[0].high:
            break
        q = told[0]
        value = {**q.to_dict(), "role": "threshold"}
        found.append(Finding(at, at + q.end - len(sign), "THRESHOLD", "assembly:respective", value=value))
        at += q.end - len(sign)
    return found


def _sign(t: Finding) -> str | None:
    low, high = t.value.get("low"), t.value.get("high")
    if (low is None) == (high is None):
        return None
    if low is not None:
        return "≥" if t.value.get("low_inclusive") else ">"
    return "≤" if t.value.get("high_inclusive") else "<"


def _measured(found: list[Finding]) -> list[Finding]:
    """`> 3 and 5 x ULN, respectively`: a number without a unit has the last one's."""
    told = {k: found[-1].value.get(k) for k in _SHARED}
    bare = [not t.value.get("unit") and not t.value.get("relative_to") for t in found]
    return [replace(t, value={**t.value, **told}) if b else t for t, b in zip(found, bare, strict=True)]
