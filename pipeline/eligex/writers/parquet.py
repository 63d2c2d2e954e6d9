"""Parquet under one fixed schema. pyarrow is imported with this module, so only where it is asked for."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from eligex.writers.layout import Rows, columns

ROW_GROUP = 65_536
_TYPES = {
    "string": pa.string(),
    "json": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
}


def schema(table: str) -> pa.Schema:
    return pa.schema([(c.name, _TYPES[c.kind]) for c in columns(table)])


def to_arrow(table: str, found: Rows) -> bytes:
    """The rows as an Arrow stream. Raises pyarrow.ArrowInvalid where a value breaks the schema."""
    fields = schema(table)
    arrays = [pa.array([row[i] for row in found], type=f.type) for i, f in enumerate(fields)]
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, fields) as writer:
        writer.write_table(pa.Table.from_arrays(arrays, schema=fields))
    return sink.getvalue().to_pybytes()


def write_parquet(table: str, blobs: Iterable[bytes], path: Path) -> None:
    """Joins Arrow streams, in order, to one file whose row groups do not depend on the parts' size."""
    with pq.ParquetWriter(path, schema(table), compression="zstd") as writer:
        for group in _groups(table, blobs):
            writer.write_table(group, row_group_size=ROW_GROUP)


def _groups(table: str, blobs: Iterable[bytes]) -> Iterator[pa.Table]:
    held = schema(table).empty_table()
    for blob in blobs:
        held = pa.concat_tables([held, pa.ipc.open_stream(blob).read_all()])
        while held.num_rows >= ROW_GROUP:
            yield held.slice(0, ROW_GROUP).combine_chunks()
            held = held.slice(ROW_GROUP)
    yield held.combine_chunks()
