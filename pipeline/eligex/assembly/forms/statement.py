"""A statement in the making: what binding, modifiers and polarity fill in before it is a `Constraint`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from eligex.assembly.forms.extents import meets
from eligex.components.findings import Finding

HEADED = "assembly:headed"  # the source of a phrase that is named by its words alone


@dataclass(slots=True)
class Statement:
    """`start`/`end` is where its own words stand; `subject` is None where it is only implied.

    `taken` are the extents that it rests on; `cue` the negation that governs it, `carver` the cue that
    carves it out of `base`; `whole` what it is a part of that has a time of its own; `obliged` says that an
    exclusion words it as a duty, `ended` as a duty to end it.
    """

    kind: str
    start: int
    end: int
    subject: Finding | None
    implied: str | None = None
    threshold: Finding | None = None
    bounds: dict[str, Any] | None = None
    value: str | None = None
    negated: bool = False
    cue: Finding | None = None
    window: Finding | None = None
    duration: Finding | None = None
    applies_to: str | None = None
    qualifiers: list[str] = field(default_factory=list)
    base: "Statement | None" = None
    whole: "Statement | None" = None
    carver: Finding | None = None
    permitted: bool = False
    obliged: bool = False
    ended: bool = False
    supposed: bool = False
    flags: list[str] = field(default_factory=list)
    aside: list[tuple[int, int]] = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set)
    id: str = ""

    @classmethod
    def of(cls, kind: str, f: Finding) -> "Statement":
        """About `f` alone, whose own words it rests on."""
        return cls(kind, f.start, f.end, f, taken={(f.start, f.end)})

    def take(self, start: int, end: int) -> None:
        self.taken.add((start, end))

    def qualify(self, start: int, end: int, text: str) -> None:
        """`text` stands at [start, end) and narrows the statement without stating anything itself; of two that begin
        together the longer one stays."""
        if any(a == start and b >= end for a, b in self.aside):
            self.take(start, end)
            return
        self.unqualify(lambda e, _: e[0] == start)
        self.qualifiers.append(text)
        self.aside.append((start, end))
        self.take(start, end)

    def qualify_apart(self, start: int, end: int, text: str) -> None:
        """`qualify`, unless some of these words qualify it already."""
        if not meets((start, end), self.aside):
            self.qualify(start, end, text)

    def unqualify(self, gone: Callable[[tuple[int, int], str], bool]) -> set[tuple[int, int]]:
        """Drops the qualifiers of which `gone` holds, by extent and words; their extents, which stay evidence."""
        told = [(e, q, gone(e, q)) for e, q in zip(self.aside, self.qualifiers, strict=True)]
        self.aside = [e for e, _, dropped in told if not dropped]
        self.qualifiers = [q for _, q, dropped in told if not dropped]
        return {e for e, _, dropped in told if dropped}

    def unqualify_within(self, start: int, end: int) -> set[tuple[int, int]]:
        """`unqualify` of what stands within [start, end)."""
        return self.unqualify(lambda e, _: start <= e[0] and e[1] <= end)

    def begin(self, floor: int) -> int:
        """Where its name begins, or the words that narrow it before its name and behind `floor`."""
        return min([self.at, *(a for a, b in self.aside if floor <= a and b <= self.at)])

    @property
    def is_elided(self) -> bool:
        """Whether its subject's words lack the head that another has: "renal" of "renal or hepatic disease"."""
        return self.subject is not None and self.subject.source.endswith(":shared-head")

    @property
    def state(self) -> Any:
        """The state of the vocabulary that it is about; None where its subject is none."""
        return self.subject.value.get("state") if self.subject else None

    @property
    def analyte(self) -> Any:
        """The key of the test that it is about; None where its subject is none that a vocabulary knows."""
        return self.subject.value.get("analyte") if self.subject else None

    @property
    def source(self) -> str:
        """The rule that named its subject; none where that is implied."""
        return self.subject.source if self.subject else ""

    @property
    def is_unable(self) -> bool:
        """Whether its cue tells of what cannot be done."""
        return self.cue is not None and self.cue.value["category"] == "inability"

    @property
    def at(self) -> int:
        """Where its subject stands, or its own words where that is implied."""
        return self.subject.start if self.subject else self.start


def is_treatment(*statements: Statement) -> bool:
    """By its last word alone a treatment is a drug or a procedure: "anticoagulants", "antiplatelet therapy"."""
    return all(s.kind in ("drug", "procedure") for s in statements)


def others(statements: list[Statement], dropped: list[Statement]) -> list[Statement]:
    """Those that are not themselves among `dropped`; two may say the same."""
    gone = {id(s) for s in dropped}
    return [s for s in statements if id(s) not in gone]
