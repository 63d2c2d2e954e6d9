"""Trains the recogniser that is shipped, and the assistant that labels lines for it."""

import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Span
from spacy.training import Example
from spacy.util import fix_random_seed, load_model_from_config, minibatch
from thinc.api import Adam, Config

import eligex.text.tokenizer
import eligex.training.lstm  # noqa: F401  (registers the encoder of the assistant)
from eligex.components.recogniser import CONVENTION
from eligex.components.recogniser.line_tagger import AIM
from eligex.training.lines import Line, docs

Tell = Callable[[str], None]
SPACY = ">=3.7.5,<3.9"  # as in pyproject.toml; spaCy would name the version of the day alone
_META = {
    "name": "ner",
    "version": "2",
    "description": "Conditions, drugs, procedures and measurements of clinical-trial criteria",
    "author": "The eligex authors",
    "license": "CC BY 4.0",
    "spacy_version": SPACY,
}
_POOL = 4000  # lines out of which those of like length make a batch
_LEAST_PACE = 0.02


def blank(config: Config, vectors: Language, *, encode: dict[str, Any] | None = None) -> Language:
    """The untrained model of the config's `[nlp]` and `[components]`, with the word vectors.

    `encode` is a block that takes the place of the model's own encoder.
    """
    body = Config({k: config[k] for k in ("nlp", "components")}).copy()
    if encode:
        body["components"]["ner"]["model"]["encode"] = encode
    nlp = load_model_from_config(body, auto_fill=True, vocab=vectors.vocab)
    nlp.meta.update(_META)
    nlp.meta[CONVENTION] = config["student"]["convention"]
    return nlp


class Student:
    """`settings` is the block `[student]` or `[assistant]` of the training config.

    `after_epoch` sees, after each epoch of either stage, what the average of the weights is by then.
    """

    def __init__(
        self, nlp: Language, settings: dict[str, Any], tell: Tell, after_epoch: Callable[[str], None]
    ) -> None:
        self._nlp, self._settings, self._tell, self._after_epoch = nlp, settings, tell, after_epoch
        fix_random_seed(settings["seed"])
        self._order = random.Random(settings["seed"])

    def train(
        self, gold: Sequence[Line], silver: Sequence[Line], aims: Sequence[np.ndarray] | None = None
    ) -> None:
        """`gold` is seen `gold_times` for each time that `silver` is; then, for the epochs of `settle`, only
        the gold of the convention that is shipped. Leaves the averaged weights in the pipeline.

        `aims` are what `shares` gave for `silver`; without them its entities are the aim.
        """
        s = self._settings
        once, often = _examples(self._nlp, silver), _examples(self._nlp, gold)
        for example, aim in zip(once, aims or (), strict=False):
            example.y.user_data[AIM] = aim
        self._nlp.initialize(lambda: often)
        self._learn("epoch", once + often * s["gold_times"], s["epochs"], s["rate"])
        own = [e for e, line in zip(often, gold, strict=True) if line.corpus == s["convention"]]
        self._learn("settling", own, s["settle"], s["settle_rate"])

    def _learn(self, stage: str, examples: list[Example], epochs: int, rate: float) -> None:
        """A rate that climbs for `warm_up` batches, then falls in a line."""
        if not epochs:
            return
        s, model = self._settings, self._nlp.get_pipe("ner").model  # type: ignore[attr-defined]
        optimizer = Adam(
            rate, beta1=0.9, beta2=0.99, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True
        )
        plan = [_batches(examples, s["batch"], self._order) for _ in range(epochs)]
        steps, done = sum(map(len, plan)), 0
        for number, batches in enumerate(plan, start=1):
            losses: dict[str, float] = {}
            for batch in batches:
                done += 1
                pace = min(1.0, done / s["warm_up"]) * max(_LEAST_PACE, 1 - done / steps)
                optimizer.learn_rate = rate * pace
                self._nlp.update(
                    [examples[i] for i in batch], sgd=optimizer, drop=s["dropout"], losses=losses
                )
            self._tell(f"student {stage} {number} loss {losses['ner'] / len(batches):.4f}")
            with self._nlp.use_params(optimizer.averages):
                averaged = model.to_bytes()
                self._after_epoch(f"{stage} {number}")
        model.from_bytes(averaged)


def shares(nlp: Language, lines: Sequence[Line], convention: str) -> list[np.ndarray]:
    """How likely a trained model takes each tag to be at each token: (tokens, tags), half precision."""
    model = nlp.get_pipe("ner").model  # type: ignore[attr-defined]
    found: list[np.ndarray] = []
    for group in minibatch(docs(nlp, lines, convention), size=64):
        for scores in model.predict(group):
            likely = np.exp(scores - scores.max(1, keepdims=True))
            found.append((likely / likely.sum(1, keepdims=True)).astype("float16"))
    return found


def _batches(examples: Sequence[Example], tokens: int, order: random.Random) -> list[list[int]]:
    """Numbers of examples of like length together, at most `tokens` of them a batch, in random order."""
    shuffled = order.sample(range(len(examples)), len(examples))
    lengths = [len(e.x) for e in examples]
    batches: list[list[int]] = []
    for first in range(0, len(shuffled), _POOL):
        held = tokens + 1
        for i in sorted(shuffled[first : first + _POOL], key=lambda i: lengths[i]):
            if held + lengths[i] > tokens:
                batches.append([])
                held = 0
            batches[-1].append(i)
            held += lengths[i]
    order.shuffle(batches)
    return batches


def shipped(nlp: Language, config: Config, vectors: Language) -> Language:
    """The same model without the words that training left in the vocabulary."""
    clean = blank(config, vectors)
    clean.get_pipe("ner").from_bytes(nlp.get_pipe("ner").to_bytes(exclude=["vocab"]), exclude=["vocab"])  # type: ignore[attr-defined]
    return clean


def _examples(nlp: Language, lines: Sequence[Line]) -> list[Example]:
    found = []
    for line, doc in zip(lines, docs(nlp, lines), strict=True):
        reference = doc.copy()
        reference.set_ents([Span(reference, a, b, label=label) for a, b, label in line.entities])
        found.append(Example(doc, reference))
    return found
