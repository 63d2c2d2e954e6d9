"""The five real documents of the shared folder, where it is there: facts by criterion, without their words."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the shared seed documents are not here")
PREFIXES = ("000", "001", "002", "003", "004")


@pytest.fixture(scope="module")
def trials(nlp):
    return {p.name[:3]: nlp(p.read_text(encoding="utf-8"))._.trial for p in sorted(FOLDER.glob("*.txt"))}


def of(trial, criterion, name):
    """The one constraint of a criterion on a subject."""
    (found,) = [c for c in trial.constraints if c.criterion == criterion and c.subject.name == name]
    return found


def test_all_five_give_a_result(trials):
    assert tuple(trials) == PREFIXES
    assert {seed for seed, trial in trials.items() if trial.status == "parsed"} == {*PREFIXES} - {"003"}
    assert trials["003"].status == "partial"


@pytest.mark.parametrize(("seed", "items"), [("000", 10), ("001", 16), ("002", 22), ("004", 23)])
def test_every_criterion_is_parsed(trials, seed, items):
    trial = trials[seed]
    assert len([k for k in trial.criteria if k.parent is None]) == items
    assert {k.status for k in trial.criteria} == {"parsed"}
    assert [k.id for k in trial.criteria if k.unclaimed] == []


def test_the_document_without_criteria(trials):
    trial = trials["003"]
    assert (trial.criteria, trial.constraints) == ([], [])
    drugs = {"blinatumomab", "vindesine", "cyclophosphamide", "dexamethasone", "venetoclax"}
    assert drugs <= {e.name for e in trial.entities if e.label == "DRUG"}
    assert {r.drug.name for r in trial.regimens} == drugs


ALT, AST, BILIRUBIN = "alanine aminotransferase", "aspartate aminotransferase", "total bilirubin"
LVEF, CREATININE, MRD = "left ventricular ejection fraction", "creatinine", "minimal residual disease"
ECOG, KPS, ANC = "ECOG performance status", "Karnofsky performance status", "absolute neutrophil count"


@pytest.mark.parametrize(
    ("seed", "criterion", "name", "bounds", "asked"),
    [
        ("000", "I2", "age", (14, True, None, None, "a", None), "require"),
        ("000", "I3", ECOG, (None, None, 2, True, None, None), "require"),
        ("000", "I4", BILIRUBIN, (None, None, 1.5, False, None, "ULN"), "require"),
        ("000", "I4", AST, (None, None, 2.5, True, None, "ULN"), "require"),
        ("000", "I4", "myocardial enzymes", (None, None, 2, False, None, "ULN"), "require"),
        ("000", "I4", LVEF, (50, False, None, None, "%", None), "require"),
        ("001", "I4.1", MRD, (0.1, True, None, None, "%", None), "require"),
        ("001", "I4.2", MRD, (0.01, True, None, None, "%", None), "require"),
        ("001", "E11", MRD, (1, True, None, None, "%", None), "forbid"),
        ("002", "I2", "age", (16, True, 65, True, "a", None), "require"),
        ("002", "I3", KPS, (60, False, None, None, None, None), "require"),
        ("002", "I3", ECOG, (0, True, 2, True, None, None), "require"),
        ("002", "I4", "life expectancy", (3, False, None, None, "mo", None), "require"),
        ("002", "I6", "hemoglobin", (80, True, None, None, "g/L", None), "require"),
        ("004", "I1", "age", (14, True, 65, True, "a", None), "require"),
        ("004", "I6", ECOG, (None, None, 3, False, None, None), "require"),
        ("004", "I8", ALT, (None, None, 3, True, None, "ULN"), "require"),
        ("004", "I8", "creatinine clearance", (50, True, None, None, "mL/min", None), "require"),
        ("004", "E3", LVEF, (None, None, 60, False, "%", None), "forbid"),
        ("004", "E5", ALT, (3, False, None, None, None, "ULN"), "forbid"),
        ("004", "E6", CREATININE, (2, False, None, None, None, "ULN"), "forbid"),
        ("004", "E6", "creatinine clearance", (None, None, 50, False, "mL/min", None), "forbid"),
    ],
)
def test_bounds(trials, seed, criterion, name, bounds, asked):
    c = of(trials[seed], criterion, name)
    r = c.range
    assert (r.low, r.low_inclusive, r.high, r.high_inclusive, r.unit, r.relative_to) == bounds
    assert c.requirement == asked


def test_a_lower_and_an_upper_age_in_different_units(trials):
    low, high = (c.range for c in trials["001"].constraints if c.criterion == "I1")
    assert (low.low, low.low_inclusive, low.high, low.unit) == (1, False, None, "mo")
    assert (high.high, high.high_inclusive, high.low, high.unit) == (18, False, None, "a")


def test_alternatives_stay_alternatives(trials):
    logic = {k.id: k.logic for k in trials["002"].criteria}
    assert set(logic["I3"]) == {"any"}
    kidney = next(k for k in trials["004"].criteria if k.id == "I8").logic
    assert "any" in str(kidney)


def test_each_sex_has_its_own_limit(trials):
    limits = {
        c.applies_to: c.range.low for c in trials["004"].constraints if c.subject.name == "QTc interval"
    }
    assert limits == {"men": 450, "women": 470}


@pytest.mark.parametrize(("seed", "criterion"), [("002", "I7"), ("002", "I8"), ("004", "I7")])
def test_a_negated_inclusion_forbids(trials, seed, criterion):
    found = [c for c in trials[seed].constraints if c.criterion == criterion]
    assert found
    assert {(c.negated, c.requirement) for c in found} == {(True, "forbid")}


@pytest.mark.parametrize(
    ("seed", "criterion", "name", "window"),
    [
        ("001", "E6", "seizures", (None, 1, "mo", "before", None)),
        ("001", "E9", "glucocorticoid", (None, 1, "mo", "before", "enrollment")),
        ("001", "E9", "ABL kinase inhibitor", (None, 1, "mo", "before", "enrollment")),
        ("001", "E9", "chemotherapy", (None, 3, "mo", "before", "enrollment")),
        ("002", "I10", "pregnancy test", (None, 7, "d", "before", "first dose")),
        ("004", "E3", "myocardial infarction", (None, 1, "a", "before", None)),
        ("004", "E8", "embolism", (None, 1, "a", "before", None)),
    ],
)
def test_windows(trials, seed, criterion, name, window):
    w = of(trials[seed], criterion, name).window
    assert (w.low, w.high, w.unit, w.relation, w.anchor) == window


def test_what_has_no_time_gets_none(trials):
    assert of(trials["001"], "E6", "epilepsy").window is None


def test_the_length_of_a_treatment(trials):
    days = of(trials["001"], "E9", "glucocorticoid").duration
    assert (days.low, days.low_inclusive, days.unit) == (14, True, "d")
    days = of(trials["001"], "E9", "ABL kinase inhibitor").duration
    assert (days.low, days.low_inclusive, days.unit) == (7, False, "d")


@pytest.mark.parametrize(("seed", "criterion"), [("001", "E9"), ("004", "E12")])
def test_an_exception_asks_for_nothing(trials, seed, criterion):
    (found,) = [c for c in trials[seed].constraints if c.criterion == criterion and c.exception_of]
    assert found.requirement is None
    assert found.kind == "procedure"


def test_phases_of_a_course(trials):
    phases = [(r.drug.name, r.dose.low, r.dose.unit, r.days) for r in trials["002"].regimens]
    assert phases[:3] == [
        ("blinatumomab", 8, "ug/d", [[1, 2]]),
        ("blinatumomab", 16, "ug/d", [[3, 7]]),
        ("dexamethasone", 20, "mg", [[1, 1], [3, 3]]),
    ]
