"""Records in chunks, whose bounds depend on the input alone."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Optional, Union

from eligex import readers
from eligex.batch.inputs import InputFile
from eligex.schema.record import Record, Reject
from eligex.writers.results import digest

Item = Union[Record, Reject]
MAX_RECORDS = 16
MAX_CHARS = 250_000


def items(
    file: InputFile, format: str, max_chars: int, watch: Optional[Callable[[int], Any]] = None
) -> Iterator[Item]:
    """The file's records and rejects; whatever a reader raises is a reject too."""
    try:
        yield from readers.read(file.path, name=file.name, format=format, max_chars=max_chars, watch=watch)
    except Exception as error:
        why = f"the reader failed ({type(error).__name__}: {error}); check the file, please report it"
        yield Reject(file.name, None, why, "failed")


def chunks(stream: Iterable[Item]) -> Iterator[list[Item]]:
    """At most `MAX_RECORDS` items and, but for a single long record, `MAX_CHARS` characters each."""
    chunk: list[Item] = []
    chars = 0
    for item in stream:
        size = len(item.text) if isinstance(item, Record) else 0
        if chunk and (len(chunk) == MAX_RECORDS or chars + size > MAX_CHARS):
            yield chunk
            chunk, chars = [], 0
        chunk.append(item)
        chars += size
    if chunk:
        yield chunk


def key(run: str, chunk: list[Item]) -> str:
    """Names the part of a chunk: the same only for the same run key and the same records."""
    digest = hashlib.sha256(run.encode())
    for item in chunk:
        if isinstance(item, Record):
            identity = ("record", item.path, str(item.index), item.format, item.sha256)
        else:
            identity = ("reject", item.path, str(item.record), item.error, item.reason)
        digest.update("\0".join(identity).encode("utf-8", "replace") + b"\1")
    return digest.hexdigest()[:32]


def file_hash(path: Path) -> Optional[str]:
    """SHA-256 of a file's bytes; None where it cannot be read."""
    try:
        return digest(path)
    except OSError:
        return None
