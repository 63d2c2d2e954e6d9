"""The tokenizer loses nothing and puts a boundary where a finding may begin or end."""

import pytest
from eligex.text.tokenizer import TrialTokenizer, split
from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab

TOKENIZE = TrialTokenizer(Vocab())
PIECES = st.lists(
    st.sampled_from(
        [" ", "  ", "\n", "\r\n", "\t", ".", ".5", "1,500", "ULN", "D19MRD", "é", "🙂", "≤", "-", "ß"]
    )
).map("".join)


@given(st.one_of(st.text(max_size=200), PIECES))
def test_the_doc_is_the_text(text):
    assert TOKENIZE(text).text == text
    assert "".join(split(text)) == text


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("ALT≤2×ULN.Serum", "ALT ≤ 2 × ULN . Serum"),
        ("40mg", "40 mg"),
        ("D19MRD", "D19 MRD"),
        ("HbA1c", "HbA1c"),
        ("CD19", "CD19"),
        ("grade3", "grade 3"),
        ("Age18", "Age 18"),
        ("1,500/mm3", "1,500 / mm 3"),
        ("12,50", "12 , 50"),
        (".5", ".5"),
        ("ULN.24-hour", "ULN . 24 - hour"),
        ("strategyBlinatumomab", "strategy Blinatumomab"),
        ("mL/min/1.73m2", "mL / min / 1.73 m2"),
        ("≥1.5×10^9/L", "≥ 1.5 × 10 ^ 9 / L"),
        ("14-65", "14 - 65"),
        ("(QTc>450)", "( QTc > 450 )"),
    ],
)
def test_boundaries(text, tokens):
    assert [t.text for t in TOKENIZE(text)] == tokens.split()


def test_the_empty_text_has_no_token():
    assert len(TOKENIZE("")) == 0
