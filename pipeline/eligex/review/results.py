"""The trials of a results folder, one at a time: its file may be larger than memory."""

import json
import re
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eligex.schema.trial import Trial

TRIALS = "trials.jsonl"


class ResultsError(Exception):
    """The folder holds no results that can be read; the message says why."""


class Results:
    """Random access to the lines of `trials.jsonl` by their number, from 0.

    Memory holds eight bytes for each line. Raises ResultsError.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder if folder.is_file() else folder / TRIALS
        self._starts = array("q")
        at = 0
        try:
            with self.path.open("rb") as lines:
                for line in lines:
                    if line.strip():
                        self._starts.append(at)
                    at += len(line)
        except OSError as error:
            raise ResultsError(f"{self.path}: {error.strerror or error}") from None

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, number: int) -> Trial:
        with self.path.open("rb") as lines:
            lines.seek(self._starts[number])
            return self._parse(number, lines.readline())

    def __iter__(self) -> Iterator[Trial]:
        with self.path.open("rb") as lines:
            for number, start in enumerate(self._starts):
                lines.seek(start)
                yield self._parse(number, lines.readline())

    def _parse(self, number: int, line: bytes) -> Trial:
        try:
            body: Any = json.loads(line)
            return Trial.from_dict(body)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ResultsError(
                f"{self.path}: trial {number + 1} is no result of this version: {error}"
            ) from None


def page_name(number: int, trial: Trial) -> str:
    """`000001-NCT01234567.html`: unique also where ids repeat, and a plain file name whatever the id holds."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "_", trial.trial_id or "")[:60]
    return f"{number + 1:06d}-{plain or 'trial'}.html"


def page_number(name: str) -> int:
    """The inverse of `page_name`; -1 for any other name."""
    found = re.fullmatch(r"(\d{6,12})-[A-Za-z0-9_-]{1,60}\.html", name, re.ASCII)
    return int(found[1]) - 1 if found else -1
