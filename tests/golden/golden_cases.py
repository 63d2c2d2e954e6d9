"""The examples' results as readable pages, one for each trial."""

from pathlib import Path

import eligex
from eligex import readers
from eligex.schema.readable import summary

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples"


def pages() -> dict[str, str]:
    """Page by file name."""
    nlp = eligex.load()
    found = {}
    for path in sorted(EXAMPLES.iterdir()):
        for record in readers.read(path, name=path.name):
            found[f"{record.trial_id}.txt"] = summary(eligex.extract(nlp, record)) + "\n"
    return found
