"""Flat tables with pandas: CSV, or Parquet with a fixed schema, partitioned by number of rows.

A chunk of trials is turned into one block of bytes for each table; blocks are joined into the final file
in the order of the input, so that memory never holds a whole table.
"""

import csv
import functools
import io
import itertools
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

import pandas as pd

from eligex.schema.trial import SCHEMA_VERSION
from eligex.writers.columns import TABLES, columns, rows

FORMATS = ("csv", "parquet")
_PANDAS = {"str": "string", "int": "Int64", "float": "Float64", "bool": "boolean", "json": "string"}
_GROUP_ROWS = 50_000
_PART_GROUPS = 20  # a part file of a million rows at most


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


def files(table: str, format: str) -> str:
    """What a table's results are called: `entities.csv`, a file, or `entities.parquet`, a folder of parts."""
    return f"{table}.{format}"


def write(table: str, parts: Iterable[bytes], format: str, folder: Path) -> None:
    """Writes a table into `folder` from its blocks. Raises OSError."""
    if format == "csv":
        with whole(folder / files(table, format)) as out:
            out.write(csv_bytes(frame(table, []), header=True))
            out.writelines(parts)
        return
    target = folder / files(table, format)
    target.mkdir()
    for number, groups in enumerate(_by_part(_groups(table, parts))):
        with whole(target / f"part-{number:05d}.parquet") as out:
            _write_parquet(table, groups, out)


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A new file that is on disk when the block ends."""
    with path.open("wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())


def _block(data: pd.DataFrame, table: str, format: str) -> bytes:
    if format == "csv":
        return csv_bytes(data, header=False) if len(data) else b""
    import pyarrow as pa

    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, schema(table)) as writer:
        writer.write_table(pa.Table.from_pandas(data, schema=schema(table), preserve_index=False))
    return sink.getvalue()


def csv_bytes(data: pd.DataFrame, *, header: bool) -> bytes:
    """Texts are quoted throughout: a lone carriage return in one would else end its row."""
    text = data.to_csv(index=False, header=header, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    return text.encode("utf-8")


def _write_parquet(table: str, groups: Iterable[Any], out: BinaryIO) -> None:
    import pyarrow.parquet as pq

    with pq.ParquetWriter(out, schema(table)) as writer:
        for group in groups:
            writer.write_table(group)


def _by_part(groups: Iterator[Any]) -> Iterator[Iterator[Any]]:
    """The groups of each part file, as they come; the next part's once a part's are taken."""
    for first in groups:
        yield itertools.chain([first], itertools.islice(groups, _PART_GROUPS - 1))


def _groups(table: str, parts: Iterable[bytes]) -> Iterator[Any]:
    """Arrow tables of `_GROUP_ROWS` rows, the last one fewer; one without a row where there is none."""
    import pyarrow as pa

    waiting = schema(table).empty_table()
    full = False
    for part in parts:
        waiting = pa.concat_tables([waiting, pa.ipc.open_stream(part).read_all()])
        while len(waiting) >= _GROUP_ROWS:
            full = True
            yield waiting.slice(0, _GROUP_ROWS).combine_chunks()
            waiting = waiting.slice(_GROUP_ROWS)
    if len(waiting) or not full:
        yield waiting.combine_chunks()


@functools.cache
def schema(table: str) -> Any:
    """The Arrow schema of a table: the same for every run of one schema version."""
    import pyarrow as pa

    types = {"str": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}
    fields = [(c.name, types.get(c.kind, pa.string())) for c in columns(table)]
    return pa.schema(fields, metadata={"eligex_table": table, "eligex_schema_version": SCHEMA_VERSION})
