import os
import signal
import subprocess
import sys
from pathlib import Path

import eligex
import pytest
from eligex import readers
from eligex.batch import run as batch_run
from eligex.batch.engine import Engine
from eligex.cli import main

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture(scope="session")
def loaded():
    """One real engine for all runs within this process, by the format of its tables."""
    engines = {}

    def engine(settings):
        if not engines:
            engines["first"] = Engine(settings)
        copy = Engine.__new__(Engine)
        copy.__dict__.update(engines["first"].__dict__, _settings=settings)
        return copy

    return engine


@pytest.fixture
def extract(loaded, monkeypatch, capsys):
    """`eligex extract …` without a process of its own for the pipeline: (status, stdout, stderr)."""

    def in_process(tasks, settings, workers):
        engine = loaded(settings)
        for key, items in tasks:
            yield key, engine.chunk(items)

    monkeypatch.setattr(batch_run.pool, "run", in_process)

    def call(*arguments):
        capsys.readouterr()
        status = main(["extract", *map(str, arguments)])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return call


@pytest.fixture
def start():
    """`eligex extract …` as a process of its own, killed at the end if it still runs."""
    started = []

    def call(*arguments, **extra):
        process = subprocess.Popen(
            [sys.executable, "-m", "eligex", "extract", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **extra},
            # a shell's background job ignores interrupts, and so would what it starts
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        started.append(process)
        return process

    yield call
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def contents():
    """The bytes of every file of a folder by name."""
    return lambda folder: {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.is_file()}


@pytest.fixture
def many(tmp_path):
    """Forty small records of two kinds in one file: three chunks."""
    path = tmp_path / "many.jsonl"
    line = (
        '{{"id": "T{0}", "title": "Trial {0}", "eligibility": "Inclusion Criteria:\\n- Age >= {0} years\\n'
        '- ALT <= 3 x ULN\\nExclusion Criteria:\\n- Pregnancy\\n- Stroke within {0} months"}}\n'
    )
    path.write_text("".join(line.format(i) for i in range(18, 58)), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def trials_of_examples(nlp):
    """The bundled examples as lines of `trials.jsonl`."""
    records = [r for path in sorted(EXAMPLES.iterdir()) for r in readers.read(path, name=path.name)]
    return [eligex.extract(nlp, record).to_dict() for record in records]
