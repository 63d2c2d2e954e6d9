"""What holds for any text: nothing raises, nothing is lost, time grows with length."""

import re
import time

import pytest
from eligex.components.criteria import Criteria
from eligex.components.findings import CRITERIA, SECTIONS, between, read
from eligex.components.sections import Sections
from eligex.text.tokenizer import TrialTokenizer
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

TOKENIZE = TrialTokenizer(Vocab())
PIPES = (Sections("eligex_sections"), Criteria("eligex_criteria"))
_BULLET = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-z]|[ivx]{1,4})\s?[.):]?|o", re.IGNORECASE)
PIECES = st.sampled_from(
    [
        "Inclusion Criteria:", "Exclusion Criteria", "exclusion:", "Patients must meet the following:", "Age",
        "Other:", "Sex", "Healthy volunteers allowed", "Must have minimum age of 18 Years", "OR", "and", "asthma",
        "below", "1.5 x ULN", "E. coli", "(open", "closed)", "≥ 2", "Hepatic:", "\n", "\n", "\n\n", "\r\n", "  ",
        "    ", "\t", "* ", "- ", "• ", "1. ", "2) ", "1.1 ", "a. ", "b) ", "(i) ", "iv. ", ". ", "; ", ": ", "İ",
        "\u2028", "\x0b", "**", "MedPath", "Recruitment & Eligibility", "PATIENT CHARACTERISTICS:", "Age: 3",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES, max_size=40).map("".join))


def parsed(text: str) -> Doc:
    doc = TOKENIZE(text)
    for pipe in PIPES:
        doc = pipe(doc)
    return doc


@settings(max_examples=300, deadline=None)
@given(st.one_of(TEXTS, st.text(max_size=200)))
def test_any_text_is_read(text: str) -> None:
    doc = parsed(text)
    assert doc.text == text
    sections = read(doc, SECTIONS)
    items = read(doc, CRITERIA)
    for f in [*sections, *items]:
        assert 0 <= f.start < f.end <= len(text)
        assert text[f.start : f.end].strip()
    assert [f.value["id"] for f in items].count("I1") <= 1
    for item in items:
        assert any(s.label == item.value["section"] and item.within(s.start, s.end) for s in sections)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_no_word_of_a_section_is_lost(text: str) -> None:
    """A word outside of every item is a bullet of the item that follows it."""
    doc = parsed(text)
    items = read(doc, CRITERIA)
    for section in read(doc, SECTIONS):
        if section.label not in ("inclusion", "exclusion"):
            continue
        at = section.start
        for item in [*between(items, section.start, section.end), None]:
            stop = item.start if item else section.end
            for word in re.findall(r"[^\s*•~+-]+", doc.text[at : max(at, stop)]):
                assert _BULLET.fullmatch(word) or not any(c.isalnum() for c in word), (word, text)
            at = max(at, item.end) if item else at


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(["asthma", "Consent given", "age over 20", "no heart disease"]),
        min_size=1,
        max_size=8,
    )
)
def test_items_are_the_same_under_any_bullets(words: list[str]) -> None:
    for bullet in ("* {w}", "- {w}", "• {w}", "{i}. {w}", "{i}) {w}", "({i}) {w}", "  {i}.  {w}"):
        lines = [bullet.format(i=i, w=w) for i, w in enumerate(words, start=1)]
        doc = parsed("Exclusion Criteria:\n\n" + "\n".join(lines))
        assert [doc.text[f.start : f.end] for f in read(doc, CRITERIA)] == words


def seconds(text: str) -> float:
    doc = TOKENIZE(text)
    began = time.process_time()
    for pipe in PIPES:
        doc = pipe(doc)
    return time.process_time() - began


@pytest.mark.parametrize(
    "line",
    [
        "  * Patients with a serum creatinine below 1.5 x ULN (or less)\n",
        "1. Adults of either sex\n",
        "Hepatic:\n",
        "Age: 3 Sex: all Renal: well ",
        "a ", "- ", "1. ", "(", "Inclusion ", "Exclusion: ", "a. ", "\n1. b", "A. x; ",
    ],
)  # fmt: skip
def test_time_grows_with_length_alone(line: str) -> None:
    """Eight times the text takes about eight times as long; a quadratic step would take sixty-four times."""
    head = "Inclusion Criteria:\n"
    small = head + line * (16_000 // len(line))
    large = head + line * (128_000 // len(line))
    assert min(seconds(large) for _ in range(2)) < 40 * max(min(seconds(small) for _ in range(3)), 0.02)


def test_deep_indentation_is_read() -> None:
    text = "Inclusion Criteria:\n" + "".join(f"{'  ' * i}- level {i}\n" for i in range(1200))
    assert len(read(parsed(text), CRITERIA)) == 1200
