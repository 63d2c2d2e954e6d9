"""Which quantities become thresholds, and their role."""

from collections.abc import Sequence

import pytest
from eligex.components.findings import THRESHOLDS, read
from eligex.components.thresholds import EMITTED, ThresholdTagger
from eligex.text.tokenizer import TrialTokenizer
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

TOKENIZE = TrialTokenizer(Vocab())


def tagged(text: str, roles: Sequence[str] = EMITTED) -> Doc:
    return ThresholdTagger("thresholds", roles=list(roles))(TOKENIZE(text))


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("* Age ≥ 18 years", ["age"]),
        ("* 18-40 years", ["age"]),
        ("* Men over 50 years", ["age"]),
        ("* Participants aged 18 to 65", ["age"]),
        ("Age:\n\n  - 18 and over\n", ["age"]),
        ("* < 18 or > 65 years of age", ["age", "age"]),
        ("* Life expectancy of at least 12 weeks", ["threshold"]),
        ("Life expectancy:\n\n  - At least 12 weeks\n", ["threshold"]),
        ("* Gestational age of 35 to 39 weeks", ["threshold"]),
        ("* QTc > 450 ms", ["threshold"]),
        ("* ECOG 0-2", ["threshold"]),
        ("* NYHA class 3 or 4 heart failure", ["threshold"]),
        ("* Neuropathy > grade 2", ["threshold"]),
        ("* Prednisone > 10 mg/day", ["exposure"]),
        ("* More than 20 cigarettes per day", ["exposure"]),
        ("* Creatinine within normal limits", ["threshold"]),
        ("* Surgery within 3 months before entry", []),
        ("* At least 4 weeks since the last dose", []),
        ("* No more than 2 prior regimens", []),
        ("* One or more of the following", []),
        ("* Pain on a scale of 0-10", []),
        ("* Control group (n = 20)", []),
        ("* Disease duration of at least 5 years", []),
        ("* 14 days of rest", []),
        ("* Children between 3 months and 16 years old", ["age", "age"]),
        ("* Overall survival, up to 2 years", []),
        ("* A remission rate of 33-50% was seen", []),
        ("* Minimum disease duration of 5 years", []),
        ("* Diagnosed > 2010", []),
    ],
)
def test_role(text: str, roles: list[str]) -> None:
    assert [f.value["role"] for f in read(tagged(text), THRESHOLDS)] == roles


def test_quotes_and_serialises() -> None:
    text = "* Creatinine ≤ 133 µmol/L (1.5 mg/dL)\r\n* AST ≤ 2.5×ULN + 4 s"
    doc = tagged(text)
    found = read(doc, THRESHOLDS)
    assert [text[f.start : f.end] for f in found] == ["≤ 133 µmol/L (1.5 mg/dL)", "≤ 2.5×ULN + 4 s"]
    assert found[0].value["unit_text"] == "µmol/L"
    assert found[1].value["offset"] == {"value": 4.0, "unit": "s"}
    again = next(iter(DocBin(store_user_data=True, docs=[doc]).get_docs(doc.vocab)))
    assert read(Doc(doc.vocab).from_bytes(doc.to_bytes()), THRESHOLDS) == found == read(again, THRESHOLDS)


def test_match_is_pure() -> None:
    doc = TOKENIZE("* Age ≥ 18 years")
    pipe = ThresholdTagger("thresholds", roles=list(EMITTED))
    assert len(pipe.match(doc)) == 1
    assert pipe.match(doc) == pipe.match(doc)
    assert THRESHOLDS not in doc.spans


def test_roles_can_be_chosen() -> None:
    doc = tagged("* At least 4 weeks since the last dose; age ≥ 18 years", ["window"])
    assert [f.value["role"] for f in read(doc, THRESHOLDS)] == ["window"]
