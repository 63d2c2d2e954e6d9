"""Files that are there whole or not at all."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path


def write(path: Path, blocks: Iterable[bytes]) -> str:
    """Writes under a temporary name, then renames. Returns the SHA-256. Raises OSError, leaving no rest."""
    temporary = path.with_name(path.name + ".tmp")
    digest = hashlib.sha256()
    try:
        with temporary.open("wb") as file:
            for block in blocks:
                file.write(block)
                digest.update(block)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return digest.hexdigest()


def file_hash(path: Path) -> tuple[str, int]:
    """SHA-256 and size of a file. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
            size += len(block)
    return digest.hexdigest(), size
