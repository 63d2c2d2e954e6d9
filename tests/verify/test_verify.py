"""Each kind of tampering is told in words; an untouched folder is whole."""

import csv
import json
import shutil
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from eligex.batch import inputs, run
from eligex.cli import main
from eligex.schema.record import REASONS
from eligex.verify import check, lines
from eligex.writers import manifest, results

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """Results of the bundled examples and one unreadable file, by format of the tables."""
    folder = tmp_path_factory.mktemp("made")
    given = [*map(str, sorted(EXAMPLES.iterdir())), str(folder / "empty.txt")]
    (folder / "empty.txt").touch()
    for format in ("csv", "parquet"):
        run.run(run.Job(inputs.find(given, skip=folder), folder / format, tables=format))
    return folder


@pytest.fixture
def result(made, tmp_path):
    """A copy that a test may spoil."""
    return lambda format="csv": Path(shutil.copytree(made / format, tmp_path / "out"))


def reseal(folder, **entries):
    """A manifest that agrees with the spoilt files, so that only the deeper checks can tell."""
    body = json.loads((folder / "manifest.json").read_bytes()) | entries
    body["results"] = {n: results.digest(folder / n) for n in results.names(folder) if n != results.MANIFEST}
    (folder / "manifest.json").write_bytes(manifest.sealed(body))


def edit(folder, change, line=0, name="trials.jsonl"):
    """One line of JSON changed in place, the manifest to match."""
    found = [json.loads(row) for row in (folder / name).read_bytes().splitlines()]
    change(found[line])
    text = "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in found)
    (folder / name).write_text(text, encoding="utf-8", newline="")
    reseal(folder)


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_what_a_run_wrote_is_whole(result, format, capsys):
    folder = result(format)
    assert list(check(folder)) == []
    assert main(["verify", str(folder)]) == 0
    assert "is whole" in capsys.readouterr().out


def test_no_folder_is_a_usage_error(tmp_path, capsys):
    assert main(["verify", str(tmp_path / "nowhere")]) == 2
    assert "--out" in capsys.readouterr().err


def test_manifest_without_a_run(tmp_path, capsys):
    assert main(["verify", str(tmp_path)]) == 1
    assert "no finished run" in capsys.readouterr().out


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def remove(path):
    path.unlink()


def cut(path):
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("format", ["csv", "parquet"])
@pytest.mark.parametrize("spoil", [flip, remove, cut])
def test_every_file_is_hashed(result, format, spoil):
    folder = result(format)
    names = [name for name in results.names(folder) if name != results.MANIFEST]
    assert len(names) == 6
    for name in names:
        kept = (folder / name).read_bytes()
        spoil(folder / name)
        found = list(check(folder))
        assert any(problem.startswith(f"{name}: ") for problem in found), name
        (folder / name).write_bytes(kept)


def test_file_of_another_run(result):
    folder = result()
    (folder / "entities.parquet").mkdir()
    (folder / "entities.parquet" / "part-00000.parquet").write_bytes(b"PAR1")
    assert list(check(folder)) == ["entities.parquet/part-00000.parquet: not in the manifest"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b'"spacy": "', b'"spacy": "9', "its own hash"),
        (b'"entities": {', b'"entities": {"PLANET": -1, ', "entities"),
        (b"{", b"", "no JSON"),
        (b'"counts"', b'"county"', "counts"),
    ],
)
def test_changed_manifest(result, old, new, words):
    folder = result()
    path = folder / "manifest.json"
    path.write_bytes(path.read_bytes().replace(old, new, 1))
    found = list(check(folder))
    assert len(found) == 1
    assert found[0].startswith("manifest.json: ")
    assert words in found[0]


def constraint(trial):
    return next(c for c in trial["constraints"] if c["subject"]["start"] is not None)


