"""Keeping the embedding apart changes no bit and no entity."""

from functools import partial

import numpy as np
import pytest
import spacy
from eligex.components.recogniser import embeddings, features, load_model

PASSAGES = [
    [
        ("No", "O"),
        ("severe", "O"),
        ("asthma", "BCE"),
        (",", "O"),
        ("zorblattosis", "O"),
        ("or", "O"),
        ("gout", "BCE"),
    ],
    [("  ", "O"), ("Creatinine", "BME"), ("clearance", "O"), ("≥", "O"), ("60", "O")],
    [("No", "O"), ("aspirin", "BDE")],
    [("asthma", "O")],
]


@pytest.fixture(scope="module")
def model():
    return load_model("eligex_ner")


@pytest.fixture(scope="module")
def told(model):
    return partial(features.told, model.vocab, convention="lct")


def test_the_shipped_model_can_be_split(model):
    assert embeddings.can_split(model)


def test_another_pipeline_cannot():
    nlp = spacy.blank("en")
    assert not embeddings.can_split(nlp)
    nlp.add_pipe("entity_ruler", name="ner")
    assert not embeddings.can_split(nlp)


def test_split_finds_what_the_whole_finds(model, told):
    whole, split = embeddings.Whole(model, told), embeddings.Split(model, told)
    found = list(whole.entities(PASSAGES))
    assert list(split.entities(PASSAGES)) == found
    assert any(found)
    assert [next(iter(split.entities([p]))) for p in PASSAGES] == [
        next(iter(whole.entities([p]))) for p in PASSAGES
    ]


def test_nothing_gives_nothing(model, told):
    assert list(embeddings.Split(model, told).entities([])) == []


def vectors(model, told):
    return embeddings.Embeddings(embeddings._embedding(model), told)


def test_a_vector_is_the_same_to_the_last_bit_whatever_came_before(model, told):
    alone = [vectors(model, told).of([p])[0] for p in PASSAGES]
    together = vectors(model, told).of(PASSAGES)
    again = vectors(model, told)
    backwards = [again.of([p])[0] for p in reversed(PASSAGES)][::-1]
    for one, other, third in zip(alone, together, backwards, strict=True):
        assert np.array_equal(one, other)
        assert np.array_equal(one, third)


def test_what_is_kept_is_bounded(model, told, monkeypatch):
    monkeypatch.setattr(embeddings, "MOST", 10)
    kept = vectors(model, told)
    first = kept.of(PASSAGES[:1])[0]
    kept.of(PASSAGES[1:2])
    assert len(kept._rows) <= 10
    assert np.array_equal(kept.of(PASSAGES[:1])[0], first)
