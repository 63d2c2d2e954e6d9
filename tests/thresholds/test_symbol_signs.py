"""Signs of comparison that the Symbol font left behind, and numbers that only a word before them makes a bound."""

import pytest
from eligex.components.findings import DEMOGRAPHICS, MEASUREMENTS, THRESHOLDS, Finding, read, write
from eligex.components.thresholds import EMITTED, ThresholdTagger
from eligex.components.thresholds.symbols import spelled, stands_behind
from eligex.text.tokenizer import TrialTokenizer
from spacy.vocab import Vocab

TOKENIZE = TrialTokenizer(Vocab())


def named(text, name, label="MEASUREMENT"):
    start = text.index(name)
    return Finding(start, start + len(name), label, "test")


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("LVEF ³ 50%", "LVEF", "LVEF ≥ 50%"),
        ("QTc)³ 450", "QTc", "QTc)≥ 450"),
        ("Hemoglobin (Hgb) £10", "Hemoglobin", "Hemoglobin (Hgb) ≤10"),
        ("ECOG performance status of £ 2", "ECOG performance status", "ECOG performance status of ≤ 2"),
        ("platelets 100,000/mm³ 3 times", "platelets", "platelets 100,000/mm³ 3 times"),
        ("LVEF; paid £ 50", "LVEF", "LVEF; paid £ 50"),
    ],
)
def test_sign(text, name, expected):
    assert spelled(text, [named(text, name)]) == expected


def test_nothing_stands_before():
    assert spelled("³ 18 and £ 20", []) == "³ 18 and £ 20"
    assert stands_behind("AST > 3", 4, {3})
    assert not stands_behind("AST or ALT > 3", 11, {3})


def thresholds(text, *names):
    doc = TOKENIZE(text)
    write(doc, MEASUREMENTS, [named(text, name) for name in names])
    write(doc, DEMOGRAPHICS, [])
    return read(ThresholdTagger("thresholds", roles=list(EMITTED))(doc), THRESHOLDS)


@pytest.mark.parametrize(
    ("text", "names", "bounds"),
    [
        ("creatinine clearance < 35 umoles/min", ["creatinine clearance"], [(None, 35)]),
        ("prothrombin time < 2 times control", ["prothrombin time"], []),
        ("systolic pressure < 5 percentile", ["systolic pressure"], [(None, 5)]),
        ("an apnea-hypopnea index > 20/hr", ["apnea-hypopnea index"], [(20, None)]),
        ("more than 20/hr", [], []),
        ("marrow function > 1500 granulocytes", ["marrow function", "granulocytes"], []),
        ("not expected to survive 48 hours", ["expected to survive"], [(48, None)]),
        ("followed for 48 hours", [], []),
    ],
)
def test_bounds(text, names, bounds):
    assert [(t.value["low"], t.value["high"]) for t in thresholds(text, *names)] == bounds
