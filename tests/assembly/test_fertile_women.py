"""Whom `a woman of childbearing potential` means is asked of nobody."""

import pytest

SENTENCE = "A woman of childbearing potential is a sexually mature woman who has not had a hysterectomy"


@pytest.mark.parametrize(
    "head",
    [
        "A woman of childbearing potential is a sexually mature woman who:",
        "NOTE: A WOCBP is any woman (regardless of her plans) who meets the following criteria:",
        "Childbearing potential is defined as any female who:",
    ],
)
def test_what_is_nested_below_such_a_head_asks_for_nothing(nlp, head):
    below = "  * has not undergone a hysterectomy; or\n  * has not been postmenopausal for 12 months\n"
    trial = nlp(f"Inclusion Criteria:\n\n* Gout\n* {head}\n{below}")._.trial
    assert [c.subject.name for c in trial.constraints] == ["gout"]
    assert trial.criteria[2].unclaimed


def test_a_sentence_of_that_kind_leaves_the_others(nlp):
    trial = nlp(f"Inclusion Criteria:\n\n* Gout. {SENTENCE}. Signed consent is required.\n")._.trial
    assert [(c.requirement, c.subject.name) for c in trial.constraints] == [
        ("require", "gout"),
        ("require", "informed consent"),
    ]


def test_a_bracket_of_that_kind_gives_no_length(nlp):
    told = "(defined as sexually mature women who have not been postmenopausal for 24 months)"
    trial = nlp(
        f"Inclusion Criteria:\n\n* Women of childbearing potential {told} must have a negative pregnancy test\n"
    )._.trial
    assert [(c.value, c.duration) for c in trial.constraints] == [("negative", None)]


def test_who_has_had_a_hysterectomy_may_still_be_shut_out(nlp):
    trial = nlp("Inclusion Criteria:\n\n* Women who have not undergone a hysterectomy\n")._.trial
    assert ("forbid", "hysterectomy") in [
        (c.requirement, c.subject.name) for c in trial.constraints if c.subject
    ]
