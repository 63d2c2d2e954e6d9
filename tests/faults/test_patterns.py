"""Every regular expression of the package against strings drawn from its own parse tree.

A pattern that backtracks without bound takes many times longer for a text twice as long. What is asked
here is that it does not: the time for the longer text is held against the time for the shorter one.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from attack import attacks, parser, sample, seconds, text_of

SHORT, LONG = 16, 64  # characters
GROWTH = 4**6  # of the time for four times the text: what grows by more has no power as its bound
LEAST = 0.02  # seconds below which a time says nothing
LIMIT = 0.5
NOTED = Path(__file__).with_name("noted.py")


@pytest.fixture(scope="module")
def patterns():
    """(place, pattern, flags) of all that the package compiles when it is imported, loaded and run."""
    found = subprocess.run([sys.executable, str(NOTED)], capture_output=True, check=True)
    return [(where, re.compile(text, flags)) for where, text, flags in json.loads(found.stdout)]


def grows(pattern, calls=("match", "finditer")):
    """(prefix, pump, seconds) of the first attack for which the time grows without bound; else None."""
    for prefix, pump in attacks(pattern.pattern, pattern.flags):
        for name in calls:
            call = pattern.match if name == "match" else lambda text: sum(1 for _ in pattern.finditer(text))
            long = seconds(call, text_of(prefix, pump, LONG), LIMIT)
            if long < LEAST:
                continue
            short = min(seconds(call, text_of(prefix, pump, SHORT), LIMIT) for _ in range(3))
            long = min(long, seconds(call, text_of(prefix, pump, LONG), LIMIT))
            if long >= LIMIT or (long >= LEAST and long > GROWTH * short):
                return prefix, pump, long
    return None


def test_every_pattern_is_found(patterns):
    places = {where.split(":")[0] for where, _ in patterns}
    assert len(patterns) > 300
    assert {"eligex.text.tokenizer", "eligex.readers.json_stream", "eligex.quantities.lexer"} <= places


@pytest.mark.parametrize("text", [r"(a+)+$", r"(a|aa)+$", r"(\s*\w+\s*)*:", r"^(\d+,?)*\.$"])
def test_a_catastrophic_pattern_is_caught(text):
    assert grows(re.compile(text)) is not None


@pytest.mark.parametrize("text", [r"\s*\w+", r"\d{1,3}(?:,\d{3})*", r"[a-z]+\s+of", r"(?:a|b)*c"])
def test_a_tame_pattern_is_not(text):
    assert grows(re.compile(text)) is None


@pytest.mark.parametrize(
    "text", [r"[^a-z]{2,}(?:x|yz)+", r"\bno\s+(?:\d+|\W)?", r"a(?=b)(?P<n>c*)(?P=n)[\w-]"]
)
def test_samples_are_what_the_pattern_matches_or_near_it(text):
    assert re.match(text, sample(parser.parse(text), 0) + "c-") or "(?=" in text


def test_no_pattern_of_the_package_backtracks_without_bound(patterns):
    assert {where: found for where, pattern in patterns if (found := grows(pattern))} == {}
