"""One run of `eligex extract`, from INPUTs to the result files."""

import fcntl
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from eligex.batch import chunks, pool
from eligex.batch.engine import Engine, Settings
from eligex.batch.errors import RunError, UsageError
from eligex.batch.inputs import InputFile
from eligex.batch.parts import Parts, write_whole
from eligex.writers import manifest, results
from eligex.writers.chunk import Chunk, Counts, add

PARTS = ".parts"
Progress = Callable[[int], Any]


@dataclass(frozen=True, slots=True)
class Job:
    files: list[InputFile]
    out: Path
    format: str = "auto"
    workers: int = 1
    tables: str = "csv"
    resume: bool = False
    config: Optional[str] = None
    timeout: float = 120.0


@dataclass(slots=True)
class _Plan:
    """What the reading of the inputs leaves behind: the parts in order, the inputs' hashes."""

    keys: list[str]
    inputs: list[dict[str, Optional[str]]]


def run(job: Job, progress: Progress = lambda records: None) -> Counts:
    """Writes the result files and returns the manifest's counts. Raises UsageError, RunError."""
    provenance = _provenance(job)
    folder = _prepare(job.out)
    try:
        with _locked(folder):
            if not job.resume:
                _empty(folder)
            parts, plan = Parts(folder), _Plan([], [])
            _compute(job, parts, plan, _run_key(provenance, job), progress)
            counts = _merge(job, parts, plan, provenance)
            shutil.rmtree(folder)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise RunError(
            f"cannot write under {job.out}: {why}; make room, then run again with --resume"
        ) from error
    return counts


def _provenance(job: Job) -> dict[str, Any]:
    try:
        return manifest.provenance(job.config)
    except FileNotFoundError as error:
        raise UsageError(str(error)) from error


def _prepare(out: Path) -> Path:
    folder = out / PARTS
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / "probe", b"")
        (folder / "probe").unlink()
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UsageError(
            f"cannot write to --out {out}: {why}; name a folder that you may write to"
        ) from error
    return folder


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Two runs in one folder would mix their parts; the system lets go of the lock when a run dies."""
    with (folder / "lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UsageError(
                f"another run writes to {folder.parent}; wait for it or name another --out"
            ) from error
        yield


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != "lock":
            path.unlink()


def _run_key(provenance: dict[str, Any], job: Job) -> str:
    body = json.dumps({**provenance, "format": job.format, "tables": job.tables}, sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()


def _compute(job: Job, parts: Parts, plan: _Plan, run_key: str, progress: Progress) -> None:
    settings = Settings(job.config, job.tables, job.timeout)
    tasks = _missing(job, parts, plan, run_key, progress)
    finished = _alone(tasks, settings) if job.workers == 1 else pool.run(tasks, settings, job.workers)
    for key, chunk in finished:
        parts.write(key, chunk)
        progress(_size(chunk.counts))


def _missing(
    job: Job, parts: Parts, plan: _Plan, run_key: str, progress: Progress
) -> Iterator[tuple[str, list[chunks.Item]]]:
    """The chunks that no good part stands for; fills the plan as it reads."""
    for chunk in chunks.chunks(_items(job, plan)):
        key = chunks.key(run_key, chunk)
        plan.keys.append(key)
        if job.resume and parts.good(key):
            progress(len(chunk))
        else:
            yield key, chunk


def _items(job: Job, plan: _Plan) -> Iterator[chunks.Item]:
    for file in job.files:
        plan.inputs.append({"path": file.name, "sha256": chunks.file_hash(file.path)})
        yield from chunks.items(file, job.format)


def _alone(tasks: Iterator[pool.Task], settings: Settings) -> Iterator[tuple[str, Chunk]]:
    engine: Optional[Engine] = None
    for key, chunk in tasks:
        engine = engine or _engine(settings)
        yield key, engine.chunk(chunk)


def _engine(settings: Settings) -> Engine:
    try:
        return Engine(settings)
    except Exception as error:
        raise RunError(f"the pipeline does not load ({type(error).__name__}: {error})") from error


def _size(counts: Counts) -> int:
    return sum(counts["records"].values())


def _merge(job: Job, parts: Parts, plan: _Plan, provenance: dict[str, Any]) -> Counts:
    folder = parts.folder / "final"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    hashes = results.assemble(lambda name: parts.blocks(plan.keys, name), folder, job.tables)
    counts: Counts = {"records": {"rejected": 0, "written": 0}}
    for more in parts.counts(plan.keys):
        counts = add(counts, more)
    body = {
        **provenance,
        "options": {"format": job.format, "tables": job.tables},
        "inputs": plan.inputs,
        "counts": counts,
        "results": hashes,
    }
    write_whole(folder / results.MANIFEST, manifest.render(body))
    results.publish(folder, job.out)
    return counts
