"""Precision, recall and F1 of mentions against a corpus, for the four labels that corpora mark.

SCORE counts as MEASUREMENT, since no corpus tells them apart. `corpora/scores.py` says what strict and
overlapping mean.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from eligex.corpora.model import AnnotatedText, Mention
from eligex.corpora.scores import Counts, Tally

LABELS = ("CONDITION", "DRUG", "MEASUREMENT", "PROCEDURE")


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
    """`errors` are the strict ones, in text order."""

    tally: Tally = field(default_factory=Tally)
    errors: list[Error] = field(default_factory=list)

    @property
    def strict(self) -> dict[str, Counts]:
        return self.tally.strict

    @property
    def overlap(self) -> dict[str, Counts]:
        return self.tally.overlap

    def table(self) -> str:
        return self.tally.table(LABELS)

    def to_dict(self) -> dict[str, Any]:
        return self.tally.to_dict()


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
        report.tally.add(gold, mine)
        report.errors += errors(text.id, text.text, gold, mine)
    return report


def errors(id: str, text: str, gold: set[Mention], mine: set[Mention]) -> list[Error]:
    """Every mention that one side alone has."""
    wrong = [("missed", m) for m in gold - mine] + [("extra", m) for m in mine - gold]
    return [
        Error(kind, m.label, id, m.start, m.end, text[m.start : m.end], _context(text, m))
        for kind, m in sorted(wrong, key=lambda e: (e[1], e[0]))
    ]


def _context(text: str, m: Mention) -> str:
    around = text[max(0, m.start - 40) : m.start], text[m.start : m.end], text[m.end : m.end + 40]
    return " ".join("{}[{}]{}".format(*around).split())
