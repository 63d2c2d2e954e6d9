"""Negation: what each cue governs, what only looks like a cue, and all engines behind one interface."""

import csv
from pathlib import Path

import pytest
import spacy
from eligex.components import findings as groups
from eligex.components.findings import Finding, read, write
from eligex.components.negation.engine import engine_of, governs
from eligex.components.negation.tagger import NegationTagger
from eligex.text.tokenizer import TrialTokenizer
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin

NLP = spacy.blank("en")
NLP.tokenizer = TrialTokenizer(NLP.vocab)
ENGINES = ("eligex", "negspacy", "context")
with open(Path(__file__).parent / "negation_cases.tsv", encoding="utf-8", newline="") as file:
    CASES = [
        (
            row["text"],
            [w for w in row["negated"].split("|") if w],
            [w for w in row["affirmed"].split("|") if w],
        )
        for row in csv.DictReader(file, delimiter="\t")
    ]
OWN = engine_of("eligex", NLP)


def negated(cues: list[Finding], text: str, words: str) -> bool:
    at = text.index(words)
    return sum(governs(c, at, at + len(words)) for c in cues) % 2 == 1


@pytest.mark.parametrize(("text", "yes", "no"), CASES, ids=[c[0][:40] for c in CASES])
def test_own_engine(text: str, yes: list[str], no: list[str]) -> None:
    cues = OWN.cues(NLP.make_doc(text), [])
    assert [w for w in yes if not negated(cues, text, w)] == []
    assert [w for w in no if negated(cues, text, w)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Drug A is given without\r\n      steroids or azathioprine", True),
        ("Patients are treated with or\n      without steroids", False),
        ("Drug A: none.\nsteroids as usual", False),
        ("Bleeding: no\n- steroids", False),
        ("Bleeding: no\nSteroids", False),
    ],
)
def test_a_line_of_prose_goes_on_in_small_letters(text: str, expected: bool) -> None:
    word = "Steroids" if "Steroids" in text else "steroids"
    assert negated(OWN.cues(NLP.make_doc(text), []), text, word) is expected


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_behind_the_interface(engine: str) -> None:
    text = "No history of asthma. Patients with gout."
    doc = NLP.make_doc(text)
    targets = [Finding(text.index(w), text.index(w) + len(w), "CONDITION", "t") for w in ("asthma", "gout")]
    cues = engine_of(engine, NLP).cues(doc, targets)
    assert negated(cues, text, "asthma")
    assert not negated(cues, text, "gout")
    assert all(set(c.value) >= {"scope", "kind", "category"} for c in cues)
    assert not doc.ents
    assert not doc.spans


@pytest.mark.parametrize("engine", ENGINES)
def test_written_group_survives_serialisation(engine: str) -> None:
    doc = NLP.make_doc("Patients without diabetes")
    write(doc, groups.CONDITIONS, [Finding(17, 25, "CONDITION", "t")])
    doc = NegationTagger(NLP, engine=engine)(doc)
    back = Doc(NLP.vocab).from_bytes(doc.to_bytes())
    assert read(back, groups.NEGATION) == read(doc, groups.NEGATION) != []
    assert len(list(DocBin(docs=[doc]).get_docs(NLP.vocab))) == 1


def test_unknown_engine_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match="context, eligex, negspacy"):
        engine_of("other", NLP)


def test_head_of_a_list_governs_its_items() -> None:
    text = "No history of any of the following:\n  angina\n  gout\nAsthma"
    doc = NLP.make_doc(text)
    items = [
        ("I1", None, "No history of any of the following:"),
        ("I1.1", "I1", "angina"),
        ("I1.2", "I1", "gout"),
    ]
    items.append(("I2", None, "Asthma"))
    write(
        doc,
        groups.CRITERIA,
        [
            Finding(
                text.index(w),
                text.index(w) + len(w),
                "CRITERION",
                "t",
                value={"id": i, "parent": p, "section": "inclusion"},
            )
            for i, p, w in items
        ],
    )
    cues = OWN.cues(doc, [])
    assert negated(cues, text, "angina")
    assert negated(cues, text, "gout")
    assert not negated(cues, text, "Asthma")


@pytest.mark.parametrize(("section", "expected"), [("inclusion", True), ("exclusion", False)])
def test_will_be_excluded_negates_among_inclusions_only(section: str, expected: bool) -> None:
    text = "Patients with lupus will be excluded"
    doc = NLP.make_doc(text)
    value = {"id": "X1", "parent": None, "section": section}
    write(doc, groups.CRITERIA, [Finding(0, len(text), "CRITERION", "t", value=value)])
    assert negated(OWN.cues(doc, []), text, "lupus") is expected


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["no", "not", "(", ")", ";", ".", " and ", ", ", "without", "asthma", " or ", "non-", ": none",
             "\n", "is not allowed",
             "[", "]", "excluded", "é", "≥ 3", " naïve", "{", "unable to", "before", "following:"]
        ),
        max_size=25,
    ).map(" ".join)
    | st.text(max_size=60)
)  # fmt: skip
def test_any_text_gives_scopes_inside_it(text: str) -> None:
    for c in OWN.cues(NLP.make_doc(text), []):
        a, b = c.value["scope"]
        assert 0 <= c.start < c.end <= len(text)
        assert 0 <= a < b <= len(text)


def test_long_text_is_not_quadratic() -> None:
    text = "No fever, (cough, pain and no rash; " * 4000
    assert len(OWN.cues(NLP.make_doc(text), [])) == 8000
