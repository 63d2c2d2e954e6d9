"""The contract's entities: every span group's findings in one list, numbered in text order."""

import bisect
import operator
import re

from eligex.assembly.forms.extents import Extent
from eligex.assembly.items import deeds
from eligex.assembly.items.reading import Reading
from eligex.assembly.polarity.negation import governs
from eligex.components.findings import START, Finding, by_position, overlapping
from eligex.components.negation import engine
from eligex.schema.trial import LABELS, Entity

_WIDEST = 300  # characters of a mention
_FIRST = operator.itemgetter(0)


def entity_findings(reading: Reading) -> list[Finding]:
    """Findings with a label of the contract; of the same label and overlapping, the longest."""
    every = [
        *reading.spans, *_of_states(reading), *reading.thresholds, *reading.windows, *reading.durations,
        *reading.negations, *reading.contexts, *reading.doses,
    ]  # fmt: skip
    by_label: dict[str, list[Finding]] = {}
    for f in every:
        if f.label in LABELS:
            by_label.setdefault(f.label, []).append(f)
    return by_position(f for group in by_label.values() for f in _apart(group))


def _of_states(reading: Reading) -> list[Finding]:
    """What the recogniser saw where a statement is made of a state, which is no entity of the contract."""
    states = [m for m in reading.spans if m.label == "STATE"]
    others = [m for m in reading.spans if m.label != "STATE"]
    return [
        f
        for f in reading.recognised
        if overlapping(states, f.start, f.end, widest=_WIDEST)
        and not overlapping(others, f.start, f.end, widest=_WIDEST)
    ]


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
    spoken, cues = _Said(said), _Cues(reading)
    return [
        Entity(
            id=f"T{i}",
            label=f.label,
            start=f.start,
            end=f.end,
            text=reading.text[f.start : f.end],
            section=_around(reading.sections, f, lambda s: s.label),
            criterion=_around(reading.criteria, f, lambda c: c.value["id"]),
            negated=_is_negated(f, spoken, cues, reading),
            name=f.name,
            system=f.system,
            code=f.code,
            source=f.source,
        )
        for i, f in enumerate(found, start=1)
    ]


# "no cancer screening test" denies the test
_SERVING = re.compile(
    r"(?:[\s-]+(?:\w+ed|\w+ic)\b)?[\s-]+(?:therap(?:y|ies)|treatments?|medications?|drugs?|screening|clinics?|tests?|testing|status)\b",
    re.IGNORECASE,
)
# "no ECG signs of ischaemia" denies the signs
_SIGN = re.compile(r"\s+(?:signs?|evidence|findings?|features?|contra-?indications?)\b", re.IGNORECASE)
# "not associated with glaucoma" denies the link
_LINK = re.compile(
    r"\s+(?:associated\s+with|related\s+to|due\s+to|caused\s+by|secondary\s+to|attribut(?:ed|able)\s+to|explained\s+by|resulting\s+from)\b",
    re.IGNORECASE,
)
_NEVER = {"NEGATION", "EXCEPTION", "THRESHOLD", "WINDOW", "AGE", "DOSE", "ROUTE", "SCHEDULE", "DURATION"}
_GLUED = ("prefix", "tail")
_CUES_NEARBY = 12


class _Said:
    """The polarity of subjects by their extents, those around an entity found without looking at all."""

    def __init__(self, said: dict[tuple[int, int], bool]) -> None:
        self._said = said
        self._extents = sorted(said)
        self._longest = max((b - a for a, b in said), default=0)

    def of(self, f: Finding) -> bool | None:
        """That of the narrowest subject that is the entity or holds it."""
        lo = bisect.bisect_left(self._extents, f.end - self._longest, key=_FIRST)
        hi = bisect.bisect_right(self._extents, f.start, key=_FIRST)
        holding = [(a, b) for a, b in self._extents[lo:hi] if f.end <= b]
        return self._said[min(holding, key=lambda e: (e[1] - e[0], e))] if holding else None


class _Cues:
    """The negations that can deny an entity."""

    def __init__(self, reading: Reading) -> None:
        self._cues = reading.negations
        self._reach = [_reach(n) if not _LINK.match(reading.folded, n.end) else None for n in self._cues]

    def near(self, f: Finding) -> list[Finding]:
        """Those around it that reach it or stand within."""
        at = bisect.bisect_left(self._cues, f.start, key=START)
        around = slice(max(0, at - _CUES_NEARBY), at + _CUES_NEARBY)
        nearby = zip(self._cues[around], self._reach[around], strict=True)
        return [n for n, reach in nearby if reach is not None and reach[0] < f.end and f.start < reach[1]]


def _reach(n: Finding) -> Extent:
    a, b = n.value["scope"]
    return min(a, n.start), max(b, n.end)


def _serves(f: Finding, text: str) -> bool:
    if f.label == "CONDITION":
        return _SERVING.match(text, f.end) is not None
    return f.label in ("PROCEDURE", "MEASUREMENT") and _SIGN.match(text, f.end) is not None


def _is_treated(f: Finding, reading: Reading) -> bool:
    """`unable to control seizures`: there are seizures."""
    around = overlapping(reading.mentions, f.start, f.end, widest=_WIDEST)
    return any(m.source == deeds.SOURCE and m.start < f.start and f.end <= m.end for m in around)


def _is_negated(f: Finding, said: _Said, cues: _Cues, reading: Reading) -> bool:
    if f.label in _NEVER:
        return False
    near = cues.near(f)
    if _serves(f, reading.text):
        return any(n.value["kind"] in _GLUED and engine.governs(n, f.start, f.end) for n in near)
    if any(n.within(f.start, f.end) for n in near):  # "unable to communicate" names the negated thing itself
        return sum(engine.governs(n, f.start, f.end) for n in near) % 2 == 1
    if f.label == "CONDITION" and _is_treated(f, reading):
        return False
    spoken = said.of(f)
    if spoken is not None:
        return spoken
    return sum(governs(n, f) for n in near) % 2 == 1


def _around(outer: list[Finding], f: Finding, tell) -> str | None:  # type: ignore[no-untyped-def]
    i = bisect.bisect_right(outer, f.start, key=START)
    for s in reversed(outer[max(0, i - 6) : i]):
        if f.within(s.start, s.end):
            return str(tell(s))
    return None
