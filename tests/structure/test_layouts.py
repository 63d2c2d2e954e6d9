"""Sections and items of the layouts in which registries and pages write criteria."""

import re
from pathlib import Path

import pytest
from eligex.components.criteria import Criteria
from eligex.components.findings import CRITERIA, FIELDS, SECTIONS, Finding, read, write
from eligex.components.sections import Sections
from eligex.text.tokenizer import TrialTokenizer
from spacy.tokens import Doc
from spacy.vocab import Vocab

TOKENIZE = TrialTokenizer(Vocab())
PIPES = (Sections("eligex_sections"), Criteria("eligex_criteria"))


def parsed(text: str) -> Doc:
    doc = TOKENIZE(text)
    for pipe in PIPES:
        doc = pipe(doc)
    return doc


def layouts() -> list[tuple[str, str, list[str]]]:
    """(name, text, expected lines) of `layouts.txt`."""
    file = (Path(__file__).parent / "layouts.txt").read_text(encoding="utf-8")
    found = []
    for block in re.split(r"^=== ", file, flags=re.MULTILINE)[1:]:
        name, rest = block.split("\n", 1)
        text, expected = rest.split("\n---\n")
        found.append((name, text, [line.rstrip() for line in expected.strip().split("\n")]))
    return found


def shown(doc: Doc) -> list[str]:
    """Sections and items in text order, written as in `layouts.txt`."""
    rows = [(f.start, 0, _section(f)) for f in read(doc, SECTIONS)]
    rows += [
        (f.start, 1, f"{f.value['id']} {' '.join(doc.text[f.start : f.end].split())}")
        for f in read(doc, CRITERIA)
    ]
    return [row[2] for row in sorted(rows, key=lambda row: row[:2])]


def _section(found: Finding) -> str:
    cohort = f" | {found.value['cohort']}" if found.value["cohort"] else ""
    return f"§ {found.label} | {found.value['title']}{cohort}".rstrip()


LAYOUTS = layouts()


def test_there_are_enough_layouts() -> None:
    assert len(LAYOUTS) >= 35
    assert len({name for name, _, _ in LAYOUTS}) == len(LAYOUTS)


@pytest.mark.parametrize(("name", "text", "expected"), LAYOUTS, ids=[name for name, _, _ in LAYOUTS])
def test_layout(name: str, text: str, expected: list[str]) -> None:
    assert shown(parsed(text)) == expected


@pytest.mark.parametrize(("name", "text", "expected"), LAYOUTS, ids=[name for name, _, _ in LAYOUTS])
def test_layout_with_carriage_returns(name: str, text: str, expected: list[str]) -> None:
    assert shown(parsed(text.replace("\n", "\r\n"))) == expected


@pytest.mark.parametrize(("name", "text", "expected"), LAYOUTS, ids=[name for name, _, _ in LAYOUTS])
def test_ids_and_parents_agree(name: str, text: str, expected: list[str]) -> None:
    found = read(parsed(text), CRITERIA)
    ids = [f.value["id"] for f in found]
    assert len(ids) == len(set(ids))
    for f in found:
        number, parent = f.value["id"], f.value["parent"]
        assert number[0] == f.value["section"][0].upper()
        assert parent == (number.rpartition(".")[0] or None)
        assert parent is None or parent in ids


def test_a_registry_field_is_divided_whatever_it_says() -> None:
    text = (
        "Title:\nWalking\n\nEligibility Criteria:\nAsthma for a year\n\nExclusion Criteria:\n\n* Pregnancy\n"
    )
    doc = TOKENIZE(text)
    at = text.index("Asthma")
    fields = [
        Finding(7, 14, "title", "reader:ctgov-json", value={"title": "Title"}),
        Finding(
            at, len(text) - 1, "eligibility", "reader:ctgov-json", value={"title": "Eligibility Criteria"}
        ),
    ]
    write(doc, FIELDS, fields)
    for pipe in PIPES:
        doc = pipe(doc)
    assert shown(doc) == [
        "§ title | Title",
        "§ eligibility | Eligibility Criteria",
        "§ inclusion |",
        "I1 Asthma for a year",
        "§ exclusion | Exclusion Criteria",
        "E1 Pregnancy",
    ]


def test_a_field_that_is_criteria_already_is_left_alone() -> None:
    doc = TOKENIZE("Pregnancy\nSmoking")
    write(doc, FIELDS, [Finding(0, 17, "exclusion", "reader:jsonl", value={"title": "Exclusion"})])
    for pipe in PIPES:
        doc = pipe(doc)
    assert shown(doc) == ["§ exclusion | Exclusion", "E1 Pregnancy", "E2 Smoking"]
