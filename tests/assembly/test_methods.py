"""How a finding is known: the examination narrows it, and asks for nothing by itself."""

import pytest

EXCLUSION = "Exclusion Criteria:\n\n* "


@pytest.mark.parametrize(
    "how",
    [
        "on ultrasound",
        "as seen on CT or MRI",
        "documented by a recent bone scan",
        "(detected by endoscopy, biopsy or laparoscopy)",
    ],
)
def test_narrows_what_it_tells_of(nlp, how):
    (constraint,) = nlp(f"{EXCLUSION}Liver cirrhosis {how}\n")._.trial.constraints
    assert (constraint.kind, constraint.subject.name) == ("condition", "liver cirrhosis")
    assert constraint.qualifiers == [how.strip("()")]


@pytest.mark.parametrize(
    "text",
    [
        "Any clinically significant finding on ECG",
        "ECG with clinically significant abnormalities",
        "Clinically significant ECG findings",
    ],
)
def test_findings_make_it_abnormal(nlp, text):
    (constraint,) = nlp(f"{EXCLUSION}{text}\n")._.trial.constraints
    assert (constraint.requirement, constraint.value) == ("forbid", "abnormal")
    assert [q.lower() for q in constraint.qualifiers] == ["clinically significant"]


@pytest.mark.parametrize("text", ["Electrocardiogram", "Chest X-ray, as needed", "Physical examination"])
def test_nobody_is_shut_out_for_being_examined(nlp, text):
    trial = nlp(f"{EXCLUSION}{text}\n")._.trial
    assert trial.constraints == []
    assert trial.criteria[0].unclaimed


@pytest.mark.parametrize(
    "text", ["MRI within 6 weeks", "Prior brain MRI", "Bone scan scheduled after it within 3 days"]
)
def test_that_it_was_done_is_asked(nlp, text):
    assert [c.requirement for c in nlp(f"{EXCLUSION}{text}\n")._.trial.constraints] == ["forbid"]


def test_an_inclusion_may_ask_for_one(nlp):
    assert nlp("Inclusion Criteria:\n\n* Baseline MRI\n")._.trial.constraints
