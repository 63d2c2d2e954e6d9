"""Puts the result files in place: written aside in full, then each moved by one `os.replace`."""

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

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
        with (folder / name).open("wb") as out:
            out.writelines(blocks(name))
            _sync(out)
    for table in TABLES:
        with (folder / f"{table}.{format}").open("wb") as out:
            tables.join(table, blocks(table), format, out)
            _sync(out)
    return {path.name: digest(path) for path in sorted(folder.iterdir())}


def publish(folder: Path, target: Path) -> None:
    """Moves the files of `folder` to `target`, the manifest last: where it stands, all of one run stand.

    Tables of an earlier run in the other format go. Raises OSError.
    """
    (target / MANIFEST).unlink(missing_ok=True)
    names = sorted(path.name for path in folder.iterdir() if path.name != MANIFEST)
    for table in TABLES:
        for format in tables.FORMATS:
            if f"{table}.{format}" not in names:
                (target / f"{table}.{format}").unlink(missing_ok=True)
    for name in [*names, MANIFEST]:
        os.replace(folder / name, target / name)


def _sync(out: BinaryIO) -> None:
    out.flush()
    os.fsync(out.fileno())


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes. Raises OSError."""
    total = hashlib.sha256()
    with path.open("rb") as handle:
        while block := handle.read(1 << 20):
            total.update(block)
    return total.hexdigest()
