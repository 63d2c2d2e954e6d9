"""A head that says nothing without its items: each of them is told of as it says."""

import pytest


def _read(nlp, head, *items, section="Exclusion"):
    listed = "".join(f"  * {item}\n" for item in items)
    return nlp(f"{section} Criteria:\n\n* {head}\n{listed}")._.trial


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("Hypersensitivity to:", "hypersensitivity to"),
        ("Known allergy or intolerance to any of the following drugs:", "allergy or intolerance to"),
        ("Severe allergic reactions to", "reactions to"),
    ],
)
def test_a_reaction_to_each(nlp, head, words):
    trial = _read(nlp, head, "penicillin", "latex")
    said = [(c.kind, c.requirement, c.subject.name) for c in trial.constraints]
    assert [(k, r) for k, r, _ in said] == [("condition", "forbid")] * 2
    assert [n.endswith(f"{words} {x}") for (*_, n), x in zip(said, ("penicillin", "latex"), strict=True)] == [
        True
    ] * 2
    assert trial.criteria[0].logic == {"any": ["E1.1.1", "E1.2.1"]}


def test_what_one_is_unable_to(nlp):
    trial = _read(nlp, "Unable to:", "swallow tablets", "undergo magnetic resonance imaging within 2 weeks")
    assert [(c.kind, c.requirement, c.negated) for c in trial.constraints] == [("state", "require", True)] * 2
    assert trial.constraints[1].window.high == 2
    assert trial.criteria[0].logic == {"any": ["E1.1.1", "E1.2.1"]}


def test_what_one_is_unwilling_to_stop(nlp):
    trial = _read(nlp, "Unwilling to abstain from:", "alcohol", "caffeine")
    assert [c.subject.name for c in trial.constraints] == ["abstain from alcohol", "abstain from caffeine"]


def test_what_one_is_unable_to_stop_of_a_long_item(nlp):
    item = (
        "Opioids such as morphine, codeine and others that the doctor of the patient has prescribed for pain"
    )
    trial = _read(nlp, "Unable to withdraw the following drugs:", item)
    assert {(c.kind, c.requirement, c.subject.name) for c in trial.constraints} == {
        ("state", "require", f"withdraw {x}") for x in ("opioid", "morphine", "codeine")
    }


@pytest.mark.parametrize(
    "head",
    [
        "The following criteria are specific for this trial because of the effects of lithium:",
        "Lupus-related exclusions:",
        "Exclusions based on the effects of lithium:",
        "2 Tumour diseases and medical history:",
    ],
)
def test_a_head_that_only_points_to_its_items(nlp, head):
    trial = _read(nlp, head, "gout", "asthma")
    assert [c.subject.name for c in trial.constraints] == ["gout", "asthma"]
    assert trial.criteria[0].logic == {"any": ["E1.1.1", "E1.2.1"]}


@pytest.mark.parametrize(
    ("head", "item"), [("Treatment with:", "warfarin"), ("Contraindication to surgery:", "warfarin")]
)
def test_a_head_that_is_whole_leaves_its_items(nlp, head, item):
    trial = _read(nlp, head, item)
    assert ("drug", "forbid", "warfarin") in [
        (c.kind, c.requirement, c.subject.name) for c in trial.constraints
    ]


def test_what_a_list_of_exclusions_requires(nlp):
    trial = _read(nlp, "Required:", "zidovudine for at least 6 weeks")
    assert [c.requirement for c in trial.constraints] == ["require"]
    assert trial.criteria[0].logic == {"not": "E1.1.1"}
