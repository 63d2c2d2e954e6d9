"""Precision, recall and F1 of mentions against gold, for every label, strict and overlapping.

Strict: same start, end and label. Overlapping: a gold mention counts as found where any mention of its
label shares a character with it, a found one as wrong where it shares none with gold. SCORE counts as
MEASUREMENT, since no corpus tells them apart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from eligex.corpora.model import AnnotatedText, Mention

LABELS = ("CONDITION", "DRUG", "MEASUREMENT", "PROCEDURE")
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


@dataclass(frozen=True, slots=True)
class Error:
    """One gold mention that was not found as it is (`missed`), or one found that gold has not (`extra`)."""

    kind: str
    label: str
    text: str
    start: int
    end: int
    quote: str
    context: str


@dataclass(slots=True)
class Report:
    """Counts by label, `micro` over all; `errors` are the strict ones, in text order."""

    strict: dict[str, Counts] = field(default_factory=dict)
    overlap: dict[str, Counts] = field(default_factory=dict)
    errors: list[Error] = field(default_factory=list)

    def table(self) -> str:
        rows = [
            "| label | gold | strict P | R | F1 | overlap P | R | F1 |",
            "|---|---|---|---|---|---|---|---|",
        ]
        for label in (*LABELS, MICRO):
            s, o = self.strict.get(label, Counts()), self.overlap.get(label, Counts())
            cells = " | ".join(f"{x:.3f}" for c in (s, o) for x in (c.precision, c.recall, c.f1))
            rows.append(f"| {label} | {s.tp + s.fn} | {cells} |")
        return "\n".join(rows)

    def to_dict(self) -> dict[str, Any]:
        return {
            "strict": {k: v.to_dict() for k, v in sorted(self.strict.items())},
            "overlap": {k: v.to_dict() for k, v in sorted(self.overlap.items())},
        }


def fold(mentions: Iterable[Mention]) -> set[Mention]:
    """Mentions of the four labels, scores among the measurements."""
    named = {"SCORE": "MEASUREMENT"}
    folded = (Mention(m.start, m.end, named.get(m.label, m.label)) for m in mentions)
    return {m for m in folded if m.label in LABELS}


def compare(texts: Sequence[AnnotatedText], found: Sequence[Iterable[Mention]]) -> Report:
    """One list of found mentions for each text, in the texts' order."""
    report = Report()
    for text, mentions in zip(texts, found, strict=True):
        gold, mine = fold(text.mentions), fold(mentions)
        for label in sorted({m.label for m in gold | mine}):
            wanted = {m for m in gold if m.label == label}
            given = {m for m in mine if m.label == label}
            _count(report.strict, label, len(wanted & given), len(given - wanted), len(wanted - given))
            hit = sum(_touched(m, given) for m in wanted)
            stray = sum(not _touched(m, wanted) for m in given)
            _count(report.overlap, label, hit, stray, len(wanted) - hit)
        report.errors += _errors(text, gold, mine)
    return report


def _count(table: dict[str, Counts], label: str, tp: int, fp: int, fn: int) -> None:
    for key in (label, MICRO):
        table.setdefault(key, Counts()).add(tp, fp, fn)


def _touched(m: Mention, others: Iterable[Mention]) -> bool:
    return any(m.start < o.end and o.start < m.end for o in others)


def _errors(text: AnnotatedText, gold: set[Mention], mine: set[Mention]) -> list[Error]:
    wrong = [("missed", m) for m in gold - mine] + [("extra", m) for m in mine - gold]
    return [
        Error(kind, m.label, text.id, m.start, m.end, text.text[m.start : m.end], _context(text.text, m))
        for kind, m in sorted(wrong, key=lambda e: (e[1], e[0]))
    ]


def _context(text: str, m: Mention) -> str:
    around = text[max(0, m.start - 40) : m.start], text[m.start : m.end], text[m.end : m.end + 40]
    return " ".join("{}[{}]{}".format(*around).split())