SPOILT = {
    "entity offset": (lambda t: t["entities"][0].update(start=t["entities"][0]["start"] + 1), "text["),
    "entity text": (lambda t: t["entities"][0].update(text="aspirin"), "says 'aspirin'"),
    "criterion text": (lambda t: t["criteria"][0].update(text="x"), "says 'x'"),
    "subject offset": (lambda t: constraint(t)["subject"].update(end=10**6), "subject says"),
    "half a place": (lambda t: constraint(t)["subject"].update(start=None), "without its place"),
    "evidence": (lambda t: t["constraints"][0].update(evidence=[[0, 10**6]]), "does not lie in the text"),
    "section": (lambda t: t["sections"][0].update(start=9, end=3), "does not lie in the text"),
    "unclaimed": (lambda t: t["criteria"][0].update(unclaimed=[[10**6, 10**6 + 1]]), "unclaimed"),
    "id twice": (lambda t: t["entities"][1].update(id=t["entities"][0]["id"]), "stands 2 times"),
    "parent": (lambda t: t["criteria"][0].update(parent="I99"), "parent names I99"),
    "criterion": (lambda t: t["constraints"][0].update(criterion="I99"), "criterion names I99"),
    "exception": (lambda t: t["constraints"][0].update(exception_of="I9.9"), "exception_of names I9.9"),
    "logic": (lambda t: t["criteria"][0].update(logic={"any": [{"not": "I9.9"}]}), "logic names I9.9"),
    "label": (lambda t: t["entities"][0].update(label="PLANET"), "label must be one of"),
    "field gone": (lambda t: t["constraints"][0].pop("negated"), "must contain"),
    "version": (lambda t: t.update(schema_version="2"), "schema_version"),
    "source path": (lambda t: t["source"].update(path="other.txt"), "no input of the manifest"),
    "source hash": (lambda t: t["source"].update(sha256="0" * 64), "its source's hash"),
    "count": (
        lambda t: t["warnings"].append({"code": "x", "message": "y", "start": 0, "end": 1}),
        "warnings",
    ),
    "table": (lambda t: t["entities"][0].update(negated=not t["entities"][0]["negated"]), "negated is"),
}


@pytest.mark.parametrize("format", ["csv", "parquet"])
@pytest.mark.parametrize("name", SPOILT)
def test_contents_are_checked_although_every_hash_agrees(result, format, name):
    change, words = SPOILT[name]
    folder = result(format)
    edit(folder, change)
    assert any(words in problem for problem in check(folder)), list(check(folder))


def test_trial_left_out(result):
    folder = result()
    path = folder / "trials.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[1:]))
    reseal(folder)
    found = list(check(folder))
    assert any("8 records counted as written, the files hold 7" in problem for problem in found)
    assert any(problem.startswith("entities.csv row 1: ") for problem in found)


def test_reject_of_an_unknown_kind(result):
    folder = result()
    edit(folder, lambda r: r.update(reason="dislike"), name="rejects.jsonl")
    assert any(problem.startswith("rejects.jsonl line 1: reason") for problem in check(folder))


def rewrite(path, change):
    with path.open(newline="", encoding="utf-8") as handle:
        rows = list(csv.reader(handle))
    change(rows)
    with path.open("w", newline="", encoding="utf-8") as handle:
        csv.writer(handle, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: rows[3].__setitem__(4, "7"), "entities.csv row 3: start is '7'"),
        (lambda rows: rows.pop(), "missing"),
        (lambda rows: rows.append(rows[-1]), "no trial gave it"),
        (lambda rows: rows[0].__setitem__(2, "ID"), "under their names"),
        (lambda rows: rows[2].pop(), "entities.csv row 2: cannot be read"),
    ],
)
def test_rows_of_a_table(result, change, words):
    folder = result()
    rewrite(folder / "entities.csv", change)
    reseal(folder)
    found = list(check(folder))
    assert len(found) == 1
    assert words in found[0]


def test_columns_of_a_parquet_table(result):
    folder = result("parquet")
    path = folder / "criteria.parquet" / "part-00000.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["status"]), path)
    reseal(folder)
    assert list(check(folder)) == [
        "criteria.parquet row 1: cannot be read as a row of 11 columns under their names"
    ]


def test_many_problems_are_counted(result, capsys):
    folder = result()

    def spoil(trial):
        for entity in trial["entities"]:
            entity["text"] = "?"

    edit(folder, spoil)
    assert main(["verify", str(folder)]) == 1
    out = capsys.readouterr().out.splitlines()
    assert len(out) == 52
    assert out[-2].startswith("and ")


def test_schema_of_rejects_names_every_reason():
    path = Path(sys.modules["eligex"].__file__).parent / "schema" / "reject.schema.json"
    assert json.loads(path.read_text())["properties"]["reason"]["enum"] == list(REASONS)


def test_manifest_keeps_its_schema(made):
    assert lines.wrong("manifest", json.loads((made / "csv" / "manifest.json").read_bytes())) is None
