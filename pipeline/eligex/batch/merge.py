"""Parts to result files: each made whole beside the parts, then renamed into place, the manifest last."""

import itertools
import shutil
from pathlib import Path
from typing import Any

from eligex.batch.part import PartStore
from eligex.writers import atomic
from eligex.writers.layout import MANIFEST, TABLES, result_files, stale_files, table_file


def merge(store: PartStore, parts: int, *, out: Path, tables: str, about: dict[str, Any]) -> None:
    """`about`: the manifest's `run`, `options`, `inputs`, `counts`. Raises OSError with the parts intact."""
    from eligex.writers.manifest import manifest

    results = {name: _write(store, parts, name, tables) for name in result_files(tables)}
    atomic.write(store.folder / MANIFEST, [manifest(**about, results=results)])
    for name in [*results, MANIFEST]:
        (store.folder / name).replace(out / name)
    for name in stale_files(tables):
        (out / name).unlink(missing_ok=True)
    shutil.rmtree(store.folder, ignore_errors=True)


def _write(store: PartStore, parts: int, name: str, tables: str) -> str:
    """One result file in the parts' folder; returns its SHA-256."""
    path = store.folder / name
    table = next((t for t in TABLES if table_file(t, tables) == name), None)
    if table is None:
        return atomic.write(path, store.blobs(parts, name))
    if tables == "csv":
        from eligex.writers.frames import to_csv

        return atomic.write(path, itertools.chain([to_csv(table, [], header=True)], store.blobs(parts, name)))
    from eligex.writers.parquet import write_parquet

    write_parquet(table, filter(None, store.blobs(parts, name)), path)
    return atomic.file_hash(path)[0]
