"""Findings go through span groups and come back as they were."""

import itertools

import pytest
from eligex.components.findings import DRUGS, Finding, between, by_position, longest, read, write
from eligex.text.tokenizer import TrialTokenizer
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

VOCAB = Vocab()
TEXT = "Oral metformin 500mg, or insulin."
FOUND = [
    Finding(0, 4, "ROUTE", "test:route", name="oral", value={"scope": [0, 14], "kind": "pre"}),
    Finding(
        5, 14, "DRUG", "test:name", "metformin", "RxNorm", "6809", {"kind": "drug", "of": {"a": [1, None]}}
    ),
    Finding(5, 20, "DRUG", "test:whole", value={"low": 0.5, "low_inclusive": True, "high": None}),
    Finding(15, 18, "DOSE", "test:amount"),
]


@pytest.fixture
def doc():
    doc = TrialTokenizer(VOCAB)(TEXT)
    write(doc, DRUGS, FOUND)
    return doc


def test_written_is_read(doc):
    assert read(doc, DRUGS) == by_position(FOUND)


def test_a_second_write_replaces_the_first(doc):
    write(doc, DRUGS, FOUND[:1])
    assert read(doc, DRUGS) == FOUND[:1]


def test_what_is_read_may_be_changed_without_changing_what_is_written(doc):
    read(doc, DRUGS).clear()
    assert read(doc, DRUGS) == by_position(FOUND)


def test_a_group_that_somebody_else_puts_there_is_read(doc):
    doc.spans[DRUGS] = [Span(doc, 0, 1, label="ROUTE")]
    assert [(f.start, f.end, f.source) for f in read(doc, DRUGS)] == [(0, 4, DRUGS)]


def test_a_span_that_somebody_adds_is_seen(doc):
    doc.spans[DRUGS].append(Span(doc, 0, 1, label="ROUTE"))
    with pytest.raises(ValueError, match="zip"):
        read(doc, DRUGS)  # it has no payload


def test_bytes_keep_the_payload(doc):
    assert read(Doc(Vocab()).from_bytes(doc.to_bytes()), DRUGS) == by_position(FOUND)


def test_a_payload_of_words_that_medspacy_claims_survives():
    """Its msgpack decoders, once imported, take every dict with these keys for their own objects."""
    import medspacy.context
    import medspacy.section_detection

    assert medspacy.context
    assert medspacy.section_detection
    doc = TrialTokenizer(VOCAB)(TEXT)
    found = [
        Finding(0, 4, "X", "test", value={"section": "inclusion", "modifier": 1, "context_graph": [], "a": 2})
    ]
    write(doc, DRUGS, found)
    assert read(Doc(Vocab()).from_bytes(doc.to_bytes()), DRUGS) == found


def test_docbin_keeps_the_payload(doc):
    packed = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (back,) = DocBin().from_bytes(packed).get_docs(Vocab())
    assert back.text == TEXT
    assert read(back, DRUGS) == by_position(FOUND)


def test_a_finding_off_the_boundaries_is_widened(doc):
    write(doc, DRUGS, [Finding(6, 10, "DRUG", "test:inside")])
    (found,) = read(doc, DRUGS)
    assert (found.start, found.end) == (5, 14)


def test_no_group_no_findings():
    assert read(TrialTokenizer(VOCAB)(TEXT), DRUGS) == []


@pytest.mark.parametrize("empty", [True, False])
def test_a_foreign_group_has_no_payload(doc, empty):
    doc.spans["other"] = [] if empty else [Span(doc, 1, 2, label="CHEMICAL")]
    expected = [] if empty else [Finding(5, 14, "CHEMICAL", "other")]
    assert read(doc, "other") == expected


def test_longest_keeps_the_wider_then_the_earlier():
    def f(start, end, label="X"):
        return Finding(start, end, label, "test")

    assert longest([f(0, 4), f(2, 9), f(9, 11)]) == [f(2, 9), f(9, 11)]
    assert longest([f(3, 6), f(0, 3)]) == [f(0, 3), f(3, 6)]
    assert longest([f(2, 6), f(0, 4)]) == [f(0, 4)]
    assert longest([f(0, 4, "B"), f(0, 4, "A")]) == [f(0, 4, "A")]


EXTENTS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), max_size=20)


@given(EXTENTS)
def test_longest_is_without_overlap_and_drops_only_the_overlapped(extents):
    found = [Finding(a, a + n, "X", "test") for a, n in extents]
    kept = longest(found)
    assert kept == by_position(kept)
    assert all(a.end <= b.start for a, b in itertools.pairwise(kept))
    for f in found:
        assert any(k.overlaps(f.start, f.end) and k.end - k.start >= f.end - f.start for k in kept)


@given(EXTENTS, st.integers(0, 30), st.integers(0, 40))
def test_between_is_the_plain_filter(extents, start, end):
    found = by_position(Finding(a, a + n, "X", "test") for a, n in extents)
    assert between(found, start, end) == [f for f in found if f.within(start, end)]
