"""The corpora's readers, on small files of the project's own in the same formats."""

import json

import pytest
from eligex.corpora import brat, chia, digest_of, lct, part_of
from eligex.corpora.labels import contract_labels
from eligex.corpora.model import Mention, apart

TEXT = "Inclusion Criteria:\r\n  1. quuxitis on zorblatine\r\n  2. BMI > 30\r\n"
ANN = """\
T1\tCondition 26 34\tquuxitis
T2\tCondition-Name 26 34\tquuxitis
T3\tDrug-Name 38 48\tzorblatine
T4\tObservation-Name 55 58\tBMI
T5\tEq-Operator 59 60\t>
E1\tCondition:T1 Name:T2
E2\tObservation:T4 Numeric-Filter:E3
E3\tEq-Comparison:T5 Operator:T5
A1\tEq-Operator-Value T5 GT
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "NCT00000001.txt").write_bytes(TEXT.encode())
    (tmp_path / "NCT00000001.ann").write_text(ANN, encoding="utf-8")
    return tmp_path


def test_lct_names_become_mentions_of_the_contract(folder):
    (text,) = lct.read(folder)
    assert text.text == TEXT  # carriage returns kept: the offsets count them
    said = [(TEXT[m.start : m.end], m.label) for m in text.mentions]
    assert said == [("quuxitis", "CONDITION"), ("zorblatine", "DRUG"), ("BMI", "MEASUREMENT")]


def test_brat_keeps_events_and_attributes(folder):
    ((name, document),) = brat.documents(folder)
    assert name == "NCT00000001"
    assert document.events["E2"] == brat.Event("Observation", "T4", (("Numeric-Filter", "E3"),))
    assert document.attributes["T5"] == {"Eq-Operator-Value": "GT"}


@pytest.mark.parametrize(
    "line",
    [
        "T1\tCondition",
        "T1\tCondition x y\tword",
        "T1\tCondition 5 5\t",
        "T1\tCondition 0 9999\tword",
        "E1\tCondition",
    ],
)
def test_a_malformed_annotation_is_named(line):
    with pytest.raises(ValueError, match="not a brat annotation"):
        brat.parse(TEXT, line + "\n")


def test_a_discontinuous_span_runs_from_first_to_last():
    document = brat.parse(TEXT, "T1\tDrug 26 34;38 48\tquuxitis zorblatine\n")
    assert (document.spans["T1"].start, document.spans["T1"].end) == (26, 48)


def test_a_folder_without_annotations_is_no_corpus(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no \.ann file"):
        list(lct.read(tmp_path))


def row(**changed):
    return {
        "id": "NCT00000002_exc", "nct": "NCT00000002", "section": "exc", "text": "Has quuxitis, BMI over 40",
        "entities": [
            {"id": "T1", "label": "Condition", "spans": [[4, 12]]},
            {"id": "T2", "label": "Measurement", "spans": [[14, 17]]},
            {"id": "T3", "label": "Value", "spans": [[18, 25]]},
        ],
        **changed,
    }  # fmt: skip


def test_chia_stands_under_the_heading_of_its_section(tmp_path):
    path = tmp_path / "chia.jsonl"
    lines = [row(), row(text="  "), row(entities=[{"label": "Drug", "spans": [[0, 3], [14, 17]]}])]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    first, second = chia.read(path)
    assert first.text.startswith("Exclusion Criteria:\n")
    assert [(first.text[m.start : m.end], m.label) for m in first.mentions] == [
        ("quuxitis", "CONDITION"),
        ("BMI", "MEASUREMENT"),
    ]
    assert [second.text[m.start : m.end] for m in second.mentions] == ["Has quuxitis, BMI"]


@pytest.mark.parametrize(
    "bad", ["{", '{"id": "x"}', json.dumps(row(section="other")), json.dumps(row(entities=[{}]))]
)
def test_a_line_that_is_no_chia_text_is_named(tmp_path, bad):
    path = tmp_path / "chia.jsonl"
    path.write_text(json.dumps(row()) + "\n" + bad, encoding="utf-8")
    with pytest.raises(ValueError, match="line 2"):
        list(chia.read(path))


def test_the_parts_are_those_of_the_data(folder):
    assert part_of("NCT00000102") == 4
    assert {part_of(f"NCT{i:08d}") for i in range(40)} == {0, 1, 2, 3, 4}
    (text,) = lct.read(folder)
    assert text.part == part_of("NCT00000001")


def test_a_changed_mention_changes_the_hash(folder):
    before = digest_of(lct.read(folder))
    assert before == digest_of(lct.read(folder))
    (folder / "NCT00000001.ann").write_text(
        ANN.replace("38 48\tzorblatine", "38 47\tzorblatin"), encoding="utf-8"
    )
    assert digest_of(lct.read(folder)) != before


def test_of_overlapping_mentions_the_longest_stands():
    a, b, c = Mention(0, 4, "DRUG"), Mention(2, 9, "CONDITION"), Mention(9, 12, "DRUG")
    assert apart([a, b, c]) == [b, c]


def test_an_unknown_corpus_has_no_labels():
    with pytest.raises(KeyError, match="no corpus 'other'"):
        contract_labels("other")
