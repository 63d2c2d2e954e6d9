"""Whole runs: the same bytes however often, with however many workers, and after a break."""

import errno
import json
import os
import re
import signal
import sys
import time
from pathlib import Path

import eligex
import pytest
from eligex.batch import chunks, parts
from eligex.batch import run as batch_run
from eligex.writers import results

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NAMES = {
    "trials.jsonl",
    "rejects.jsonl",
    "manifest.json",
    "entities.csv",
    "constraints.csv",
    "criteria.csv",
    "regimens.csv",
}


@pytest.fixture
def undisturbed(extract, many, tmp_path, contents):
    """The result of a run that nothing disturbs."""
    assert extract(many, "--out", tmp_path / "plain")[0] == 0
    return contents(tmp_path / "plain")


def wait_for(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def test_examples_give_every_file_and_nothing_else(extract, tmp_path, contents):
    status, out, err = extract(EXAMPLES, "--out", tmp_path / "o")
    assert (status, err) == (0, "")
    assert out.startswith("8 trials written")
    assert set(os.listdir(tmp_path / "o")) == NAMES
    ids = [json.loads(line)["trial_id"] for line in (tmp_path / "o" / "trials.jsonl").open(encoding="utf-8")]
    assert len(ids) == len(set(ids)) == 8
    assert extract(EXAMPLES, "--out", tmp_path / "again", "--quiet") == (0, "", "")
    assert contents(tmp_path / "o") == contents(tmp_path / "again")


def test_two_workers_write_the_same_bytes_under_another_hash_seed(
    start, undisturbed, many, tmp_path, contents
):
    process = start(many, "--out", tmp_path / "o", "--workers", 2, PYTHONHASHSEED="7")
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "")
    assert "40 trials" in out
    assert contents(tmp_path / "o") == undisturbed


def test_killed_run_ends_with_the_same_bytes_when_resumed(
    start, extract, undisturbed, many, tmp_path, contents
):
    out = tmp_path / "o"
    process = start(many, "--out", out)
    wait_for(lambda: list(out.glob(".parts/*.part")) or process.poll() is not None)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.returncode == -signal.SIGKILL
    assert not (out / "trials.jsonl").exists()
    assert extract(many, "--out", out, "--resume")[0] == 0
    assert contents(out) == undisturbed
    assert not (out / ".parts").exists()


def test_interrupt_is_clean(start, many, tmp_path):
    process = start(many, "--out", tmp_path / "o", "--workers", 2)
    wait_for(lambda: list((tmp_path / "o").glob(".parts/lock")))
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.count("\n") == 1
    assert "--resume" in err


def break_at(monkeypatch, number):
    """The write of the part with this number fails as on a full disk."""
    whole, calls = batch_run.Parts.write, []

    def write(self, key, chunk):
        calls.append(key)
        if len(calls) == number:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        whole(self, key, chunk)

    monkeypatch.setattr(batch_run.Parts, "write", write)
    return calls


def test_full_disk_keeps_the_finished_parts(extract, undisturbed, many, tmp_path, contents, monkeypatch):
    out = tmp_path / "o"
    with monkeypatch.context() as patch:
        break_at(patch, 2)
        status, _, err = extract(many, "--out", out)
    assert status == 1
    assert "No space left on device" in err
    assert "--resume" in err
    assert len(list(out.glob(".parts/*.part"))) == 1
    with monkeypatch.context() as patch:
        made = break_at(patch, 99)
        assert extract(many, "--out", out, "--resume")[0] == 0
    assert len(made) == 2
    assert contents(out) == undisturbed


def test_write_that_fails_half_way_leaves_no_file(tmp_path, monkeypatch):
    def fail(number):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(parts.os, "fsync", fail)
    with pytest.raises(OSError, match="full"):
        parts.write_whole(tmp_path / "x", b"data")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", [lambda data: data[:-20], lambda data: data[:-1] + b"?", lambda data: b""])
