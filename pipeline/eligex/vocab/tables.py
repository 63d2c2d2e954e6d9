"""Loads the CSV tables under `data/` and refuses what is inconsistent.

Every table begins with a header row. A cell with several values separates them by `|`. A table is
read once per process.
"""

import csv
import functools
import hashlib
from pathlib import Path


class VocabularyError(ValueError):
    """A table breaks its own rules: a duplicate key, an empty cell, a dangling reference."""


Row = dict[str, str]
FOLDER = Path(__file__).parent / "data"


@functools.cache
def table(name: str) -> tuple[Row, ...]:
    """All rows of `data/<name>.csv`, cells stripped. Raises VocabularyError on a ragged row."""
    text = (FOLDER / f"{name}.csv").read_text(encoding="utf-8")
    cells = csv.reader(text.splitlines(), strict=True)
    head = next(cells)
    rows = []
    for i, row in enumerate(filter(None, cells), start=2):
        if len(row) != len(head):
            raise VocabularyError(f"{name}.csv line {i}: wrong number of cells")
        rows.append(dict(zip(head, map(str.strip, row), strict=True)))
    return tuple(rows)


def values(cell: str) -> list[str]:
    """The values of a multi-valued cell."""
    return [v for v in map(str.strip, cell.split("|")) if v]


def unique(rows: tuple[Row, ...], column: str, *, where: str) -> dict[str, Row]:
    """Rows by key. Raises VocabularyError on an empty or a repeated key."""
    found: dict[str, Row] = {}
    for row in rows:
        key = row[column]
        if not key or key in found:
            raise VocabularyError(f"{where}: {column} {key!r} is {'empty' if not key else 'twice there'}")
        found[key] = row
    return found


def require(known: set[str] | dict[str, Row], keys: list[str], *, where: str) -> None:
    """Raises VocabularyError where a key refers to nothing."""
    missing = sorted(set(keys) - set(known))
    if missing:
        raise VocabularyError(f"{where}: refers to unknown {', '.join(missing)}")


def hashes() -> dict[str, str]:
    """SHA-256 of every table file, by name, for the run's manifest."""
    files = sorted(FOLDER.glob("*.csv"))
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files}
