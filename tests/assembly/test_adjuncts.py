"""A noun phrase makes one statement: its head's, with the rest as what narrows it."""

import pytest


@pytest.fixture
def read(nlp):
    def run(text, section="Exclusion"):
        return nlp(f"{section} Criteria:\n\n* {text}\n")._.trial.constraints

    return run


def said(constraints):
    return [(c.kind, c.subject.name or c.subject.text, c.qualifiers) for c in constraints]


@pytest.mark.parametrize(
    ("text", "kind", "name", "qualifiers"),
    [
        ("Hospitalization for gout", "state", "hospitalization", ["for gout"]),
        ("Hospitalization in the past year for gout", "state", "hospitalization", ["for gout"]),
        ("Ulcerative colitis with bleeding tumor", "condition", "neoplasms", ["bleeding"]),
        ("Diabetic foot infection", "condition", "infections", ["Diabetic foot"]),
        ("Metformin as an adjunct to insulin", "drug", "metformin", ["as an adjunct to insulin"]),
        ("Radiotherapy to the target lesion", "procedure", "radiotherapy", ["to the target lesion"]),
        ("Opioids while on warfarin", "drug", "opioid", ["while on warfarin"]),
    ],
)
def test_what_a_head_has_beside_it_qualifies_it(read, text, kind, name, qualifiers):
    last = said(read(text))[-1]
    assert last == (kind, name, qualifiers)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Removal of a pacemaker", "procedure", "Removal of a pacemaker"),
        ("Sequelae of stroke or encephalitis", "condition", "Sequelae of stroke or encephalitis"),
        ("Previous treatment for psoriasis", "procedure", "treatment for psoriasis"),
        ("Currently being treated for psoriasis", "procedure", "treated for psoriasis"),
        ("Complications of pregnancy", "condition", "Complications of pregnancy"),
        ("Any earlier psoriasis treatment", "procedure", "psoriasis treatment"),
        ("Current use of gout medication", "drug", "gout medication"),
    ],
)
def test_a_head_that_nothing_knows_is_named_with_its_complement(read, text, kind, words):
    (c,) = read(text)
    assert (c.kind, c.subject.name, c.subject.code) == (kind, None, None)
    assert c.subject.text.endswith(words)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("History of stroke", "cerebrovascular accident"),
        ("History or complication of lymphoma", "lymphoma"),
        ("Two courses of cisplatin", "cisplatin"),
        ("Positive serology for syphilis", "syphilis"),
    ],
)
def test_a_noun_that_only_says_that_it_is_there_leaves_the_statement(read, text, name):
    assert [c.subject.name for c in read(text)] == [name]


def test_another_disease_is_told_beside_a_named_one(read):
    assert said(read("Bleeding from the liver tumor or intestinal obstruction")) == [
        ("condition", "hemorrhage", ["from the liver tumor"]),
        ("condition", "intestinal obstruction", []),
    ]


def test_lists_without_commas_stay_lists(read):
    names = [c.subject.name for c in read("heart failure stroke hypertension coronary artery disease")]
    assert len(names) == 4


def test_of_what_is_asked_for_both_hold(read):
    found = read("Hospitalized for heart failure", section="Inclusion")
    assert [c.requirement for c in found] == ["require", "require"]


def test_a_time_over_a_list_is_said_of_each_member(read):
    found = read("Sedatives, opioids or muscle relaxants when taking pregabalin")
    assert [c.qualifiers for c in found] == [["when taking pregabalin"]] * 3


def test_a_name_that_ends_a_line_is_not_joined_with_the_next(nlp):
    trial = nlp("Exclusion Criteria:\n\n* Brain cancer\n* Drug or alcohol problem\n")._.trial
    assert [c.subject.name for c in trial.constraints if c.criterion == "E1"] == ["brain neoplasms"]
