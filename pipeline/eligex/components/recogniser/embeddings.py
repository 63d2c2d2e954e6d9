"""A model's embedding of each token, which its word and its symbol decide, made once for each such pair.

Embedding is half of the model's work and the words of trials repeat, so the pairs seen so far are kept
with their vectors. These are the model's own to the last bit: no result depends on what came before.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import cast

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Model
from thinc.types import Floats2d

from eligex.components.recogniser.line_tagger import LineTagger, entities
from eligex.components.recogniser.tags import Entities

MOST = 60_000  # pairs kept: 23 MB at a width of 96
Pair = tuple[str, str]
_OF_WORD = {"ORTH", "NORM", "LOWER", "PREFIX", "SUFFIX", "SHAPE", "TAG", "LEMMA"}
Told = Callable[[list[str], list[str]], Doc]


class Embeddings:
    """Vectors by (word, symbol). `told` makes the Doc that the model reads out of words and symbols."""

    def __init__(self, embed: Model, told: Told) -> None:
        self._embed = embed
        self._told = told
        self._rows: dict[Pair, int] = {}
        self._vectors = np.zeros((0, embed.get_dim("nO")), dtype="float32")

    def of(self, passages: Sequence[Sequence[Pair]]) -> list[Floats2d]:
        """One array, a row for each token, for each passage."""
        self._learn({pair for passage in passages for pair in passage})
        rows = self._rows
        return [cast(Floats2d, self._vectors[[rows[pair] for pair in passage]]) for passage in passages]

    def _learn(self, pairs: set[Pair]) -> None:
        if len(self._rows) + len(pairs) > MOST:
            self._rows, self._vectors = {}, self._vectors[:0]
        new = sorted(pairs - self._rows.keys())
        if new:
            first = len(self._rows)
            doc = self._told([word for word, _ in new], [symbol for _, symbol in new])
            self._vectors = np.concatenate([self._vectors[:first], *self._embed.predict([doc])])
            self._rows.update((pair, first + i) for i, pair in enumerate(new))


class Whole:
    """Entities of passages by a model's own pipeline."""

    def __init__(self, nlp: Language, told: Told) -> None:
        self._nlp = nlp
        self._told = told

    def entities(self, passages: Sequence[Sequence[Pair]]) -> Iterator[Entities]:
        """(first token, end token, label) for each passage of (word, symbol) pairs."""
        docs = (self._told([word for word, _ in p], [symbol for _, symbol in p]) for p in passages)
        for doc in self._nlp.pipe(docs):
            yield tuple((e.start, e.end, e.label_) for e in doc.ents)


class Split(Whole):
    """The same for a pipeline of one `eligex_line_tagger`, whose embedding is kept apart from the rest."""

    def __init__(self, nlp: Language, told: Told) -> None:
        super().__init__(nlp, told)
        model = cast(LineTagger, nlp.get_pipe(nlp.pipe_names[0])).model
        self._embeddings = Embeddings(model.get_ref("embed"), told)
        self._rest = model.get_ref("rest")

    def entities(self, passages: Sequence[Sequence[Pair]]) -> Iterator[Entities]:
        yield from entities(self._rest.predict(self._embeddings.of(passages)))


def can_split(nlp: Language) -> bool:
    """Whether a pipeline is one `eligex_line_tagger` over an embedding that reads each token for itself."""
    if len(nlp.pipe_names) != 1 or not isinstance(tagger := nlp.get_pipe(nlp.pipe_names[0]), LineTagger):
        return False
    embed = tagger.model.get_ref("embed")
    read = {c for m in embed.walk() for c in m.attrs.get("columns", ())}
    return bool(read) and read <= _OF_WORD
