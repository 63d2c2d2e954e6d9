"""The pipeline over one chunk, in whatever process: loaded once, every failure a named reject."""

import logging
import os
import signal
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any, Optional

from eligex.batch.chunks import Item
from eligex.schema.record import Record, Reject
from eligex.writers.chunk import Chunk, Outcome, finish, line, rejected


class TooSlow(BaseException):
    """Raised by the timer; no `except Exception` of a component may swallow it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`config`: the text of one; `timeout`: seconds for one record, 0 for no limit."""

    config: str
    tables: str
    timeout: float
    max_chars: int


class Engine:
    """Loads the pipeline once. Raises what `eligex.load` raises."""

    def __init__(self, settings: Settings) -> None:
        quiet()
        from eligex import pipeline

        self._settings = settings
        self._extract = pipeline.extract
        self._nlp = pipeline.build(settings.config)
        self._nlp.max_length = settings.max_chars
        self._nlp("Age over 18 years")  # what loads at first use must not count as the first record's time

    def chunk(self, items: list[Item]) -> Chunk:
        return finish([self.outcome(item) for item in items], self._settings.tables)

    def outcome(self, item: Item) -> Outcome:
        if isinstance(item, Reject):
            return rejected(item)
        try:
            with _limit(self._settings.timeout):
                return Outcome(trial=line(self._extract(self._nlp, item).to_dict()))
        except TooSlow:
            took = f"{self._settings.timeout:g} seconds"
            why = f"not finished within {took}; shorten the record or raise --timeout"
            return rejected(refuse(item, why, "too-slow"), transient=True)
        except Exception as error:
            return rejected(refuse(item, describe(error), "failed"))


def refuse(record: Record, why: str, reason: str) -> Reject:
    return Reject(record.path, record.trial_id or f"record {record.index + 1}", why, reason)


def describe(error: BaseException) -> str:
    message = " ".join(str(error).split())[:300]
    return f"the pipeline failed on this record ({type(error).__name__}: {message}); please report it"


def quiet() -> None:
    """Warnings and logs of the libraries are no news to who runs a batch."""
    warnings.filterwarnings("ignore")
    logging.getLogger("spacy").setLevel(logging.ERROR)
    os.environ.setdefault("LOGURU_LEVEL", "ERROR")
    sys.unraisablehook = _dropped


def _dropped(unraisable: "sys.UnraisableHookArgs") -> None:
    """The timer's exception where a C callback drops it is no news: the timer rings again."""
    if not issubclass(unraisable.exc_type, TooSlow):
        sys.__unraisablehook__(unraisable)


@contextmanager
def _limit(seconds: float) -> Iterator[None]:
    if seconds <= 0 or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _expired)
    # Again each second: an exception that is raised within a C callback is dropped there.
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _expired(signum: int, frame: Optional[FrameType]) -> Any:
    raise TooSlow
