"""Constraints as sentences, logic as a tree of lines."""

import json

import pytest
from eligex.schema.codec import from_dict
from eligex.schema.sentences import leaves, logic_lines, sentences
from eligex.schema.trial import Constraint

YEARS = {"unit": "a", "unit_text": "years old"}
UPPER = {"high": 3.0, "high_inclusive": True, "relative_to": "ULN"}
MONTH = {"high": 1.0, "high_inclusive": True, "unit": "mo", "relation": "before", "anchor": "enrollment"}
FORTNIGHT = {"low": 14.0, "low_inclusive": True, "unit": "d"}
CELLS = {"low": 20.0, "low_inclusive": True, "unit": "10*9/L"}


def constraint(id="I1.1", subject="ALT", **fields):
    base = {
        "id": id,
        "criterion": "I1",
        "section": "inclusion",
        "kind": "measurement",
        "requirement": "require",
    }
    return from_dict(Constraint, {**base, "subject": {"text": subject, "start": 0, "end": 3}, **fields})


SAID = [
    ({"range": UPPER}, "ALT ≤ 3 × ULN required"),
    ({"range": {**UPPER, "high": 1, "high_inclusive": False}}, "ALT < ULN required"),
    (
        {"range": {"low": 1, "relative_to": "ULN", "offset": {"value": 4, "unit": "s"}}},
        "ALT > ULN + 4 s required",
    ),
    (
        {"range": {"low": 0, "low_inclusive": True, "high": 1, "relative_to": "LLN"}},
        "ALT ≥ 0 and < 1 × LLN required",
    ),
    ({"range": {"low": 11, "low_inclusive": True, "relative_to": "ULN"}}, "ALT ≥ 11 × ULN required"),
    ({"range": {**CELLS}}, "ALT ≥ 20 × 10⁹/L required"),
    ({"range": {"high": 31, "unit": "[lb_av]", "unit_text": "pounds"}}, "ALT < 31 pounds required"),
    ({"range": {"low": 2, "low_inclusive": True, "high": 2, "high_inclusive": True}}, "ALT = 2 required"),
    (
        {
            "subject": "age",
            "range": {"low": 16, "low_inclusive": True, "high": 65, "high_inclusive": True, **YEARS},
        },
        "age ≥ 16 and ≤ 65 years required",
    ),
    (
        {"subject": "glucocorticoids", "requirement": "forbid", "duration": FORTNIGHT, "window": MONTH},
        "forbidden: glucocorticoids ≥ 14 d within 1 mo before enrollment",
    ),
    (
        {"range": CELLS, "duration": FORTNIGHT, "qualifiers": ["without  transfusion"], "applies_to": "men"},
        "ALT ≥ 20 × 10⁹/L for ≥ 14 d required (men), without transfusion",
    ),
    ({"window": {**MONTH, "unit": "a", "anchor": None}}, "ALT within the past 1 year required"),
    ({"window": {**MONTH, "high_inclusive": False}}, "ALT < 1 mo before enrollment required"),
    (
        {"window": {"low": 4, "low_inclusive": True, "unit": "wk", "relation": "after"}},
        "ALT ≥ 4 wk after required",
    ),
    ({"window": {"relation": "during", "anchor": "the\n study"}}, "ALT during the study required"),
    ({"value": "negative"}, "ALT negative required"),
    ({"subject": "ALT Negative", "value": "negative"}, "ALT Negative required"),
    ({"requirement": None}, "allowed: ALT"),
    ({"requirement": None, "exception_of": "I9.9", "negated": True}, "exception: no ALT"),
    ({"requirement": "forbid", "negated": True}, "forbidden: ALT"),
    ({"subject": None, "kind": "state"}, "state required"),
]


@pytest.mark.parametrize(("fields", "words"), SAID, ids=[words for _, words in SAID])
def test_a_constraint_is_said(fields, words):
    assert sentences([constraint(**fields)]) == {"I1.1": words}


def carving(id, subject, base):
    return constraint(id, subject, requirement=None, exception_of=base)


def test_exceptions_end_the_sentence():
    listed = [
        constraint("E1.1", "radiotherapy", requirement="forbid", window=MONTH),
        carving("E1.2", "emergencies", "E1.1"),
        carving("E1.3", "spine", "E1.2"),
        carving("E1.4", "skin", "E1.1"),
    ]
    assert sentences(listed)["E1.1"] == (
        "forbidden: radiotherapy within 1 mo before enrollment, except emergencies (but not spine); skin"
    )
    assert leaves(listed)["E1.1"] == "forbidden: radiotherapy within 1 mo before enrollment"
    assert leaves(listed)["E1.2"] == "emergencies"


def test_exceptions_in_a_circle_end():
    listed = [carving("E1.1", "a", "E1.2"), carving("E1.2", "b", "E1.1")]
    assert sentences(listed)["E1.1"] == "exception: a, except b"


def test_the_tree_is_drawn():
    logic = {
        "all": [
            "a",
            {"any": ["b", {"not": "c"}]},
            {"base": "d", "except": ["e", "f"]},
            {"if": "g", "then": "h"},
        ]
    }
    assert logic_lines(logic, {"a": "ALT ≤ 3 × ULN required"}) == [
        "all of",
        "├─ a  ALT ≤ 3 × ULN required",
        "├─ any of",
        "│  ├─ b",
        "│  └─ not",
        "│     └─ c",
        "├─ with exceptions",
        "│  ├─ d",
        "│  ├─ except: e",
        "│  └─ except: f",
        "└─ if … then",
        "   ├─ if: g",
        "   └─ then: h",
    ]


def test_an_exclusion_says_what_keeps_out():
    logic = {"any": ["a", {"all": ["b", "c"]}, {"at_least": 2, "of": ["d", "e", "f"]}]}
    lines = logic_lines(logic, {}, excludes=True)
    assert (lines[0], lines[2], lines[5]) == (
        "excluded by any of",
        "├─ all of together",
        "└─ at least 2 of together",
    )
    assert logic_lines("a", {}, excludes=True) == ["a"]
    assert logic_lines(None, {}) == []


def test_every_number_of_a_constraint_is_said(nlp):
    """No bound, length of time or exception of the examples is lost from its sentence."""
    trial = nlp("Exclusion Criteria:\n1. Platelets < 75 x 10^9/L within 14 days before enrollment.\n")._.trial
    assert [c.range.high for c in trial.constraints] == [75.0]
    said = sentences(trial.constraints)
    assert json.dumps(said, ensure_ascii=False).count("75 × 10⁹/L within 14 d before enrollment") == 1
