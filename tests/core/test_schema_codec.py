"""The typed objects hold what the contract names, and go to plain dicts and back."""

import dataclasses
import json

import pytest
from eligex.schema import regimen as r
from eligex.schema import trial as t
from eligex.schema.readable import constraint_words, number, summary

FULL = t.Trial(
    trial_id="NCT99990001",
    title="A made-up trial",
    source=t.Source(path="a.txt", format="text", sha256="0" * 64),
    status="partial",
    text="Age > 18 years",
    sections=[t.Section("inclusion", "Inclusion", 0, 14)],
    entities=[t.Entity("T1", "AGE", 0, 3, "Age", "inclusion", "I1", True, "age", "LOINC", "30525-0", "test:age")],
    criteria=[
        t.Criterion("I1", None, "inclusion", 0, 14, "Age > 18 years", {"any": ["I1.1", {"not": "I1.2"}]}, "parsed"),
        t.Criterion("I1.1", "I1", "inclusion", 0, 3, "Age", unclaimed=[[0, 3]]),
    ],
    constraints=[
        t.Constraint(
            id="I1.1",
            criterion="I1",
            section="inclusion",
            kind="measurement",
            subject=t.Subject("Age", 0, 3, "age", "LOINC", "30525-0"),
            range=t.Range(2.0, True, 3.0, False, "s", "sec", "ULN", 4, 8, {"value": 4, "unit": "s"}),
            normalized=t.Normalized(18.0, False, None, None, "a"),
            value="positive",
            negated=True,
            requirement="forbid",
            duration=t.Duration(3.0, True, None, None, "d"),
            window=t.Window(None, None, 4.0, True, "wk", "before", "enrolment"),
            applies_to="men",
            qualifiers=["by ultrasound"],
            exception_of="I1.2",
            evidence=[[0, 3], [4, 8]],
        )
    ],
    regimens=[
        r.Regimen(
            id="R1",
            section="arms",
            arm="A",
            drug=r.RegimenDrug("Age", 0, 3, "age"),
            dose=r.Dose(1.0, 2.0, "ug/d", "ug/day", "m2"),
            route="intravenous",
            method="continuous infusion",
            infusion=r.Amount(24.0, "h"),
            days=[[1, 2], [-8, -4]],
            cycle=r.Cycle(21.0, "d", 6),
            frequency=r.Frequency(1.0, 2.0, "mo", "bimonthly"),
            start=r.Start(60.0, 90.0, "d", "after", "transplant"),
            until=r.Event(1.0, "a", "after", "transplant"),
            relative=r.Event(1.0, "h", "before", "dose"),
            total_duration=r.Amount(14.0, "d"),
            evidence=[[0, 3]],
        )
    ],
    warnings=[t.Warning_("ambiguous-polarity", "read literally", 0, 3)],
)  # fmt: skip

FIELDS = {
    t.Trial: "trial_id title source status text sections entities criteria constraints regimens warnings"
    " schema_version",
    t.Source: "path format sha256",
    t.Section: "kind title start end",
    t.Entity: "id label start end text section criterion negated name system code source",
    t.Criterion: "id parent section start end text logic status unclaimed",
    t.Constraint: "id criterion section kind subject range normalized value negated requirement duration window"
    " applies_to qualifiers exception_of evidence",
    t.Subject: "text start end name system code",
    t.Range: "low low_inclusive high high_inclusive unit unit_text relative_to start end offset",
    t.Normalized: "low low_inclusive high high_inclusive unit",
    t.Duration: "low low_inclusive high high_inclusive unit",
    t.Window: "low low_inclusive high high_inclusive unit relation anchor",
    t.Warning_: "code message start end",
    r.Regimen: "id section arm drug dose route method infusion days cycle frequency start until relative"
    " total_duration evidence",
    r.RegimenDrug: "text start end name system code",
    r.Dose: "low high unit unit_text per",
    r.Amount: "value unit",
    r.Cycle: "length unit count",
    r.Frequency: "times period period_unit text",
    r.Start: "low high unit relation anchor",
    r.Event: "value unit relation anchor",
}
ADDED = {t.Constraint: {"flags"}}  # "A field may be added"


def test_round_trip():
    data = FULL.to_dict()
    assert t.Trial.from_dict(data) == FULL
    assert t.Trial.from_dict(json.loads(json.dumps(data))).to_dict() == data


def test_the_dict_is_a_copy():
    FULL.to_dict()["criteria"][0]["logic"]["any"].clear()
    assert FULL.criteria[0].logic == {"any": ["I1.1", {"not": "I1.2"}]}


def test_the_version_comes_first():
    assert next(iter(FULL.to_dict().items())) == ("schema_version", "1")


@pytest.mark.parametrize("cls", FIELDS, ids=lambda c: c.__name__)
def test_field_names(cls):
    names = {f.name for f in dataclasses.fields(cls)}
    assert names - ADDED.get(cls, set()) == set(FIELDS[cls].split())


@pytest.mark.parametrize("at", [(), ("source",), ("constraints", 0, "range"), ("regimens", 0, "dose")])
def test_an_unknown_field_is_refused(at):
    data = FULL.to_dict()
    inner = data
    for step in at:
        inner = inner[step]
    inner["surprise"] = 1
    with pytest.raises(TypeError, match="surprise"):
        t.Trial.from_dict(data)


def test_a_missing_field_is_refused():
    data = FULL.to_dict()
    del data["status"]
    with pytest.raises(TypeError, match="status"):
        t.Trial.from_dict(data)


def test_words_of_a_full_constraint():
    assert constraint_words(FULL.constraints[0]) == (
        "forbid measurement age = positive ≥ 2 × ULN and < 3 × ULN + 4 s for ≥ 3 d [≤ 4 wk before enrolment]"
        " <men> (by ultrasound) except of I1.2 {negated}"
    )


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        (t.Range(16.0, True, 65.0, True, "a"), "≥ 16 a and ≤ 65 a"),
        (t.Range(16.0, False, 65.0, False, "a"), "> 16 a and < 65 a"),
        (t.Range(0.5, True, 0.5, True, "%"), "= 0.5 %"),
        (t.Range(None, None, 1.0, True, relative_to="ULN"), "≤ 1 × ULN"),
        (t.Range(None, None, 2.0, False), "< 2"),
    ],
)
def test_words_of_bounds(bounds, words):
    c = t.Constraint("I1.1", "I1", "inclusion", "score", t.Subject("X", 0, 1, "x"), range=bounds)
    assert constraint_words(c) == f"allow score x {words}"


@pytest.mark.parametrize(
    ("value", "words"), [(3.0, "3"), (0.5, "0.5"), (100000.0, "100000"), (1.73, "1.73"), (0.0001, "0.0001")]
)
def test_numbers_in_words(value, words):
    assert number(value) == words


def test_the_page_names_every_object():
    page = summary(FULL)
    for words in (
        "NCT99990001",
        "status: partial",
        "I1 [inclusion, parsed]",
        "I1.1",
        "R1  age",
        "ambiguous-polarity",
    ):
        assert words in page


def test_it_prints_with_every_object():
    page = str(FULL)
    for words in (
        "NCT99990001  A made-up",
        "partial: 1 of 2",
        "  I1  Age",
        "not",
        "  R1  age",
        "ambiguous-polarity: ",
    ):
        assert words in page
