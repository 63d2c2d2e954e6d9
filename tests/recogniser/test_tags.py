"""BILUO tags: what is encoded is decoded, and no illegal sequence is ever the best."""

import itertools

import numpy as np
from eligex.components.recogniser.tags import LABELS, TAGS, best, decode, encode
from hypothesis import given
from hypothesis import strategies as st


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
    (tags,) = best([scores])
    assert len(tags) == length
    assert encode(length, decode(tags)) == tags


@given(st.integers(1, 4), st.integers(0, 10_000))
def test_no_legal_sequence_is_better(length, seed):
    scores = np.random.default_rng(seed).normal(size=(length, len(TAGS))).astype("float32")

    def total(tags):
        return float(sum(row[t] for row, t in zip(scores, tags, strict=True)))

    def legal(tags):
        return encode(length, decode_or_nothing(tags)) == list(tags)

    everything = itertools.product(range(len(TAGS)), repeat=length) if length < 4 else ()
    (tags,) = best([scores])
    assert all(total(t) <= total(tags) + 1e-5 for t in everything if legal(t))


def decode_or_nothing(tags):
    """The entities of what may be an illegal sequence; encoding them gives another then."""
    spans, start = [], None
    for i, tag in enumerate(TAGS[t] for t in tags):
        start = i if tag[0] in "BU" else start
        if tag[0] in "LU" and start is not None:
            spans.append((start, i + 1, tag[2:]))
            start = None
    return tuple(spans)


@given(st.lists(st.integers(0, 9), max_size=6), st.integers(0, 10_000))
def test_lines_do_not_touch_each_other(lengths, seed):
    rng = np.random.default_rng(seed)
    lines = [rng.normal(size=(n, len(TAGS))).astype("float32") for n in lengths]
    assert best(lines) == [best([line])[0] for line in lines]


def test_the_best_sequence_gives_up_a_likely_tag_for_a_legal_whole():
    scores = np.full((2, len(TAGS)), -9.0, dtype="float32")
    scores[0, TAGS.index("B-DRUG")] = -0.1
    scores[1, TAGS.index("O")] = -0.2  # a beginning cannot be followed by an outside
    scores[1, TAGS.index("L-DRUG")] = -0.5
    assert decode(best([scores])[0]) == ((0, 2, "DRUG"),)
