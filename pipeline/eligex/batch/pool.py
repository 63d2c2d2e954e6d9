"""Worker processes: each loads the pipeline once, takes one chunk at a time, hands back finished bytes.

A chunk is with at most one worker, and a worker ends after `_LIFE` chunks (spaCy keeps every string that
it ever saw), so memory is bounded by the number of workers. Where a worker dies or hangs, its chunk is read
again record by record and the culprit alone is rejected. Processes are spawned: when the parent is killed,
their pipe ends and so do they.
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
_GRACE = 60.0  # seconds for a pipeline to load
_LIFE = 500


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
        self.answered = 0
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
        self.answered += 1
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


class Pool:
    """At most `size` workers, started when there is something to do."""

    def __init__(self, settings: Settings, size: int, engine: type[Engine] = Engine) -> None:
        self._settings, self._size, self._engine = settings, size, engine
        self._workers: list[Worker] = []

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[str, Chunk]]:
        """Chunks by their key, in the order in which they are ready. Raises RunError."""
        for task in tasks:
            if len(self._workers) < self._size:
                self._workers.append(Worker(self._settings, self._engine))
                at = len(self._workers) - 1
            else:
                at = self._ready()
                yield from self._collect(at)
            yield from self._hand(at, task)
        while any(worker.task for worker in self._workers):
            yield from self._collect(self._ready(free=False))

    def close(self) -> None:
        for worker in self._workers:
            worker.close()
        self._workers.clear()

    def _hand(self, at: int, task: Task) -> Iterator[tuple[str, Chunk]]:
        if self._workers[at].answered >= _LIFE:
            self._workers[at] = self._workers[at].renewed()
        try:
            self._workers[at].send(task)
        except Died:
            yield self._rescue(at)

    def _ready(self, *, free: bool = True) -> int:
        """The first worker that has answered, has died, is overdue or, where asked for, is free."""
        while True:
            for at, worker in enumerate(self._workers):
                if worker.overdue() or (free and worker.task is None):
                    return at
            busy = {worker.pipe: at for at, worker in enumerate(self._workers) if worker.task}
            answered = multiprocessing.connection.wait(list(busy), timeout=1.0)
            if answered:
                return min(at for pipe, at in busy.items() if pipe in answered)

    def _collect(self, at: int) -> Iterator[tuple[str, Chunk]]:
        worker = self._workers[at]
        if worker.task is None:
            return
        key = worker.task[0]
        try:
            yield key, worker.receive()
        except Died:
            yield self._rescue(at)

    def _rescue(self, at: int) -> tuple[str, Chunk]:
        """Each record of a dead worker's chunk by itself."""
        task = self._workers[at].task
        assert task is not None
        outcomes: list[Outcome] = []
        self._workers[at] = self._workers[at].renewed()
        for item in task[1]:
            try:
                self._workers[at].send((task[0], [item]))
                outcomes.append(_single(self._workers[at].receive()))
            except Died:
                self._workers[at] = self._workers[at].renewed()
                outcomes.append(_culprit(item))
        return task[0], finish(outcomes, self._settings.tables)


def run(
    tasks: Iterable[Task], settings: Settings, workers: int, engine: type[Engine] = Engine
) -> Iterator[tuple[str, Chunk]]:
    """Chunks by their key from a pool of its own. Raises RunError."""
    pool = Pool(settings, workers, engine)
    try:
        yield from pool.run(tasks)
    finally:
        pool.close()


def _single(chunk: Chunk) -> Outcome:
    return Outcome(chunk.blocks["trials.jsonl"], chunk.blocks["rejects.jsonl"], chunk.transient)


def _culprit(item: Item) -> Outcome:
    if isinstance(item, Reject):
        return rejected(item)
    why = "the process that read this record died or hung, twice; shorten the record, check free memory"
    return rejected(refuse(item, why, "crashed"), transient=True)


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
