"""What is said of a kind of thing and of its examples."""

import pytest
from eligex.assembly.items.premodifiers import sorts_of, state_of

STATES = [
    ("clinically significant", "condition", "clinically significant"),
    ("active systemic", "condition", "active"),
    ("bacterial", "condition", None),
    ("systemic", "drug", "systemic"),
    ("major", "procedure", None),
    ("strong", "drug", None),
    ("long-acting", "drug", None),
    ("second-line", "drug", None),
    ("increased", "condition", None),
]


@pytest.mark.parametrize(("words", "kind", "told"), STATES)
def test_a_state_is_handed_on_and_a_kind_is_not(words, kind, told):
    found = state_of(words, kind=kind)
    assert (words[slice(*found)] if found else None) == told


def test_a_name_tells_a_state_only_at_its_begin():
    assert state_of("chronic liver disease", kind="condition", leading=True) == (0, 7)
    assert state_of("liver chronic disease", kind="condition", leading=True) is None
    assert state_of("chronic", kind="condition", leading=True) is None
    assert state_of("major depression", kind="condition", leading=True) is None


@pytest.mark.parametrize(
    ("words", "sorts"),
    [("severe", {"grade"}), ("active", {"course"}), ("recent", {"grade", "course"}), ("viral", set())],
)
def test_states_are_of_sorts(words, sorts):
    assert sorts_of(words, kind="condition") == sorts


@pytest.fixture(scope="module")
def told(nlp):
    def read(text, section="Exclusion"):
        trial = nlp(f"{section} Criteria:\n\n* {text}\n")._.trial
        return {c.subject.text.lower(): c for c in trial.constraints}

    return read


def test_an_example_keeps_what_it_tells_of_itself(told):
    found = told("Severe heart disease, including recent stroke, unstable angina and cardiomyopathy")
    assert found["stroke"].qualifiers == ["recent"]
    assert found["unstable angina"].qualifiers == []
    assert found["cardiomyopathy"].qualifiers == ["Severe"]


def test_a_list_before_the_head_goes_on_behind_its_first_example(told):
    found = told("Gout, severe liver disease including cirrhosis, asthma")
    assert found["cirrhosis"].qualifiers == ["severe"]
    assert found["asthma"].qualifiers == []


def test_the_words_that_announce_are_no_part_of_a_name(told):
    assert {"psoriasis", "eczema"} <= set(told("Active skin disease, especially psoriasis or eczema"))


def test_evidence_of_what_is_handed_on_is_the_heads_words(told):
    text = "Severe lung disease such as asthma"
    trial_start = len("Exclusion Criteria:\n\n* ")
    spans = [(a - trial_start, b - trial_start) for a, b in told(text)["asthma"].evidence]
    assert "Severe" in [text[a:b] for a, b in spans]


def test_a_clause_inside_a_bracket_is_not_the_heads(told):
    found = told("Active kidney disease (e.g. nephritis or any other condition that would affect the visits)")
    assert found["kidney disease"].qualifiers == ["Active"]
