"""What is said of one part of a trial's design is asked of nobody in the others."""

import pytest
from eligex.assembly.people.design_parts import head_part
from eligex.schema.trial import Trial


def trial(nlp, head: str, *items: str) -> Trial:
    text = f"Inclusion Criteria:\n\n* {head}\n" + "".join(f"  * {item}\n" for item in items)
    return nlp(text)._.trial


@pytest.mark.parametrize(
    ("head", "part"),
    [
        ("For Phase 1b Extension Only:", "Phase 1b Extension Only"),
        ("Part B", "Part B"),
        ("Phase 2a Inclusion Criteria", "Phase 2a"),
        ("Criteria for Arms A and D:", "Arms A and D"),
        ("One of the following (Arms A, B and D):", "Arms A, B and D"),
        ("Control group (Group C):", "Control group (Group C)"),
    ],
)
def test_a_head_tells_its_part_of_all_that_is_nested_under_it(nlp, head, part):
    found = trial(nlp, head, "Melanoma", "No prior chemotherapy")
    assert [c.applies_to for c in found.constraints] == [part, part]
    assert [(c.status, c.unclaimed) for c in found.criteria] == [("parsed", [])] * 3


@pytest.mark.parametrize(
    "head", ["At least two of the following:", "WHO Group 1 disease:", "Phase of disease:"]
)
def test_other_heads_name_no_part(nlp, head):
    assert {c.applies_to for c in trial(nlp, head, "Melanoma", "Asthma").constraints} == {None}


def test_two_parts_of_one_line_each_have_their_own(nlp):
    found = trial(nlp, "In Part 1, solid tumor; in Part 2, gastric cancer")
    assert [(c.subject.text, c.applies_to) for c in found.constraints] == [
        ("solid tumor", "Part 1"),
        ("gastric cancer", "Part 2"),
    ]


def test_a_long_list_of_parts_is_read_in_linear_time():
    words = ", ".join(["Cohort A"] * 2000) + " zz"
    assert head_part(words) is None
