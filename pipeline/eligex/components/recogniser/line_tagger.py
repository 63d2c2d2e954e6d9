"""The spaCy pipe of the shipped model: entities of a line from the scores of `network.tagger`."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Optimizer

from eligex.components.recogniser.network import Tagger, set_dropout
from eligex.components.recogniser.tags import LABELS, TAGS, Entities, best, decode, encode

AIM = "eligex_aim"


class LineTagger(TrainablePipe):
    """Reads each Doc as one line and sets `doc.ents`; labels are those of `tags.LABELS`.

    `smoothing` is the share of a gold tag's weight that all tags divide among them.
    """

    def __init__(self, vocab: Vocab, model: Tagger, name: str, *, smoothing: float) -> None:
        self.vocab, self.model, self.name = vocab, model, name
        self.cfg: dict[str, Any] = {"smoothing": smoothing}

    @property
    def labels(self) -> tuple[str, ...]:
        return LABELS

    def predict(self, docs: Iterable[Doc]) -> list[Entities]:
        return entities(self.model.predict(list(docs)))

    def set_annotations(self, docs: Iterable[Doc], found: Sequence[Entities]) -> None:
        for doc, mentions in zip(docs, found, strict=True):
            doc.set_ents([Span(doc, a, b, label=label) for a, b, label in mentions])

    def initialize(
        self, get_examples: Callable[[], Iterable[Example]], *, nlp: Language | None = None
    ) -> None:
        self.model.initialize(X=[e.x for _, e in zip(range(10), get_examples(), strict=False)])

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,
        sgd: Optimizer | None = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        examples = list(examples)
        losses = {} if losses is None else losses
        set_dropout(self.model, drop)
        scores, back = self.model.begin_update([e.x for e in examples])
        loss, slopes = self.get_loss(examples, scores)
        back(slopes)
        if sgd is not None:
            self.finish_update(sgd)
        losses[self.name] = losses.get(self.name, 0.0) + loss
        return losses

    def get_loss(
        self, examples: Iterable[Example], scores: list[np.ndarray]
    ) -> tuple[float, list[np.ndarray]]:
        """Cross entropy, the mean over all tokens, and its slope at each score.

        The aim is the reference's entities, or the shares of each tag that its `user_data[AIM]` holds, of
        shape (tokens, tags).
        """
        aims = [self._aim(e.y) for e in examples]
        tokens = max(1, sum(map(len, scores)))
        logs = [s - s.max(1, keepdims=True) for s in scores]
        logs = [s - np.log(np.exp(s).sum(1, keepdims=True)) for s in logs]
        loss = -sum(float((a * s).sum()) for a, s in zip(aims, logs, strict=True)) / tokens
        return loss, [(np.exp(s) - a) / tokens for a, s in zip(aims, logs, strict=True)]

    def _aim(self, reference: Doc) -> np.ndarray:
        told = reference.user_data.get(AIM)
        if told is not None:
            return np.asarray(told, dtype="float32")
        share = self.cfg["smoothing"]
        tags = encode(len(reference), tuple((e.start, e.end, e.label_) for e in reference.ents))
        return (1 - share) * np.eye(len(TAGS), dtype="float32")[tags] + np.float32(share / len(TAGS))


def entities(scores: Sequence[np.ndarray]) -> list[Entities]:
    """(first token, end token, label) of each line, by the best legal tags."""
    return [decode(path) for path in best(scores)]


@Language.factory("eligex_line_tagger", default_config={"smoothing": 0.05}, assigns=["doc.ents"])
def create(nlp: Language, name: str, model: Tagger, smoothing: float) -> LineTagger:
    return LineTagger(nlp.vocab, model, name, smoothing=smoothing)
