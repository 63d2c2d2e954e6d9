"""The pipeline against annotations of people: all labels, negation and constraints."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from spacy.language import Language

from eligex import pipeline
from eligex.annotations.convert import load
from eligex.annotations.documents import Document
from eligex.annotations.losses import Losses
from eligex.annotations.statements import Statements
from eligex.corpora.model import AnnotatedText, Mention
from eligex.corpora.scores import Counts, Tally
from eligex.schema.codec import to_dict
from eligex.schema.record import Record
from eligex.schema.trial import LABELS, Trial
from eligex.training.evaluation import Error, errors, fold

DENIABLE = ("CONDITION", "DRUG", "MEASUREMENT", "PROCEDURE", "SCORE", "SEX")  # what a cue can negate


@dataclass(slots=True)
class Scores:
    """`negation` counts the same polarity of spans that both have; `negated` what is found negated of those."""

    texts: int = 0
    tally: Tally = field(default_factory=Tally)
    negation: list[int] = field(default_factory=lambda: [0, 0])
    negated: Counts = field(default_factory=Counts)
    statements: Statements = field(default_factory=Statements)
    errors: list[Error] = field(default_factory=list)

    def table(self) -> str:
        right, total = self.negation
        c = self.negated
        told = f"negation right on {right} of {total} spans that both have"
        told += f" ({right / total:.3f})" if total else ""
        told += f"; of the negated ones P {c.precision:.3f} R {c.recall:.3f} F1 {c.f1:.3f}"
        return "\n\n".join((self.tally.table(LABELS), told, self.statements.table()))

    def to_dict(self) -> dict[str, Any]:
        return {
            "texts": self.texts,
            **self.tally.to_dict(),
            "negation": {"right": self.negation[0], "of": self.negation[1], **self.negated.to_dict()},
            "constraints": self.statements.to_dict(),
            "errors": [asdict(e) for e in self.errors],
        }


def score(pairs: Iterable[tuple[Document, Trial]]) -> Scores:
    """Of documents with what the pipeline makes of them. One without constraints is not asked for any."""
    scores = Scores()
    for d, trial in pairs:
        gold = {Mention(s.start, s.end, s.label) for s in d.spans}
        mine = {Mention(e.start, e.end, e.label) for e in trial.entities}
        scores.texts += 1
        scores.tally.add(gold, mine)
        scores.errors += errors(d.id, d.text, gold, mine)
        _negation(scores, d, trial)
        if d.constraints:
            scores.statements.add(d.id, d.constraints, trial.constraints)
    return scores


def again(nlp: Language, trial: Trial) -> Trial:
    """The trial as the pipeline makes it now, of the same text with the same fields of the registry."""
    fields = [] if trial.source.format == "text" else trial.sections
    return pipeline.extract(
        nlp,
        Record(trial.source.path, 0, trial.source.format, trial.source.sha256, trial.text, sections=fields),
    )


def texts(paths: Iterable[Path], *, convention: str) -> list[AnnotatedText]:
    """The texts of annotation sets for the recogniser, which learns them as a corpus named `convention`.

    Raises ValueError, FileNotFoundError as the sets' readers do.
    """
    return [as_text(d, convention) for path in paths for d in load(path, Losses())]


def as_text(d: Document, corpus: str) -> AnnotatedText:
    """Those of its spans that the recogniser has labels for."""
    found = fold(Mention(s.start, s.end, s.label) for s in d.spans)
    return AnnotatedText(d.id, d.id, corpus, d.text, tuple(sorted(found)))


def digest(documents: Iterable[Document]) -> str:
    """The first 16 hex digits of the SHA-256 over all texts, spans and constraints."""
    told = [(d.id, d.text, to_dict(list(d.spans)), to_dict(list(d.constraints))) for d in documents]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def _negation(scores: Scores, d: Document, trial: Trial) -> None:
    said = {(e.start, e.end, e.label): e.negated for e in trial.entities}
    for s in d.spans:
        given = said.get((s.start, s.end, s.label))
        if given is None or s.label not in DENIABLE:
            continue
        scores.negation[0] += given == s.negated
        scores.negation[1] += 1
        scores.negated.add(given and s.negated, given and not s.negated, s.negated and not given)
