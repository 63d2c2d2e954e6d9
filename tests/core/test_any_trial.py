"""What holds for the whole pipeline over any text."""

import json

import pytest
import spacy
from eligex.components.findings import DRUGS, read
from eligex.schema.trial import LABELS, Trial
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin

PIECES = st.sampled_from(
    [
        "Inclusion Criteria:", "Exclusion Criteria", "Interventions", "* ", "- ", "1. ", "a) ", "\n", "\n", "\r\n",
        " ", "ALT", "AST and ALT", "≤ 2.5 × ULN", r"\> 3", r"10\^9/L", "platelets ≥", "(", ")", "[", "]", "🙂", "🇨🇳",
        "age 18-65 years", "men", "women", "pregnant", "no history of", "not", "without", "unless", "except for",
        "asthma", "hepatitis B or C", "severe renal or liver disease", "within 4 weeks before", "first dose",
        "metformin 500 mg twice daily", "day 1-3", "prior chemotherapy", "; or", ", and", ".", ":", "%", "ECOG 0-1",
        "HIV positive", "at least two of the following:", "-", "—", "1/2", "10,5", "99999999999999999999", "İ", "\x00",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=25).map(" ".join),
    st.lists(PIECES, max_size=25).map("".join),
    st.text(max_size=80),
)
TEXT = """Detailed Description

Participants take metformin 500 mg orally twice daily on days 1-7 of each 21-day cycle.

Inclusion Criteria:
- Age 21 to 70 years
- One of these:
  a. Platelets >= 90 x 10^9/L without transfusion
  b. Haemoglobin above 9 g/dL
- No prior chemotherapy within 5 weeks of randomisation, except for hydroxyurea
Exclusion Criteria:
- Severe pancreatic or kidney disease
- QTc > 455 ms in men
"""
FACTORIES = [
    "eligex_sections", "eligex_criteria", "eligex_abbreviations", "eligex_drugs", "eligex_measurements",
    "eligex_demographics", "eligex_states", "eligex_conditions", "eligex_procedures", "eligex_thresholds",
    "eligex_windows", "eligex_doses", "eligex_negation", "eligex_context", "eligex_assembly",
]  # fmt: skip


def leaves(logic):
    """The constraint ids of a logic tree."""
    if isinstance(logic, dict):
        return [x for key, branch in logic.items() if key != "at_least" for x in leaves(branch)]
    if isinstance(logic, list):
        return [x for branch in logic for x in leaves(branch)]
    return [] if logic is None else [logic]


def check_quotes(trial, text):
    assert trial.text == text
    for item in (*trial.entities, *trial.criteria):
        assert text[item.start : item.end] == item.text
        assert item.start < item.end
    for subject in [c.subject for c in trial.constraints] + [r.drug for r in trial.regimens]:
        assert subject.start is None or text[subject.start : subject.end] == subject.text


def check_extents(trial, text):
    owners = (*trial.constraints, *trial.regimens)
    extents = [e for x in owners for e in x.evidence] + [e for k in trial.criteria for e in k.unclaimed]
    extents += [[s.start, s.end] for s in trial.sections]
    extents += [
        [c.range.start, c.range.end] for c in trial.constraints if c.range and c.range.start is not None
    ]
    assert all(0 <= a <= b <= len(text) for a, b in extents)


def check_references(trial):
    criteria = {k.id for k in trial.criteria}
    constraints = {c.id for c in trial.constraints}
    for items in (trial.criteria, trial.constraints, trial.entities, trial.regimens):
        assert len({x.id for x in items}) == len(items)
    assert {c.criterion for c in trial.constraints} <= criteria
    assert {k.parent for k in trial.criteria} <= criteria | {None}
    assert {e.criterion for e in trial.entities} <= criteria | {None}
    assert {c.exception_of for c in trial.constraints} <= constraints | {None}
    assert {x for k in trial.criteria for x in leaves(k.logic)} <= constraints
    assert {e.label for e in trial.entities} <= set(LABELS)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=TEXTS)
def test_any_text(nlp, text):
    trial = nlp(text)._.trial
    check_quotes(trial, text)
    check_extents(trial, text)
    check_references(trial)
    data = trial.to_dict()
    assert Trial.from_dict(json.loads(json.dumps(data))).to_dict() == data
    assert nlp(text)._.trial.to_dict() == data


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\r\n", "🙂", "\ufeff", "(((((", "Inclusion Criteria:"])
def test_texts_without_a_criterion(nlp, text):
    trial = nlp(text)._.trial
    assert trial.text == text
    assert trial.constraints == []


def test_the_sample_gives_what_the_tests_below_compare(nlp):
    trial = nlp(TEXT)._.trial
    assert len(trial.criteria) >= 7
    assert len(trial.constraints) >= 7
    assert trial.regimens


def test_disk(nlp, tmp_path):
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    assert again.pipe_names == nlp.pipe_names
    assert again(TEXT)._.trial.to_dict() == nlp(TEXT)._.trial.to_dict()


@pytest.mark.parametrize("factory", FACTORIES)
def test_each_component_runs_alone(factory):
    nlp = spacy.blank("en")
    nlp.add_pipe(factory)
    doc = nlp(TEXT)
    assert doc.text == TEXT
    assert Doc(nlp.vocab).from_bytes(doc.to_bytes()).text == TEXT


def test_drugs_under_the_tokenizer_of_spacy():
    nlp = spacy.blank("en")
    nlp.add_pipe("eligex_drugs")
    assert "metformin" in {f.name for f in read(nlp("Takes metformin daily."), DRUGS)}


@pytest.mark.parametrize(
    ("factory", "config"),
    [
        ("eligex_conditions", {"head_nouns": ["yes", "please"]}),
        ("eligex_conditions", {"exact_below": "many"}),
        ("eligex_procedures", {"head_nouns": {"on": 3}}),
        ("eligex_recogniser", {"model": ["a", "b"]}),
        ("eligex_recogniser", {"labels": "DRUG"}),
        ("eligex_conditions", {"no_such_option": 1}),
    ],
)
def test_a_wrong_config_is_refused(factory, config):
    with pytest.raises(ValueError, match=r"(?i)config (validation )?error"):
        spacy.blank("en").add_pipe(factory, config=config)


def test_bytes_and_docbin(nlp):
    doc = nlp(TEXT)
    expected = doc._.trial.to_dict()
    assert Doc(nlp.vocab).from_bytes(doc.to_bytes())._.trial.to_dict() == expected
    packed = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (back,) = DocBin().from_bytes(packed).get_docs(nlp.vocab)
    assert back._.trial.to_dict() == expected


def test_two_processes_give_what_one_gives(nlp):
    texts = [TEXT, "", "Exclusion Criteria:\n- HIV infection\n", TEXT.replace("21", "19")]
    one = [d._.trial.to_dict() for d in nlp.pipe(texts, n_process=1)]
    two = [d._.trial.to_dict() for d in nlp.pipe(texts, n_process=2, batch_size=2)]
    assert two == one
    assert one == [nlp(t)._.trial.to_dict() for t in texts]
