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
