"""Windows and durations: value to surface forms, negatives, and any text."""

import csv
from pathlib import Path

import pytest
from eligex.components import findings as groups
from eligex.components.findings import Finding, read
from eligex.components.windows.tagger import WindowTagger
from eligex.text.tokenizer import TrialTokenizer
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

TOKENIZE = TrialTokenizer(Vocab())
TAGGER = WindowTagger("eligex_windows")
with open(Path(__file__).parent / "window_cases.tsv", encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file, delimiter="\t"))


def found(text: str) -> list[Finding]:
    return TAGGER.match(TOKENIZE(text))


def shown(value: object) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:45] for c in CASES])
def test_value_of_each_form(case: dict[str, str]) -> None:
    fields = ("low", "low_inclusive", "high", "high_inclusive", "unit", "relation", "anchor")
    got = [(f.label, *(shown(f.value.get(k)) for k in fields)) for f in found(case["text"])]
    assert (case["label"], *(case[k] or "" for k in fields)) in got


@pytest.mark.parametrize(
    "text",
    [
        "Age ≥ 18 years",
        "Aged 18 to 65 years",
        "Life expectancy of at least 3 months",
        "Expected survival > 6 months",
        "Prednisone 10 mg per day",
        "QTc > 450 ms",
        "24-hour urine protein",
        "Infants of 34 weeks gestation",
        "Two hours travel time from the clinic",
        "Smokes more than 2 days/week",
    ],
)
def test_no_window(text: str) -> None:
    assert found(text) == []


def test_duration_and_window_of_one_phrase_are_two() -> None:
    got = {
        (f.label, f.value["low"], f.value["high"])
        for f in found("Heparin for > 3 days within one month before enrolment")
    }
    assert got == {("DURATION", 3.0, None), ("WINDOW", None, 1.0)}


def test_an_operator_not_understood_gives_no_bound() -> None:
    assert [
        f for f in found("stable for at the very least, 4 weeks before baseline") if f.value["high"]
    ] == []


def test_anchor_offsets_quote_the_text() -> None:
    text = "Any surgery within 2 weeks prior to the first dose of study drug"
    (f,) = found(text)
    assert (
        text[f.value["anchor_start"] : f.value["anchor_end"]]
        == f.value["anchor"]
        == "first dose of study drug"
    )


def test_serialisation() -> None:
    doc = TAGGER(TOKENIZE("No fever within 3 days before dosing"))
    back = Doc(doc.vocab).from_bytes(doc.to_bytes())
    assert read(back, groups.WINDOWS) == read(doc, groups.WINDOWS) != []


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["within", "3", "months", "before", "for", "at least", "≥", "-", "to", "the", "past", "year", "(",
             "half",
             "½", "1,5", "since",
             "post", "\n", "enrolment", "a week", "of", "until", "1/2"]
        ),
        max_size=25,
    ).map(" ".join)
    | st.text(max_size=60)
)  # fmt: skip
@example("within 3 - a week")
@example("4 to 2 weeks before enrolment")
def test_any_text_gives_findings_inside_it(text: str) -> None:
    for f in found(text):
        assert 0 <= f.start < f.end <= len(text)
        assert f.value["low"] is None or f.value["high"] is None or f.value["low"] <= f.value["high"]


@pytest.mark.parametrize(
    ("words", "high", "told"),
    [
        (
            "within 30 days or 5 half-lives, whichever is longer, prior to",
            30,
            "or 5 half-lives, whichever is longer",
        ),
        ("within 2 weeks (or five drug half-lives) before", 2, "or five drug half-lives"),
        ("within 30 days or 5 half-lives of", 30, "or 5 half-lives"),
        (
            "within 5 half-lives or 14 days, whichever is shorter, before",
            14,
            "5 half-lives or 14 days, whichever is shorter",
        ),
        ("within 5 half-lives prior to", None, "within 5 half-lives"),
        ("within 14 days, whichever is longer, before", 14, None),
        ("within 14 days before", 14, None),
    ],
)
def test_half_lives_stand_beside_the_time(words, high, told):
    text = f"Drug use {words} enrolment"
    (window,) = found(text)
    assert (window.value["high"], window.value["anchor"], window.value["alternative"]) == (
        high,
        "enrolment",
        told,
    )
    if told:
        at = window.value["alternative_start"]
        assert text[at : at + len(told)] == told


def test_half_lives_of_a_drug_need_no_anchor():
    (window,) = found("Drug use within 5 half-lives of the drug")
    assert (window.value["anchor"], window.value["alternative"]) == (None, "within 5 half-lives of the drug")


def test_a_half_life_alone_is_no_time():
    assert found("Drugs with a half-life over 24 hours") == []
