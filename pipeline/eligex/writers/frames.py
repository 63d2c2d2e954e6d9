"""Flat tables with pandas: the rows of a trial, and CSV."""

import csv
import io
import json
from typing import Any

import pandas as pd

from eligex.writers.layout import Rows, cell, columns


def rows(table: str, trial: dict[str, Any]) -> Rows:
    """The rows of one trial's dict: path and trial id, then the flat cells, lists and logic as JSON."""
    head = [trial["source"]["path"], trial["trial_id"]]
    wanted = columns(table)[len(head) :]
    return [head + [_plain(c.kind, cell(c, item)) for c in wanted] for item in trial[table]]


def _plain(kind: str, value: Any) -> Any:
    if kind != "json" or value is None:
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def to_csv(table: str, found: Rows, *, header: bool = False) -> bytes:
    """RFC 4180 but for the line's end, a newline. Text is quoted, numbers are not, a null is `""`."""
    frame = pd.DataFrame(found, columns=[c.name for c in columns(table)], dtype=object)
    buffer = io.StringIO()
    frame.to_csv(buffer, index=False, header=header, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    return buffer.getvalue().encode("utf-8")
