"""A part: the finished rows of one chunk, in one file that proves itself whole."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional

from eligex.writers import atomic

FOLDER = ".parts"


@dataclass(slots=True)
class Part:
    """`blobs` holds, by result file, the bytes that the chunk adds to it."""

    counts: Counter[str] = field(default_factory=Counter)
    blobs: dict[str, bytes] = field(default_factory=dict)


class PartStore:
    """`DIR/.parts/<number>.part`: a hash of the rest, a JSON header with the chunk's key, the blobs."""

    def __init__(self, out: Path) -> None:
        self.folder = out / FOLDER

    def path(self, number: int) -> Path:
        return self.folder / f"{number:08d}.part"

    def save(self, number: int, key: str, part: Part) -> None:
        sizes = {name: len(blob) for name, blob in part.blobs.items()}
        header = json.dumps({"key": key, "counts": part.counts, "sizes": sizes}).encode() + b"\n"
        body = [header, *part.blobs.values()]
        digest = hashlib.sha256()
        for block in body:
            digest.update(block)
        atomic.write(self.path(number), [digest.hexdigest().encode() + b"\n", *body])

    def load(self, number: int, key: Optional[str] = None) -> Optional[Part]:
        """The part, or None where it is missing, damaged, or of another key."""
        try:
            raw = self.path(number).read_bytes()
            digest, rest = raw[:64].decode(), raw[65:]
            if hashlib.sha256(rest).hexdigest() != digest:
                return None
            head, _, body = rest.partition(b"\n")
            header = json.loads(head)
        except (OSError, ValueError):
            return None
        if key is not None and header["key"] != key:
            return None
        return Part(Counter(header["counts"]), dict(_blobs(header["sizes"], body)))

    def blobs(self, count: int, name: str) -> Iterator[bytes]:
        """What the first `count` parts hold for one result file. Raises OSError for a part that is gone."""
        for number in range(count):
            part = self.load(number)
            if part is None:
                raise OSError(f"part {self.path(number)} was damaged during the run")
            yield part.blobs.get(name, b"")


def _blobs(sizes: dict[str, int], body: bytes) -> Iterator[tuple[str, bytes]]:
    at = 0
    for name, size in sizes.items():
        yield name, body[at : at + size]
        at += size
