"""Every format: what it carries comes back the same, what it does not carry is counted by name."""

import itertools
import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from annotated import TEXT, documents, everything
from eligex.annotations.convert import Lossy, convert, load
from eligex.annotations.documents import Document, Span, checked
from eligex.annotations.formats import READERS, TARGETS, detect, reader_of
from eligex.annotations.losses import Losses
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import DocBin

NAMES = {"brat": "set", "csv": "set", "docbin": "set.spacy"}
GENTLE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def there_and_back(target, fitted):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAMES.get(target, "set.jsonl")
        TARGETS[target].write(fitted, path)
        losses = Losses()
        return READERS[reader_of(target)](path, losses), losses


@pytest.mark.parametrize("target", TARGETS)
@GENTLE
@given(st.lists(documents(), min_size=1, max_size=3, unique_by=lambda d: d.id))
def test_what_fits_comes_back_the_same(target, given):
    fitted = [TARGETS[target].fit(d, Losses()) for d in given]
    again, losses = there_and_back(target, fitted)
    assert sorted(again, key=lambda d: d.id) == sorted(fitted, key=lambda d: d.id)
    assert not losses


@pytest.mark.parametrize("target", TARGETS)
@GENTLE
@given(documents())
def test_without_a_loss_nothing_was_changed(target, document):
    losses = Losses()
    fitted = TARGETS[target].fit(document, losses)
    assert bool(losses) == (fitted != document)
    assert checked(fitted) == TARGETS[target].fit(fitted, Losses())


@pytest.mark.parametrize("target", ["brat", "csv"])
@GENTLE
@given(documents())
def test_brat_and_csv_carry_everything(target, document):
    losses = Losses()
    assert TARGETS[target].fit(document, losses) == document
    assert not losses


@pytest.mark.parametrize(("one", "other"), itertools.permutations(["brat", "csv", "docbin"], 2))
def test_formats_in_a_chain_lose_nothing(one, other, tmp_path):
    first, second = tmp_path / NAMES[one], tmp_path / "then" / NAMES[other]
    document = replace(everything(), spans=everything().spans[:-1])  # the last ends within a token
    convert([document], first, one, Losses(), lossy=False)
    convert(load(first, Losses()), second, other, Losses(), lossy=False)
    assert load(second, Losses()) == [document]


@pytest.mark.parametrize(
    ("target", "lost"),
    [
        ("prodigy-ner", {
            "constraint": 1, "criterion": 1, "regimen": 1, "note": 2, "event": 2, "relation": 1, "equivalence": 1,
            "discontinuous span, now from its first to its last character": 1,
            "span off the token boundaries": 1, "overlapping span": 1,
        }),
        ("prodigy-spans", {
            "constraint": 1, "criterion": 1, "regimen": 1, "note": 2, "event": 2, "relation": 1, "equivalence": 1,
            "discontinuous span, now from its first to its last character": 1,
            "span off the token boundaries": 1,
        }),
        ("prodigy-relations", {
            "constraint": 1, "criterion": 1, "regimen": 1, "note": 2, "event": 2, "equivalence": 1,
            "discontinuous span, now from its first to its last character": 1,
            "span off the token boundaries": 1, "overlapping span": 1,
        }),
        ("docbin", {"span off the token boundaries": 1}),
    ],
)  # fmt: skip
def test_losses_have_names(target, lost):
    losses = Losses()
    TARGETS[target].fit(everything(), losses)
    assert dict(losses.counts) == lost


def test_what_refers_to_a_lost_span_goes_too_and_is_counted():
    document = everything()
    cut = replace(
        document, spans=(*document.spans[:2], replace(document.spans[2], end=20), *document.spans[3:])
    )
    losses = Losses()
    fitted = TARGETS["docbin"].fit(cut, losses)
    assert losses.counts["event of something left out"] == 2  # E1, and E2 that has E1 as its argument
    assert losses.counts["note on something left out"] == 1
    assert [k.id for k in fitted.links] == ["R1", "*"]


def test_relations_of_two_spans_go_to_prodigy_and_back():
    document = replace(everything(), spans=everything().spans[1:6], links=everything().links[2:3], notes=())
    fitted = TARGETS["prodigy-relations"].fit(document, Losses())
    assert [k.targets for k in fitted.links] == [("T4", "T5")]
    (again,), _ = there_and_back("prodigy-relations", [fitted])
    assert again == fitted


