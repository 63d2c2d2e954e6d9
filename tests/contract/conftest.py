from pathlib import Path

import eligex
import pytest
from eligex import readers
from eligex.schema.record import Record

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture(scope="session")
def records():
    paths = sorted(EXAMPLES.iterdir())
    found = [r for path in paths for r in readers.read(path, name=f"examples/{path.name}")]
    assert all(isinstance(record, Record) for record in found)
    return found


@pytest.fixture(scope="session")
def trials(nlp, records):
    """Every bundled example as a line of `trials.jsonl`."""
    return [eligex.extract(nlp, record).to_dict() for record in records]
