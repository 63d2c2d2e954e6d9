"""Age, sex, and a patient's states."""

import csv
from pathlib import Path

import pytest
from eligex.components.demographics import DemographicsTagger
from eligex.components.findings import STATES, read
from eligex.components.states import StateTagger
from eligex.text.tokenizer import TrialTokenizer
from spacy.tokens import Doc
from spacy.vocab import Vocab

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((HERE / name).open(encoding="utf-8")))


@pytest.fixture(scope="module")
def demographics() -> DemographicsTagger:
    return DemographicsTagger("d")


@pytest.fixture(scope="module")
def states() -> StateTagger:
    return StateTagger("s")


def doc_of(text: str) -> Doc:
    return TrialTokenizer(Vocab())(text)


@pytest.mark.parametrize("row", rows("demographics.csv"), ids=lambda r: r["text"])
def test_demographics(demographics, row):
    found = [(row["text"][f.start : f.end], f.label, f.name) for f in demographics.match(doc_of(row["text"]))]
    assert found == [(row["span"], row["label"], row["name"])]


@pytest.mark.parametrize(
    "text",
    [
        "age-related hearing loss",
        "age of onset",
        "nature of the assay",
        "management",
        "humane care",
        "mental state",
    ],
)
def test_no_demographics(demographics, text):
    assert demographics.match(doc_of(text)) == []


def test_unit_of_age_is_no_second_mention(demographics):
    text = "Age of 20 to 40 years old"
    assert [text[f.start : f.end] for f in demographics.match(doc_of(text))] == ["Age"]
    text = "Age: any\n20 years old"
    assert [text[f.start : f.end] for f in demographics.match(doc_of(text))] == ["Age", "years old"]


@pytest.mark.parametrize("row", rows("states.csv"), ids=lambda r: r["text"])
def test_states(states, row):
    found = {
        (row["text"][f.start : f.end], f.label, f.value["state"]) for f in states.match(doc_of(row["text"]))
    }
    assert (row["span"], row["label"], row["key"]) in found


@pytest.mark.parametrize(
    "text",
    [
        "a negative pregnancy test",
        "the fields of Kent",
        "participation in the study",
        "ineligible for surgery",
        "smooth skin",
        "the dose at admission to the ICU for sepsis",
    ],
)
def test_no_state(states, text):
    assert states.match(doc_of(text)) == []


def test_wrapped_and_capital(states):
    text = "WRITTEN\r\n   INFORMED CONSENT"
    (found,) = states.match(doc_of(text))
    assert (found.start, found.end) == (0, len(text))


def test_offsets_hold_where_lower_case_is_longer(states):
    text = "İ İ pregnant"
    (found,) = states.match(doc_of(text))
    assert text[found.start : found.end] == "pregnant"


def test_states_survive_serialisation(states):
    doc = states(doc_of("pregnant, or refuses to sign the ICF"))
    again = Doc(doc.vocab).from_bytes(doc.to_bytes())
    assert read(again, STATES) == read(doc, STATES) != []
