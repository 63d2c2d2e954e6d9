"""Plain text and MedPath pages: the content unchanged."""

from pathlib import Path

import pytest
from eligex.readers import detect, read
from eligex.schema.record import Record

PAGE = """MedPath

Zorvimab Against Teal Fever

Phase 1
Recruiting
Conditions
Teal Fever
Interventions
Drug: Zorvimab
Procedure: Ice Bath
Registration Number
NCT90000005
Lead Sponsor
Institute of Hues
Brief Summary

We ask whether zorvimab helps.

Sex

is not a heading here, nor is

Exclusion Criteria

Detailed Description

Not available

Recruitment & Eligibility

Status
RECRUITING
Sex
Female
Target Recruitment
12
Inclusion Criteria
  • Adults with teal fever
    - for 3 days
Exclusion Criteria
  1. Rash.

Study & Design

Study Type
INTERVENTIONAL
Study Design
PARALLEL
Arm && Interventions
GroupInterventionDescription
Cold ArmIce BathTen minutes daily
Warm ArmZorvimab5 mg daily

then 2 mg daily
Primary Outcome Measures
NameTimeMethod
Fever3 days

Daily reading

Trial Locations

Locations (1)

Hue City

MedPath

Words about the site.

© 2025 MedPath, Inc. All rights reserved."""


def one(path: Path, content: str, format: str = "auto") -> Record:
    path.write_bytes(content.encode("utf-8"))
    (record,) = read(path, name=path.name, format=format)
    assert isinstance(record, Record), record
    return record


def page(tmp_path: Path, text: str = PAGE) -> tuple[Record, dict[str, list[str]]]:
    record = one(tmp_path / "page.txt", text)
    found: dict[str, list[str]] = {}
    for s in record.sections:
        found.setdefault(f"{s.kind}/{s.title}", []).append(record.text[s.start : s.end])
    return record, found


def test_page_gives_its_sections(tmp_path: Path) -> None:
    record, found = page(tmp_path)
    assert (record.format, record.trial_id, record.text) == ("medpath", "NCT90000005", PAGE)
    assert record.title == "Zorvimab Against Teal Fever"
    assert found["title/Title"] == [record.title]
    assert found["conditions/Conditions"] == ["Teal Fever"]
    assert found["inclusion/Inclusion Criteria"] == ["  • Adults with teal fever\n    - for 3 days"]
    assert found["exclusion/Exclusion Criteria"] == ["  1. Rash."]
    assert found["other/Sex"] == ["Female"]
    assert found["outcomes/Primary Outcome Measures"] == ["Fever3 days\n\nDaily reading"]
    assert found["other/Trial Locations"] == ["Locations (1)\n\nHue City"]


def test_heading_words_within_a_description_are_no_headings(tmp_path: Path) -> None:
    _, found = page(tmp_path)
    (summary,) = found["summary/Brief Summary"]
    assert summary.startswith("We ask")
    assert summary.endswith("Exclusion Criteria")


def test_criteria_without_their_own_heading_are_eligibility(tmp_path: Path) -> None:
    _, found = page(tmp_path, PAGE.replace("\nInclusion Criteria\n", "\n"))
    assert found["other/Target Recruitment"] == ["12"]
    assert found["eligibility/Recruitment & Eligibility"] == ["  • Adults with teal fever\n    - for 3 days"]


def test_windows_line_ends_shift_nothing(tmp_path: Path) -> None:
    record, found = page(tmp_path, PAGE.replace("\n", "\r\n"))
    assert record.text.count("\r\n") == PAGE.count("\n")
    assert found["inclusion/Inclusion Criteria"] == ["  • Adults with teal fever\r\n    - for 3 days"]
    assert found["arms/Cold Arm"] == ["Cold ArmIce BathTen minutes daily"]


def test_listed_interventions_show_where_a_group_ends(tmp_path: Path) -> None:
    _, found = page(tmp_path)
    assert found["arms/Cold Arm"] == ["Cold ArmIce BathTen minutes daily"]
    assert found["arms/Warm Arm"] == ["Warm ArmZorvimab5 mg daily\n\nthen 2 mg daily"]


