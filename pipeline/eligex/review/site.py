"""The static site: an index and a page for each trial, to be opened without a server."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from eligex.annotations.reviewed import Reviewed
from eligex.review import overview, pages
from eligex.review.results import Results, page_name
from eligex.schema.trial import Trial

DATA = "assets/index-data.js"


def build(results: Path, out: Path, progress: Callable[[int], Any] = lambda _: None) -> int:
    """Writes the site to `out` and returns the number of trials. Memory holds three trials at a time.

    Pages of an earlier site there are replaced, other files stay. Raises ResultsError, OSError.
    """
    source = Results(results)
    shutil.rmtree(out / "trials", ignore_errors=True)
    for folder in (out / "trials", out / "assets"):
        folder.mkdir(parents=True, exist_ok=True)
    for name, path in pages.ASSETS.items():
        shutil.copyfile(path, out / "assets" / name)
    with (out / DATA).open("w", encoding="utf-8", errors="replace") as data:
        data.write("window.eligexTrials = [\n")
        _write_trials(source, out / "trials", data.write, progress)
        data.write("];\n")
    text = pages.index(
        name=title(results), count=len(source), root="", provenance=provenance(source.path.parent)
    )
    _write(out / "index.html", text)
    return len(source)


def title(results: Path) -> str:
    """The results folder's own name; no path of this machine gets into a page."""
    whole = results.resolve()
    return whole.parent.name if whole.is_file() else whole.name


def provenance(folder: Path) -> str:
    """The version that made the results, by their manifest; empty where there is none."""
    try:
        manifest = json.loads((folder / "manifest.json").read_bytes())
        return str(manifest["versions"]["eligex"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def line(row: list[Any]) -> str:
    """A row of the index as a line of script that is also safe within HTML."""
    return json.dumps(row, separators=(",", ":")).replace("<", "\\u003c") + ",\n"


def _write_trials(
    source: Results, folder: Path, data: Callable[[str], Any], progress: Callable[[int], Any]
) -> None:
    """Each page knows its neighbours, so that a trial is written once the next one is read."""
    names: list[str | None] = [None, None]
    waiting: Trial | None = None
    for number, trial in enumerate(source):
        data(line(overview.row(number, trial)))
        name = page_name(number, trial)
        if waiting is not None:
            _write_trial(folder, waiting, names[0], str(names[1]), name)
            progress(1)
        names, waiting = [names[1], name], trial
    if waiting is not None:
        _write_trial(folder, waiting, names[0], str(names[1]), None)
        progress(1)


def _write_trial(folder: Path, trial: Trial, before: str | None, name: str, after: str | None) -> None:
    _write(folder / name, pages.trial(Reviewed(trial), root="../", before=before, after=after))


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8", "replace"))
