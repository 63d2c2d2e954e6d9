"""Heads and what they govern: how far their objects reach, and what is stated of either."""

import pytest


@pytest.fixture
def read(nlp):
    def run(text, section="Exclusion"):
        return nlp(f"{section} Criteria:\n\n* {text}\n")._.trial

    return run


def said(trial):
    return {(c.kind, c.subject.name or c.subject.text, c.requirement) for c in trial.constraints}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Allergy to heparin", "allergy to heparin"),
        ("Allergy to heparin,\n      aspirin or iodine", "allergy to heparin, aspirin or iodine"),
        ("Allergy to heparin; aspirin, or warfarin", "allergy to heparin; aspirin, or warfarin"),
        (
            "Allergy to heparin (Liquemin) or to its additives",
            "allergy to heparin (liquemin) or to its additives",
        ),
        ("Allergy to the following: heparin, aspirin", "allergy to the following: heparin, aspirin"),
        ("Nonresponse to lithium", "nonresponse to lithium"),
        ("Patients who have failed methotrexate", "failed methotrexate"),
        ("Increased risk of stroke, with a pacemaker", "risk of stroke"),
    ],
)
def test_the_head_states_and_its_objects_do_not(read, text, name):
    trial = read(text)
    assert ("condition", name, "forbid") in said(trial)
    assert not [c for c in trial.constraints if c.kind == "drug"]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Allergy to heparin, liver cirrhosis", ("condition", "liver cirrhosis", "forbid")),
        ("Allergy to heparin; heart failure; warfarin", ("drug", "warfarin", "forbid")),
        ("Allergy to heparin, or use of warfarin", ("drug", "warfarin", "forbid")),
        ("Allergy to heparin Use of warfarin", ("drug", "warfarin", "forbid")),
        ("Contraindication to MRI (severe claustrophobia)", ("condition", "claustrophobia", "forbid")),
    ],
)
def test_what_is_no_object_is_stated(read, text, other):
    assert other in said(read(text))


def test_heads_share_their_objects(read):
    trial = read("Allergic to, or intolerant of, heparin")
    assert said(trial) == {
        ("condition", "allergy to heparin", "forbid"),
        ("condition", "intolerant of heparin", "forbid"),
    }


def test_an_adjective_behind_a_disease_narrows_it(read):
    (c,) = read("Bacterial infection resistant to all antibiotics").constraints
    assert (c.subject.text, c.qualifiers) == ("Bacterial infection", ["resistant to all antibiotics"])


def test_a_risk_of_nobody_is_not_asked_for(read):
    trial = read("Contraception so that the risk of pregnancy is minimized", section="Inclusion")
    assert [c.subject.text for c in trial.constraints] == ["Contraception"]
    assert trial.constraints[0].qualifiers == ["so that the risk of pregnancy is minimized"]


@pytest.mark.parametrize(
    ("text", "head", "clause"),
    [
        ("Bowel disease altering the uptake of heparin", "Bowel disease", "altering the uptake of heparin"),
        ("Any factors that may affect heparin", "factors", "that may affect heparin"),
        (
            "Asthma requiring antibiotic, or antiviral therapy",
            "Asthma",
            "requiring antibiotic, or antiviral therapy",
        ),
        ("Disease for which heparin is indicated", "Disease", "for which heparin is indicated"),
    ],
)
def test_a_clause_qualifies_its_head(read, text, head, clause):
    (c,) = read(text).constraints
    assert (c.subject.text, c.qualifiers) == (head, [clause])


@pytest.mark.parametrize("text", ["Patients requiring heparin", "Patients known to be taking heparin"])
def test_a_clause_about_the_patient_is_asked_for(read, text):
    assert ("drug", "heparin", "forbid") in said(read(text))


def test_a_procedure_behind_a_word_of_time_is_an_anchor(read):
    (c,) = read("Heparin before angiography or surgery").constraints
    assert (c.window.relation, c.window.anchor) == ("before", "angiography")