@pytest.mark.parametrize(
    ("row", "labels"),
    [
        ("High Zorvimab groupZorvimab5 mg daily", ["High Zorvimab group"]),
        ("ZorvimabZorvimabGiven daily", ["Zorvimab"]),
        ("Cohort 2 (adults)Ice BathOnce", ["Cohort 2 (adults)"]),
        ("Zorvimab", []),
        ("One group (Zorvimab) and another", []),
        ("One group, non-Zorvimab, then more", []),
    ],
)
def test_an_intervention_in_a_sentence_ends_no_label(tmp_path: Path, row: str, labels: list[str]) -> None:
    record, _ = page(tmp_path, PAGE.replace(ROWS, row))
    assert [s.title for s in record.sections if s.kind == "arms"][1:] == labels


ROWS = "Cold ArmIce BathTen minutes daily\nWarm ArmZorvimab5 mg daily\n\nthen 2 mg daily"
UNLISTED = PAGE.replace("Drug: Zorvimab\nProcedure: Ice Bath\n", "")


@pytest.mark.parametrize(
    ("rows", "labels"),
    [
        ("zorvimabzorvimabPatients take it", ["zorvimab"]),
        ("Plan QZorvimabBoth are given in turn\nPlan QIce BathBoth are given in turn", ["Plan Q", "Plan Q"]),
        ("Plan QZorvimabGiven once\nPlan RIce BathGiven in the morning", []),
        ("Plan QZorvimabGiven once", []),
    ],
)
def test_a_group_is_named_only_where_the_text_shows_it(tmp_path: Path, rows: str, labels: list[str]) -> None:
    record, found = page(tmp_path, UNLISTED.replace(ROWS, rows))
    assert found["arms/Arm && Interventions"] == [rows]
    assert [s.title for s in record.sections if s.kind == "arms"][1:] == labels


@pytest.mark.parametrize("content", ["A\r\nB\rC\n\u2028D\x0bE\x0c ≥ 5\n\n", "one line", "  \n\tindented\n"])
def test_text_is_the_content_unchanged(tmp_path: Path, content: str) -> None:
    record = one(tmp_path / "t.txt", content)
    assert (record.text, record.sections, record.format) == (content, [], "text")


@pytest.mark.parametrize(
    ("name", "content", "trial_id"),
    [
        ("nct90000006_v2.txt", "Adults (NCT90000007)", "NCT90000006"),
        ("notes.txt", "Adults (NCT90000007), NCT90000007", "NCT90000007"),
        ("notes.txt", "As in NCT90000007 and NCT90000008", "notes"),
        ("notes.v1.txt", "No XNCT90000007 nor NCT900000071", "notes.v1"),
    ],
)
def test_trial_id_of_a_text(tmp_path: Path, name: str, content: str, trial_id: str) -> None:
    assert one(tmp_path / name, content).trial_id == trial_id


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("\n Zorvimab in Teal Fever\nAdults.", "Zorvimab in Teal Fever"),
        ("# Zorvimab in Teal Fever\n", "Zorvimab in Teal Fever"),
        ("Overview\nWords", None),
        ("Inclusion Criteria:\n- Adults", None),
        ("- Adults\n- Rash", None),
        ("1. Adults", None),
        ("This study asks whether it helps.\nMore", None),
        ("word " * 80, None),
    ],
)
def test_title_of_a_text(tmp_path: Path, content: str, title) -> None:
    assert one(tmp_path / "t.txt", content).title == title


def test_a_page_is_known_by_its_content(tmp_path: Path) -> None:
    assert detect(PAGE.encode()) == "medpath"
    assert detect(b"MedPath is a site that lists trials.\nInclusion Criteria\n- Adults") == "text"
    assert one(tmp_path / "p.txt", PAGE, "text").text == PAGE


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    content = "Fièvre à 38 °C ± 0.5\r\nÉtude"
    path = tmp_path / "t.txt"
    path.write_bytes(content.encode(encoding))
    (record,) = read(path, name="t.txt")
    assert isinstance(record, Record)
    assert record.text == content
