"""A model's embedding of each token, which its word and its symbol decide, made once for each such pair.

Embedding is half of the model's work and the words of trials repeat, so the pairs seen so far are kept
with their vectors. These are the model's own to the last bit: no result depends on what came before.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

import numpy as np
from spacy.language import Language
from spacy.ml.tb_framework import forward
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc
from thinc.api import Model, chain
from thinc.types import Floats2d

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

    def entities(self, passages: Sequence[Sequence[Pair]]) -> Iterator[list[tuple[int, int, str]]]:
        """(first token, end token, label) for each passage of (word, symbol) pairs."""
        docs = (self._told([word for word, _ in p], [symbol for _, symbol in p]) for p in passages)
        for doc in self._nlp.pipe(docs):
            yield [(e.start, e.end, e.label_) for e in doc.ents]


class Split(Whole):
    """The same for a pipeline of one `ner`, whose embedding is kept apart from the rest.

    Shares the layers of the model, which stays as it is.
    """

    def __init__(self, nlp: Language, told: Told) -> None:
        super().__init__(nlp, told)
        self._embeddings = Embeddings(cast(Model, _embedding(nlp)), told)
        self._ner = _without_embedding(_ner(nlp))

    def entities(self, passages: Sequence[Sequence[Pair]]) -> Iterator[list[tuple[int, int, str]]]:
        docs = []
        for passage, vectors in zip(passages, self._embeddings.of(passages), strict=True):
            doc = Doc(self._nlp.vocab, words=[word for word, _ in passage])
            doc.tensor = cast(Any, vectors)
            docs.append(doc)
        if docs:
            self._ner.set_annotations(docs, self._ner.predict(docs))
        for doc in docs:
            yield [(e.start, e.end, e.label_) for e in doc.ents]


def can_split(nlp: Language) -> bool:
    """Whether a pipeline is one `ner` over an embedding that reads each token for itself."""
    if nlp.pipe_names != ["ner"] or nlp.get_pipe_meta("ner").factory != "ner":
        return False
    embed = _embedding(nlp)
    read = {c for m in embed.walk() for c in m.attrs.get("columns", ())} if embed else set()
    return bool(read) and read <= _OF_WORD


def _embedding(nlp: Language) -> Model | None:
    first = _ner(nlp).model.get_ref("tok2vec").layers[0]
    return first.get_ref("embed") if first.has_ref("embed") else None


def _ner(nlp: Language) -> EntityRecognizer:
    return cast(EntityRecognizer, nlp.get_pipe("ner"))


def _without_embedding(ner: EntityRecognizer) -> EntityRecognizer:
    """The same recogniser, but that it takes the embedding from `doc.tensor`."""
    whole = ner.model
    tok2vec, *after = whole.get_ref("tok2vec").layers
    first: Model = chain(_tensors(), tok2vec.get_ref("encode"), *after)
    layers = {"tok2vec": first, "lower": whole.get_ref("lower"), "upper": whole.get_ref("upper")}
    model: Model = Model(
        "parser_model", forward, layers=list(layers.values()), refs=layers, attrs=dict(whole.attrs)
    )
    return EntityRecognizer(ner.vocab, model, name=ner.name, moves=ner.moves)


def _tensors() -> Model:
    return Model("tensors", lambda model, docs, is_train: ([doc.tensor for doc in docs], lambda d: d))
