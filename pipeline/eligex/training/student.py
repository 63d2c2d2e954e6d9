"""Trains the recogniser that is shipped: a hash-embedding CNN with spaCy's transition-based NER."""

import random
from collections.abc import Callable, Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Span
from spacy.training import Example
from spacy.training.batchers import minibatch_by_words
from spacy.util import fix_random_seed, load_model_from_config
from thinc.api import Adam, Config

import eligex.text.tokenizer  # noqa: F401  (registers the tokenizer that the config names)
from eligex.components.recogniser import CONVENTION
from eligex.training.lines import Line, docs

Tell = Callable[[str], None]
SPACY = ">=3.7.5,<3.9"  # as in pyproject.toml; spaCy would name the version of the day alone
_META = {
    "name": "ner",
    "version": "1",
    "description": "Conditions, drugs, procedures and measurements of clinical-trial criteria",
    "author": "The eligex authors",
    "license": "CC BY 4.0",
    "spacy_version": SPACY,
}
_WORDS_A_BATCH = 1000


def blank(config: Config, vectors: Language) -> Language:
    """The untrained model of the config's `[nlp]` and `[components]`, with the word vectors."""
    nlp = load_model_from_config(
        Config({k: config[k] for k in ("nlp", "components")}), auto_fill=True, vocab=vectors.vocab
    )
    nlp.meta.update(_META)
    nlp.meta[CONVENTION] = config["student"]["convention"]
    return nlp


def train(
    nlp: Language,
    gold: Sequence[Line],
    silver: Sequence[Line],
    settings: dict[str, Any],
    tell: Tell,
    after_epoch: Callable[[int], None],
) -> None:
    """`gold` is seen `gold_times` for each time that `silver` is. Leaves the averaged weights in `nlp`."""
    fix_random_seed(settings["seed"])
    order = random.Random(settings["seed"])
    once = _examples(nlp, silver)
    often = _examples(nlp, gold)
    examples = once + often * settings["gold_times"]
    nlp.initialize(lambda: often)
    optimizer = Adam(
        settings["rate"],
        beta1=0.9,
        beta2=0.999,
        L2=0.01,
        L2_is_weight_decay=True,
        grad_clip=1.0,
        use_averages=True,
    )
    for epoch in range(settings["epochs"]):
        order.shuffle(examples)
        losses: dict[str, float] = {}
        for batch in minibatch_by_words(examples, size=_WORDS_A_BATCH, get_length=_length):
            nlp.update(batch, sgd=optimizer, drop=settings["dropout"], losses=losses)
        tell(f"student epoch {epoch + 1} loss {losses['ner'] / len(examples):.4f}")
        with nlp.use_params(optimizer.averages):
            after_epoch(epoch + 1)
    model = nlp.get_pipe("ner").model  # type: ignore[attr-defined]
    with nlp.use_params(optimizer.averages):
        averaged = model.to_bytes()
    model.from_bytes(averaged)


def shipped(nlp: Language, config: Config, vectors: Language) -> Language:
    """The same model without the words that training left in the vocabulary."""
    clean = blank(config, vectors)
    clean.get_pipe("ner").from_bytes(nlp.get_pipe("ner").to_bytes(exclude=["vocab"]), exclude=["vocab"])  # type: ignore[attr-defined]
    return clean


def _length(example: Example) -> int:
    return len(example.reference)


def _examples(nlp: Language, lines: Sequence[Line]) -> list[Example]:
    found = []
    for line, doc in zip(lines, docs(nlp, lines), strict=True):
        reference = doc.copy()
        reference.set_ents([Span(reference, a, b, label=label) for a, b, label in line.entities])
        found.append(Example(doc, reference))
    return found
