"""Tests and scales in text: forms, extents, and what only looks like one."""

import csv
from pathlib import Path

import pytest
from eligex.components.findings import ABBREVIATIONS, MEASUREMENTS, Finding, read, write
from eligex.components.measurements import MeasurementTagger
from eligex.text.tokenizer import TrialTokenizer
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

HERE = Path(__file__).parent
FORMS = list(csv.DictReader((HERE / "surface_forms.csv").open(encoding="utf-8")))
NEGATIVES = (HERE / "negatives.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def vocab() -> Vocab:
    return Vocab()


@pytest.fixture(scope="module")
def tagger() -> MeasurementTagger:
    return MeasurementTagger("m")


def doc_of(vocab: Vocab, text: str) -> Doc:
    return TrialTokenizer(vocab)(text)


def keys(tagger: MeasurementTagger, vocab: Vocab, text: str) -> list[tuple[str, str]]:
    return [(text[f.start : f.end], f.value["analyte"]) for f in tagger.match(doc_of(vocab, text))]


@pytest.mark.parametrize("row", FORMS, ids=lambda r: r["text"])
def test_surface_form(tagger, vocab, row):
    assert keys(tagger, vocab, row["text"]) == [(row["span"], row["key"])]


@pytest.mark.parametrize("text", NEGATIVES)
def test_no_measurement(tagger, vocab, text):
    assert keys(tagger, vocab, text) == []


def test_name_and_bracketed_short_form_are_two_findings_of_one_test(tagger, vocab):
    text = "alanine aminotransferase (ALT) and creatinine (Cr)"
    assert keys(tagger, vocab, text) == [
        ("alanine aminotransferase", "alt"),
        ("ALT", "alt"),
        ("creatinine", "creatinine"),
        ("Cr", "creatinine"),
    ]


@pytest.mark.parametrize(("text", "day"), [("D7MRD < 0.1%", "D7"), ("day 33 MRD < 0.1%", "D33")])
def test_day_of_a_test(tagger, vocab, text, day):
    (found,) = tagger.match(doc_of(vocab, text))
    assert found.value["timepoint"] == day
    assert text[found.start : found.end] == "MRD"


def test_another_specimen_is_another_test(tagger, vocab):
    (found,) = tagger.match(doc_of(vocab, "pleural LDH > 200"))
    assert found.value["analyte"] is None
    assert found.code is None


def test_one_item_is_not_the_scale(tagger, vocab):
    text = "HAM-D item 3 score over 2"
    (found,) = tagger.match(doc_of(vocab, text))
    assert text[found.start : found.end] == "HAM-D item 3 score"
    assert found.value["analyte"] is None


@pytest.mark.parametrize("gap", ["\n      ", "\r\n   ", "  ", "-\n"])
def test_wrapped_name(tagger, vocab, gap):
    name = f"systolic{gap}blood pressure"
    assert keys(tagger, vocab, f"{name} > 140") == [(name, "sbp")]


def test_plural(tagger, vocab):
    assert keys(tagger, vocab, "systolic blood pressures") == [("systolic blood pressures", "sbp")]


def test_bullets_do_not_join(tagger, vocab):
    assert keys(tagger, vocab, "- blood\n- urea breath") == []


@pytest.mark.parametrize(
    ("long", "expected"),
    [("complete remission", []), ("creatinine", [("CR", "creatinine")])],
)
def test_the_documents_own_definition_decides(tagger, vocab, long, expected):
    doc = doc_of(vocab, "CR ≥ 2")
    write(doc, ABBREVIATIONS, [Finding(0, 2, "ABBREVIATION", "t", long, value={"long": long})])
    assert [(doc.text[f.start : f.end], f.value["analyte"]) for f in tagger.match(doc)] == expected


def test_a_defined_short_form_needs_no_table(tagger, vocab):
    doc = doc_of(vocab, "QQX > 3")
    write(doc, ABBREVIATIONS, [Finding(0, 3, "ABBREVIATION", "t", value={"long": "serum creatinine"})])
    assert [f.value["analyte"] for f in tagger.match(doc)] == ["creatinine"]


def test_findings_survive_serialisation(tagger, vocab):
    doc = tagger(doc_of(vocab, "D7MRD < 0.1%; ECOG 0-1"))
    before = read(doc, MEASUREMENTS)
    (after,) = DocBin(docs=[doc], store_user_data=True).get_docs(vocab)
    assert [f.label for f in before] == ["MEASUREMENT", "SCORE"]
    assert read(Doc(vocab).from_bytes(doc.to_bytes()), MEASUREMENTS) == before
    assert read(after, MEASUREMENTS) == before


def test_long_text_is_linear(tagger, vocab):
    import time

    text = "24 serum ECOG performance " * 2000
    start = time.process_time()
    tagger.match(doc_of(vocab, text))
    assert time.process_time() - start < 5
