"""Worker processes: each loads the pipeline once, takes one chunk at a time, hands back finished bytes.

A chunk is with at most one worker, so memory is bounded by the number of workers. Where a worker dies or
hangs, its chunk is read again record by record and the culprit alone is rejected. Processes are spawned:
when the parent is killed, their pipe ends and so do they.
"""

import contextlib
import multiprocessing
import multiprocessing.connection
import signal
import time
from collections.abc import Iterable, Iterator
from typing import Any, Optional

from eligex.batch.chunks import Item
from eligex.batch.engine import Engine, Settings, refuse
from eligex.batch.errors import RunError
from eligex.schema.record import Reject
from eligex.writers.chunk import Chunk, Outcome, finish, rejected

Task = tuple[str, list[Item]]
_SPAWN = multiprocessing.get_context("spawn")
_GRACE = 60.0


class Died(Exception):
    """The worker ended or hung within a chunk."""


class Worker:
    def __init__(self, settings: Settings, engine: type[Engine]) -> None:
        self._timeout = settings.timeout
        self.pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_work, args=(theirs, settings, engine), daemon=True)
        self._process.start()
        theirs.close()
        self.task: Optional[Task] = None
        self._again = (settings, engine)
        self._deadline = float("inf")

    def send(self, task: Task) -> None:
        """Raises Died."""
        self.task = task
        if self._timeout > 0:
            self._deadline = time.monotonic() + _GRACE + 2 * self._timeout * len(task[1])
        try:
            self.pipe.send(task[1])
        except OSError as error:
            raise Died from error

    def receive(self) -> Chunk:
        """The answer to the task. Raises Died, and RunError where the pipeline does not load."""
        try:
            while not self.pipe.poll(1.0):
                if self.overdue():
                    raise Died
            answer = self.pipe.recv()
        except (EOFError, OSError) as error:
            raise Died from error
        if isinstance(answer, str):
            raise RunError(answer)
        self.task = None
        return answer

    def overdue(self) -> bool:
        return self.task is not None and time.monotonic() > self._deadline

    def renewed(self) -> "Worker":
        """A fresh one in its place."""
        self.close()
        return Worker(*self._again)

    def close(self) -> None:
        self._process.kill()
        self._process.join()
        self.pipe.close()


def run(
    tasks: Iterable[Task], settings: Settings, workers: int, engine: type[Engine] = Engine
) -> Iterator[tuple[str, Chunk]]:
    """Chunks by their key, in the order in which they are ready. Raises RunError."""
    pool: list[Worker] = []
    try:
        for task in tasks:
            if len(pool) < workers:
                pool.append(Worker(settings, engine))
                at = len(pool) - 1
            else:
                at = _ready(pool)
                yield from _collect(pool, at, settings)
            yield from _hand(pool, at, task, settings)
        while any(worker.task for worker in pool):
            yield from _collect(pool, _ready(pool, free=False), settings)
    finally:
        for worker in pool:
            worker.close()


def _hand(pool: list[Worker], at: int, task: Task, settings: Settings) -> Iterator[tuple[str, Chunk]]:
    try:
        pool[at].send(task)
    except Died:
        yield _rescue(pool, at, settings)


def _ready(pool: list[Worker], *, free: bool = True) -> int:
    """The first worker that has answered, has died, is overdue or, where asked for, is free."""
    while True:
        for at, worker in enumerate(pool):
            if worker.overdue() or (free and worker.task is None):
                return at
        busy = {worker.pipe: at for at, worker in enumerate(pool) if worker.task}
        answered = multiprocessing.connection.wait(list(busy), timeout=1.0)
        if answered:
            return min(at for pipe, at in busy.items() if pipe in answered)


def _collect(pool: list[Worker], at: int, settings: Settings) -> Iterator[tuple[str, Chunk]]:
    worker = pool[at]
    if worker.task is None:
        return
    key = worker.task[0]
    try:
        yield key, worker.receive()
    except Died:
        yield _rescue(pool, at, settings)


def _rescue(pool: list[Worker], at: int, settings: Settings) -> tuple[str, Chunk]:
    """Each record of a dead worker's chunk by itself."""
    task = pool[at].task
    assert task is not None
    outcomes: list[Outcome] = []
    pool[at] = pool[at].renewed()
    for item in task[1]:
        try:
            pool[at].send((task[0], [item]))
            outcomes.append(_single(pool[at].receive()))
        except Died:
            pool[at] = pool[at].renewed()
            outcomes.append(_culprit(item))
    return task[0], finish(outcomes, settings.tables)


def _single(chunk: Chunk) -> Outcome:
    return Outcome(chunk.blocks["trials.jsonl"], chunk.blocks["rejects.jsonl"], chunk.transient)


def _culprit(item: Item) -> Outcome:
    if isinstance(item, Reject):
        return rejected(item)
    why = "the process that read this record died or hung, twice; shorten the record, check free memory"
    return rejected(refuse(item, why), transient=True)


def _work(pipe: Any, settings: Settings, engine: type[Engine]) -> None:
    """The worker's own loop; an error of loading goes to the parent as text."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, OSError):
        try:
            loaded = engine(settings)
        except Exception as error:
            pipe.send(f"the pipeline does not load ({type(error).__name__}: {error})")
            return
        while True:
            pipe.send(loaded.chunk(pipe.recv()))
