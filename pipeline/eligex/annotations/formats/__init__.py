"""Annotation formats: each module reads, writes, and says what of a document its format can carry.

read(path, losses)     documents of a file or folder; what it had and a Document has not is counted
fit(document, losses)  the document as the format can carry it; what it cannot is counted
write(documents, path) of documents that fit
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from eligex.annotations.documents import Document
from eligex.annotations.formats import brat, docbin, prodigy, tables, trials
from eligex.annotations.losses import Losses


@dataclass(frozen=True, slots=True)
class Target:
    fit: Callable[[Document, Losses], Document]
    write: Callable[[list[Document], Path], None]


READERS: dict[str, Callable[[Path, Losses], list[Document]]] = {
    "brat": brat.read,
    "csv": tables.read,
    "docbin": docbin.read,
    "prodigy": prodigy.read,
    "trials": trials.read,
}
TARGETS = {
    "brat": Target(brat.fit, brat.write),
    "csv": Target(tables.fit, tables.write),
    "docbin": Target(docbin.fit, docbin.write),
    **{f"prodigy-{name}": Target(view.fit, view.write) for name, view in prodigy.VIEWS.items()},
}


def reader_of(target: str) -> str:
    """The name in `READERS` that reads what the target of this name writes."""
    return target.split("-")[0]


def detect(path: Path) -> str:
    """The name in `READERS` that reads a file or folder. Raises ValueError where it looks like none."""
    if path.is_dir():
        if (path / tables.DOCUMENTS).is_file():
            return "csv"
        if any(path.glob("*.ann")):
            return "brat"
        if (path / trials.TRIALS).is_file():
            return "trials"
    elif path.suffix == ".spacy":
        return "docbin"
    elif path.suffix == ".jsonl":
        return "trials" if "schema_version" in _first(path) else "prodigy"
    raise ValueError(
        f"{path}: no annotations that are known; give a folder with .ann files, with {tables.DOCUMENTS} or "
        f"with {trials.TRIALS}, a .spacy or a .jsonl file"
    )


def _first(path: Path) -> dict[str, object]:
    with open(path, encoding="utf-8") as lines:
        first = json.loads(next((line for line in lines if line.strip()), "{}"))
    return first if isinstance(first, dict) else {}
