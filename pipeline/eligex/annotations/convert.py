"""From one annotation format to another, with nothing lost in silence."""

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from eligex.annotations.documents import Document
from eligex.annotations.formats import READERS, TARGETS, detect, reader_of
from eligex.annotations.losses import Losses


class Lossy(Exception):
    """The target cannot carry everything, and nobody allowed that."""


@dataclass(frozen=True, slots=True)
class Converted:
    documents: int
    spans: int
    losses: Losses


def load(path: Path, losses: Losses, format: str | None = None) -> list[Document]:
    """The documents of an annotation set. Raises ValueError, FileNotFoundError as its reader does."""
    return READERS[format or detect(path)](path, losses)


def convert(
    documents: Iterable[Document], out: Path, target: str, losses: Losses, *, lossy: bool
) -> Converted:
    """Writes `out` anew; `losses` holds what reading lost already.

    What was written is read again and must be what was meant. Raises Lossy before anything is written;
    FileExistsError where `out` is there; ValueError where there is no document, or reading again gives another.
    """
    if out.exists():
        raise FileExistsError(f"{out} is there already; name another, or remove it")
    fitted = [TARGETS[target].fit(d, losses) for d in documents]
    if losses and not lossy:
        raise Lossy(f"{target} would lose {losses}")
    if not fitted:
        raise ValueError("there is no document to write")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".eligex-") as aside:
        written = Path(aside) / (out.name or "out")
        TARGETS[target].write(fitted, written)
        _compare(fitted, READERS[reader_of(target)](written, Losses()), target)
        shutil.move(written, out)
    return Converted(len(fitted), sum(len(d.spans) for d in fitted), losses)


def _compare(meant: list[Document], stored: list[Document], target: str) -> None:
    found = {d.id: d for d in stored}
    for d in meant:
        if found.get(d.id) != d:
            raise ValueError(f"document {d.id!r} is not the same when read from {target} again")
    if len(found) != len(meant):
        raise ValueError(f"{len(meant)} documents were written to {target}, {len(found)} are read")
