"""What is joined in a list, where a line runs on into the next criterion, and what only a part has a time of."""

import pytest
from eligex.assembly.forms.segments import Segments
from eligex.assembly.grammar import diseases, lists
from eligex.vocab.tables import VocabularyError


@pytest.mark.parametrize("gap", [", ", " or ", " and/or ", ", as well as ", " / "])
def test_a_joint_is_signs_and_conjunctions_alone(gap):
    assert lists.JOINT.fullmatch(gap)
    assert lists.NEXT.fullmatch(f"{gap} any other ")


@pytest.mark.parametrize("gap", [" with ", ", known ", " or history of "])
def test_other_words_are_no_joint(gap):
    assert not lists.JOINT.fullmatch(gap)


@pytest.mark.parametrize("gap", [", and long use of ", ", etc.) and ", " cream and other ", " as well as "])
def test_a_last_member_follows_and(gap):
    assert lists.is_last(gap)


@pytest.mark.parametrize("gap", [", who is old and ", " or ", " > 3 and ", ", and without "])
def test_a_clause_or_a_number_before_and_ends_no_list(gap):
    assert not lists.is_last(gap)


def test_a_comma_before_a_conjunction_parts_no_two_members():
    assert lists.is_comma(", ")
    assert not lists.is_comma(", and ")
    assert not lists.is_comma(", which is severe, ")


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("women who are nursing Patients with gout", "Patients"),
        ("gout (of any kind) Known asthma", "Known"),
        ("surgery within 3 weeks\nHistory of gout", "History"),
    ],
)
def test_a_sentence_may_begin_without_a_mark(text, begins):
    cut = text.index(begins) - 1
    assert Segments.of(text, 0).unmarked == (cut,)
    assert not Segments.of(text, 0).same(cut - 1, cut + 1)
    assert Segments.of(text, 5).unmarked_end(0) == 5 + cut


@pytest.mark.parametrize(
    "text",
    [
        "trial of Any drug",
        "clinically Significant disease",
        "Medical History of gout",
        "gout or History of asthma",
        "a positive Pregnant result",
        "gout (seen in Patients with asthma)",
        "treated in Women hospitals",
    ],
)
def test_a_capital_alone_begins_no_sentence(text):
    assert Segments.of(text, 0).unmarked == ()


def test_a_stem_tells_of_a_disease():
    assert diseases.tells("acute thromboembolism", "event")
    assert diseases.tells("hepatitis  b", "lasting")
    assert not diseases.tells("hepatitis being treated", "lasting")
    assert diseases.tells("tuberculosis", "cause")
    assert not diseases.tells("gout", "event")


def test_an_unknown_role_is_refused(monkeypatch):
    monkeypatch.setattr(lists, "table", lambda _: ({"word": "x", "role": "verb"},))
    with pytest.raises(VocabularyError, match="verb"):
        lists.words_of.__wrapped__("article")
    monkeypatch.setattr(diseases, "table", lambda _: ({"stem": "x", "role": "event", "how": "sound"},))
    with pytest.raises(VocabularyError, match="sound"):
        diseases._stems.__wrapped__("event")


def windows(trial):
    return [
        (c.subject.name, c.window and (c.window.low, c.window.high, c.window.unit)) for c in trial.constraints
    ]


def test_a_bracket_gives_a_part_its_own_time(nlp):
    trial = nlp("Exclusion Criteria:\n\n* Chemotherapy within 4 weeks (six weeks for nitrosoureas)\n")._.trial
    assert windows(trial) == [("chemotherapy", (None, 4.0, "wk")), ("nitrosourea", (None, 6.0, "wk"))]


def test_a_part_with_its_own_time_is_denied_as_the_whole_is(nlp):
    trial = nlp("Inclusion Criteria:\n\n* No chemotherapy within 4 weeks (2 months for rituximab)\n")._.trial
    assert [(c.requirement, c.negated) for c in trial.constraints] == [("forbid", True)] * 2
    assert windows(trial)[1] == ("rituximab", (None, 2.0, "mo"))


def test_a_bracket_without_a_window_before_it_gives_none(nlp):
    trial = nlp("Exclusion Criteria:\n\n* Chemotherapy (6 weeks for nitrosoureas)\n")._.trial
    assert all(window is None for _, window in windows(trial))
