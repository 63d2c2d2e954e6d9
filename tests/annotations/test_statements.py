"""Which statements are the same, and which of their fields."""

from dataclasses import replace

import pytest
from eligex.annotations.statements import FIELDS, Statements, matched
from eligex.schema.trial import Constraint, Duration, Range, Subject, Window

AST = Constraint(
    "I1.1", "I1", "inclusion", "measurement", Subject("AST", 0, 3),
    Range(high=3.0, high_inclusive=True, relative_to="ULN", start=8, end=15),
    requirement="require", evidence=[[0, 3], [8, 15]],
)  # fmt: skip
ALT = replace(AST, id="I1.2", subject=Subject("ALT", 4, 7), evidence=[[4, 7], [8, 15]])


def scored(gold, mine):
    result = Statements()
    result.add("a", gold, mine)
    return result


def test_the_same_is_right_whatever_its_ids_and_names():
    renamed = replace(
        AST, id="I9.9", subject=Subject("AST", 0, 3, "aspartate aminotransferase", "LOINC", "1")
    )
    result = scored([AST, ALT], [ALT, renamed])
    assert (result.found.f1, result.whole.f1, result.differences) == (1.0, 1.0, [])
    assert result.fields["range"] == [2, 2]
    assert result.fields["window"] == [0, 0]


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("kind", {"kind": "state"}),
        ("requirement", {"requirement": None}),
        ("negated", {"negated": True}),
        ("range", {"range": Range(high=3.0, high_inclusive=False, relative_to="ULN")}),
        ("range", {"range": None}),
        ("value", {"value": "positive"}),
        ("duration", {"duration": Duration(low=1.0, low_inclusive=True, unit="d")}),
        ("window", {"window": Window(relation="during", anchor="study")}),
        ("exception", {"exception_of": "I1.2"}),
    ],
)
def test_a_field_that_differs_is_named(field, changed):
    result = scored([AST], [replace(AST, **changed)])
    assert result.found.tp == 1
    assert result.whole.tp == 0
    assert {name for name, (right, of) in result.fields.items() if right < of} == {field}
    (told,) = result.differences
    assert told.startswith(f"a {field} of I1.1 'AST'")


def test_words_differ_in_no_case_and_units_in_no_annotation():
    def window(anchor):
        return replace(AST, window=Window(1.0, True, unit="d", relation="before", anchor=anchor))

    assert FIELDS["window"](window("First  dose")) == FIELDS["window"](window("first dose"))
    cells, bare = (replace(AST, range=Range(low=1.0, unit=u)) for u in ("{cells}/uL", "/uL"))
    assert FIELDS["range"](cells) == FIELDS["range"](bare)
    assert FIELDS["range"](bare) != FIELDS["range"](replace(AST, range=Range(low=1.0, unit="/mL")))


def test_missing_and_extra_statements_are_listed():
    elsewhere = replace(AST, subject=Subject("INR", 40, 43), evidence=[[40, 43]])
    result = scored([AST, ALT], [AST, elsewhere])
    assert (result.found.tp, result.found.fp, result.found.fn) == (1, 1, 1)
    assert result.differences == ["a missed I1.2 'ALT'", "a extra I1.1 'INR'"]


def test_of_two_bounds_on_one_subject_each_finds_its_own():
    low = replace(AST, range=Range(low=1.0, start=20, end=23))
    assert matched([AST, low], [low, AST]) == [(AST, AST), (low, low)]


def test_an_implied_subject_is_found_by_its_evidence():
    implied = replace(AST, subject=Subject(None, None, None), evidence=[[8, 15]])
    assert matched([implied], [AST]) == [(implied, AST)]
    assert matched([implied], [replace(AST, evidence=[])]) == []


def test_the_table_has_every_field():
    table = scored([AST], [AST]).table()
    assert "| all fields right | 1 | 1.000 | 1.000 | 1.000 |" in table
    assert all(f"| {name} |" in table for name in FIELDS)
    assert "| window | 0 | 0 | – |" in table