def test_damaged_part_is_made_anew(extract, undisturbed, many, tmp_path, contents, monkeypatch, damage):
    out = tmp_path / "o"

    def no_room(*_):
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(results, "publish", no_room)
        assert extract(many, "--out", out)[0] == 1
    stored = sorted(out.glob(".parts/*.part"))
    assert len(stored) == 3
    stored[0].write_bytes(damage(stored[0].read_bytes()))
    with monkeypatch.context() as patch:
        made = break_at(patch, 99)
        assert extract(many, "--out", out, "--resume")[0] == 0
    assert made == [stored[0].stem]
    assert contents(out) == undisturbed


def test_changed_input_is_read_anew_on_resume(extract, many, tmp_path, contents, monkeypatch):
    out = tmp_path / "o"
    with monkeypatch.context() as patch:
        break_at(patch, 3)
        assert extract(many, "--out", out)[0] == 1
    many.write_text(many.read_text().replace("Age >= 18", "Age >= 81"), encoding="utf-8")
    assert extract(many, "--out", out, "--resume")[0] == 0
    assert extract(many, "--out", tmp_path / "fresh")[0] == 0
    assert contents(out) == contents(tmp_path / "fresh")
    assert b"Age >= 81" in contents(out)["trials.jsonl"]


def test_old_results_stand_until_the_new_ones_are_whole(extract, many, tmp_path, contents, monkeypatch):
    out = tmp_path / "o"
    assert extract(EXAMPLES / "legacy.xml", "--out", out)[0] == 0
    before = contents(out)
    with monkeypatch.context() as patch:
        break_at(patch, 2)
        assert extract(many, "--out", out)[0] == 1
    assert contents(out) == before


def test_tables_of_the_other_format_go(extract, tmp_path):
    out = tmp_path / "o"
    assert extract(EXAMPLES / "legacy.xml", "--out", out)[0] == 0
    assert extract(EXAMPLES / "legacy.xml", "--out", out, "--tables", "parquet")[0] == 0
    assert {n for n in os.listdir(out) if n.endswith(".csv")} == set()
    assert len([n for n in os.listdir(out) if n.endswith(".parquet")]) == 4
    assert extract(EXAMPLES / "legacy.xml", "--out", out, "--tables", "parquet")[0] == 0
    assert extract(EXAMPLES / "legacy.xml", "--out", out)[0] == 0
    assert set(os.listdir(out)) == NAMES


def test_manifest_tells_what_made_the_results(extract, tmp_path):
    out = tmp_path / "o"
    extract(EXAMPLES, "--out", out)
    text = (out / "manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    assert text == json.dumps(manifest, sort_keys=True, ensure_ascii=False, indent=2) + "\n"
    assert manifest["versions"]["eligex"] == eligex.__version__
    assert manifest["versions"]["python"] == ".".join(map(str, sys.version_info[:2]))
    assert {"spacy", "medspacy", "negspacy", "scispacy", "pandas"} <= set(manifest["versions"])
    assert [f["path"] for f in manifest["inputs"]] == [
        f"examples/{p.name}" for p in sorted(EXAMPLES.iterdir())
    ]
    assert manifest["results"] == {n: chunks.file_hash(out / n) for n in sorted(NAMES - {"manifest.json"})}
    assert manifest["counts"]["records"] == {"written": 8, "rejected": 0}
    assert sum(manifest["counts"]["criteria"].values()) > 50
    for path in out.iterdir():
        assert str(tmp_path) not in path.read_text(encoding="utf-8")
        assert str(EXAMPLES.parent) not in path.read_text(encoding="utf-8")
    assert not re.search(r"\d\d:\d\d:\d\d", text)


def test_timeout_names_the_record(extract, tmp_path):
    slow = tmp_path / "slow.txt"
    slow.write_text("Inclusion Criteria:\n" + "- Age over 18 years and ALT < 3 x ULN\n" * 3000)
    status, _, err = extract(slow, EXAMPLES / "legacy.xml", "--out", tmp_path / "o", "--timeout", "0.2")
    rejects = [json.loads(line) for line in (tmp_path / "o" / "rejects.jsonl").open()]
    assert (status, err) == (3, "")
    assert rejects[0]["path"] == "slow.txt"
    assert "--timeout" in rejects[0]["error"]
