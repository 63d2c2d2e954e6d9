"""Heads that name people by their sex limit what is nested under them; nobody is asked to be one of these."""

import pytest


@pytest.mark.parametrize(
    ("head", "group"),
    [
        ("Women of childbearing potential must:", "Women of childbearing potential"),
        (
            "All females who are of reproductive potential (FRP) must also:",
            "females who are of reproductive potential (FRP)",
        ),
        ("Female subjects not of childbearing potential:", "Female subjects not of childbearing potential"),
        (
            "Men with partners of childbearing potential should agree to:",
            "Men with partners of childbearing potential",
        ),
        ("Male volunteers:", "Male volunteers"),
        ("Female specific criteria:", "Female"),
    ],
)
def test_such_a_head_tells_of_whom_its_items_are_asked(nlp, head, group):
    trial = nlp(
        f"Inclusion Criteria:\n\n* Asthma\n* {head}\n  * use contraception\n  * have a negative pregnancy test\n"
        "* Men and women are told of the risks\n* Females are told of the risks\n"
    )._.trial
    asthma, *below = trial.constraints[:3]
    assert asthma.applies_to is None
    assert [(c.requirement, c.applies_to) for c in below] == [("require", group)] * 2
    assert trial.criteria[1].logic == {"all": [c.id for c in below]}


def test_without_a_line_for_the_others_it_tells_whom_the_trial_is_for(nlp):
    trial = nlp("Inclusion Criteria:\n\n* Gout\n* Female patients:\n  * Asthma\n")._.trial
    assert [(c.kind, c.applies_to) for c in trial.constraints] == [
        ("condition", None),
        ("sex", None),
        ("condition", None),
    ]


def test_both_sexes_are_no_group(nlp):
    trial = nlp("Inclusion Criteria:\n\n* Gout\n* Male or female participants:\n  * Asthma\n")._.trial
    assert all(c.applies_to is None for c in trial.constraints)


def test_what_is_told_of_the_other_sex_is_of_no_such_group(nlp):
    below = "  * use contraception\n  * Men must use condoms\n"
    trial = nlp(f"Inclusion Criteria:\n\n* Gout\n* Female patients who:\n{below}")._.trial
    assert [c.applies_to for c in trial.constraints] == [None, "Female patients", "Men"]
