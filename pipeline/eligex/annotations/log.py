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
    log, seen, keyed = Log(), set(), []
    for path in sorted(folder.glob("*.jsonl")):
        latest = ""
        for decision in _decisions(path, log.problems):
            latest = max(latest, decision.at)
            if decision.id not in seen:
                seen.add(decision.id)
                keyed.append((latest, decision))
    log.decisions = [decision for _, decision in sorted(keyed, key=lambda pair: pair[0])]
    return log


def _decisions(path: Path, problems: list[str]) -> Iterator[Decision]:
    with path.open("rb") as lines:
        for number, raw in enumerate(lines, 1):
            where = f"{path.name}:{number}"
            try:
                text = raw.decode("utf-8").strip()
                whole = bool(text) and json.loads(text) is not None
            except ValueError:
                problems.append(f"{where}: an unfinished line")
                continue
            if not whole:
                continue
            try:
                yield parse(text)
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