def test_a_lossy_conversion_writes_nothing_unless_allowed(tmp_path):
    out = tmp_path / "deep" / "set.jsonl"
    with pytest.raises(Lossy, match=r"1 × overlapping span \(first: NCT 1/a T2\)"):
        convert([everything()], out, "prodigy-ner", Losses(), lossy=False)
    assert list(tmp_path.iterdir()) == []
    done = convert([everything()], out, "prodigy-ner", Losses(), lossy=True)
    assert (done.documents, done.spans) == (1, 5)  # without T2 and T7
    assert out.is_file()


def test_what_reading_lost_counts_too(tmp_path):
    path = tmp_path / "tasks.jsonl"
    path.write_text(json.dumps({"text": "x", "answer": "reject"}) + "\n", encoding="utf-8")
    losses = Losses()
    with pytest.raises(Lossy, match="task answered with 'reject'"):
        convert(load(path, losses), tmp_path / "out", "brat", losses, lossy=False)


def test_nothing_is_overwritten(tmp_path):
    with pytest.raises(FileExistsError, match="is there already"):
        convert([everything()], tmp_path, "brat", Losses(), lossy=True)


def test_a_writer_that_changes_something_is_caught(tmp_path, monkeypatch):
    from eligex.annotations import formats

    broken = formats.Target(lambda d, losses: d, lambda ds, path: TARGETS["csv"].write(ds[:0], path))
    monkeypatch.setitem(TARGETS, "csv-broken", broken)
    with pytest.raises(ValueError, match="is not the same when read"):
        convert([everything()], tmp_path / "out", "csv-broken", Losses(), lossy=False)
    assert list(tmp_path.iterdir()) == []


def test_a_docbin_is_what_any_spacy_program_expects(tmp_path):
    convert([everything()], tmp_path / "set.spacy", "docbin", Losses(), lossy=True)
    (doc,) = DocBin().from_disk(tmp_path / "set.spacy").get_docs(spacy.blank("en").vocab)
    assert doc.text == TEXT
    assert [(s.text, s.label_, s.id_) for s in doc.spans["sc"]][:3] == [
        ("Prolonged QTc", "CONDITION", "T1"),
        ("QTc", "MEASUREMENT", "T2"),
        ("> 450 ms", "THRESHOLD", "T3"),
    ]


def test_a_docbin_of_somebody_else_is_read(tmp_path):
    nlp = spacy.blank("en")
    first, second = nlp("Quuxitis on zorblatine"), nlp("BMI over 40")
    first.set_ents([first.char_span(0, 8, "CONDITION")])
    second.spans["sc"] = [second.char_span(0, 3, "MEASUREMENT")]
    second.spans["other"] = [second.char_span(4, 8, "X"), second.char_span(9, 11, "X")]
    DocBin(docs=[first, second]).to_disk(tmp_path / "theirs.spacy")
    losses = Losses()
    one, two = load(tmp_path / "theirs.spacy", losses)
    assert one == Document("1", "Quuxitis on zorblatine", (Span("T1", "CONDITION", 0, 8),))
    assert two.spans == (Span("T1", "MEASUREMENT", 0, 3),)
    assert dict(losses.counts) == {"span of a group other than 'sc'": 2}


def test_prodigy_tasks_have_prodigys_fields(tmp_path):
    document = Document("a", "no quuxitis", (Span("T1", "CONDITION", 3, 11, True),))
    convert([document], tmp_path / "x.jsonl", "prodigy-spans", Losses(), lossy=False)
    task = json.loads((tmp_path / "x.jsonl").read_text(encoding="utf-8"))
    assert task["tokens"] == [
        {"text": "no", "start": 0, "end": 2, "id": 0, "ws": True},
        {"text": "quuxitis", "start": 3, "end": 11, "id": 1, "ws": False},
    ]
    (span,) = task["spans"]
    assert {k: span[k] for k in ("start", "end", "token_start", "token_end", "label")} == {
        "start": 3, "end": 11, "token_start": 1, "token_end": 1, "label": "CONDITION",
    }  # fmt: skip
    assert (task["_view_id"], task["answer"], task["meta"]) == ("spans_manual", "accept", {"id": "a"})


