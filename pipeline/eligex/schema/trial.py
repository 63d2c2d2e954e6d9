"""The output contract, version 1, as typed objects. Field names and order are those of `trials.jsonl`."""

import html
from dataclasses import dataclass, field
from typing import Any, Optional, Union

from eligex.schema.regimen import Regimen

SCHEMA_VERSION = "1"

LABELS = (
    "DRUG", "DOSE", "ROUTE", "SCHEDULE", "DURATION", "CONDITION", "PROCEDURE", "MEASUREMENT",
    "SCORE", "AGE", "SEX", "THRESHOLD", "WINDOW", "NEGATION", "EXCEPTION",
)  # fmt: skip
SECTION_KINDS = (
    "title", "summary", "description", "conditions", "interventions", "arms", "eligibility",
    "inclusion", "exclusion", "outcomes", "other",
)  # fmt: skip
CONSTRAINT_KINDS = (
    "age", "sex", "score", "measurement", "condition", "drug", "procedure", "state",
)  # fmt: skip

Logic = Union[str, dict[str, Any], None]
Extent = list[int]


@dataclass(slots=True)
class Source:
    path: str
    format: str
    sha256: str


@dataclass(slots=True)
class Section:
    kind: str
    title: str
    start: int
    end: int


@dataclass(slots=True)
class Entity:
    id: str
    label: str
    start: int
    end: int
    text: str
    section: Optional[str] = None
    criterion: Optional[str] = None
    negated: bool = False
    name: Optional[str] = None
    system: Optional[str] = None
    code: Optional[str] = None
    source: str = ""


@dataclass(slots=True)
class Subject:
    """What a statement is about. `text`, `start` and `end` are None where it is only implied."""

    text: Optional[str]
    start: Optional[int]
    end: Optional[int]
    name: Optional[str] = None
    system: Optional[str] = None
    code: Optional[str] = None


@dataclass(slots=True)
class Range:
    """Bounds as written; with `relative_to` set, `low` and `high` are multiples of that limit."""

    low: Optional[float] = None
    low_inclusive: Optional[bool] = None
    high: Optional[float] = None
    high_inclusive: Optional[bool] = None
    unit: Optional[str] = None
    unit_text: Optional[str] = None
    relative_to: Optional[str] = None
    start: Optional[int] = None
    end: Optional[int] = None
    offset: Optional[dict[str, Any]] = None


@dataclass(slots=True)
class Normalized:
    """The bounds of a `Range` in the measurement's canonical UCUM unit."""

    low: Optional[float] = None
    low_inclusive: Optional[bool] = None
    high: Optional[float] = None
    high_inclusive: Optional[bool] = None
    unit: Optional[str] = None


@dataclass(slots=True)
class Duration:
    low: Optional[float] = None
    low_inclusive: Optional[bool] = None
    high: Optional[float] = None
    high_inclusive: Optional[bool] = None
    unit: Optional[str] = None


@dataclass(slots=True)
class Window:
    low: Optional[float] = None
    low_inclusive: Optional[bool] = None
    high: Optional[float] = None
    high_inclusive: Optional[bool] = None
    unit: Optional[str] = None
    relation: Optional[str] = None
    anchor: Optional[str] = None


@dataclass(slots=True)
class Constraint:
    id: str
    criterion: str
    section: str
    kind: str
    subject: Subject
    range: Optional[Range] = None
    normalized: Optional[Normalized] = None
    value: Optional[str] = None
    negated: bool = False
    requirement: Optional[str] = None
    duration: Optional[Duration] = None
    window: Optional[Window] = None
    applies_to: Optional[str] = None
    qualifiers: list[str] = field(default_factory=list)
    exception_of: Optional[str] = None
    evidence: list[Extent] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Criterion:
    id: str
    parent: Optional[str]
    section: str
    start: int
    end: int
    text: str
    logic: Logic = None
    status: str = "unparsed"
    unclaimed: list[Extent] = field(default_factory=list)


@dataclass(slots=True)
class Warning_:
    code: str
    message: str
    start: Optional[int] = None
    end: Optional[int] = None


@dataclass(slots=True)
class Trial:
    """One line of `trials.jsonl`."""

    trial_id: Optional[str]
    title: Optional[str]
    source: Source
    status: str
    text: str
    sections: list[Section] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    criteria: list[Criterion] = field(default_factory=list)
    constraints: list[Constraint] = field(default_factory=list)
    regimens: list[Regimen] = field(default_factory=list)
    warnings: list[Warning_] = field(default_factory=list)
    schema_version: str = SCHEMA_VERSION

    def to_dict(self) -> dict[str, Any]:
        from eligex.schema.codec import to_dict

        body = to_dict(self)
        return {"schema_version": body.pop("schema_version"), **body}

    def __str__(self) -> str:
        from eligex.schema.page import page

        return page(self)

    def _repr_html_(self) -> str:
        """What a notebook shows: the page."""
        return f"<pre>{html.escape(str(self))}</pre>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """What IPython prints: the page."""
        printer.text(str(self))

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Trial":
        from eligex.schema.codec import from_dict

        return from_dict(cls, data)
