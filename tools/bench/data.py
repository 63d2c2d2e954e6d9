"""What is measured on: real records where they are at hand, else the bundled examples over and over."""

import gzip
import hashlib
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

from eligex import readers
from eligex.schema.record import Record

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
REAL = "ctgov.jsonl.gz"


class Data:
    """JSON Lines of records, one after the other; the examples are repeated without end."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / REAL
        self.real = self.path.is_file()
        self.name = f"{REAL} of {folder.name}/" if self.real else "examples/, repeated"

    def sha256(self) -> str:
        files = [self.path] if self.real else sorted(EXAMPLES.iterdir())
        total = hashlib.sha256()
        for file in files:
            total.update(file.read_bytes())
        return total.hexdigest()

    def lines(self, count: int) -> list[bytes]:
        """So many lines, fewer where the file ends."""
        return list(itertools.islice(self._lines(), count))

    def write(self, path: Path, count: int) -> int:
        found = self.lines(count)
        path.write_bytes(b"".join(found))
        return len(found)

    def records(self, count: int, scratch: Path) -> list[Record]:
        path = scratch / f"sample-{count}.jsonl"
        self.write(path, count)
        return [item for item in readers.read(path, name=path.name) if isinstance(item, Record)]

    def _lines(self) -> Iterator[bytes]:
        if self.real:
            with gzip.open(self.path) as handle:
                yield from handle
            return
        items = [r for path in sorted(EXAMPLES.iterdir()) for r in readers.read(path, name=path.name)]
        records = [item for item in items if isinstance(item, Record)]
        for number, record in enumerate(itertools.cycle(records)):
            row = {"id": f"T{number}", "title": record.title, "eligibility": record.text}
            yield (json.dumps(row, ensure_ascii=False) + "\n").encode()


def long_record(records: list[Record], chars: int) -> str:
    """One text of so many characters out of the lines of many records."""
    lines = [line for record in records for line in record.text.splitlines() if line.strip()]
    made, size = [], 0
    for line in itertools.cycle(lines):
        made.append(line)
        size += len(line) + 1
        if size >= chars:
            return "\n".join(made)[:chars]
    raise ValueError("no line of text in the records")
