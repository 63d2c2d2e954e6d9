"""`eligex annotations`, and review decisions as a source."""

import json
from pathlib import Path

import pytest
from annotated import everything
from eligex.annotations import log, reviewed
from eligex.annotations.convert import convert, load
from eligex.annotations.decided import decided, trials_done
from eligex.annotations.decisions import Target, new
from eligex.annotations.formats import READERS, TARGETS
from eligex.annotations.losses import Losses
from eligex.cli import main
from eligex.commands import annotations
from eligex.schema.trial import Entity, Source, Trial

DEV = Path(__file__).resolve().parents[2] / "annotations" / "gold" / "dev"
TEXT = "no quuxitis, zorblatine\n"


def trial(id="NCT1", **changed):
    entities = [
        Entity("T1", "NEGATION", 0, 2, "no"),
        Entity("T2", "CONDITION", 3, 11, "quuxitis", negated=True, name="quux"),
        Entity("T3", "CONDITION", 13, 23, "zorblatine"),
    ]
    return Trial(id, None, Source("a.txt", "text", "0"), "parsed", TEXT, entities=entities, **changed)


def store(path, *trials):
    path.mkdir()
    lines = [json.dumps(t.to_dict()) + "\n" for t in trials]
    (path / "trials.jsonl").write_text("".join(lines), encoding="utf-8")
    return path


def decide(folder, reviewer, made):
    for action, target, objects in made:
        log.append(folder, new(reviewer, trial(), action, target, **objects))


def seen(id):
    return reviewed.entity_object(next(e for e in trial().entities if e.id == id))


RELABELLED = (
    "relabel",
    Target("entity", "T3"),
    {"before": seen("T3"), "after": {**seen("T3"), "label": "DRUG"}},
)
DONE = ("done", Target("trial", "NCT1"), {})


@pytest.fixture
def run(capsys):
    def call(*arguments):
        status = main(["annotations", *map(str, arguments)])
        out, err = capsys.readouterr()
        return status, out, err

    return call


def test_the_command_names_the_formats_there_are():
    assert set(annotations.TARGETS) == set(TARGETS)
    assert set(annotations.SOURCES) == set(READERS)


def test_conversion_there_and_back(run, tmp_path):
    assert run("convert", DEV, tmp_path / "dev.spacy", "--to", "docbin")[0] == 0
    status, out, err = run("convert", tmp_path / "dev.spacy", tmp_path / "dev", "--to", "brat")
    assert (status, err) == (0, "")
    assert out == f"8 documents with 99 spans written to {tmp_path / 'dev'}\n"
    assert load(tmp_path / "dev", Losses()) == load(DEV, Losses())


