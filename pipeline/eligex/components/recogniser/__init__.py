"""A trained spaCy recogniser for conditions, procedures, drugs and measurements, as one more voice.

The group is `eligex_recognised`. `model` names a folder under the package's `models/` or an installed
spaCy package (a scispaCy model, say); `labels` maps its labels to the contract's. Its source is
`recogniser:<model>`, so that every reader can tell a model's finding from a rule's.
"""

from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from eligex.components.base import Tagger
from eligex.components.findings import RECOGNISED, Finding, by_position

PACKAGED = (Path(__file__).resolve().parents[2] / "models", Path(__file__).resolve().parents[4] / "models")


class Recogniser(Tagger):
    key = RECOGNISED

    def __init__(self, name: str, *, model: str, labels: dict[str, str]) -> None:
        super().__init__(name)
        self._model = model
        self._labels = labels
        self._nlp: Language | None = None

    def match(self, doc: Doc) -> list[Finding]:
        if self._nlp is None:
            self._nlp = load_model(self._model)
        lines = _lines(doc.text)
        seen = self._nlp.pipe(text for _, text in lines)
        return by_position(
            Finding(at + e.start_char, at + e.end_char, self._labels[e.label_], f"recogniser:{self._model}")
            for (at, _), line in zip(lines, seen, strict=True)
            for e in line.ents
            if e.label_ in self._labels
        )


def _lines(text: str) -> list[tuple[int, str]]:
    """(offset, words) of every line: what a recogniser of criteria is trained on."""
    lines, at = [], 0
    for line in text.splitlines(keepends=True):
        words = line.strip()
        if words:
            lines.append((at + line.index(words), words))
        at += len(line)
    return lines


def load_model(name: str) -> Language:
    """A model of `models/`, else an installed spaCy package or a path. Raises OSError with the remedy."""
    for folder in PACKAGED:
        if (folder / name / "config.cfg").is_file():
            return spacy.load(folder / name)
    try:
        return spacy.load(name)
    except OSError as e:
        raise OSError(f"recogniser model {name!r} is neither in models/ nor installed: {e}") from e


@Language.factory(
    "eligex_recogniser",
    default_config={
        "model": "eligex_ner",
        "labels": {
            "DRUG": "DRUG", "CONDITION": "CONDITION", "PROCEDURE": "PROCEDURE", "MEASUREMENT": "MEASUREMENT",
            "CHEMICAL": "DRUG", "DISEASE": "CONDITION",
        },
    },
    assigns=["doc.spans"],
)  # fmt: skip
def create(nlp: Language, name: str, model: str, labels: dict[str, str]) -> Recogniser:
    return Recogniser(name, model=model, labels=labels)
