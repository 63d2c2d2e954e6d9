"""A `Scanner` finds what `re` finds, and says of which patterns it cannot."""

import importlib
import pkgutil
import re

import pytest
from eligex import assembly, components
from eligex.quantities import lexer
from eligex.text import sentences
from eligex.text.firsts import keys
from eligex.text.scan import Choice, Scanner, lines_with
from hypothesis import example, given, settings
from hypothesis import strategies as st

WORDS = (
    "every 3 weeks for up to 6 cycles", "days 1, 8 and 15 of each 28-day cycle", "40mg/m2", "no history of",
    "without", "non-", "within 4 weeks before enrolment", "≥1.5×ULN", "until progression", "AUC 5", "max6 courses",
    "pregnant", "WOMEN", "18 years old", "anti-TNF agents", "CYP3A4 inhibitors", "weekly x 4", "BID", "D1-5",
    "K", "\u212Aidney", "for\u0130", "ſix weeks", "µg", "e.g. this. That", "(", ")", ";", ".5 mg", "1,500 mg", "x",
    "\n", "  ", "neither", "except", "up to", "in the past year", "2", "٣ days", "_for 2 days_", "x3 days",
)  # fmt: skip


def scanners() -> list[Scanner]:
    from eligex.components.demographics.tagger import DemographicsTagger
    from eligex.components.negation.cues import cue_table
    from eligex.components.states.tagger import StateTagger

    found = [rule[3] for tagger in (StateTagger("s"), DemographicsTagger("d")) for rule in tagger._rules]
    found += [cue_table().cues, sentences._END]
    modules = [
        i.name for p in (components, assembly) for i in pkgutil.walk_packages(p.__path__, f"{p.__name__}.")
    ]
    for name in modules:
        held = vars(importlib.import_module(name)).values()
        found += [v for v in held if isinstance(v, Scanner)]
        found += [x for v in held if isinstance(v, tuple) for r in v if isinstance(r, tuple) for x in r
                  if isinstance(x, Scanner)]  # fmt: skip
    return list({id(s): s for s in found}.values())


SCANNERS = scanners()


def spans(matches) -> list[tuple[int, int, str | None]]:
    return [(*m.span(), m.lastgroup) for m in matches]


def test_the_patterns_of_the_package_are_among_them():
    assert len(SCANNERS) > 60


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=40), st.sampled_from(["", " ", ", "]))
@example(list(WORDS), " ")
@example(list(WORDS), "")
def test_as_re_finds_it(words: list[str], joint: str):
    text = joint.join(words).ljust(300)  # shorter ones are left to `re`
    for scanner in SCANNERS:
        assert spans(scanner.finditer(text)) == spans(scanner.pattern.finditer(text)), scanner.pattern.pattern


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40), st.integers(0, 200), st.integers(0, 300))
def test_as_re_finds_it_within_a_stretch(words: list[str], start: int, end: int):
    text = " ".join(words).ljust(300)
    for scanner in SCANNERS:
        assert spans(scanner.finditer(text, start, end)) == spans(scanner.pattern.finditer(text, start, end))


@pytest.mark.parametrize(
    ("pattern", "begins"),
    [
        (r"\bweeks?\b", {("wee", True)}),
        (r"week", {("w", False)}),
        (r"(?<![^\W_])of\b", {("of", True)}),
        (r"(?<!\d)\d+ mg", {("0", True)}),
        (r"\d+ mg", {("0", False)}),
        (r"\b(?:on\s)?day", {("on", True), ("day", True)}),
        (r"[<>]=?\s*\d", {("<", True), (">", True)}),
        (r"(?=\bnot)\w+", {("not", True)}),
        (r"(?<= )(?i:Ab)c", {("abc", True)}),
        (r"(?<=[-\s])free", {("fre", True)}),
        (r"(?<=to\s)stop", {("sto", True)}),
        (r"(?<=[^a-z])stop", {("s", False)}),
        (r"(?<=d)off", {("o", False)}),
        (r"(?<![A-Za-z])stop", {("s", False)}),  # a Greek letter may stand before it
        (r"\s*day", None),
        (r"\w+ day", None),
        (r"(?:day)?", None),
        (r"(.)\1", None),
    ],
)
def test_how_a_match_begins(pattern: str, begins: set[tuple[str, bool]] | None):
    found = keys(pattern)
    assert (found if found is None else set(map(tuple, found))) == begins


def test_a_pattern_that_begins_with_anything_is_refused():
    with pytest.raises(ValueError, match="can begin with anything"):
        Scanner(re.compile(r"\s*day")).finditer(" " * 300)


def test_of_alternatives_the_first_that_fits_counts():
    choice = Choice([r"\b(?P<a>no more)", r"\b(?P<b>no)", r"(?P<c>\d)"], re.IGNORECASE)
    text = "No more, no less than 3".ljust(300)
    assert [(m.lastgroup, m[0]) for m in choice.finditer(text)] == [("a", "No more"), ("b", "no"), ("c", "3")]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=40), st.sampled_from(["", " ", ", "]))
@example(
    [
        "at least",
        "≥",
        "½",
        "µg",
        "ten",
        "twenty-one",
        "AN",
        "no more than",
        "\u212a",
        "ſeven",
        "within normal limits",
    ],
    " ",
)
def test_alternatives_that_are_never_compiled_as_a_whole(words: list[str], joint: str):
    text, choice = joint.join(words), lexer._master()
    whole = re.compile(choice.pattern.pattern, re.IGNORECASE)
    assert spans(choice.finditer(text)) == spans(whole.finditer(text))
    assert all(spans([m]) == spans([choice.match(text, m.start(), len(text))]) for m in whole.finditer(text))


def test_lines_that_hold_what_is_needed():
    needed = Scanner(re.compile(r"\bvaccine"))
    text = "a vaccine\nnothing\nvaccine and vaccine\n".ljust(300)
    assert [text[a:b] for a, b in lines_with(needed, text)] == ["a vaccine", "vaccine and vaccine"]
