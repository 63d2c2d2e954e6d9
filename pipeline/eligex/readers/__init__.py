"""Registry files to `Record`s, one reader for each format.

    for item in read(Path("studies.jsonl.gz"), name="studies.jsonl.gz"):
        ...  # Record or Reject

What a file holds never raises: what cannot be read comes as a `Reject` that names the record, the place
and the remedy, and the records after it follow. Any file may be gzip. `Record.text` of a plain text or
MedPath page is the file's content unchanged; of a structured file each field verbatim under its heading.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Optional, Union

from eligex.readers import ctgov_csv, ctgov_json, ctgov_xml, jsonl, plain
from eligex.readers.detection import HEAD_BYTES, detect_bytes
from eligex.readers.source import Source, Unreadable
from eligex.schema.record import Record, Reject

__all__ = ["FORMATS", "MAX_CHARS", "detect", "read"]

MAX_CHARS = 5_000_000

_READERS: dict[str, Callable[[Source], Iterator[Union[Record, Reject]]]] = {
    "ctgov-json": ctgov_json.read,
    "ctgov-xml": ctgov_xml.read,
    "ctgov-csv": ctgov_csv.read,
    "jsonl": jsonl.read,
    "medpath": lambda source: plain.read(source, "medpath"),
    "text": plain.read,
}
FORMATS = ("auto", *_READERS)


def detect(source: Union[Path, str, bytes]) -> str:
    """The format of a file, or of the first bytes of one. Raises `OSError` where there is no file."""
    if isinstance(source, bytes):
        return detect_bytes(source)
    path = Path(source)
    return detect_bytes(Source(path, path.name, MAX_CHARS).head(HEAD_BYTES), path.name)


def read(
    path: Path,
    *,
    name: str,
    format: str = "auto",
    max_chars: int = MAX_CHARS,
    watch: Optional[Callable[[int], Any]] = None,
) -> Iterator[Union[Record, Reject]]:
    """Streams the records of one file.

    `name` stands in the output as the file's path; a record's text over `max_chars` characters is
    rejected. `Record.sha256` is that of the file's bytes on disk, for JSON Lines that of the line's.
    `watch` is told how many bytes of a file that streams (JSON Lines, CSV) are read so far.
    Raises `ValueError` for an unknown format, and nothing for what a file holds.
    """
    if format not in FORMATS:
        raise ValueError(f"unknown format {format!r}; one of {', '.join(FORMATS)}")
    return _read(Source(Path(path), name, max_chars, watch), format)


def _read(source: Source, format: str) -> Iterator[Union[Record, Reject]]:
    try:
        chosen = detect_bytes(source.head(HEAD_BYTES), source.name) if format == "auto" else format
        yield from _READERS[chosen](source)
    except Unreadable as error:
        yield source.reject(str(error), reason=error.reason)
    except OSError as error:
        why = error.strerror or "input error"
        yield source.reject(f"cannot be opened: {why}; check path and rights", reason="unreadable")
