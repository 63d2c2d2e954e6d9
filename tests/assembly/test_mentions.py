"""How a recogniser's spans and the vocabularies' findings become mentions and entities: the recogniser is played."""

import eligex.pipeline
import pytest
from eligex.assembly.items.mentions import mentions_of
from eligex.components.findings import RECOGNISED, Finding, write
from spacy.language import Language
from spacy.tokens import Doc

PLAYED = "recogniser:played"
_says: list[tuple[str, str]] = []


@Language.component("played_recogniser")
def played(doc: Doc) -> Doc:
    found = []
    for words, label in _says:
        at = doc.text.index(words)
        found.append(Finding(at, at + len(words), label, PLAYED))
    write(doc, RECOGNISED, found)
    return doc


@pytest.fixture(scope="module")
def pipe():
    nlp = eligex.pipeline.load()
    nlp.replace_pipe("eligex_recogniser", "played_recogniser")
    return nlp


@pytest.fixture
def read(pipe):
    def run(text, *says, section="Exclusion"):
        _says[:] = says
        return pipe(f"{section} Criteria:\n\n* {text}\n")

    return run


def spans(doc):
    return {(doc.text[f.start : f.end], f.label) for f in mentions_of(doc, []).spans}


def wide(doc):
    return {(doc.text[f.start : f.end], f.label) for f in mentions_of(doc, []).mentions}


def test_a_known_name_gives_its_code_to_the_recognised_span(read):
    doc = read("History of hypertension", ("hypertension", "CONDITION"))
    (entity,) = [e for e in doc._.trial.entities if e.label == "CONDITION"]
    assert (entity.system, bool(entity.code)) == ("MeSH", True)
    assert entity.source == f"{PLAYED}+conditions:vocabulary"


def test_the_recogniser_decides_the_entity_and_the_phrase_the_statement(read):
    doc = read("Acute leukemia", ("leukemia", "CONDITION"))
    assert ("leukemia", "CONDITION") in spans(doc)
    assert wide(doc) == {("Acute leukemia", "CONDITION")}
    assert doc._.trial.constraints[0].subject.text == "Acute leukemia"


def test_a_disease_keeps_its_whole_name(read):
    doc = read("Type 2 diabetes", ("diabetes", "CONDITION"))
    (entity,) = [e for e in doc._.trial.entities if e.label == "CONDITION"]
    assert (entity.text, entity.name, bool(entity.code)) == ("Type 2 diabetes", "type 2 diabetes", True)
    assert doc._.trial.constraints[0].subject.text == "Type 2 diabetes"


def test_the_head_of_a_phrase_is_named_by_the_phrase(read):
    doc = read("Renal or quuxoid disease", ("disease", "CONDITION"))
    (entity,) = [e for e in doc._.trial.entities if e.label == "CONDITION"]
    assert (entity.text, entity.name) == ("disease", "quuxoid disease")
    assert [c.subject.text for c in doc._.trial.constraints] == ["Renal", "quuxoid disease"]


def test_a_procedure_that_only_a_head_noun_tells_is_left_to_the_recogniser(read):
    doc = read("Any protocol screening test", ("screening test", "PROCEDURE"))
    assert spans(doc) == {("screening test", "PROCEDURE")}
    assert spans(read("Any protocol screening test")) == set()


def test_a_gestational_age_is_no_age(read):
    doc = read("Gestational age < 30 weeks", ("Gestational age", "MEASUREMENT"))
    assert spans(doc) == {("Gestational age", "MEASUREMENT")}
    (constraint,) = doc._.trial.constraints
    assert (constraint.kind, constraint.subject.name) == ("measurement", "gestational age")


def test_a_contraindication_is_a_condition(read):
    doc = read("Any contra-indication to an MRI scan", ("MRI scan", "PROCEDURE"))
    entities = {(e.text, e.label) for e in doc._.trial.entities}
    assert entities == {("contra-indication", "CONDITION"), ("MRI scan", "PROCEDURE")}
    assert [c.kind for c in doc._.trial.constraints] == ["condition"]


def test_who_is_allergic_has_an_allergy(read):
    (constraint,) = read("Patients allergic to quuxoline")._.trial.constraints
    assert (constraint.kind, constraint.subject.text) == ("condition", "allergic to quuxoline")
    assert constraint.subject.name == "allergy to quuxoline"
    assert wide(read("Allergic quuxitis")) == {("Allergic quuxitis", "CONDITION")}


