"""What a list names and no statement rests on is told as unclaimed; what names nothing is not."""

import pytest

HEADS = {"inclusion": "Inclusion Criteria:\n\n* ", "exclusion": "Exclusion Criteria:\n\n* "}
LOST = [
    ("exclusion", "Presence of a pacemaker, wooden spoon or vascular graft", ["wooden spoon"]),
    ("exclusion", "Immunomodulatory or experimental therapy", ["Immunomodulatory"]),
    ("exclusion", "A positive skin test, Sweaty hands, or gout", ["Sweaty hands"]),
]
TOLD = [
    ("exclusion", "Gout, asthma or hepatitis"),
    ("exclusion", "Gout or asthma, in the opinion of the investigator"),
    ("exclusion", "Gout and/or asthma, at the study site or during the visit"),
    ("exclusion", "Asthma, or any other disease or condition"),
    ("inclusion", "Able to understand and willing to sign the informed consent"),
    ("exclusion", "Asthma (confirmed by a physician or treating hospital)"),
]

SILENT = [
    ("exclusion", "Resides outside of the district", "unparsed", ["Resides outside of the district"]),
    ("exclusion", "Prior treatment with XQ-17", "unparsed", ["Prior treatment with XQ-17"]),
    (
        "exclusion",
        "Gout. Other household members took part before",
        "partial",
        ["household members took part"],
    ),
    ("exclusion", "Gout. The list is kept at the desk", "parsed", []),
    ("inclusion", "Renal: Not specified", "unparsed", []),
    ("inclusion", "No eligibility criteria", "unparsed", []),
    ("exclusion", "Other protocol-defined criteria may apply", "unparsed", []),
]
BEHIND = [
    ("exclusion", "Surgery with a scalpel, or by hand", ["hand"]),
]


def unclaimed(nlp, section, text):
    trial = nlp(f"{HEADS[section]}{text}\n")._.trial
    (criterion,) = trial.criteria
    return criterion.status, [trial.text[a:b] for a, b in criterion.unclaimed]


@pytest.mark.parametrize(("section", "text", "words"), LOST)
def test_a_lost_member_is_unclaimed(nlp, section, text, words):
    status, found = unclaimed(nlp, section, text)
    assert status == "partial"
    assert [w for w in words if w not in found] == []


@pytest.mark.parametrize(("section", "text"), TOLD)
def test_what_names_nothing_is_not(nlp, section, text):
    assert unclaimed(nlp, section, text) == ("parsed", [])


@pytest.mark.parametrize(("section", "text", "status", "words"), SILENT)
def test_a_sentence_of_which_nothing_was_made(nlp, section, text, status, words):
    assert unclaimed(nlp, section, text) == (status, words)


@pytest.mark.parametrize(("section", "text", "words"), BEHIND)
def test_a_phrase_behind_a_name_that_was_not_read(nlp, section, text, words):
    assert unclaimed(nlp, section, text) == ("partial", words)
