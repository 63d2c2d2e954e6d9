"""A trained spaCy recogniser for conditions, procedures, drugs and measurements.

The group is `eligex_recognised`. `model` names a folder under the package's `models/`, an installed
spaCy package (a scispaCy model, say) or a path; `labels` maps its labels to the contract's. A source is
`recogniser:<model>`, so that every reader can tell a model's finding from a rule's.

A model whose meta names a `CONVENTION` gets the Doc's own tokens line by line, with what the
vocabularies found (`features.py`). Any other gets the text of each line for its own tokenizer.
"""

import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from eligex.components.base import Tagger
from eligex.components.findings import RECOGNISED, Finding, by_position
from eligex.components.recogniser import features
from eligex.components.recogniser.embeddings import Split, Whole, can_split
from eligex.configs import models_folder
from eligex.text.view import view

CONVENTION = "eligex_convention"  # a model's meta: whose boundaries it shall draw
_OPEN_END = re.compile(r"\s*[(\[]\s*\Z")  # "ejection fraction (" of "ejection fraction (EF)"
INSIDE = "*"  # as a label's meaning: the label of the vocabulary's finding inside, else none


class Recogniser(Tagger):
    key = RECOGNISED

    def __init__(self, name: str, *, model: str, labels: dict[str, str]) -> None:
        super().__init__(name)
        self._model = model
        self._labels = labels
        self._nlp: Language | None = None
        self._read_by: Whole | None = None

    @property
    def inner(self) -> Language:
        """The model's own pipeline, loaded at first use. Raises OSError with the remedy."""
        if self._nlp is None:
            self._nlp = load_model(self._model)
        return self._nlp

    def match(self, doc: Doc) -> list[Finding]:
        convention = self.inner.meta.get(CONVENTION)
        seen = self._by_tokens(doc, convention) if convention else self._by_text(doc)
        text = view(doc).text
        found = []
        for start, end, label in seen:
            opened = _OPEN_END.search(text, max(start, end - 3), end)
            end = opened.start() if opened else end
            meant = self._labels.get(label, "")
            meant = _label_inside(doc, start, end) if meant == INSIDE else meant
            if meant and start < end:
                found.append(Finding(start, end, meant, f"recogniser:{self._model}"))
        return by_position(found)

    def _by_tokens(self, doc: Doc, convention: str) -> Iterator[tuple[int, int, str]]:
        seen, passages = view(doc), features.passages(doc)
        words = [seen.text[a:b] for a, b in zip(seen.starts, seen.ends, strict=True)]
        pairs = list(zip(words, features.symbols(doc), strict=True))
        found = self._reader(convention).entities([[pairs[i] for i in p] for p in passages])
        for tokens, entities in zip(passages, found, strict=True):
            for first, end, label in entities:
                yield seen.starts[tokens[first]], seen.ends[tokens[end - 1]], label

    def _reader(self, convention: str) -> Whole:
        if self._read_by is None:
            told = partial(features.told, self.inner.vocab, convention=convention)
            self._read_by = (Split if can_split(self.inner) else Whole)(self.inner, told)
        return self._read_by

    def _by_text(self, doc: Doc) -> Iterator[tuple[int, int, str]]:
        spans = [doc[a:b] for a, b in features.lines(doc)]
        for span, line in zip(spans, self.inner.pipe(s.text for s in spans), strict=True):
            for e in line.ents:
                yield span.start_char + e.start_char, span.start_char + e.end_char, e.label_

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """The model goes with the pipeline, so that a package made of it needs no other."""
        self.inner.to_disk(path)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "Recogniser":
        self._nlp, self._read_by = spacy.load(path), None
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        return self.inner.to_bytes()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "Recogniser":
        self._nlp, self._read_by = self.inner.from_bytes(data), None
        return self


def _label_inside(doc: Doc, start: int, end: int) -> str:
    """The label of the longest vocabulary finding within [start, end); empty where there is none."""
    inside = [s for s in _vocabulary(doc) if start <= s.start_char and s.end_char <= end]
    best = max(inside, key=lambda s: (s.end_char - s.start_char, -s.start_char), default=None)
    return best.label_ if best is not None and best.label_ in _NAMED else ""


_NAMED = {"DRUG", "CONDITION", "PROCEDURE", "MEASUREMENT", "SCORE"}


def _vocabulary(doc: Doc) -> Iterator[Span]:
    for key in features.GROUPS:
        if key in doc.spans:
            yield from doc.spans[key]


def load_model(name: str) -> Language:
    """A model of `models/`, else an installed spaCy package or a path. Raises OSError with the remedy."""
    packaged = models_folder() / name
    if (packaged / "config.cfg").is_file():
        return spacy.load(packaged)
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
            "CHEMICAL": "DRUG", "DISEASE": "CONDITION", "ENTITY": INSIDE,
        },
    },
    assigns=["doc.spans"],
)  # fmt: skip
def create(nlp: Language, name: str, model: str, labels: dict[str, str]) -> Recogniser:
    return Recogniser(name, model=model, labels=labels)
