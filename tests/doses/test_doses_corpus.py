"""What the doses component reads, one dimension each: a value in many surface forms, and what is none."""

import json
from pathlib import Path

import pytest
import spacy
from eligex.components.doses import DoseTagger
from eligex.components.findings import DOSES, Finding, read
from eligex.text.tokenizer import TrialTokenizer
from eligex.vocab.doses import rates, units, ways
from spacy.tokens import Doc, DocBin

HERE = Path(__file__).parent
NLP = spacy.blank("en")
NLP.tokenizer = TrialTokenizer(NLP.vocab)
TAGGER = DoseTagger("doses")


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def cases(name: str) -> list[tuple[dict, str]]:
    return [(row, form) for row in rows(name) for form in row["forms"]]


def tag(text: str) -> list[Finding]:
    return TAGGER.match(NLP.make_doc(text))


def without_words(value: dict) -> dict:
    """A payload without the words that it was written in and without what is not stated."""
    plain = {}
    for key, field in value.items():
        if key in ("warning", "kind") or field is None:
            continue
        drop = ("text", "unit_text")
        plain[key] = {k: v for k, v in field.items() if k not in drop} if isinstance(field, dict) else field
    return plain


@pytest.mark.parametrize(("row", "form"), cases("doses.jsonl"))
def test_dose(row: dict, form: str) -> None:
    text = f"The drug is given at {form} as planned."
    found = [f for f in tag(text) if f.label == "DOSE" and "dose" in f.value]
    assert [without_words(f.value)["dose"] for f in found] == [row["dose"]]
    assert text[found[0].start : found[0].end] in form or form in text[found[0].start : found[0].end]


@pytest.mark.parametrize(("row", "form"), cases("schedules.jsonl"))
def test_schedule(row: dict, form: str) -> None:
    found = [f for f in tag(f"The drug 10 mg {form}.") if f.label in ("SCHEDULE", "DURATION")]
    assert found, "nothing found"
    got = without_words(found[0].value)
    for key, want in row["value"].items():
        if isinstance(want, dict):
            assert {k: got[key].get(k) for k in want} == want
        else:
            assert got[key] == want
    assert len(found) == 1


@pytest.mark.parametrize(("row", "form"), cases("routes.jsonl"))
def test_route(row: dict, form: str) -> None:
    found = [f for f in tag(f"The drug 10 mg {form}.") if f.label == "ROUTE"]
    assert [(f.value["route"], f.value["method"]) for f in found] == [(row["route"], row["method"])]


@pytest.mark.parametrize("text", (HERE / "negatives.txt").read_text(encoding="utf-8").splitlines())
def test_is_no_dose_route_or_schedule(text: str) -> None:
    assert tag(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("given biweekly", "ambiguous-frequency"),
        ("given bimonthly", "ambiguous-frequency"),
        ("given every 4 to 6 hours", "frequency-range"),
        ("given over 30 to 60 minutes", "length-range"),
        ("given every 2 weeks", None),
    ],
)
def test_an_ambiguous_reading_says_so(text: str, code: str | None) -> None:
    assert [f.value.get("warning") for f in tag(text)] == [code]


def test_a_line_break_inside_a_statement_is_no_matter() -> None:
    text = "Given on days 1,\n          8 and 15 every\n          28 days."
    (found,) = tag(text)
    assert found.value["days"] == [[1, 1], [8, 8], [15, 15]]
    assert text[found.start : found.end] == "on days 1,\n          8 and 15 every\n          28 days"


def test_findings_survive_serialisation() -> None:
    doc = NLP.make_doc("A 5 mg/kg IV over 2 hours biweekly on days 1-5 until progression")
    TAGGER(doc)
    before = read(doc, DOSES)
    assert {f.label for f in before} == {"DOSE", "ROUTE", "SCHEDULE", "DURATION"}
    assert read(Doc(NLP.vocab).from_bytes(doc.to_bytes()), DOSES) == before
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    assert read(next(iter(DocBin().from_bytes(stored).get_docs(NLP.vocab))), DOSES) == before


def test_the_factory_stands_under_its_name() -> None:
    from eligex.components.doses import create

    assert isinstance(create(NLP, "eligex_doses"), DoseTagger)


def test_vocabularies_are_sound() -> None:
    assert len(units()) > 100
    assert all(u.scale > 0 for u in units().values())
    assert all(w.route or w.method or w.kind == "item" for w in ways().values())
    assert all((r.period is None) == (r.period_unit is None) for r in rates().values())


def test_a_long_record_takes_linear_time() -> None:
    import time

    line = "Patients receive 100 mg/m2 IV over 30 minutes on days 1, 8 and 15 every 28 days until relapse. "
    numbers = "1 2 3, 4 5 - 6 to 7 days and 8 or 9 " * 4000
    for text in (line * 1300, numbers, "1," * 60000, "day " * 30000, "((" * 60000, "until " * 20000):
        began = time.process_time()
        tag(text)
        assert time.process_time() - began < 20
