"""Folding keeps every offset and makes the variants of a character one."""

import re

import pytest
from eligex.text.fold import fold
from hypothesis import given
from hypothesis import strategies as st

ODD = st.text(alphabet="\\≥≦＞–—×µ’“，·．０９Ａｚ\u00a0\u200b1a.%[]*_~\r\n ", max_size=60)


@given(st.one_of(st.text(max_size=200), ODD))
def test_length_stays(text):
    assert len(fold(text)) == len(text)


@given(st.one_of(st.text(max_size=100), ODD))
def test_line_breaks_stay_where_they_are(text):
    breaks = [m.end() - 1 for m in re.finditer(r"\\r\\n|\r\n|\r|\n", text)]  # in letters, too
    assert [i for i, c in enumerate(fold(text)) if c == "\n"] == breaks


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        (r"10\^9", "10 ^9"),
        (r"ALT \> 3", "ALT  > 3"),
        (r"=\< 4", "= < 4"),
        (r"a\[b\]", "a [b ]"),
        (r"C:\dose", r"C:\dose"),
        (r"Arm A:\r\nVPA", "Arm A:   \nVPA"),
        ("calcium channel\r\nblockers\rtwice", "calcium channel \nblockers\ntwice"),
        ("≧ 2 and ≦ 5", "≥ 2 and ≤ 5"),
        ("⩾2 ⩽5", "≥2 ≤5"),
        ("＞１２．５％", ">12.5%"),
        ("ＡＬＴ（ｕ）", "ALT(u)"),
        ("1–2 3—4 5−6", "1-2 3-4 5-6"),
        ("2✕ULN", "2×ULN"),
        ("3\u00a0mg\u202f/\u2009d", "3 mg / d"),
        ("5 µg", "5 μg"),
        ("Crohn’s “A”", 'Crohn\'s "A"'),
        ("0·5 mg", "0.5 mg"),
        ("· item", "• item"),
        ("mg⁄dL", "mg/dL"),
        ("ALT, AST", "ALT, AST"),
    ],
)
def test_variants(raw, folded):
    assert fold(raw) == folded


def test_opposite_signs_never_fall_together():
    signs = ["≥", "≤", ">", "<", "=", "≠", "≈"]
    assert len({fold(s) for s in signs}) == len(signs)
