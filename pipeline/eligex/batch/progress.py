"""Records done, rate and time left, on a terminal only."""

import sys
from pathlib import Path
from typing import Any

from tqdm import tqdm

TYPICAL = 6_000  # bytes of a record within a file of many
LARGE = 64_000


def estimate(files: list[Path]) -> int:
    """About how many records the files hold, by their size; corrected while reading."""
    return sum(guess(file) for file in files)


def guess(file: Path) -> int:
    try:
        size = file.stat().st_size
    except OSError:
        return 1
    return size // TYPICAL if size > LARGE and file.suffix in (".jsonl", ".json", ".csv", ".gz") else 1


def bar(total: int, *, quiet: bool) -> Any:
    return tqdm(total=total, unit=" records", file=sys.stderr, disable=quiet or not sys.stderr.isatty())
