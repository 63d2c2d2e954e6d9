"""Bad inputs and bad records: each in a result or in the rejects, never a traceback."""

import json
from collections import Counter

import pytest
from batch_engines import SETTINGS, Faulty, Unloadable, record
from eligex.batch import pool
from eligex.batch.errors import RunError
from eligex.schema.record import REASONS, Reject

GOOD = "Inclusion Criteria:\n- Age >= 18 years\n"
FAULTS = {
    "bad.json": b'{"protocolSection": {"identificationModule"',
    "bad.xml": b"<clinical_study><brief_title>x</clinical_study>",
    "bomb.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><clinical_study>&a;</clinical_study>',
    "empty.txt": b"",
    "junk.bin": bytes(range(256)) * 40,
    "latin.txt": "Inclusion Criteria:\n- Température > 38 °C\n".encode("latin-1"),
    "long.txt": b"Inclusion Criteria: " + b"age over 18, " * 800_000,
    "lines.jsonl": b'{"id": "A", "eligibility": "Inclusion: Age > 1 year"}\n{"id": "B", \n[]\n',
    "utf16.txt": GOOD.encode("utf-16"),
}


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_fault_is_accounted_for(extract, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name, data in FAULTS.items():
        (folder / name).write_bytes(data)
    (folder / "good.txt").write_text(GOOD)
    (folder / "gone.txt").symlink_to(tmp_path / "nowhere")
    status, _, err = extract(folder, "--out", tmp_path / "o", "--timeout", 20)
    assert status == 3
    assert err == ""
    trials, rejects = lines(tmp_path / "o" / "trials.jsonl"), lines(tmp_path / "o" / "rejects.jsonl")
    seen = {t["source"]["path"] for t in trials} | {r["path"] for r in rejects}
    assert seen == {f"in/{name}" for name in (*FAULTS, "good.txt", "gone.txt")}
    assert {"in/good.txt", "in/lines.jsonl"} <= {t["source"]["path"] for t in trials}
    refused = {r["path"] for r in rejects}
    broken = (
        "bad.json",
        "bad.xml",
        "bomb.xml",
        "empty.txt",
        "gone.txt",
        "lines.jsonl",
        "junk.bin",
        "long.txt",
    )
    assert {f"in/{name}" for name in broken} <= refused
    assert all(set(r) == {"path", "record", "error", "reason"} and r["error"] for r in rejects)
    assert {r["path"]: r["reason"] for r in rejects if r["path"] != "in/lines.jsonl"} == {
        "in/bad.json": "broken",
        "in/bad.xml": "broken",
        "in/bomb.xml": "refused",
        "in/empty.txt": "empty",
        "in/gone.txt": "unreadable",
        "in/junk.bin": "encoding",
        "in/long.txt": "too-large",
    }
    counts = json.loads((tmp_path / "o" / "manifest.json").read_text())["counts"]
    assert counts["records"] == {"written": len(trials), "rejected": len(rejects)}
    assert counts["rejects"] == Counter(r["reason"] for r in rejects)
    assert set(counts["rejects"]) <= set(REASONS)


def test_nothing_but_rejects_still_gives_every_file(extract, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    status, _, _ = extract(tmp_path / "empty.txt", "--out", tmp_path / "o")
    assert status == 3
    assert (tmp_path / "o" / "trials.jsonl").read_bytes() == b""
    assert (tmp_path / "o" / "regimens.csv").read_text().startswith('"trial_id","source_path","id"')


@pytest.mark.parametrize(
    ("text", "words", "reason", "transient"),
    [
        ("raise", "RuntimeError: two lines", "failed", False),
        ("hang", "0.3 seconds", "too-slow", True),
        ("surrogate", "UnicodeEncodeError", "failed", False),
    ],
)
def test_a_failing_record_is_rejected_by_name(text, words, reason, transient):
    chunk = Faulty(SETTINGS).chunk([record("fine"), record(text, 1), record("fine", 2)])
    reject = json.loads(chunk.blocks["rejects.jsonl"])
    assert (reject["path"], reject["record"]) == ("in.jsonl", "T1")
    assert words in reject["error"]
    assert reject["reason"] == reason
    assert chunk.transient is transient
    assert chunk.blocks["trials.jsonl"].count(b"\n") == 2
    assert chunk.counts["records"] == {"written": 2, "rejected": 1}


def test_a_readers_reject_passes_through():
    chunk = Faulty(SETTINGS).chunk([Reject("x.json", None, "broken")])
    told = {"path": "x.json", "record": None, "error": "broken", "reason": "broken"}
    assert json.loads(chunk.blocks["rejects.jsonl"]) == told


def test_only_the_culprit_of_a_dead_worker_is_rejected(tmp_path):
    once = f"die once {tmp_path / 'mark'}"
    tasks = [
        ("first", [record("fine"), record("die", 1), record("fine", 2)]),
        ("second", [record(once, 3), record("fine", 4)]),
        ("third", [record("fine", 5)]),
    ]
    done = dict(pool.run(tasks, SETTINGS, 2, Faulty))
    assert sorted(done) == ["first", "second", "third"]
    written = {key: chunk.blocks["trials.jsonl"].count(b"\n") for key, chunk in done.items()}
    assert written == {"first": 2, "second": 2, "third": 1}
    reject = json.loads(done["first"].blocks["rejects.jsonl"])
    assert (reject["record"], reject["reason"]) == ("T1", "crashed")
    assert done["first"].transient
    assert done["second"].blocks["rejects.jsonl"] == b""


def test_a_record_that_no_timer_stops_is_rejected(monkeypatch):
    monkeypatch.setattr(pool, "_GRACE", 3.0)
    [(key, chunk)] = pool.run([("one", [record("stuck")])], SETTINGS, 1, Faulty)
    assert key == "one"
    assert "died or hung" in json.loads(chunk.blocks["rejects.jsonl"])["error"]


def test_a_pipeline_that_does_not_load_ends_the_run():
    with pytest.raises(RunError, match="no weights"):
        list(pool.run([("one", [record("fine")])], SETTINGS, 1, Unloadable))
