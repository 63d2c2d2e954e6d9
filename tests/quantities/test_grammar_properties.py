"""What must hold for any text at all: no error, true offsets, linear time, a round trip."""

import itertools
import json
import time
from pathlib import Path

import pytest
from eligex.quantities import Quantity, find_quantities
from eligex.text.fold import fold
from hypothesis import given, settings
from hypothesis import strategies as st

CRASHED = (Path(__file__).parent / "corpus" / "once_crashed.txt").read_text(encoding="utf-8").splitlines()
WORDS = (
    "≥|<|18|1.5|-| to |(|)|x |10^9|/L|ULN| years|between | and |, |or more|not |%|\n|\r\n|* |mg|0/1|½|within "
)
PIECES = st.sampled_from([*WORDS.split("|"), "a week", "= ", " of age", "upper limit of normal", "outside "])


def _check(text: str) -> None:
    folded = fold(text)
    found = find_quantities(folded)
    for q in found:
        assert 0 <= q.start < q.end <= len(text)
        assert all(q.start <= a < b <= q.end for a, b in q.value_spans)
        assert q.low is None or q.high is None or q.low <= q.high
        assert (q.low is None) == (q.low_inclusive is None)
        assert (q.high is None) == (q.high_inclusive is None)
        assert q.low is not None or q.high is not None or q.value == "normal"
        assert Quantity.from_dict(json.loads(json.dumps(q.to_dict()))) == q
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert find_quantities(folded) == found


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    _check(text)


@settings(max_examples=600, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_any_mixture(text: str) -> None:
    _check(text)


@pytest.mark.parametrize("text", CRASHED)
def test_once_crashed(text: str) -> None:
    _check(text)


@pytest.mark.parametrize(
    "unit",
    ["9", " ", "a-", ">=", "1-", "(", "9 ", "1/", "9,", "between ", "upper limit of the ", "≤ ", "1 x 10 "],
)
def test_time_is_linear(unit: str) -> None:
    def took(n: int) -> float:
        text = (unit * n)[:n]
        began = time.process_time()
        find_quantities(text)
        return time.process_time() - began

    took(2_000)
    small = min(took(10_000) for _ in range(2))
    assert took(50_000) < 12 * small + 0.5


def test_line_ends_keep_offsets() -> None:
    unix, dos = "at least\n 18 years", "at least\r\n 18 years"
    assert [(q.low, q.end) for q in find_quantities(unix)] == [(18.0, len(unix))]
    assert [(q.low, q.end) for q in find_quantities(dos)] == [(18.0, len(dos))]
