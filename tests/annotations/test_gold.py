"""The gold is valid: every offset, label and field, and the rules of annotations/README.md that a program can see."""

from pathlib import Path

import pytest
from eligex.annotations.convert import convert, load
from eligex.annotations.losses import Losses
from eligex.annotations.statements import FIELDS
from eligex.schema.trial import CONSTRAINT_KINDS, LABELS

GOLD = Path(__file__).resolve().parents[2] / "annotations" / "gold"
PARTS = {"train": 12, "dev": 8, "test": 10}
DENIABLE = {"DRUG", "CONDITION", "PROCEDURE", "MEASUREMENT", "SCORE", "SEX"}
EVERY = [(part, d) for part in PARTS for d in load(GOLD / part, Losses())]
DOCUMENTS = [pytest.param(d, id=f"{part}/{d.id}") for part, d in EVERY]


def test_the_parts_are_as_documented():
    assert {part: sum(p == part for p, _ in EVERY) for part in PARTS} == PARTS
    names = [d.id for _, d in EVERY]
    assert len(set(names)) == len(names)
    assert {s.label for _, d in EVERY for s in d.spans} == set(LABELS)
    assert {c.kind for _, d in EVERY for c in d.constraints} == set(CONSTRAINT_KINDS)


def test_brats_editor_knows_the_labels():
    lines = (GOLD / "annotation.conf").read_text(encoding="utf-8").splitlines()
    assert lines[lines.index("[entities]") + 1 : lines.index("[relations]")] == list(LABELS)


def test_every_part_is_read_without_a_loss():
    losses = Losses()
    for part in PARTS:
        load(GOLD / part, losses)
    assert not losses


@pytest.mark.parametrize("document", DOCUMENTS)
def test_spans_are_marked_as_the_guide_says(document):
    for s in document.spans:
        words = document.text[s.start : s.end]
        assert words == words.strip(" ,;.()\n"), (s, words)
        assert s.label in LABELS
        assert not s.negated or s.label in DENIABLE, (s, words)
        assert not s.attributes
        assert not s.fragments
        others = [o for o in document.spans if o.label == s.label and o.id != s.id]
        assert all(o.end <= s.start or s.end <= o.start for o in others), (s, words)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_statements_rest_on_the_text(document):
    ids = [c.id for c in document.constraints]
    assert len(set(ids)) == len(ids) > 0
    spans = {(s.start, s.end) for s in document.spans}
    for c in document.constraints:
        assert c.id.rpartition(".")[0] == c.criterion
        assert c.section == {"I": "inclusion", "E": "exclusion"}[c.id[0]]
        assert c.kind in CONSTRAINT_KINDS
        assert c.requirement in ("require", "forbid", None)
        if c.subject.text is not None:
            assert document.text[c.subject.start : c.subject.end] == c.subject.text, c.id
            assert [c.subject.start, c.subject.end] in c.evidence
        if c.range:
            assert (c.range.start, c.range.end) in spans, c.id
            assert c.range.low is not None or c.range.high is not None
        assert c.evidence
        assert all(0 <= a < b <= len(document.text) for a, b in c.evidence)
        assert c.exception_of is None or (c.exception_of in ids and c.requirement is None)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_polarity_follows_section_and_negation(document):
    """An exclusion forbids and a negation turns that round, but for one worded as an instruction."""
    for c in document.constraints:
        if c.requirement is None or document.id == "instructions-below":
            continue
        assert (c.requirement == "forbid") == ((c.section == "exclusion") != c.negated), c.id


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("target", ["csv", "docbin"])
def test_the_gold_goes_into_other_formats_without_a_loss(part, target, tmp_path):
    given = load(GOLD / part, Losses())
    out = tmp_path / ("gold.spacy" if target == "docbin" else "gold")
    convert(given, out, target, Losses(), lossy=False)
    assert load(out, Losses()) == given


def test_every_scored_field_occurs():
    told = dict.fromkeys(FIELDS, 0)
    for _, d in EVERY:
        for c in d.constraints:
            for name, field in FIELDS.items():
                told[name] += bool(field(c))
    assert min(told.values()) > 0, told
