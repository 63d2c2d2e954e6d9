"""Patterns that are compiled at their first use behave as those of `re`."""

import copy
import pickle
import re

import pytest
from eligex.text.lazily import lazily


def test_it_finds_what_the_pattern_finds():
    pattern = lazily(r"\b(?P<n>\d+) mg", re.IGNORECASE)
    assert pattern.search("take 5 MG")["n"] == "5"
    assert pattern.match("take 5 mg") is None
    assert pattern.sub("x", "5 mg, 6 mg") == "x, x"
    assert (pattern.pattern, pattern.flags) == (r"\b(?P<n>\d+) mg", re.IGNORECASE)


def test_it_is_compiled_once_and_not_before_it_is_used(monkeypatch):
    made = []
    plain = re.compile
    monkeypatch.setattr(re, "compile", lambda *given: made.append(given) or plain(*given))
    pattern = lazily("a+")
    assert made == []
    assert [pattern.fullmatch("aa") is not None, len(pattern.findall("a b a"))] == [True, 2]
    assert len(made) == 1


def test_a_broken_pattern_is_found_out_at_its_first_use():
    pattern = lazily("(")
    with pytest.raises(re.error):
        pattern.search("x")


def test_equal_ones_and_copies():
    assert lazily("a") == lazily("a")
    assert lazily("a") != lazily("a", re.IGNORECASE)
    used = lazily("a")
    used.search("a")
    assert pickle.loads(pickle.dumps(used)) == copy.deepcopy(used) == used
    assert not hasattr(used, "scanner")
