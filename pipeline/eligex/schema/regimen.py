"""A drug's administration, one object for each phase; words follow FHIR Dosage and Timing.repeat."""

from dataclasses import dataclass, field
from typing import Optional


@dataclass(slots=True)
class RegimenDrug:
    """As `Subject`; kept apart so that regimens need nothing of the criteria."""

    text: Optional[str]
    start: Optional[int]
    end: Optional[int]
    name: Optional[str] = None
    system: Optional[str] = None
    code: Optional[str] = None


@dataclass(slots=True)
class Dose:
    """`unit` is UCUM with its time part (`ug/d`); `per` is `m2`, `kg` or None."""

    low: Optional[float] = None
    high: Optional[float] = None
    unit: Optional[str] = None
    unit_text: Optional[str] = None
    per: Optional[str] = None


@dataclass(slots=True)
class Amount:
    """A length of time: `value` in the UCUM `unit`."""

    value: Optional[float]
    unit: Optional[str]


@dataclass(slots=True)
class Cycle:
    length: Optional[float] = None
    unit: Optional[str] = None
    count: Optional[int] = None


@dataclass(slots=True)
class Frequency:
    times: Optional[float] = None
    period: Optional[float] = None
    period_unit: Optional[str] = None
    text: Optional[str] = None


@dataclass(slots=True)
class Start:
    low: Optional[float] = None
    high: Optional[float] = None
    unit: Optional[str] = None
    relation: Optional[str] = None
    anchor: Optional[str] = None


@dataclass(slots=True)
class Event:
    """`until` and `relative`: a time before, after or during an anchor."""

    value: Optional[float] = None
    unit: Optional[str] = None
    relation: Optional[str] = None
    anchor: Optional[str] = None


@dataclass(slots=True)
class Regimen:
    id: str
    section: Optional[str]
    arm: Optional[str]
    drug: RegimenDrug
    dose: Optional[Dose] = None
    route: Optional[str] = None
    method: Optional[str] = None
    infusion: Optional[Amount] = None
    days: list[list[int]] = field(default_factory=list)
    cycle: Optional[Cycle] = None
    frequency: Optional[Frequency] = None
    start: Optional[Start] = None
    until: Optional[Event] = None
    relative: Optional[Event] = None
    total_duration: Optional[Amount] = None
    evidence: list[list[int]] = field(default_factory=list)
