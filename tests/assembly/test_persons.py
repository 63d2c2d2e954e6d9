"""What a patient is besides his diseases stands behind words of whom it is said, and nothing else."""

import time

import pytest


def stated(nlp, line: str) -> list[tuple[str, str]]:
    trial = nlp(f"Inclusion Criteria:\n\n* {line}\n")._.trial
    return [(c.subject.name, c.requirement) for c in trial.constraints if c.subject]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Male or female outpatients", "outpatient"),
        ("Right-handed adults", "right-handedness"),
        ("Subjects must be in good general health", "good health"),
    ],
)
def test_it_is_asked_for(nlp, line, name):
    assert (name, "require") in stated(nlp, line)


@pytest.mark.parametrize("line", ["Visits in the outpatient clinic", "No longer in good health"])
def test_it_is_not_where_it_tells_of_something_else(nlp, line):
    assert not any(asked == "require" for _, asked in stated(nlp, line))


def test_a_long_number_before_it_takes_no_longer_than_a_short_one(nlp):
    nlp("Inclusion Criteria:\n\n* outpatients\n")
    began = time.process_time()
    nlp(f"Inclusion Criteria:\n\n* {'1' * 60} outpatients\n")
    assert time.process_time() - began < 5