def test_a_loss_is_refused_then_told(run, tmp_path):
    status, out, err = run("convert", DEV, tmp_path / "dev.jsonl", "--to", "prodigy-ner")
    assert (status, out) == (1, "")
    assert "55 × constraint" in err
    assert "--allow-loss" in err
    assert not (tmp_path / "dev.jsonl").exists()
    status, out, _ = run("convert", DEV, tmp_path / "dev.jsonl", "--to", "prodigy-ner", "--allow-loss")
    assert status == 0
    assert "1 × overlapping span (first: long-qt " in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["convert", "nowhere", "out", "--to", "brat"], "no annotations that are known"),
        (["convert", DEV, DEV, "--to", "brat"], "is there already"),
        (["convert", DEV, "out", "--to", "conll"], "conll"),
        (["convert", DEV, "out"], "--to"),
        (["convert", DEV, "out", "--to", "csv", "--reviewer", "ada"], "goes with --decisions"),
        (["agreement", DEV, "nowhere"], "no annotations that are known"),
        (["agreement", "ada", "ben", "--decisions", DEV], "go together"),
        ([], "COMMAND"),
    ],
)
def test_usage_errors(run, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert words in err.splitlines()[-1]
    assert list(tmp_path.iterdir()) == []


def test_agreement_of_two_sets(run, tmp_path):
    other = load(DEV, Losses())[1:]
    convert(other, tmp_path / "other", "csv", Losses(), lossy=False)
    status, out, _ = run("agreement", DEV, tmp_path / "other", "--json", tmp_path / "numbers.json")
    assert status == 0
    assert out.startswith("7 texts, ")
    assert "| micro | 80 | 80 | 1.000 | 1.000 | 1.000 |" in out
    assert "in one set only: anaemia-arms" in out
    numbers = json.loads((tmp_path / "numbers.json").read_text(encoding="utf-8"))
    assert numbers["kappa"]["micro"] == 1.0
    assert numbers["constraints"]["whole"]["f1"] == 1.0


def test_decisions_make_documents_of_finished_trials(tmp_path):
    results = store(tmp_path / "out", trial(), trial("NCT2"))
    review = tmp_path / "review"
    decide(review, "ada", [RELABELLED])
    assert decided(review, results, Losses()) == []
    decide(review, "ada", [DONE])
    (document,) = decided(review, results, Losses())
    assert (document.id, [(s.id, s.label) for s in document.spans]) == (
        "NCT1",
        [("T1", "NEGATION"), ("T2", "CONDITION"), ("T3", "DRUG")],
    )
    assert decided(review, results, Losses(), reviewer="ben") == []
    ((id, done),) = trials_done(review, results, Losses())
    assert (id, done.entities[2].label) == ("NCT1", "DRUG")


def test_no_finished_trial_no_document(run, tmp_path):
    results, review = store(tmp_path / "out", trial()), tmp_path / "review"
    options = (results, tmp_path / "x", "--to", "brat", "--decisions", review)
    assert "is no folder of decisions" in run("convert", *options)[2]
    decide(review, "ada", [RELABELLED])
    status, _, err = run("convert", *options)
    assert (status, err) == (2, "eligex: there is no document to write\n")
    with (review / "ada.jsonl").open("a") as log:
        log.write('{"id": "')
    assert "1 × line of a review log not read (first: ada.jsonl:2: an unfinished line)" in str(
        _losses(review, results)
    )


def _losses(review, results):
    losses = Losses()
    decided(review, results, losses)
    return losses


def test_a_decision_on_what_is_gone_is_counted(run, tmp_path):
    gone = {**seen("T3"), "start": 14}
    review = tmp_path / "review"
    decide(review, "ada", [("reject", Target("entity", "T9"), {"before": gone}), DONE])
    results = store(tmp_path / "out", trial())
    status, _, err = run("convert", results, tmp_path / "x", "--to", "csv", "--decisions", review)
    assert status == 1
    assert "1 × decision on what is no longer there (first: NCT1 reject T9)" in err


def test_agreement_of_two_reviewers(run, tmp_path):
    results = store(tmp_path / "out", trial())
    review = tmp_path / "review"
    decide(review, "ada", [RELABELLED, DONE])
    decide(review, "ben", [DONE])
    status, out, _ = run("agreement", "ada", "ben", "--decisions", review, "--results", results)
    assert status == 0
    assert out.startswith("1 texts, 4 tokens")
    assert "| CONDITION | 1 | 2 | 0.667 | 0.667 | 0.500 |" in out
    assert "| NEGATION | 1 | 1 | 1.000 | 1.000 | 1.000 |" in out
    status, _, err = run("agreement", "ada", "eve", "--decisions", review, "--results", results)
    assert status == 2
    assert "no document in common" in err


def test_a_trial_without_an_id_is_named_after_its_source(tmp_path):
    results = store(tmp_path / "out", trial(None), trial(None))
    assert [d.id for d in load(results, Losses())] == ["a.txt.1", "a.txt.2"]
    (results / "trials.jsonl").write_text('{"schema_version": "1"}\n')
    with pytest.raises(ValueError, match=r"trials.jsonl line 1 is no trial"):
        load(results, Losses())


def test_everything_of_a_trial_is_carried(tmp_path, run):
    """But for the registry's fields and the warnings, which are no annotations."""
    whole = everything()
    given = trial(
        "NCT1",
        constraints=list(whole.constraints),
        criteria=list(whole.criteria),
        regimens=list(whole.regimens),
    )
    results = store(tmp_path / "out", given)
    assert run("convert", results, tmp_path / "x", "--to", "brat")[0] == 0
    (document,) = load(tmp_path / "x", Losses())
    assert document.constraints == whole.constraints
    assert document.criteria == whole.criteria
    assert document.regimens == whole.regimens
    assert document.spans[1].attributes == {"name": "quux"}