def test_what_prodigy_exports_is_read(tmp_path):
    exported = {
        "text": "Quuxitis on zorblatine", "_input_hash": -77, "_task_hash": 5, "_view_id": "relations",
        "answer": "accept", "_timestamp": 1, "_session_id": "s", "meta": {"score": 0.5}, "priority": 1,
        "spans": [
            {"start": 0, "end": 8, "token_start": 0, "token_end": 0, "label": "CONDITION", "source": "model"},
            {"start": 12, "end": 22, "token_start": 2, "token_end": 2, "label": "DRUG"},
        ],
        "relations": [
            {"head": 0, "child": 2, "label": "TREATED", "color": "#eee",
             "head_span": {"start": 0, "end": 8, "token_start": 0, "token_end": 0, "label": "CONDITION"},
             "child_span": {"start": 12, "end": 22, "token_start": 2, "token_end": 2, "label": "DRUG"}},
            {"head": 0, "child": 1, "label": "X",
             "head_span": {"start": 0, "end": 8, "token_start": 0, "token_end": 0, "label": "CONDITION"},
             "child_span": {"start": 9, "end": 11, "token_start": 1, "token_end": 1, "label": None}},
        ],
    }  # fmt: skip
    path = tmp_path / "export.jsonl"
    path.write_text(json.dumps(exported) + "\n", encoding="utf-8")
    losses = Losses()
    (document,) = load(path, losses)
    assert document.id == "-77"
    assert [(s.id, s.label) for s in document.spans] == [("T1", "CONDITION"), ("T2", "DRUG")]
    assert [(k.label, k.targets) for k in document.links] == [("TREATED", ("T1", "T2"))]
    assert dict(losses.counts) == {
        "field 'priority' of a task": 1,
        "field of `meta`": 1,
        "field of a span": 1,
        "relation of words that are no span": 1,
    }


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1 is no JSON"),
        ("[1]", "line 1 is no task"),
        ('{"spans": []}', "line 1 is no task"),
        ('{"text": "ab", "spans": [{"start": 0, "end": 9, "label": "X"}]}', "line 1 is no task"),
        ('{"text": "ab", "spans": [{"start": 0, "end": 1, "label": "TWO WORDS"}]}', "is no label"),
        ('{"text": "ab", "_input_hash": 1}\n{"text": "ab", "_input_hash": 1}', "a second task of 1"),
    ],
)
def test_a_broken_task_is_named(tmp_path, line, message):
    path = tmp_path / "tasks.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        load(path, Losses(), "prodigy")


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("spans.csv", '"> 450 ms"', '"> 999 ms"', r"spans.csv line 4: the text has '> 450 ms' there"),
        ("spans.csv", '"14"', '"x"', r"spans.csv line 4: invalid literal"),
        ("spans.csv", '"NCT 1/a","T3"', '"other","T3"', "documents.csv has no 'other'"),
        ("links.csv", '"T3"', '"T99"', "E1 refers to T99, which is not there"),
        ("constraints.csv", '"exclusion"', '""', "constraints.csv line 2: section is empty"),
        ("constraints.csv", '"range_low"', '"lowest"', "constraints.csv: no column lowest"),
        ("constraints.csv", '"false"', '"perhaps"', "is 'perhaps', not true or false"),
        ("constraints.csv", '"NCT 1/a"', '"who"', "documents.csv has no who"),
        ("spans.csv", ',""\n', "\n", "not as many cells as columns"),
    ],
)
def test_a_broken_table_is_named(tmp_path, table, old, new, message):
    convert([everything()], tmp_path / "set", "csv", Losses(), lossy=False)
    path = tmp_path / "set" / table
    text = path.read_bytes().decode("utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new).encode("utf-8"))
    with pytest.raises(ValueError, match=message):
        load(tmp_path / "set", Losses())


def test_a_table_may_leave_columns_out(tmp_path):
    folder = tmp_path / "set"
    folder.mkdir()
    (folder / "documents.csv").write_text("id,text\na,no quuxitis\n", encoding="utf-8")
    (folder / "spans.csv").write_text("document,label,start,end\na,CONDITION,3,11\n", encoding="utf-8")
    (folder / "constraints.csv").write_text(
        "document,id,criterion,section,kind,negated,requirement\na,I1.1,I1,inclusion,condition,TRUE,forbid\n",
        encoding="utf-8",
    )
    (document,) = load(folder, Losses())
    assert document.spans == (Span("T1", "CONDITION", 3, 11),)
    (constraint,) = document.constraints
    assert (constraint.negated, constraint.requirement, constraint.range) == (True, "forbid", None)
    assert (constraint.subject.text, constraint.qualifiers, constraint.evidence) == (None, [], [])


def test_formats_are_known_by_their_looks(tmp_path):
    for target in TARGETS:
        path = tmp_path / target / NAMES.get(target, "set.jsonl")
        convert([everything()], path, target, Losses(), lossy=True)
        assert detect(path) == reader_of(target)
    with pytest.raises(ValueError, match="no annotations that are known"):
        detect(tmp_path)
