"""Real registry records as JSON Lines, gzipped: `id`, `title`, `eligibility`, `summary` and so on, unlabelled."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eligex.corpora.model import part_of


def read(path: Path, *, without: frozenset[int]) -> Iterator[dict[str, Any]]:
    """The records in file order, none of a part in `without`. Raises FileNotFoundError, json.JSONDecodeError."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if part_of(record["id"]) not in without:
                yield record
