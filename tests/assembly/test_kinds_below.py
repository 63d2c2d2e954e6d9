"""Of kinds of disease line by line under a head of an inclusion a patient has one."""

import pytest


def logic(nlp, head: str, *items: str):
    text = f"Inclusion Criteria:\n\n* {head}\n" + "".join(f"  * {item}\n" for item in items)
    return nlp(text)._.trial.criteria[0].logic


@pytest.mark.parametrize(
    "head",
    ["Eligible subtypes:", "Diagnosis of:", "Hematologic malignancies:", "Types include the following:"],
)
def test_one_of_them_is_enough(nlp, head):
    found = logic(nlp, head, "Follicular lymphoma", "Mantle cell lymphoma", "Multiple myeloma")
    assert found["any"][-3:] == ["I1.1.1", "I1.2.1", "I1.3.1"]


def test_with_the_kind_that_the_head_names(nlp):
    found = logic(nlp, "Glioma diagnosed within 3 months, including:", "Astrocytoma", "Oligodendroglioma")
    assert found == {"all": ["I1.1", {"any": ["I1.1.1", "I1.2.1"]}]}


def test_what_is_denied_among_them_is_absent_beside(nlp):
    found = logic(nlp, "Marrow failure syndromes:", "Fanconi anemia", "Aplastic anemia", "No leukemia")
    assert found == {"all": [{"any": ["I1.1.1", "I1.2.1"]}, "I1.3.1"]}


@pytest.mark.parametrize(
    ("head", "items"),
    [
        ("Adequate organ function including:", ["Bilirubin < 2 mg/dL", "Platelets > 90,000/mm3"]),
        ("Signs of heart failure including:", ["Edema", "Dyspnea"]),
        ("Must have both of these diagnoses:", ["Gout", "Obesity"]),
        ("Arthritis treated before, including:", ["Gout", "Patients must have psoriasis"]),
    ],
)
def test_of_anything_else_all_are_asked_for(nlp, head, items):
    assert logic(nlp, head, *items)["all"][-2:] == ["I1.1.1", "I1.2.1"]
