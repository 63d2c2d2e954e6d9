"""A flat table against the trials that it was made of, row by row."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Optional

from eligex.writers import tables
from eligex.writers.columns import columns, rows

_CELL = 1 << 30  # characters that a cell of a CSV may hold
Row = list[Any]


class Table:
    """Reads on as `compare` is handed the trials in their order; silent after its first difference."""

    def __init__(self, folder: Path, name: str, format: str) -> None:
        self._name, self._format = name, format
        self._file = tables.files(name, format)
        self._columns = [column.name for column in columns(name)]
        self._open = (folder / self._file).exists()
        self._at = 0
        self._rows = _csv_rows(folder / self._file) if format == "csv" else _parquet_rows(folder, name)

    def compare(self, trials: list[dict[str, Any]]) -> Iterator[str]:
        for expected in self._expected(trials):
            if self._open:
                yield from self._differs(expected, self._next())

    def rest(self) -> Iterator[str]:
        """Rows that no trial gave."""
        if self._open and (row := self._next()):
            yield f"{self._file} row {self._at}: no trial gave it ({row[0]}, {row[2]})"

    def _next(self) -> Optional[Row]:
        """The next row, an empty one where it cannot be read, None at the end."""
        self._at += 1
        try:
            if self._at == 1 and self._format == "csv" and next(self._rows, None) != self._columns:
                return []
            return next(self._rows, None)
        except (OSError, ValueError, csv.Error):
            return []

    def _expected(self, trials: list[dict[str, Any]]) -> list[Row]:
        if self._format == "csv":
            text = tables.csv_bytes(tables.frame(self._name, trials), header=False).decode("utf-8")
            return list(csv.reader(io.StringIO(text, newline=""), strict=True))
        return [row for trial in trials for row in rows(self._name, trial)]

    def _differs(self, expected: Row, found: Optional[Row]) -> Iterator[str]:
        if found == expected:
            return
        self._open = False
        where = f"{self._file} row {self._at}"
        if found is None:
            yield f"{where}: missing; {expected[0]} has {expected[2]}"
        elif len(found) != len(expected):
            yield f"{where}: cannot be read as a row of {len(self._columns)} columns under their names"
        else:
            for column, told, meant in zip(self._columns, found, expected, strict=True):
                if told != meant:
                    yield f"{where}: {column} is {told!r:.60}, trials.jsonl gives {meant!r:.60}"
                    return


def _csv_rows(path: Path) -> Iterator[Row]:
    csv.field_size_limit(_CELL)
    with path.open(encoding="utf-8", newline="") as handle:
        yield from csv.reader(handle, strict=True)


def _parquet_rows(folder: Path, name: str) -> Iterator[Row]:
    """Raises ValueError where the columns or their types are others."""
    import pyarrow.parquet as pq

    for path in sorted((folder / tables.files(name, "parquet")).iterdir()):
        with pq.ParquetFile(path) as part:
            if not part.schema_arrow.equals(tables.schema(name)):
                raise ValueError(f"{path.name} has other columns")
            for batch in part.iter_batches(batch_size=10_000):
                yield from map(list, zip(*(column.to_pylist() for column in batch.columns), strict=True))
