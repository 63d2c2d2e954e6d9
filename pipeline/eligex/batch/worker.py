"""A worker process: loads the pipeline once, takes chunks, hands back parts.

Talks over one pipe: `("ready", identity)` or `("failed", message)` first; then for each chunk
`("at", item)` while it works and `("done", part)`. Ends when the pipe closes.
"""

import contextlib
import logging
import signal
import warnings
from multiprocessing.connection import Connection
from typing import Optional

from eligex.batch.engine import Engine


def main(link: Connection, engine: Engine, config: Optional[str], seconds: float, tables: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    _hush()
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):  # the parent is gone or done
        _serve(link, engine, config, seconds, tables)


def _serve(link: Connection, engine: Engine, config: Optional[str], seconds: float, tables: str) -> None:
    try:
        from eligex.batch.process import process

        identity = engine.identity(config)
        nlp = engine.load(config)
    except Exception as error:
        link.send(("failed", f"{type(error).__name__}: {error}"))
        return
    link.send(("ready", identity))
    while True:
        chunk = link.recv()
        part = process(
            chunk,
            lambda record: engine.extract(nlp, record),
            seconds=seconds,
            tables=tables,
            at=lambda i: link.send(("at", i)),
        )
        link.send(("done", part))


def _hush() -> None:
    """Other packages' warnings and debug lines are no message to the user of the command."""
    warnings.simplefilter("ignore")
    logging.disable(logging.ERROR)
    try:
        from loguru import logger
    except ImportError:
        return
    logger.remove()
