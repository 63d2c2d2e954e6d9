"""A test of which nothing is said makes no statement; its mention stays an entity, unclaimed and denied as before."""

import pytest

EXCLUSION = "Exclusion Criteria:\n\n* "
SILENT = [
    "Serum ferritin",
    "Systolic blood pressure",
    "Zubrod performance status",
    "Life expectancy: unknown",
]
FINDINGS = [
    "Weight loss",
    "ECG abnormalities",
    "Blasts in the blood",
    "Inability to complete a 6-minute walk test",
]


@pytest.mark.parametrize("text", SILENT)
def test_says_nothing(nlp, text):
    trial = nlp(f"{EXCLUSION}{text}\n")._.trial
    assert trial.constraints == []
    assert [c.status for c in trial.criteria] == ["unparsed"]
    assert trial.criteria[0].unclaimed


@pytest.mark.parametrize("text", FINDINGS)
def test_is_a_finding(nlp, text):
    assert len(nlp(f"{EXCLUSION}{text}\n")._.trial.constraints) == 1


def test_it_is_partial_beside_something_else(nlp):
    trial = nlp(f"{EXCLUSION}Asthma and serum ferritin\n")._.trial
    assert [c.subject.text for c in trial.constraints] == ["Asthma"]
    assert trial.criteria[0].status == "partial"
    assert [trial.text[a:b] for a, b in trial.criteria[0].unclaimed] == ["serum ferritin"]


def test_what_denies_it_still_denies_the_entity(nlp):
    trial = nlp("Inclusion Criteria:\n\n* No serum ferritin\n")._.trial
    assert trial.constraints == []
    assert [e.negated for e in trial.entities if e.label == "MEASUREMENT"] == [True]


def test_a_head_is_told_by_what_is_nested_under_it(nlp):
    trial = nlp("Inclusion Criteria:\n\n* Hematology:\n  * Platelets > 90\n  * Hemoglobin > 8 g/dL\n")._.trial
    head = trial.criteria[0]
    assert (head.status, head.unclaimed) == ("parsed", [])
    assert head.logic == {"all": ["I1.1.1", "I1.2.1"]}


def test_an_announced_name_is_claimed(nlp):
    trial = nlp("Inclusion Criteria:\n\n* Renal function: creatinine < 2 mg/dL\n")._.trial
    assert trial.criteria[0].status == "parsed"
    assert [c.subject.name for c in trial.constraints] == ["creatinine"]
