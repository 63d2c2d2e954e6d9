"""Exceptions: what is carved out, and what it is carved from."""

import pytest
import spacy
from eligex.components import findings as groups
from eligex.components.context.matcher import CueMatcher
from eligex.components.context.tagger import ContextTagger
from eligex.components.findings import Finding, read, write
from eligex.text.tokenizer import TrialTokenizer
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

NLP = spacy.blank("en")
NLP.tokenizer = TrialTokenizer(NLP.vocab)
TAGGER = ContextTagger("context")

CARVED = [
    ("Any cancer (except for skin cancer)", "skin cancer", "Any cancer"),
    (
        "Any cancer, except treated skin cancer or cervical carcinoma.",
        "treated skin cancer or cervical carcinoma",
        "Any cancer",
    ),
    ("Antibiotics other than penicillin within 2 weeks", "penicillin", "Antibiotics"),
    ("Organ transplant (excluding cornea transplant)", "cornea transplant", "Organ transplant"),
    ("Arrhythmia with the exception of extrasystoles", "extrasystoles", "Arrhythmia"),
    ("Steroids unless inhaled", "inhaled", "Steroids"),
    ("Psychiatric illness apart from anxiety", "anxiety", "Psychiatric illness"),
    ("Malignancy aside from melanoma in situ", "melanoma in situ", "Malignancy"),
    ("Current steroids. Inhaled steroids are allowed.", "Inhaled steroids", "Current steroids"),
    ("Current steroids (topical steroids are permitted)", "topical steroids", "Current steroids"),
    (
        "Any malignancy, except treated skin cancer, and carcinoma in situ of the cervix.",
        "treated skin cancer, and carcinoma in situ of the cervix",
        "Any malignancy",
    ),
    (
        "Any malignancy, except skin cancer, and heart failure.",
        "skin cancer",
        "Any malignancy",
    ),
    (
        "Prior tumor except for basal cell carcinoma, or any other cancer cured by surgery",
        "basal cell carcinoma, or any other cancer cured by surgery",
        "Prior tumor",
    ),
    (
        "Any analgesic, except ibuprofen, aspirin, and paracetamol.",
        "ibuprofen, aspirin, and paracetamol",
        "Any analgesic",
    ),
    ("Any infection. Exceptions: onychomycosis, warts", "onychomycosis, warts", "Any infection"),
    (
        "Prior chemotherapy; patients with adjuvant therapy may be included",
        "patients with adjuvant therapy",
        "Prior chemotherapy",
    ),
]


def carved(text: str) -> list[tuple[str, str | None]]:
    out = []
    for f in TAGGER.match(NLP.make_doc(text)):
        if f.label in ("EXCEPTION", "ALLOWED"):
            scope, base = f.value["scope"], f.value["base"]
            out.append((text[slice(*scope)], text[slice(*base)] if base else None))
    return out


@pytest.mark.parametrize(("text", "scope", "base"), CARVED, ids=[c[0][:40] for c in CARVED])
def test_scope_and_base(text: str, scope: str, base: str) -> None:
    assert carved(text) == [(scope, base)]


@pytest.mark.parametrize(
    "text",
    [
        "Inhaled steroids are not allowed",
        "Women over 18 are eligible",
        "No exceptions",
        "Including but not limited to gout",
        "Gout is not permitted",
    ],
)
def test_no_exception(text: str) -> None:
    assert carved(text) == []


def test_the_base_of_a_nested_item_is_its_parent() -> None:
    text = "Any cancer:\nexcept for melanoma"
    doc = NLP.make_doc(text)
    rows = [(0, 11, {"id": "E1", "parent": None}), (12, 31, {"id": "E1.1", "parent": "E1"})]
    write(doc, groups.CRITERIA, [Finding(a, b, "CRITERION", "t", value=v) for a, b, v in rows])
    (f,) = (f for f in TAGGER.match(doc) if f.label == "EXCEPTION")
    assert text[slice(*f.value["base"])] == "Any cancer:"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("History of stroke", "HISTORY"),
        ("Prior radiotherapy", "HISTORY"),
        ("Family history of epilepsy", "FAMILY"),
        ("Suspected sepsis", "HYPOTHETICAL"),
        ("At risk for falls", "HYPOTHETICAL"),
    ],
)
def test_other_categories(text: str, label: str) -> None:
    assert label in {f.label for f in TAGGER.match(NLP.make_doc(text))}


def test_a_cue_goes_over_the_end_of_a_line_and_hides_shorter_ones() -> None:
    doc = NLP.make_doc("Arrhythmia with the\n      exception of extrasystoles")
    assert [doc.text[c.start : c.end].split() for c in CueMatcher().find(doc)] == [
        ["with", "the", "exception", "of"]
    ]


def test_serialisation() -> None:
    doc = TAGGER(NLP.make_doc("Any cancer (except for skin cancer)"))
    back = Doc(NLP.vocab).from_bytes(doc.to_bytes())
    assert read(back, groups.CONTEXT) == read(doc, groups.CONTEXT) != []


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(["except", "(", ")", "other than", "asthma", ";", ".",
             ", and", "is allowed", "unless", ":", "\n", "exceptions:", "But"]),
        max_size=20,
    ).map(" ".join)
    | st.text(max_size=50)
)  # fmt: skip
def test_any_text_gives_scopes_inside_it(text: str) -> None:
    for f in TAGGER.match(NLP.make_doc(text)):
        spans = [f.value["scope"], f.value.get("base")]
        assert all(0 <= s[0] < s[1] <= len(text) for s in spans if s)
