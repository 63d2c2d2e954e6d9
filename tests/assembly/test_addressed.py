"""What only says of whom something is asked: no criterion, and never lost in silence."""

import pytest

HEADS = {"inclusion": "Inclusion Criteria:\n\n* ", "exclusion": "Exclusion Criteria:\n\n* "}


def trial_of(nlp, section, text):
    return nlp(f"{HEADS[section]}{text}\n")._.trial


@pytest.mark.parametrize(
    ("text", "group", "names"),
    [
        ("Diabetic subjects:\n    * HbA1c < 9%", "Diabetic subjects", ["hemoglobin A1c"]),
        ("For healthy volunteers:\n    * No aspirin", "healthy volunteers", ["aspirin"]),
        (
            "Part A:\n    * Liver values:\n        * ALT < 2 x ULN",
            "Part A",
            ["alanine aminotransferase"],
        ),
    ],
)
def test_items_under_a_group_are_limited_to_it(nlp, text, group, names):
    found = trial_of(nlp, "inclusion", text).constraints
    assert [c.subject.name for c in found] == names
    assert {c.applies_to for c in found} == {group}


def test_an_exclusion_under_a_group_is_limited_to_it(nlp):
    text = "Excluded in patients receiving clarithromycin:\n    * Terfenadine\n    * Astemizole"
    found = trial_of(nlp, "exclusion", text).constraints
    assert [c.requirement for c in found] == ["forbid", "forbid"]
    assert {c.applies_to for c in found} == {"patients receiving clarithromycin"}


def test_a_group_of_which_nothing_is_stated_is_unclaimed(nlp):
    trial = trial_of(nlp, "inclusion", "In patients on warfarin, the usual advice")
    (criterion,) = trial.criteria
    assert trial.constraints == []
    assert [trial.text[a:b] for a, b in criterion.unclaimed] == ["In patients on warfarin"]


def test_what_two_groups_share_is_limited_to_neither(nlp):
    text = (
        "Haemoglobin < 6 g/dL at the first visit (adults with anaemia) or the second (children with anaemia)"
    )
    trial = trial_of(nlp, "exclusion", text)
    assert [c.applies_to for c in trial.constraints] == [None]
    assert trial.criteria[0].status == "partial"


@pytest.mark.parametrize(
    "text",
    [
        "Asthma, except in patients with cystic fibrosis",
        "ECOG (Eastern Cooperative Oncology Group) above 2",
        "Patients will be excluded if they have gout",
    ],
)
def test_exceptions_names_and_verdicts_are_no_groups(nlp, text):
    assert all(c.applies_to is None for c in trial_of(nlp, "exclusion", text).constraints)


def test_evidence_holds_the_groups_words(nlp):
    trial = trial_of(nlp, "exclusion", "Interferon in patients on warfarin")
    (constraint,) = trial.constraints
    assert "in patients on warfarin" in [trial.text[a:b] for a, b in constraint.evidence]
