"""What one is unable to do makes the statement, and what an entity inside of it then says."""

import pytest


def _entities(nlp, line):
    trial = nlp(f"Exclusion Criteria:\n\n* {line}\n")._.trial
    return {e.text: e.negated for e in trial.entities if e.label != "NEGATION"}


@pytest.mark.parametrize(
    ("line", "entity", "negated"),
    [
        ("Unable to take oral iron", "iron", True),
        ("Unable to control seizures", "seizures", False),
        ("Renal cysts not associated with hypertension", "hypertension", False),
        ("Unable to undergo colonoscopy or allergic to propofol", "propofol", False),
    ],
)
def test_an_entity_is_negated_as_the_deed_tells(nlp, line, entity, negated):
    found = _entities(nlp, line)
    assert [n for text, n in found.items() if entity in text] == [negated]


def test_a_cue_alone_is_no_entity(nlp):
    assert "inability to" not in _entities(nlp, "Disabling injury, inability to exercise on a bicycle")
