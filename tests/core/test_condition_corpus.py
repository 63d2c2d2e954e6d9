"""Conditions and procedures of marked sentences: `[C ...]` and `[P ...]` are the longest spans, none else."""

import re
from pathlib import Path

import pytest
from eligex.components.findings import CONDITIONS, PROCEDURES, longest, read

LABELS = {"C": CONDITIONS, "P": PROCEDURES}
MARK = re.compile(r"\[([CP]) ([^\[\]]+)\]")
LINES = [
    line
    for line in (Path(__file__).parent / "conditions.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def parse(line):
    """The text without its marks, and the marked spans as (kind, start, end)."""
    text, spans, at = "", [], 0
    for m in MARK.finditer(line):
        text += line[at : m.start()]
        spans.append((m[1], len(text), len(text) + len(m[2])))
        text += m[2]
        at = m.end()
    text += line[at:]
    assert "[" not in text, f"unread mark: {line}"
    assert "]" not in text, f"unread mark: {line}"
    return text, spans


@pytest.mark.parametrize("line", LINES)
def test_spans(nlp, line):
    text, spans = parse(line)
    doc = nlp(text)
    for kind, key in LABELS.items():
        expected = [text[a:b] for k, a, b in spans if k == kind]
        found = longest(read(doc, key))
        assert [text[f.start : f.end] for f in found] == expected, kind


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Severe pancreatic or kidney disease", {"pancreatic disease"}),
        ("Acute or chronic hepatitis", {"acute hepatitis"}),
        ("Known hepatitis B or C", {"hepatitis c"}),
        ("bacterial, fungal, or viral infection", {"bacterial infection", "fungal infection"}),
    ],
)
def test_the_shared_head_is_in_the_name(nlp, text, names):
    found = {f.name for f in read(nlp(text), CONDITIONS) if f.source == "conditions:shared-head"}
    assert found == names
