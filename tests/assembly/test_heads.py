"""A head over exclusions that says once more that they exclude must not turn them around."""

import pytest

HEADS = [
    "Patients with any of the following characteristics will not be eligible for the present\nstudy:",
    "Patients with any of the following features will not be enrolled for participation in\nthis research:",
    "Volunteers in whom one of the following is found are not eligible to participate in the\nstudy:",
    "Any one of the following means that a person cannot be included in this clinical\ntrial:",
    "Persons with serious illnesses that would not permit treatment by the protocol, including\nbut not limited to:",
]


@pytest.mark.parametrize("head", HEADS)
def test_items_under_it_forbid(nlp, head):
    text = f"Exclusion Criteria:\n{head}\n  1. Those with asthma.\n  2. Anyone under the age of 19\n"
    trial = nlp(text)._.trial
    assert [(c.kind, c.requirement, c.negated) for c in trial.constraints] == [
        ("condition", "forbid", False),
        ("age", "forbid", False),
    ]
    assert not any(e.negated for e in trial.entities)


def test_not_eligible_for_a_treatment_is_said_of_the_treatment(nlp):
    trial = nlp("Inclusion Criteria:\n\n* Not eligible for surgery\n")._.trial
    assert [(c.subject.text, c.requirement) for c in trial.constraints] == [("surgery", "forbid")]


def test_a_head_that_carves_out(nlp):
    trial = nlp(
        "Exclusion Criteria:\n\n* Second malignancy, except:\n  * basal cell carcinoma\n  * prostate cancer\n"
    )._.trial
    assert [(c.requirement, c.exception_of) for c in trial.constraints] == [
        ("forbid", None),
        (None, "E1.1"),
        (None, "E1.1"),
    ]
    assert trial.criteria[0].logic == {"base": "E1.1", "except": ["E1.1.1", "E1.2.1"]}


def test_a_denied_list_holds_item_by_item(nlp):
    trial = nlp(
        "Inclusion Criteria:\n\n* No history of any of the following:\n  * stroke\n  * gout\n"
    )._.trial
    assert [c.requirement for c in trial.constraints] == ["forbid", "forbid"]
    assert trial.criteria[0].logic == {"all": ["I1.1.1", "I1.2.1"]}


def test_a_head_that_names_what_it_denies_passes_nothing_on(nlp):
    trial = nlp(
        "Inclusion Criteria:\n\n* Patients without response to therapy:\n  * Subject has asthma\n"
    )._.trial
    assert [c.requirement for c in trial.constraints if c.subject.text == "asthma"] == ["require"]


def test_examples_exclude_by_themselves(nlp):
    trial = nlp(
        "Exclusion Criteria:\n\n* Severe heart disease, including:\n  * angina\n  * infarction\n"
    )._.trial
    assert "any" in trial.criteria[0].logic
