"""Phrases are found by their words, in any case but for short capitals."""

import pytest
import spacy
from eligex.text.tokenizer import TrialTokenizer
from eligex.vocab.phrases import PhraseIndex

VOCAB = spacy.blank("en").vocab
TOKENIZE = TrialTokenizer(VOCAB)


def found(text, phrases, **options):
    """(key, matched text) of every match."""
    index = PhraseIndex(**options)
    for key, names in phrases.items():
        index.add(key, names)
    doc = TOKENIZE(text)
    return sorted((key, doc[a:b].text) for a, b, key in index.find(doc))


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("MS", ["MS"]),
        ("ms", []),
        ("Ms", []),
        ("450 ms", []),
        ("GVHD MS", ["MS"]),
        ("multiple sclerosis", ["multiple sclerosis"]),
        ("MULTIPLE Sclerosis", ["MULTIPLE Sclerosis"]),
        ("multiple\nsclerosis", ["multiple\nsclerosis"]),
        ("multiple \r\n  sclerosis", ["multiple \r\n  sclerosis"]),
        ("multiple, sclerosis", []),
        ("multiplesclerosis", []),
    ],
)
def test_case_and_blanks(text, matches):
    assert found(text, {"ms": ["MS", "multiple sclerosis"]}) == [("ms", m) for m in matches]


def test_the_length_below_which_case_counts():
    assert found("copd", {"k": ["COPD"]}) == []
    assert found("copd", {"k": ["COPD"]}, exact_below=4) == [("k", "copd")]
    assert found("sarcs", {"k": ["SARCS"]}) == [("k", "sarcs")]


def test_overlapping_matches_all_come():
    phrases = {
        "a": ["chronic kidney disease"],
        "b": ["kidney disease"],
        "c": ["kidney"],
        "d": ["kidney disease"],
    }
    assert found("Chronic kidney disease", phrases) == [
        ("a", "Chronic kidney disease"),
        ("b", "kidney disease"),
        ("c", "kidney"),
        ("d", "kidney disease"),
    ]


def test_a_phrase_added_twice_comes_once():
    assert found("asthma", {"a": ["asthma", "Asthma", "ASTHMA"]}) == [("a", "asthma")]


def test_variants_of_characters_match():
    assert found("Crohn’s disease", {"a": ["Crohn's disease"]}) == [("a", "Crohn’s disease")]
    assert found("graft‑versus‑host", {"a": ["graft-versus-host"]}) == [("a", "graft‑versus‑host")]


def test_an_empty_phrase_matches_nothing():
    assert found("a b", {"a": ["", " "]}) == []
