"""Counts of right, wrong and missing mentions, strict and overlapping.

Strict: same start, end and label. Overlapping: a gold mention counts as found where any mention of its
label shares a character with it, a found one as wrong where it shares none with gold.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from eligex.corpora.model import Mention

MICRO = "micro"


@dataclass(slots=True)
class Counts:
    tp: int = 0
    fp: int = 0
    fn: int = 0

    def add(self, tp: int, fp: int, fn: int) -> None:
        self.tp, self.fp, self.fn = self.tp + tp, self.fp + fp, self.fn + fn

    @property
    def precision(self) -> float:
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def to_dict(self) -> dict[str, float]:
        rounded = {k: round(getattr(self, k), 4) for k in ("precision", "recall", "f1")}
        return {**asdict(self), **rounded}


@dataclass(slots=True)
class Tally:
    """Counts by label, `micro` over all."""

    strict: dict[str, Counts] = field(default_factory=dict)
    overlap: dict[str, Counts] = field(default_factory=dict)

    def add(self, gold: set[Mention], mine: set[Mention]) -> None:
        """One text's mentions."""
        for label in sorted({m.label for m in gold | mine}):
            wanted = {m for m in gold if m.label == label}
            given = {m for m in mine if m.label == label}
            _count(self.strict, label, len(wanted & given), len(given - wanted), len(wanted - given))
            hit = sum(_touched(m, given) for m in wanted)
            stray = sum(not _touched(m, wanted) for m in given)
            _count(self.overlap, label, hit, stray, len(wanted) - hit)

    def table(self, labels: Sequence[str]) -> str:
        """Markdown, a row for each of `labels` and one over all."""
        rows = [
            "| label | gold | strict P | R | F1 | overlap P | R | F1 |",
            "|---|---|---|---|---|---|---|---|",
        ]
        for label in (*labels, MICRO):
            s, o = self.strict.get(label, Counts()), self.overlap.get(label, Counts())
            cells = " | ".join(f"{x:.3f}" for c in (s, o) for x in (c.precision, c.recall, c.f1))
            rows.append(f"| {label} | {s.tp + s.fn} | {cells} |")
        return "\n".join(rows)

    def to_dict(self) -> dict[str, Any]:
        return {
            "strict": {k: v.to_dict() for k, v in sorted(self.strict.items())},
            "overlap": {k: v.to_dict() for k, v in sorted(self.overlap.items())},
        }


def _count(table: dict[str, Counts], label: str, tp: int, fp: int, fn: int) -> None:
    for key in (label, MICRO):
        table.setdefault(key, Counts()).add(tp, fp, fn)


def _touched(m: Mention, others: Iterable[Mention]) -> bool:
    return any(m.start < o.end and o.start < m.end for o in others)
