"""One chunk to one part: what a worker does with what it is given, and nothing of processes."""

import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Optional

from eligex.batch.chunks import Chunk, name_of
from eligex.batch.part import Part
from eligex.schema.record import Record, Reject
from eligex.schema.trial import Trial
from eligex.writers.frames import rows, to_csv
from eligex.writers.layout import REJECTS, TABLES, TRIALS, Rows, table_file
from eligex.writers.lines import line, reject_line

MESSAGE = 300  # characters of an error's message that are kept


class TimeLimit(BaseException):
    """Not an Exception, so that no component's `except Exception` swallows it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises TimeLimit in the block after `seconds`; where the system has no timer, never."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _alarm)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _alarm(number: int, frame: Optional[FrameType]) -> None:
    raise TimeLimit


def too_slow(seconds: float) -> str:
    return f"TimeLimit: not finished within {seconds:g} s; split the record or raise --seconds"


def process(
    chunk: Chunk,
    extract: Callable[[Record], Trial],
    *,
    seconds: float,
    tables: str,
    at: Callable[[Optional[int]], None] = lambda i: None,
) -> Part:
    """Every item ends in a line of trials or of rejects; `at` hears which one is under way."""
    part = Part()
    lines: dict[str, list[bytes]] = {TRIALS: [], REJECTS: []}
    found: dict[str, Rows] = {t: [] for t in TABLES}
    for i, item in enumerate(chunk.items):
        at(i)
        result = item if isinstance(item, Reject) else _attempt(item, extract, seconds, chunk.skip.get(i))
        if isinstance(result, Reject):
            lines[REJECTS].append(reject_line(result))
            part.counts[f"rejects/{result.error.partition(':')[0][:60]}"] += 1
            continue
        trial, encoded, flat = result
        lines[TRIALS].append(encoded)
        for table, more in flat.items():
            found[table] += more
        part.counts += _counts(trial)
    at(None)
    part.blobs = {name: b"".join(blocks) for name, blocks in lines.items()}
    for table, all_rows in found.items():
        if all_rows:
            part.blobs[table_file(table, tables)] = _encode(tables, table, all_rows)
    return part


def _encode(form: str, table: str, found: Rows) -> bytes:
    if form == "csv":
        return to_csv(table, found)
    from eligex.writers.parquet import to_arrow

    return to_arrow(table, found)


Result = tuple[dict[str, Any], bytes, dict[str, Rows]]


def _attempt(
    record: Record, extract: Callable[[Record], Trial], seconds: float, skip: Optional[str]
) -> "Result | Reject":
    """The record's finished rows. Whatever goes wrong with it is its own reject, never the run's end."""
    if skip:
        return Reject(record.path, name_of(record), skip)
    try:
        with time_limit(seconds):
            trial = extract(record).to_dict()
        return trial, line(trial), {t: rows(t, trial) for t in TABLES}
    except TimeLimit:
        return Reject(record.path, name_of(record), too_slow(seconds))
    except Exception as error:
        told = " ".join(str(error).split())[:MESSAGE]
        return Reject(record.path, name_of(record), f"{type(error).__name__}: {told}")


def _counts(trial: dict[str, Any]) -> Counter[str]:
    counts = Counter({"records": 1, f"status/{trial['status']}": 1, "regimens": len(trial["regimens"])})
    for group, key, of in (
        ("criteria", "criteria", "status"),
        ("constraints", "constraints", "kind"),
        ("entities", "entities", "label"),
        ("warnings", "warnings", "code"),
    ):
        counts.update(f"{group}/{item[of]}" for item in trial[key])
    return counts
