"""The contract's entities: every span group's findings in one list, numbered in text order."""

import bisect

from eligex.assembly.polarity import governs
from eligex.assembly.reading import Reading
from eligex.components.findings import Finding, by_position
from eligex.schema.trial import LABELS, Entity


def entity_findings(reading: Reading) -> list[Finding]:
    """Findings with a label of the contract; of the same label and overlapping, the longest."""
    every = [
        *reading.mentions, *reading.thresholds, *reading.windows, *reading.durations, *reading.negations,
        *reading.contexts, *reading.doses,
    ]  # fmt: skip
    by_label: dict[str, list[Finding]] = {}
    for f in every:
        if f.label in LABELS:
            by_label.setdefault(f.label, []).append(f)
    return by_position(f for group in by_label.values() for f in _apart(group))


def _apart(group: list[Finding]) -> list[Finding]:
    """Of overlapping findings of one label the longest, then the first."""
    kept: list[Finding] = []
    for f in by_position(group):
        if kept and kept[-1].end > f.start:
            if f.end - f.start > kept[-1].end - kept[-1].start:
                kept[-1] = f
            continue
        kept.append(f)
    return kept


def entities_of(found: list[Finding], reading: Reading, said: dict[tuple[int, int], bool]) -> list[Entity]:
    """Numbers them `T1`…; `said` is what the statements made of their subjects' polarity.

    An entity that no statement took is negated where an odd number of cues governs it.
    """
    return [
        Entity(
            id=f"T{i}",
            label=f.label,
            start=f.start,
            end=f.end,
            text=reading.text[f.start : f.end],
            section=_around(reading.sections, f, lambda s: s.label),
            criterion=_around(reading.criteria, f, lambda c: c.value["id"]),
            negated=_is_negated(f, said, reading.negations),
            name=f.name,
            system=f.system,
            code=f.code,
            source=f.source,
        )
        for i, f in enumerate(found, start=1)
    ]


_NEVER = {"NEGATION", "EXCEPTION", "THRESHOLD", "WINDOW", "AGE", "DOSE", "ROUTE", "SCHEDULE", "DURATION"}
_CUES_NEARBY = 12


def _is_negated(f: Finding, said: dict[tuple[int, int], bool], cues: list[Finding]) -> bool:
    if f.label in _NEVER:
        return False
    if (f.start, f.end) in said:
        return said[f.start, f.end]
    at = bisect.bisect_left(cues, f.start, key=lambda n: n.start)
    near = cues[max(0, at - _CUES_NEARBY) : at + _CUES_NEARBY]
    return sum(governs(n, f) for n in near) % 2 == 1


def _around(outer: list[Finding], f: Finding, tell) -> str | None:  # type: ignore[no-untyped-def]
    i = bisect.bisect_right(outer, f.start, key=lambda s: s.start)
    for s in reversed(outer[max(0, i - 6) : i]):
        if f.within(s.start, s.end):
            return str(tell(s))
    return None
