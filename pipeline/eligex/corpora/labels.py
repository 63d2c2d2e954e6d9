"""`labels.csv`: which label of a corpus is which of the contract."""

import csv
import functools
from pathlib import Path


@functools.cache
def contract_labels(corpus: str) -> dict[str, str]:
    """Corpus label to contract label. Raises KeyError for a corpus that the table does not know."""
    with open(Path(__file__).with_name("labels.csv"), encoding="utf-8", newline="") as file:
        found = {r["label"]: r["contract"] for r in csv.DictReader(file) if r["corpus"] == corpus}
    if not found:
        raise KeyError(f"labels.csv knows no corpus {corpus!r}")
    return found
