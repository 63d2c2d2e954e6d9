"""The network of the recogniser: an embedding, an encoder, a score for each tag."""

from typing import Any

import numpy as np
import spacy
from spacy.tokens import Doc
from thinc.api import Linear, Model, chain, with_array

from eligex.components.recogniser.tags import TAGS

Lines = list[np.ndarray]
Tagger = Model[list[Doc], Lines]


@spacy.registry.architectures("eligex.TokenTagger.v1")
def tagger(embed: Tagger, encode: Model[Lines, Lines]) -> Tagger:
    """A score (logit) for each of `tags.TAGS` at each token: shape (tokens, tags) for each Doc.

    `encode` may be any that reads and gives a list of arrays, as spaCy's encoders do. The model's
    references `embed` and `rest` are its two halves.
    """
    rest: Model[Lines, Lines] = chain(encode, with_array(Linear(len(TAGS))))
    model: Tagger = chain(embed, rest)
    model.set_ref("embed", embed)
    model.set_ref("rest", rest)
    return model


def set_dropout(model: Model[Any, Any], rate: float) -> None:
    """Of the nodes that drop single numbers; tables and recurrent weights stay whole."""
    for node in model.walk():
        if node.name == "dropout":
            node.attrs["dropout_rate"] = rate