@pytest.mark.parametrize(
    ("text", "drugs"),
    [
        ("Allergy to any of the study drugs", {"study drugs"}),
        ("Infection within 2 weeks before the first dose of study drug", set()),
    ],
)
def test_the_trials_drug_is_an_entity_where_it_is_feared(read, text, drugs):
    assert {words for words, label in spans(read(text)) if label == "DRUG"} == drugs


@pytest.mark.parametrize(
    "text",
    [
        "Diagnostic and Statistical Manual of Mental Disorders, Fourth Edition",
        "criteria of the American Diabetes Association",
        "as the International Association for the Study of Pain defines it",
        "Response Evaluation Criteria in Solid Tumors",
        "rules of the International headache society",
    ],
)
def test_the_disease_in_a_societys_name_is_no_condition(read, text):
    assert {label for _, label in wide(read(text))} <= {"MEASUREMENT", "SCORE"}


def test_a_disease_beside_a_societys_name_is_one(read):
    doc = read("Asthma (British Thoracic Society), Heart Failure. Society member with Epilepsy")
    assert {words for words, label in wide(doc) if label == "CONDITION"} == {
        "Asthma",
        "Heart Failure",
        "Epilepsy",
    }


def test_a_narrower_disease_has_not_the_code_of_the_wider(read):
    doc = read("Nocturnal quuxoid hypertension", ("Nocturnal quuxoid hypertension", "CONDITION"))
    (entity,) = [e for e in doc._.trial.entities if e.label == "CONDITION"]
    assert (entity.text, entity.code) == ("Nocturnal quuxoid hypertension", None)


def test_a_longer_test_is_still_the_test(read):
    doc = read("Fasting serum creatinine > 2 mg/dL", ("Fasting serum creatinine", "MEASUREMENT"))
    (entity,) = [e for e in doc._.trial.entities if e.label == "MEASUREMENT"]
    assert (entity.text, entity.name) == ("Fasting serum creatinine", "creatinine")


def test_a_span_over_several_names_leaves_them_apart(read):
    doc = read("ALT or AST > 3 x ULN", ("ALT or AST", "MEASUREMENT"))
    assert spans(doc) == {("ALT", "MEASUREMENT"), ("AST", "MEASUREMENT")}
    assert len(doc._.trial.constraints) == 2


def test_a_scale_stays_a_scale(read):
    doc = read("ECOG > 2", ("ECOG", "MEASUREMENT"))
    assert spans(doc) == {("ECOG", "SCORE")}


def test_a_known_disease_is_none_of_the_measurements(read):
    doc = read("Chronic pain or headache", ("headache", "MEASUREMENT"))
    assert ("headache", "CONDITION") in spans(doc)


def test_what_only_the_recogniser_knows_is_stated(read):
    doc = read("History of zorblattosis", ("zorblattosis", "CONDITION"))
    (constraint,) = doc._.trial.constraints
    assert (constraint.kind, constraint.requirement) == ("condition", "forbid")
    assert constraint.subject.text == "zorblattosis"


def test_a_word_that_names_nothing_is_held_by_what_it_belongs_to(read):
    doc = read("Prior treatment with zorblatine", ("treatment", "PROCEDURE"), ("zorblatine", "DRUG"))
    (constraint,) = doc._.trial.constraints
    assert constraint.subject.text == "zorblatine"
    assert doc._.trial.criteria[0].unclaimed == []
    assert ("treatment", "PROCEDURE") in spans(doc)


def test_alone_and_untimed_it_states_nothing(read):
    doc = read("Any other condition of the patient", ("condition", "CONDITION"))
    assert doc._.trial.constraints == []
    assert doc._.trial.criteria[0].status != "parsed"


def test_alone_it_is_what_a_judgement_is_about(read):
    doc = read("Any other condition that might interfere", ("condition", "CONDITION"))
    (constraint,) = doc._.trial.constraints
    assert (constraint.subject.text, constraint.qualifiers) == (
        "condition",
        ["other", "that might interfere"],
    )


def test_alone_it_is_what_the_criterion_is_about(read):
    doc = read("Any treatment within 4 weeks before enrollment", ("treatment", "PROCEDURE"))
    (constraint,) = doc._.trial.constraints
    assert (constraint.subject.text, constraint.window.high) == ("treatment", 4)


def test_a_state_is_stated_and_still_an_entity(read):
    doc = read("Current smoker", ("smoker", "MEASUREMENT"))
    assert [c.kind for c in doc._.trial.constraints] == ["state"]
    assert ("smoker", "MEASUREMENT") in {(e.text, e.label) for e in doc._.trial.entities}


