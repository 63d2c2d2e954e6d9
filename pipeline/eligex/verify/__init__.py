"""Re-checks a folder of results against its manifest and against itself.

    for problem in check(Path("out")):
        print(problem)  # one line for each thing that is wrong

Whole files are never held; a folder of the whole registry's results is read once.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from eligex.verify import lines, trials
from eligex.verify.files import Manifest
from eligex.verify.tables import Table
from eligex.writers.chunk import REJECTS, TRIALS, Counts, add, count
from eligex.writers.columns import TABLES

_BATCH = 64


def check(folder: Path) -> Iterator[str]:
    """What is wrong, in words. Raises NotADirectoryError where there is no such folder."""
    if not folder.is_dir():
        raise NotADirectoryError(f"no folder {folder}")
    manifest = Manifest(folder)
    yield from manifest.problems
    if not manifest.usable:
        return
    yield from manifest.files()
    counts: Counts = {}
    yield from _trials(folder, manifest, counts)
    yield from _rejects(folder, manifest, counts)
    yield from manifest.counted(counts)


def _trials(folder: Path, manifest: Manifest, counts: Counts) -> Iterator[str]:
    tables = [Table(folder, name, manifest.tables) for name in TABLES]
    found = lines.read(folder / TRIALS, "trial")
    while batch := list(islice(found, _BATCH)):
        good: list[dict[str, Any]] = []
        for number, value, problem in batch:
            where = f"{TRIALS} line {number}"
            if value is None:
                yield f"{where}: {problem}"
                continue
            good.append(value)
            yield from (f"{where} ({value['trial_id']}): {said}" for said in trials.problems(value))
            yield from (f"{where}: {said}" for said in manifest.source(value["source"]))
        counts.update(add(counts, count(good, [])))
        for table in tables:
            yield from table.compare(good)
    for table in tables:
        yield from table.rest()


def _rejects(folder: Path, manifest: Manifest, counts: Counts) -> Iterator[str]:
    for number, value, problem in lines.read(folder / REJECTS, "reject"):
        if value is None:
            yield f"{REJECTS} line {number}: {problem}"
            continue
        counts.update(add(counts, count([], [value])))
        if not manifest.knows(value["path"]):
            yield f"{REJECTS} line {number}: {value['path']} is no input of the manifest"
