"""Words beside a name that nothing else reads: they belong to it, narrow it, or say that nobody is asked for it."""

import pytest
from eligex.assembly.grammar import longer_names, residual
from eligex.vocab.tables import VocabularyError

HEADS = {"inclusion": "Inclusion Criteria:\n\n* ", "exclusion": "Exclusion Criteria:\n\n* "}
LONGER = [  # the name in the text, its kind, whether the code of the shorter name is kept
    ("Asthma flare in the last month", "Asthma flare", "condition", False),
    ("Aneurysm clip", "Aneurysm clip", "procedure", False),
    ("Peppermint oil capsules", "Peppermint oil capsules", "drug", True),
    ("HIV antiviral therapy", "HIV antiviral therapy", "procedure", False),
]
WHOLE = [  # told as one, or not at all
    ("Limited or extensive stage small cell lung cancer", ["Limited or extensive stage"]),
    ("Asthma worsened by pollen, dust and mould", ["worsened by pollen, dust and mould"]),
    ("Radiotherapy to bones and lymph nodes", ["to bones and lymph nodes"]),
    ("Asthma that is unsteady or has required admission", ["that is unsteady or has required admission"]),
]
OBJECTS = [
    ("exclusion", "Presence of debris occluding the stent", "stent"),
    ("exclusion", "Conditions hampering compliance with the visits", "compliance"),
]


def read(nlp, section, text):
    trial = nlp(f"{HEADS[section]}{text}\n")._.trial
    return trial.constraints, [trial.text[a:b] for a, b in trial.criteria[0].unclaimed]


@pytest.mark.parametrize(("text", "name", "kind", "coded"), LONGER)
def test_a_name_goes_on(nlp, text, name, kind, coded):
    (c,), unclaimed = read(nlp, "exclusion", text)
    assert (c.subject.text, c.kind, c.subject.name is not None) == (name, kind, coded)
    assert unclaimed == []


@pytest.mark.parametrize(("text", "qualifiers"), WHOLE)
def test_what_narrows_is_told_whole(nlp, text, qualifiers):
    (c,), unclaimed = read(nlp, "exclusion", text)
    assert (c.qualifiers, unclaimed) == (qualifiers, [])


@pytest.mark.parametrize(("section", "text", "lost"), OBJECTS)
def test_nobody_is_asked_for_the_object_of_an_effect(nlp, section, text, lost):
    constraints, unclaimed = read(nlp, section, text)
    assert constraints == []
    assert any(lost in words for words in unclaimed)


def test_the_time_of_a_clause_is_not_the_diseases(nlp):
    text = "A melanoma that is spreading or has needed radiotherapy within the last 2 years"
    (c,), _ = read(nlp, "exclusion", text)
    assert c.window is None
    assert c.qualifiers == [text.removeprefix("A melanoma ")]


def test_an_entity_keeps_its_polarity_in_a_longer_name(nlp):
    trial = nlp(f"{HEADS['inclusion']}No asthma flare\n")._.trial
    assert [e.negated for e in trial.entities if e.text.startswith("asthma")] == [True]


@pytest.mark.parametrize(
    ("module", "name", "call"),
    [
        (longer_names, "_roles", lambda: longer_names._roles()),
        (residual, "verb_forms", lambda: residual.verb_forms("deed")),
    ],
)
def test_an_unknown_role_is_refused(monkeypatch, module, name, call):
    getattr(module, name).cache_clear()
    monkeypatch.setattr(module, "table", lambda _: ({"word": "x", "verb": "x", "role": "y"},))
    with pytest.raises(VocabularyError, match="unknown role y"):
        call()
    monkeypatch.undo()
    getattr(module, name).cache_clear()


def test_forms_of_a_verb():
    assert {"causing", "causes", "cause"} <= residual.verb_forms("effect")
    assert {"stopping", "started", "planning"} <= residual.verb_forms("deed")
    assert "caused" not in residual.verb_forms("effect")
    assert "started" not in residual.verb_forms("deed", bare=True)
