"""`trials.jsonl`, as `eligex extract` writes it: a source only."""

import json
from collections.abc import Iterator
from pathlib import Path

from eligex.annotations.documents import Document, of_trial
from eligex.annotations.losses import Losses
from eligex.schema.trial import Trial

TRIALS = "trials.jsonl"


def read(path: Path, losses: Losses) -> list[Document]:
    """The entities and statements of every trial of a file, or of `trials.jsonl` in a folder."""
    return [of_trial(trial, id) for id, trial in trials(path)]


def file_of(path: Path) -> Path:
    """The file of results that a path means: itself, or the one in that folder."""
    return path / TRIALS if path.is_dir() else path


def trials(path: Path) -> Iterator[tuple[str, Trial]]:
    """(id, trial) in file order; a trial without an id has the name of its source and the line's number.

    Raises FileNotFoundError; ValueError, with the line's number, where a line is no trial.
    """
    file = file_of(path)
    with open(file, encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                trial = Trial.from_dict(json.loads(line))
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{file.name} line {number} is no trial: {error}") from error
            yield trial.trial_id or f"{Path(trial.source.path).name}.{number}", trial
