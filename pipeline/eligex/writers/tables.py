"""Flat tables with pandas: CSV, or Parquet with a fixed schema.

A chunk of trials is turned into one block of bytes for each table; blocks are joined into the final file
in the order of the input, so that memory never holds a whole table.
"""

import csv
import functools
import io
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, cast

import pandas as pd

from eligex.writers.columns import TABLES, columns, rows

FORMATS = ("csv", "parquet")
_PANDAS = {"str": "string", "int": "Int64", "float": "Float64", "bool": "boolean", "json": "string"}
_GROUP_ROWS = 50_000


def blocks(trials: list[dict[str, Any]], format: str) -> dict[str, bytes]:
    """For each table its rows of these trials: CSV without a header, or an Arrow stream."""
    return {table: _block(frame(table, trials), table, format) for table in TABLES}


def frame(table: str, trials: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """One table of several trials, with its columns and their types also where it has no row."""
    cells = [row for trial in trials for row in rows(table, trial)]
    data = {
        column.name: pd.Series([row[i] for row in cells], dtype=cast(Any, _PANDAS[column.kind]))
        for i, column in enumerate(columns(table))
    }
    return pd.DataFrame(data)


def join(table: str, parts: Iterable[bytes], format: str, out: BinaryIO) -> None:
    """Writes the final file of a table from its blocks."""
    if format == "csv":
        out.write(_csv(frame(table, []), header=True))
        for part in parts:
            out.write(part)
        return
    _join_parquet(table, parts, out)


def _block(data: pd.DataFrame, table: str, format: str) -> bytes:
    if format == "csv":
        return _csv(data, header=False) if len(data) else b""
    import pyarrow as pa

    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, _schema(table)) as writer:
        writer.write_table(pa.Table.from_pandas(data, schema=_schema(table), preserve_index=False))
    return sink.getvalue()


def _csv(data: pd.DataFrame, *, header: bool) -> bytes:
    """Texts are quoted throughout: a lone carriage return in one would else end its row."""
    text = data.to_csv(index=False, header=header, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    return text.encode("utf-8")


def _join_parquet(table: str, parts: Iterable[bytes], out: BinaryIO) -> None:
    import pyarrow.parquet as pq

    with pq.ParquetWriter(out, _schema(table)) as writer:
        for group in _groups(table, parts):
            writer.write_table(group)


def _groups(table: str, parts: Iterable[bytes]) -> Iterator[Any]:
    """Arrow tables of about `_GROUP_ROWS` rows."""
    import pyarrow as pa

    waiting: list[Any] = [_schema(table).empty_table()]
    for part in parts:
        waiting.append(pa.ipc.open_stream(part).read_all())
        if sum(len(piece) for piece in waiting) >= _GROUP_ROWS:
            yield pa.concat_tables(waiting)
            waiting = [_schema(table).empty_table()]
    yield pa.concat_tables(waiting)


@functools.cache
def _schema(table: str) -> Any:
    import pyarrow as pa

    types = {"str": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}
    return pa.schema([(c.name, types.get(c.kind, pa.string())) for c in columns(table)])
