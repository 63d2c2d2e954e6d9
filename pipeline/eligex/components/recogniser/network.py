"""The network of the shipped recogniser: an embedding, bidirectional LSTMs, a score for each tag."""

from typing import Any

import spacy
from spacy.tokens import Doc
from thinc.api import Dropout, Linear, Model, chain, with_array

from eligex.components.recogniser.lstm import Lines, bilstm
from eligex.components.recogniser.tags import TAGS

Tagger = Model[list[Doc], Lines]


@spacy.registry.architectures("eligex.BiLSTMTagger.v1")
def tagger(embed: Tagger, width: int, depth: int) -> Tagger:
    """A score (logit) for each of `tags.TAGS` at each token: shape (tokens, tags) for each Doc.

    `width` is that of one direction. The model's references `embed` and `rest` are its two halves. Only
    its nodes named "dropout" drop anything in training, the recurrent weights stay whole.
    """
    rest: Model[Any, Lines] = chain(*(_both_ways(width) for _ in range(depth)), with_array(Linear(len(TAGS))))
    model = chain(embed, rest)
    model.set_ref("embed", embed)
    model.set_ref("rest", rest)
    return model


def _both_ways(width: int) -> Model[Lines, Lines]:
    layer: Model[Lines, Lines] = chain(bilstm(width), Dropout())
    return layer


def set_dropout(model: Model[Any, Any], rate: float) -> None:
    for node in model.walk():
        if node.name == "dropout":
            node.attrs["dropout_rate"] = rate
