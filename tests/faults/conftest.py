"""Runs in processes that may be killed: an engine that needs no pipeline, and the bytes it should give."""

import functools
import os
import sys
from pathlib import Path

import pytest
from eligex.batch import inputs, run
from eligex.batch.engine import Engine
from eligex.schema.trial import Criterion, Source, Trial


class Plain(Engine):
    """One criterion a trial; what is killed and resumed is the run, not the pipeline."""

    def __init__(self, settings):
        self._settings = settings
        self._nlp = None
        self._extract = lambda nlp, given: Trial(
            given.trial_id,
            None,
            Source(given.path, given.format, given.sha256),
            "partial",
            given.text,
            criteria=[Criterion("I1", None, "inclusion", 0, len(given.text), given.text)],
        )


@pytest.fixture
def plain(monkeypatch):
    def in_process(tasks, settings, workers):
        engine = Plain(settings)
        for key, items in tasks:
            yield key, engine.chunk(items)

    monkeypatch.setattr(run.pool, "run", in_process)
    monkeypatch.setattr(run.manifest, "provenance", functools.cache(run.manifest.provenance))
    monkeypatch.setattr(os, "fsync", lambda handle: None)  # a killed process loses nothing that it wrote


@pytest.fixture
def job(plain, tmp_path):
    """Forty records in three chunks, one of them rejected; `job(out)` is their run."""
    folder = tmp_path / "in"
    folder.mkdir()
    rows = [f'{{"id": "T{i}", "eligibility": "Age over {i} years"}}\n' for i in range(40)]
    rows[20] = "{\n"
    (folder / "many.jsonl").write_text("".join(rows), encoding="utf-8")

    def made(name, **options):
        out = tmp_path / name
        return run.Job(inputs.find([str(folder)], skip=out), out, **options)

    return made


@pytest.fixture
def contents():
    """The bytes of every file of a folder by name."""
    return lambda folder: {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in Path(folder).rglob("*") if p.is_file()
    }


@pytest.fixture
def undisturbed(job, contents):
    """What a run that nothing disturbs leaves, by format of the tables."""
    found = {}
    for format in ("csv", "parquet"):
        run.run(job(f"undisturbed-{format}", tables=format))
        found[format] = contents(job(f"undisturbed-{format}").out)
    return found


@pytest.fixture
def fork():
    """Calls a function in a copy of this process; its exit status, negative for the signal that ended it."""

    def call(function):
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            try:
                status = function()
            except BaseException:
                status = 99
            os._exit(status or 0)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    return call
