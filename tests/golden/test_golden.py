"""A change of any example's result must be meant: `make golden` writes the pages anew."""

import pytest
from golden_cases import HERE, pages

STORED = sorted(path.name for path in HERE.glob("*.txt"))


@pytest.fixture(scope="module")
def fresh():
    return pages()


def test_there_is_a_page_for_each_trial(fresh):
    assert sorted(fresh) == STORED
    assert len(STORED) >= 6


@pytest.mark.parametrize("name", STORED)
def test_result_is_as_stored(fresh, name):
    assert fresh.get(name) == (HERE / name).read_text(encoding="utf-8"), "meant? then: make golden"