def test_an_entity_inside_a_wider_subject_has_its_polarity(read):
    doc = read("No acute leukemia", ("leukemia", "CONDITION"), section="Inclusion")
    (entity,) = [e for e in doc._.trial.entities if e.label == "CONDITION"]
    assert entity.negated


def test_methods_of_a_result_are_not_required(read):
    says = (("quux nodes", "MEASUREMENT"), ("biopsy", "PROCEDURE"))
    doc = read("Negative quux nodes by CT scan, MRI or biopsy", *says, section="Inclusion")
    (constraint,) = doc._.trial.constraints
    assert (constraint.subject.text, constraint.value) == ("quux nodes", "negative")
    assert constraint.qualifiers == ["by CT scan, MRI or biopsy"]


@pytest.mark.parametrize("cue", ["without", "denies", "free from"])
def test_a_cue_is_no_part_of_what_a_model_saw(read, cue):
    doc = read(f"Patient {cue} mimsy fugax", (f"{cue} mimsy fugax", "CONDITION"))
    (constraint,) = doc._.trial.constraints
    assert (constraint.subject.text, constraint.negated) == ("mimsy fugax", True)
    assert [(e.text, e.negated) for e in doc._.trial.entities if e.label == "CONDITION"] == [
        ("mimsy fugax", True)
    ]


def test_what_a_patient_cannot_do_is_denied(read):
    doc = read("Inability to quux", ("Inability to quux", "CONDITION"))
    (constraint,) = doc._.trial.constraints
    assert (constraint.kind, constraint.subject.text, constraint.negated) == ("state", "quux", True)


def test_what_stands_behind_a_preposition_narrows(read):
    says = (("mimsy fugax", "CONDITION"),)
    doc = read("Prior chemotherapy for advanced mimsy fugax", *says)
    (constraint,) = doc._.trial.constraints
    assert (constraint.subject.text, constraint.qualifiers) == (
        "chemotherapy",
        ["for advanced mimsy fugax"],
    )


@pytest.mark.parametrize("words", ["quuxic", "quuxal", "quux of", "QXR"])
def test_a_fragment_states_nothing_and_is_told(read, words):
    text = f"Asthma, or ({words})" if words == "QXR" else f"Asthma, or {words}"
    doc = read(text, (words, "CONDITION"))
    assert [c.subject.name for c in doc._.trial.constraints] == ["asthma"]
    (criterion,) = doc._.trial.criteria
    assert criterion.status == "partial"
    start = doc.text.index(words)
    assert [start, start + len(words)] in criterion.unclaimed


def test_a_member_of_a_list_is_stated(read):
    doc = read("Asthma, borogove or stroke", ("borogove", "CONDITION"))
    assert [c.subject.text for c in doc._.trial.constraints] == ["Asthma", "borogove", "stroke"]


def test_what_an_exception_names_is_carved_out(read):
    doc = read("Malignancy except for the quux of the skin", ("quux", "CONDITION"))
    assert [bool(c.exception_of) for c in doc._.trial.constraints] == [False, True]


def test_a_narrower_name_counts_as_known(read):
    says = (("esophageal asthma", "CONDITION"), ("mimsy fugax", "CONDITION"))
    doc = read("History of esophageal asthma of which mimsy fugax is told", *says)
    assert [c.subject.text for c in doc._.trial.constraints] == ["esophageal asthma"]


def test_no_exception_points_at_what_was_dropped(read):
    doc = read("1/2 99999999999999999999 HIV positive except for Inclusion Criteria:", ("HIV", "CONDITION"))
    ids = {c.id for c in doc._.trial.constraints} | {None}
    assert {c.exception_of for c in doc._.trial.constraints} <= ids


WRAPPED = [
    ("Gout or cardiac\n     abnormalities", ["Gout", "cardiac abnormalities"]),
    ("Prior chemotherapy for advanced\n     lymphoma", ["chemotherapy"]),
]


@pytest.mark.parametrize(("text", "subjects"), WRAPPED)
def test_a_wrapped_line_goes_on(nlp, text, subjects):
    trial = nlp(f"Exclusion Criteria:\n\n  -  {text}\n\n  -  Asthma\n")._.trial
    found = [" ".join(c.subject.text.split()) for c in trial.constraints if c.criterion == "E1"]
    assert found == subjects
