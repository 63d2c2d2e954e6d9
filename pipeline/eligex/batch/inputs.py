"""From the command line's INPUTs to files, each with the name that it bears in the results.

A relative INPUT keeps its words: `in/a.txt`; a file of a folder is the folder as given, joined with the
path below it. Of an absolute INPUT only the part from its parent folder on is kept, so that no machine
path enters a result: `/data/in` gives `in/a.txt`, `/data/in/a.txt` gives `a.txt`, and `/data/in/*.txt`
gives `in/a.txt`.
"""

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from eligex.batch.errors import UsageError


@dataclass(frozen=True, slots=True)
class InputFile:
    path: Path
    name: str


def find(inputs: Iterable[str], *, skip: Path) -> list[InputFile]:
    """All files in order, each once; `skip` is the folder of results. Raises UsageError."""
    found: dict[tuple[str, str], InputFile] = {}
    for given in inputs:
        files = list(_expand(given, os.path.realpath(skip)))
        if not files:
            raise UsageError(f"no file in {given}: give a folder that holds one (hidden files are skipped)")
        for file in files:
            found.setdefault((os.path.realpath(file.path), file.name), file)
    return list(found.values())


def _expand(given: str, skip: str) -> Iterator[InputFile]:
    if os.path.isdir(given):
        base = os.path.dirname(os.path.abspath(given)) if os.path.isabs(given) else None
        yield from _walk(given, base, skip)
    elif os.path.lexists(given):
        yield InputFile(Path(given), _name(given, _parent(given)))
    elif glob.has_magic(given):
        yield from _matches(given, skip)
    else:
        raise UsageError(f"no such file or folder: {given}; check the path, quote a glob")


def _matches(pattern: str, skip: str) -> Iterator[InputFile]:
    hits = sorted(glob.glob(pattern, recursive=True))
    if not hits:
        raise UsageError(f"no file matches {pattern}; check the pattern and the folder it starts from")
    base = os.path.dirname(_fixed(pattern)) if os.path.isabs(pattern) else None
    for hit in hits:
        if os.path.isdir(hit):
            yield from _walk(hit, base, skip)
        else:
            yield InputFile(Path(hit), _name(hit, base))


def _walk(folder: str, base: str | None, skip: str) -> Iterator[InputFile]:
    paths: list[str] = []
    for at, folders, files in os.walk(folder):
        folders[:] = [f for f in folders if not f.startswith(".") and _real(at, f) != skip]
        paths += [os.path.join(at, f) for f in files if not f.startswith(".")]
    for path in sorted(paths):
        if os.path.isfile(path) or os.path.islink(path):
            yield InputFile(Path(path), _name(path, base))


def _real(folder: str, name: str) -> str:
    return os.path.realpath(os.path.join(folder, name))


def _parent(given: str) -> str | None:
    return os.path.dirname(given) if os.path.isabs(given) else None


def _fixed(pattern: str) -> str:
    """The folder before the pattern's first wildcard."""
    while glob.has_magic(pattern):
        pattern = os.path.dirname(pattern)
    return pattern


def _name(path: str, base: str | None) -> str:
    """Relative to `base` where there is one; bytes that are no UTF-8 show as `\\ufffd`."""
    name = path if base is None else os.path.relpath(path, base)
    return name.replace(os.sep, "/").encode("utf-8", "surrogateescape").decode("utf-8", "replace")
