"""Spark gives the local engine's bytes; what goes wrong there is told in a line."""

import json
import os
import pickle
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from batch_engines import SETTINGS, Faulty, record
from eligex.batch import parts, pool, spark
from eligex.batch.errors import RunError
from eligex.cli import main
from eligex.writers.columns import TABLES

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture
def given(tmp_path):
    """The examples, forty records in one file, one that takes too long and one that is no text."""
    line = (
        '{{"id": "T{0}", "title": "Trial {0}", "eligibility": "Inclusion Criteria:\\n- Age >= {0} years\\n'
        '- ALT <= 3 x ULN\\nExclusion Criteria:\\n- Pregnancy\\n- Stroke within {0} months"}}\n'
    )
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "many.jsonl").write_text("".join(line.format(i) for i in range(18, 58)), encoding="utf-8")
    (folder / "slow.txt").write_text("Inclusion Criteria:\n" + "- Age over 18 and ALT < 3 x ULN\n" * 20_000)
    (folder / "junk.bin").write_bytes(bytes(range(256)) * 40)
    return [str(folder), str(EXAMPLES)]


@pytest.fixture
def java(monkeypatch):
    """None set, as on a machine without one."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", os.pathsep.join(["/usr/bin", "/bin"]))


def contents(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_two_spark_workers_write_the_local_engines_bytes(given, java, tmp_path, capfd):
    here, there = tmp_path / "here", tmp_path / "there"
    options = ["--tables", "parquet", "--timeout", "4", "--quiet"]
    assert main(["extract", *given, "--out", str(here), *options]) == 3
    assert (
        main(["extract", *given, "--out", str(there), *options, "--engine", "spark", "--workers", "2"]) == 3
    )
    assert contents(here) == contents(there)
    rejects = [json.loads(row) for row in (there / "rejects.jsonl").read_text().splitlines()]
    assert {r["path"]: r["reason"] for r in rejects} == {"in/junk.bin": "encoding", "in/slow.txt": "too-slow"}
    assert capfd.readouterr().err == ""
    assert_spark_reads(there)


def assert_spark_reads(folder):
    session = spark._session(None, 2)
    try:
        for table in TABLES:
            read = session.read.parquet(str(folder / f"{table}.parquet"))
            mine = pd.read_parquet(folder / f"{table}.parquet")
            assert read.columns == list(mine.columns)
            assert read.count() == len(mine) > 0
    finally:
        session.stop()


def test_spark_that_is_not_installed(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    status = main(["extract", str(EXAMPLES), "--out", str(tmp_path / "o"), "--engine", "spark"])
    assert status == 2
    assert "pip install 'eligex[spark]'" in capsys.readouterr().err


def test_master_that_is_none(tmp_path, java, capfd):
    status = main(
        ["extract", str(EXAMPLES), "--out", str(tmp_path / "o"), "--engine", "spark", "--master", "nonsense"]
    )
    err = capfd.readouterr().err
    assert status == 1
    assert "eligex: Spark does not start at nonsense" in err
    assert "Traceback" not in err


def test_master_without_spark(tmp_path, capsys):
    assert main(["extract", str(EXAMPLES), "--out", str(tmp_path / "o"), "--master", "yarn"]) == 2
    assert "--engine spark" in capsys.readouterr().err


def test_executor_with_another_eligex():
    there = {**spark._same(), "code": "0" * 64}
    with pytest.raises(RunError, match="differs from the driver's in code"):
        spark._pool(SETTINGS, json.dumps(there))


def test_record_that_kills_its_process_costs_the_executor_nothing(monkeypatch):
    workers = pool.Pool(SETTINGS, 1, Faulty)
    monkeypatch.setattr(spark, "_pool", lambda settings, same: workers)
    items = [record("fine"), record("die", 1), record("hang", 2)]
    frame = pd.DataFrame({"key": ["k", "l"], "part": [pickle.dumps(items), pickle.dumps(items[:1])]})
    try:
        [done] = spark._extract(SETTINGS, "", iter([frame]))
    finally:
        workers.close()
    assert list(done["key"]) == ["k", "l"]
    first, second = map(parts.unpack, done["part"])
    reasons = [json.loads(row)["reason"] for row in first.blocks["rejects.jsonl"].splitlines()]
    assert reasons == ["crashed", "too-slow"]
    assert (first.counts["records"], first.transient) == ({"written": 1, "rejected": 2}, True)
    assert second.counts["records"] == {"written": 1, "rejected": 0}


def test_interrupt_cancels_the_jobs_in_flight(monkeypatch):
    cancelled, stopped = threading.Event(), []
    context = SimpleNamespace(defaultParallelism=1, cancelAllJobs=cancelled.set)
    session = SimpleNamespace(sparkContext=context, stop=lambda: stopped.append(True))

    def job(session, wave, work):
        if wave[0][0] == "0":
            return [SimpleNamespace(key="0", part=parts.pack(Faulty(SETTINGS).chunk([record("fine")])))]
        assert cancelled.wait(30)
        return []

    monkeypatch.setattr(spark, "_session", lambda master, workers: session)
    monkeypatch.setattr(spark, "_job", job)
    done = spark.run(((str(n), [record("fine")]) for n in range(9)), SETTINGS, 1)
    assert next(done)[0] == "0"
    with pytest.raises(KeyboardInterrupt):
        done.throw(KeyboardInterrupt)
    assert cancelled.is_set()
    assert stopped == [True]
