"""Engines that fail on purpose; a module of its own, so that a worker process can import them."""

import os
import signal
import time
from pathlib import Path

from eligex.batch.engine import Engine, Settings
from eligex.schema.record import Record
from eligex.schema.trial import Source, Trial

SETTINGS = Settings(config="", tables="csv", timeout=0.3, max_chars=1_000_000)


def record(text: str, index: int = 0) -> Record:
    return Record("in.jsonl", index, "jsonl", "0" * 64, text, f"T{index}")


def extract(nlp: object, given: Record) -> Trial:
    """A trial without content, or the fault that the text names."""
    if given.text == "raise":
        raise RuntimeError("two\nlines")
    if given.text == "hang":
        while True:
            time.sleep(0.01)
    if given.text == "stuck":
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
        time.sleep(600)
    if given.text == "surrogate":
        given.text = "\ud800"
    if given.text == "die":
        os._exit(9)
    if given.text.startswith("die once "):
        mark = Path(given.text.removeprefix("die once "))
        if not mark.exists():
            mark.touch()
            os._exit(9)
    return Trial(given.trial_id, None, Source(given.path, given.format, given.sha256), "parsed", given.text)


class Faulty(Engine):
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._nlp = None
        self._extract = extract


class Unloadable(Engine):
    def __init__(self, settings: Settings) -> None:
        raise OSError("no weights")
