"""Puts the result files in place: written aside in full, then each moved by one `os.replace`."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from eligex.writers import tables
from eligex.writers.chunk import REJECTS, TRIALS
from eligex.writers.columns import TABLES

MANIFEST = "manifest.json"
Blocks = Callable[[str], Iterator[bytes]]


def assemble(blocks: Blocks, folder: Path, format: str) -> dict[str, str]:
    """Writes every result but the manifest into `folder`. Returns SHA-256 by file name.

    `blocks(name)` yields one file's blocks in the order of the input. Raises OSError.
    """
    for name in (TRIALS, REJECTS):
        with tables.whole(folder / name) as out:
            out.writelines(blocks(name))
    for table in TABLES:
        tables.write(table, blocks(table), format, folder)
    return {name: digest(folder / name) for name in names(folder)}


def names(folder: Path) -> list[str]:
    """The files of a folder of results, `entities.parquet/part-00000.parquet` among them; hidden ones not."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in found if not name.startswith("."))


def publish(folder: Path, target: Path) -> None:
    """Moves the results in `folder` to `target`, the manifest last: where it stands, all of one run stand.

    Tables of an earlier run go. Raises OSError.
    """
    (target / MANIFEST).unlink(missing_ok=True)
    for table in TABLES:
        for format in tables.FORMATS:
            _remove(target / tables.files(table, format))
    entries = sorted(path.name for path in folder.iterdir() if path.name != MANIFEST)
    for name in [*entries, MANIFEST]:
        os.replace(folder / name, target / name)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes. Raises OSError."""
    total = hashlib.sha256()
    with path.open("rb") as handle:
        while block := handle.read(1 << 20):
            total.update(block)
    return total.hexdigest()
