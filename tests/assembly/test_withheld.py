"""What forbids beside two stretches that were not understood is withheld and told; what stands clear of them is not."""

import pytest
from eligex.assembly import criteria

HEADS = {"inclusion": "Inclusion Criteria:\n\n* ", "exclusion": "Exclusion Criteria:\n\n* "}
# section, text, words that nothing accounts for, subjects stated, subjects withheld
CASES = [
    ("exclusion", "Asthma which bells tell of old", ["bells"], ["Asthma"], []),  # one stretch
    ("exclusion", "Asthma which bells tell at night", ["bells", "night"], [], ["Asthma"]),
    ("exclusion", "Gout which bells tell at night, asthma", ["bells", "night"], ["asthma"], ["Gout"]),
    ("exclusion", "Gout. Asthma which bells tell at night", ["bells", "night"], ["Gout"], ["Asthma"]),
    ("exclusion", "Gout which bells tell, fog, asthma", ["bells", "fog"], ["asthma"], ["Gout"]),
    ("exclusion", "Gout, asthma, fog, rain", ["fog", "rain"], ["Gout", "asthma"], []),
    ("inclusion", "No gout which bells tell at night", ["bells", "night"], [], ["gout"]),
    ("inclusion", "Gout which bells tell at night", ["bells", "night"], ["Gout"], []),  # shuts out nobody
    ("exclusion", "Not on warfarin which bells tell", ["bells"], [], ["warfarin"]),  # it asks for a drug
    ("exclusion", "Asthma. Not on warfarin which bells tell", ["bells"], ["Asthma"], ["warfarin"]),
    (
        "exclusion",
        "Anaemia without fever which bells tell",
        ["bells"],
        [],
        ["Anaemia", "fever"],
    ),  # they hold together
    ("exclusion", "Unable to swallow tablets which bells tell", ["bells"], ["swallow tablets"], []),
    ("inclusion", "On warfarin which bells tell", ["bells"], ["warfarin"], []),
    ("exclusion", "Hemoglobin < 8 g/dL by bells at night", ["bells", "night"], ["Hemoglobin"], []),
    (
        "exclusion",
        "Cancer which bells tell at night except skin cancer",
        ["bells", "night"],
        [],
        ["Cancer", "skin cancer"],
    ),
]


@pytest.fixture
def read(nlp, monkeypatch):
    def reading(section, text, lost):
        def unclaimed(item, statements, *, heads):
            places = [item.text.index(word) for word in lost]
            return [(item.start + at, item.start + at + len(w)) for at, w in zip(places, lost, strict=True)]

        monkeypatch.setattr(criteria, "_unclaimed", unclaimed)
        return nlp(f"{HEADS[section]}{text}\n")._.trial

    return reading


@pytest.mark.parametrize(("section", "text", "lost", "stated", "withheld"), CASES)
def test_what_is_withheld(read, section, text, lost, stated, withheld):
    trial = read(section, text, lost)
    assert [c.subject.text for c in trial.constraints] == stated
    told = [trial.text[w.start : w.end] for w in trial.warnings if w.code == "withheld"]
    assert [w.lower() for w in told] == [w.lower() for w in withheld]
    (criterion,) = trial.criteria
    assert criterion.status == ("partial" if stated else "unparsed")
    assert {*lost, *told} <= {trial.text[a:b] for a, b in criterion.unclaimed}


def test_what_is_kept_is_numbered_and_joined(read):
    trial = read("exclusion", "Gout which bells tell at night, asthma or lupus", ["bells", "night"])
    assert [c.id for c in trial.constraints] == ["E1.1", "E1.2"]
    assert trial.criteria[0].logic == {"any": ["E1.1", "E1.2"]}


def test_the_entity_keeps_its_polarity(read):
    trial = read("inclusion", "No gout which bells tell at night", ["bells", "night"])
    assert [e.negated for e in trial.entities if e.text == "gout"] == [True]
