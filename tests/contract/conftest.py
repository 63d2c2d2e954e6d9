from pathlib import Path

import pytest

import eligex
from eligex import readers
from eligex.schema.record import Record

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture(scope="session")
def nlp():
    return eligex.load()


@pytest.fixture(scope="session")
def records():
    found = [r for path in sorted(EXAMPLES.iterdir()) for r in readers.read(path, name=f"examples/{path.name}")]
    assert all(isinstance(record, Record) for record in found)
    return found


@pytest.fixture(scope="session")
def trials(nlp, records):
    """Every bundled example as a line of `trials.jsonl`."""
    return [eligex.extract(nlp, record).to_dict() for record in records]
