"""Words of a criterion that no statement rests on and no cue reads are told, unless they say nothing further."""

import pytest

HEADS = {"inclusion": "Inclusion Criteria:\n\n* ", "exclusion": "Exclusion Criteria:\n\n* "}
LOST = [
    ("exclusion", "Gout, remained in the distal radius", ["remained in the distal radius"]),
    ("exclusion", "Asthma or a stay abroad > 6 months in Peru", ["stay abroad"]),
    ("exclusion", "Pregnancy test positive (urine or serum) in the ward", ["ward"]),
    ("inclusion", "Weathered but stable angina, aged 40 to 60", ["Weathered"]),
    ("inclusion", "Age > 18 years, admitted to the ward", ["admitted to the ward"]),
]
ACCOUNTED = [
    ("exclusion", "Patients who were found to have gout will be excluded by the investigator"),
    ("exclusion", "Receipt of rituximab as determined by the sponsor"),
    ("exclusion", "Combination of gout and asthma"),
    ("inclusion", "Renal: Creatinine < 2 mg/dL"),
    ("inclusion", "Remission after either myeloablative or non-myeloablative conditioning"),
    ("inclusion", "The patient's asthma"),
]


def read(nlp, section, text):
    trial = nlp(f"{HEADS[section]}{text}\n")._.trial
    (criterion,) = trial.criteria
    return criterion.status, [trial.text[a:b] for a, b in criterion.unclaimed]


@pytest.mark.parametrize(("section", "text", "words"), LOST)
def test_lost_words_are_unclaimed(nlp, section, text, words):
    status, found = read(nlp, section, text)
    assert status == "partial"
    assert [w for w in words if w not in found] == []


@pytest.mark.parametrize(("section", "text"), ACCOUNTED)
def test_what_says_nothing_further_is_not(nlp, section, text):
    assert read(nlp, section, text) == ("parsed", [])


def test_a_word_is_told_once(nlp):
    _, found = read(nlp, "exclusion", "Gout of the proximal phalanx")
    assert len(found) == len(set(found))
