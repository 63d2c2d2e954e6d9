"""BILUO tags: what is encoded is decoded, and no illegal sequence is ever the best."""

import numpy as np
from eligex.training.tags import TAGS, best, decode, encode
from hypothesis import given
from hypothesis import strategies as st

LABELS = ("CONDITION", "DRUG", "MEASUREMENT", "PROCEDURE")


@st.composite
def lines(draw):
    length = draw(st.integers(1, 30))
    cuts = sorted(draw(st.sets(st.integers(0, length), max_size=8)))
    spans = [(a, b, draw(st.sampled_from(LABELS))) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    return length, tuple(spans)


@given(lines())
def test_decoding_undoes_encoding(line):
    length, entities = line
    assert decode(encode(length, entities)) == entities


@given(st.integers(1, 12), st.integers(0, 10_000))
def test_the_best_sequence_is_legal(length, seed):
    scores = np.random.default_rng(seed).normal(size=(length, len(TAGS))).astype("float32")
    tags = best(scores)
    assert len(tags) == length
    assert encode(length, decode(tags)) == tags


def test_the_best_sequence_gives_up_a_likely_tag_for_a_legal_whole():
    scores = np.full((2, len(TAGS)), -9.0, dtype="float32")
    scores[0, TAGS.index("B-DRUG")] = -0.1
    scores[1, TAGS.index("O")] = -0.2  # a beginning cannot be followed by an outside
    scores[1, TAGS.index("L-DRUG")] = -0.5
    assert decode(best(scores)) == ((0, 2, "DRUG"),)
