"""Fields beyond the bounds: pairs, subjects between signs, offsets, what belongs together."""

import pytest
from eligex.quantities import Quantity, find_quantities
from eligex.text.fold import fold


def one(text: str) -> Quantity:
    (found,) = find_quantities(fold(text))
    return found


@pytest.mark.parametrize("text", ["BP > 140/90 mmHg", "blood pressure >140/90", "BP > 140 / 90 mm Hg"])
def test_blood_pressure_pair(text: str) -> None:
    systolic, diastolic = find_quantities(text)
    assert (systolic.component, systolic.low, systolic.low_inclusive) == ("systolic", 140, False)
    assert (diastolic.component, diastolic.low, diastolic.low_inclusive) == ("diastolic", 90, False)


def test_pair_with_comparator_behind() -> None:
    assert [(q.component, q.high) for q in find_quantities("BP 90/60 mmHg or lower")] == [
        ("systolic", 90),
        ("diastolic", 60),
    ]


def test_pair_quotes_its_numbers() -> None:
    text = "BP > 140 / 90 mmHg"
    assert [text[a:b] for q in find_quantities(text) for a, b in q.value_spans] == ["140", "90"]


def test_subject_between_signs() -> None:
    text = "18 ≤ BMI < 30"
    span = one(text).subject_span
    assert span is not None
    assert text[slice(*span)] == "BMI"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("≥ 3 months, at least one lesion", 2),
        ("Hb ≥ 9 g/dL and platelets ≤ 100", 2),
        ("≤ 2 mg/dL (≤ 3 mg/dL with Gilbert)", 2),
        ("≥ 65 and ≤ 18 years", 2),
        ("> 1 x ULN and ≤ 5 mg/dL", 2),
        ("Cells less than 20%\n\n  At least 2 of these", 2),
        ("Rest for 2 weeks. Later visits may take up to 24 weeks", 2),
    ],
)
def test_not_joined(text: str, count: int) -> None:
    assert len(find_quantities(fold(text))) == count


def test_contradicting_words_and_sign_are_not_guessed() -> None:
    assert all(not q.comparator for q in find_quantities(fold("less than (>) 5 mg")))


@pytest.mark.parametrize(
    ("text", "age"), [("18 years of age", "years of age"), ("18 years old", "years old"), ("18 yrs", "yrs")]
)
def test_unit_text_keeps_the_words_of_age(text: str, age: str) -> None:
    assert one(text).unit_text == age
