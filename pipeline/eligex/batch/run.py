"""One run of `eligex extract`, from INPUTs to the result files."""

import errno
import fcntl
import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Optional

from eligex import configs
from eligex.batch import chunks, pool
from eligex.batch.engine import Settings
from eligex.batch.errors import RunError, UsageError
from eligex.batch.inputs import InputFile
from eligex.batch.parts import Parts, write_whole
from eligex.batch.progress import Progress
from eligex.writers import manifest, results
from eligex.writers.chunk import Chunk, Counts, add

PARTS = ".parts"
MAX_CHARS = 1_000_000
_UNRULY = {"too-slow", "crashed"}  # rejects that another run may not repeat


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
    max_chars: int = MAX_CHARS
    engine: str = "local"
    master: Optional[str] = None

    @property
    def size(self) -> int:
        """Of the inputs, in bytes; what cannot be opened counts nothing."""
        return sum(_size(file) for file in self.files)


@dataclass(slots=True)
class _Plan:
    """What the reading of the inputs leaves behind: the parts in order, the inputs' hashes."""

    keys: list[str]
    inputs: list[dict[str, Optional[str]]]


def run(job: Job, progress: Optional[Progress] = None) -> Counts:
    """Writes the result files and returns the manifest's counts. Raises UsageError, RunError."""
    progress = progress or Progress()
    provenance = _provenance(job)
    folder = _prepare(job.out)
    try:
        with _locked(folder):
            if not job.resume:
                _empty(folder)
            elif counts := _standing(job, provenance):
                shutil.rmtree(folder)
                return counts
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
        write_whole(folder / "probe", b"0")
        (folder / "probe").unlink()
    except OSError as error:
        why = error.strerror or type(error).__name__
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO):
            raise RunError(f"cannot write to --out {out}: {why}; make room there") from error
        raise UsageError(
            f"cannot write to --out {out}: {why}; name a folder that you may write to"
        ) from error
    return folder


def _standing(job: Job, provenance: dict[str, Any]) -> Optional[Counts]:
    """The counts of the results in place, where just this run made them and they are whole."""
    try:
        body = json.loads((job.out / results.MANIFEST).read_bytes())
        asked = {**provenance, "options": _options(job)}
        final = (
            {key: body[key] for key in asked} == asked
            and not _UNRULY & set(body["counts"]["rejects"])
            and body["inputs"] == [_input(file) for file in job.files]
            and body["results"] == {name: results.digest(job.out / name) for name in body["results"]}
        )
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return body["counts"] if final else None


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
    body = json.dumps({**provenance, **_options(job)}, sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()


def _compute(job: Job, parts: Parts, plan: _Plan, run_key: str, progress: Progress) -> None:
    settings = Settings(configs.config_text(job.config), job.tables, job.timeout, job.max_chars)
    tasks = _missing(job, parts, plan, run_key, progress)
    for key, chunk in _finished(job, tasks, settings):
        parts.write(key, chunk)
        progress.done(key, sum(chunk.counts["records"].values()))


def _finished(job: Job, tasks: Iterator[pool.Task], settings: Settings) -> Iterator[tuple[str, Chunk]]:
    if job.engine == "spark":
        from eligex.batch import spark

        return spark.run(tasks, settings, job.workers, job.master)
    return pool.run(tasks, settings, job.workers)


def _missing(
    job: Job, parts: Parts, plan: _Plan, run_key: str, progress: Progress
) -> Iterator[tuple[str, list[chunks.Item]]]:
    """The chunks that no good part stands for; fills the plan as it reads."""
    for chunk in chunks.chunks(_items(job, plan, progress)):
        key = chunks.key(run_key, chunk)
        plan.keys.append(key)
        progress.taken(key)
        if job.resume and parts.good(key):
            progress.done(key, len(chunk), reused=True)
        else:
            yield key, chunk


def _items(job: Job, plan: _Plan, progress: Progress) -> Iterator[chunks.Item]:
    before = 0
    for file in job.files:
        plan.inputs.append(_input(file))
        yield from chunks.items(file, job.format, job.max_chars, partial(progress.at, before))
        before += _size(file)
        progress.at(before)


def _input(file: InputFile) -> dict[str, Optional[str]]:
    return {"path": file.name, "sha256": chunks.file_hash(file.path)}


def _size(file: InputFile) -> int:
    try:
        return file.path.stat().st_size
    except OSError:
        return 0


def _options(job: Job) -> dict[str, Any]:
    """What was asked for, as far as it decides the results."""
    return {"format": job.format, "tables": job.tables, "max_chars": job.max_chars}


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
        "options": _options(job),
        "inputs": plan.inputs,
        "counts": counts,
        "results": hashes,
    }
    write_whole(folder / results.MANIFEST, manifest.sealed(body))
    results.publish(folder, job.out)
    return counts
