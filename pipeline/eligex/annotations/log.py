"""The decision log: one file of JSON lines for each reviewer, only ever appended to."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from eligex.annotations.decisions import REVIEWER, Decision, parse, to_json


@dataclass
class Log:
    """`problems` names each line that a crash left unfinished; such a line holds no decision."""

    decisions: list[Decision] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def path_of(folder: Path, reviewer: str) -> Path:
    if not REVIEWER.fullmatch(reviewer):
        raise ValueError(f"{reviewer!r} is no name of a reviewer")
    return folder / f"{reviewer}.jsonl"


def append(folder: Path, decision: Decision) -> None:
    """Puts the decision on the disk before it returns. Safe for several processes. Raises OSError.

    A line that does not fit on the disk is taken out again; one that a crash tore off is closed first.
    """
    path = path_of(folder, decision.reviewer)
    line = (to_json(decision) + "\n").encode("utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(path) as handle:
        size = os.fstat(handle).st_size
        torn = size and os.pread(handle, 1, size - 1) != b"\n"
        _write(handle, b"\n" + line if torn else line, size)
    if not size:
        _sync_folder(folder)


def read(folder: Path) -> Log:
    """Every reviewer's decisions in the order of time; each reviewer's own order is kept.

    Raises ValueError for a line that is whole and yet no decision; OSError.
    """
    reader = Reader(folder)
    latest: dict[str, str] = {}
    keyed = []
    for decision in reader.more():
        latest[decision.reviewer] = max(latest.get(decision.reviewer, ""), decision.at)
        keyed.append((latest[decision.reviewer], decision))
    return Log([decision for _, decision in sorted(keyed, key=lambda pair: pair[0])], reader.problems)


class Reader:
    """Reads a folder's log, and later what has been appended since."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[Path, tuple[int, int]] = {}  # bytes and lines
        self._torn: dict[Path, str] = {}
        self._closed: list[str] = []
        self._seen: set[str] = set()

    @property
    def problems(self) -> list[str]:
        return [*self._closed, *self._torn.values()]

    def rewritten(self) -> bool:
        """Whether a file is gone or shorter than what was read of it: then begin with a new reader."""
        return any(not path.exists() or path.stat().st_size < at for path, (at, _) in self._read.items())

    def more(self) -> list[Decision]:
        """Decisions that were not there at the last call, file by file. Raises ValueError, OSError."""
        found = [d for path in sorted(self.folder.glob("*.jsonl")) for d in self._more(path)]
        fresh = {d.id: d for d in reversed(found) if d.id not in self._seen}
        self._seen |= set(fresh)
        return list(reversed(fresh.values()))

    def _more(self, path: Path) -> Iterator[Decision]:
        at, number = self._read.get(path, (0, 0))
        self._torn.pop(path, None)
        with path.open("rb") as lines:
            lines.seek(at)
            for raw in lines:
                where = f"{path.name}:{number + 1}"
                decision = _decision(raw, where)
                if isinstance(decision, str) and not raw.endswith(b"\n"):
                    self._torn[path] = decision
                    return
                number, at = number + 1, at + len(raw)
                self._read[path] = (at, number)
                if isinstance(decision, str):
                    self._closed.append(decision)
                elif decision is not None:
                    yield decision


def _decision(raw: bytes, where: str) -> Decision | str | None:
    """None for a blank line, words about one that a crash left unfinished. Raises ValueError."""
    try:
        text = raw.decode("utf-8").strip()
        if not text:
            return None
        json.loads(text)
    except ValueError:
        return f"{where}: an unfinished line"
    try:
        return parse(text)
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def _write(handle: int, line: bytes, size: int) -> None:
    try:
        if os.write(handle, line) != len(line):
            raise OSError(f"only a part of {len(line)} bytes could be written")
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, size)
        raise


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
