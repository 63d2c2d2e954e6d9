"""Lines for training: gold drawn to tokens, each wording once, parts kept out."""

import gzip
import json

import pytest
from eligex.corpora import AnnotatedText, Mention, part_of
from eligex.training import lines

TEXT = "Inclusion Criteria:\n  - chronic quuxitis on zorblatine\n  - Asthma\n"


@pytest.fixture(scope="module")
def rules():
    return lines.rules()


def mention(words, label):
    at = TEXT.index(words)
    return Mention(at, at + len(words), label)


def test_gold_is_in_the_line_s_own_tokens(rules):
    gold = (mention("quuxitis", "CONDITION"), mention("zorblatine", "DRUG"), mention("Asthma", "CONDITION"))
    heading, first, second = lines.annotated(rules, [AnnotatedText("a", "a", "lct", TEXT, gold)])
    assert heading.entities == ()
    assert [(first.words[a:b], label) for a, b, label in first.entities] == [
        (("quuxitis",), "CONDITION"), (("zorblatine",), "DRUG"),
    ]  # fmt: skip
    assert [second.words[a:b] for a, b, _ in second.entities] == [("Asthma",)]
    assert second.symbols[-1] == "BCE"  # what the vocabulary says of it
    assert len(first.words) == len(first.spaces) == len(first.symbols)


def test_of_nested_gold_the_outer_is_learnt(rules):
    gold = (mention("quuxitis", "CONDITION"), mention("chronic quuxitis on zorblatine", "PROCEDURE"))
    _, first, _ = lines.annotated(rules, [AnnotatedText("a", "a", "chia", TEXT, gold)])
    assert [label for _, _, label in first.entities] == ["PROCEDURE"]


def test_plain_lines_come_once_and_not_too_short(rules):
    found = lines.plain(rules, [TEXT, TEXT.upper(), "short\n"])
    assert [" ".join(x.words[:2]) for x in found] == ["Inclusion Criteria", "- chronic"]
    assert all(not x.entities for x in found)


def test_records_of_a_part_kept_out_are_not_drawn(tmp_path):
    path = tmp_path / "r.jsonl.gz"
    ids = [f"NCT{i:08d}" for i in range(60)]
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for i in ids:
            file.write(json.dumps({"id": i, "eligibility": f"text of {i}"}) + "\n")
        file.write(json.dumps({"id": "NCT99", "eligibility": None}) + "\n")
    drawn = lines.records(path, number=1000, seed=1, without=frozenset({0, 1}))
    assert sorted(drawn) == [f"text of {i}" for i in ids if part_of(i) not in (0, 1)]
    assert lines.records(path, number=5, seed=1, without=frozenset({0, 1})) == drawn[:5]
    assert lines.records(path, number=1000, seed=2, without=frozenset({0, 1})) != drawn
