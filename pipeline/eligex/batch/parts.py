"""Part files: the finished bytes of a chunk, on disk whole or not at all.

A part is one line of JSON (block sizes, counts, the blocks' SHA-256) and the blocks. A part that does not
match its own checksum counts as absent.
"""

import errno
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eligex.writers.chunk import Chunk, Counts


class Parts:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, key: str, chunk: Chunk) -> None:
        """Raises OSError, and leaves nothing under the part's name then."""
        write_whole(self._path(key), pack(chunk))

    def good(self, key: str) -> bool:
        """Is there a part to reuse? One with a reject that may not recur is made anew."""
        try:
            return not self.read(key).transient
        except (OSError, ValueError):
            return False

    def read(self, key: str) -> Chunk:
        """Raises ValueError where the file is damaged, OSError where there is none."""
        return unpack(self._path(key).read_bytes())

    def blocks(self, keys: list[str], name: str) -> Iterator[bytes]:
        """One block of each part; the checksum was compared when the part was written or taken over."""
        for key in keys:
            with self._path(key).open("rb") as handle:
                sizes = _head(handle.readline())["sizes"]
                before = list(sizes).index(name)
                handle.seek(sum(list(sizes.values())[:before]), os.SEEK_CUR)
                block = handle.read(sizes[name])
            if len(block) != sizes[name]:
                raise OSError(errno.EIO, f"part {key} is cut short")
            yield block

    def counts(self, keys: list[str]) -> Iterator[Counts]:
        for key in keys:
            with self._path(key).open("rb") as handle:
                yield _head(handle.readline())["counts"]

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.part"


def pack(chunk: Chunk) -> bytes:
    """A chunk as the bytes of a part."""
    body = b"".join(chunk.blocks.values())
    head = {
        "sizes": {name: len(block) for name, block in chunk.blocks.items()},
        "counts": chunk.counts,
        "transient": chunk.transient,
        "sha256": hashlib.sha256(body).hexdigest(),
    }
    return json.dumps(head).encode() + b"\n" + body


def unpack(data: bytes) -> Chunk:
    """The chunk of a part's bytes. Raises ValueError where they are damaged."""
    first, _, body = data.partition(b"\n")
    head = _head(first)
    blocks, at = {}, 0
    for name, size in head["sizes"].items():
        blocks[name] = body[at : at + size]
        at += size
    if at != len(body) or hashlib.sha256(body).hexdigest() != head["sha256"]:
        raise ValueError("a damaged part")
    return Chunk(blocks, head["counts"], head["transient"])


def _head(line: bytes) -> dict[str, Any]:
    head = json.loads(line)
    if not isinstance(head, dict) or not {"sizes", "counts", "transient", "sha256"} <= set(head):
        raise ValueError("a part without its head")
    return head


def write_whole(path: Path, data: bytes) -> None:
    """Under a temporary name first, so that `path` never holds half of it."""
    temporary = path.with_name(path.name + ".tmp")
    try:
        with temporary.open("wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
