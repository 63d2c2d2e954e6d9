"""What a model reads beside the words: one symbol for each token, the same in training and extraction."""

import pytest
import spacy
from eligex.components import findings as groups
from eligex.components.findings import Finding, write
from eligex.components.recogniser import features
from eligex.text.tokenizer import TrialTokenizer

TEXT = "Criteria:\n  - severe quuxitis of the knee\n\n  - on zorblatine\n"


@pytest.fixture
def doc():
    nlp = spacy.blank("en")
    nlp.tokenizer = TrialTokenizer(nlp.vocab)
    return nlp(TEXT)


def at(words, label, source="vocabulary"):
    start = TEXT.index(words)
    return Finding(start, start + len(words), label, source)


def told(doc):
    return {t.text: s for t, s in zip(doc, features.symbols(doc), strict=True) if s != features.NONE}


def test_without_findings_every_token_is_outside(doc):
    assert set(features.symbols(doc)) == {features.NONE}


def test_a_symbol_tells_label_and_place(doc):
    write(doc, groups.CONDITIONS, [at("severe quuxitis of", "CONDITION")])
    write(doc, groups.DRUGS, [at("zorblatine", "DRUG")])
    assert told(doc) == {"severe": "BC", "quuxitis": "IC", "of": "ICE", "zorblatine": "BDE"}


def test_phrases_by_their_head_are_told_apart(doc):
    write(doc, groups.CONDITIONS, [at("severe quuxitis", "CONDITION", "conditions:head-noun")])
    assert told(doc) == {"severe": "Bc", "quuxitis": "IcE"}


def test_several_findings_join_in_one_order(doc):
    write(doc, groups.CONDITIONS, [at("quuxitis of the knee", "CONDITION")])
    write(doc, groups.PROCEDURES, [at("quuxitis", "PROCEDURE")])
    assert told(doc)["quuxitis"] == "BCBPE"


def test_lines_are_the_words_between_breaks(doc):
    assert [doc[a:b].text for a, b in features.lines(doc)] == [
        "Criteria:", "- severe quuxitis of the knee", "- on zorblatine",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", " ", "\n\n", "  \n x", "x\n", "a\r\nb"])
def test_lines_of_any_text_cover_its_words(text):
    nlp = spacy.blank("en")
    nlp.tokenizer = TrialTokenizer(nlp.vocab)
    doc = nlp(text)
    covered = [t.text for a, b in features.lines(doc) for t in doc[a:b] if not t.is_space]
    assert covered == [t.text for t in doc if not t.is_space]


def test_wrapped_lines_of_a_criterion_are_one_passage(doc):
    text = "Criteria:\n  - severe quuxitis of\n    the knee\n  - on zorblatine\n\n    and more\n"
    nlp = spacy.blank("en")
    nlp.tokenizer = TrialTokenizer(nlp.vocab)
    doc = nlp(text)
    ends = [text.index("\n  - on"), len(text) - 1]
    starts = [text.index("severe"), text.index("on zorb")]
    write(doc, groups.CRITERIA, [Finding(a, b, "CRITERION", "x") for a, b in zip(starts, ends, strict=True)])
    read = [" ".join(doc[i].text for i in p) for p in features.passages(doc)]
    # a blank line parts them, even within a criterion
    assert read == ["Criteria :", "- severe quuxitis of the knee", "- on zorblatine", "and more"]


def test_a_model_is_told_words_symbols_and_convention():
    vocab = spacy.blank("en").vocab
    small = features.told(vocab, ("on", "zorblatine"), ("O", "BDE"), convention="lct", spaces=(True, False))
    assert small.text == "on zorblatine"
    assert [(t.tag_, t.lemma_) for t in small] == [("O", "lct"), ("BDE", "lct")]
