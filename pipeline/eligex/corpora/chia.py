"""Chia (Kury et al., Scientific Data 7:281, 2020, CC BY 4.0) as JSON Lines, one text a line.

A line has `id`, `nct`, `section` (`inc`, `exc`), `text` and `entities`; offsets index `text`. A
discontinuous entity is taken from its first to its last character. Error labels are no entities.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eligex.corpora.labels import contract_labels
from eligex.corpora.model import AnnotatedText, Mention

HEADINGS = {"inc": "Inclusion Criteria:\n", "exc": "Exclusion Criteria:\n"}


def read(path: Path) -> Iterator[AnnotatedText]:
    """Every text that has words, in file order, under the heading of its section.

    Raises FileNotFoundError; ValueError, with the line's number, where a line is not of this shape.
    """
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                if row["text"].strip():
                    yield _text(row)
            except (KeyError, TypeError, IndexError, json.JSONDecodeError) as error:
                raise ValueError(f"{path.name} line {number} is no text of Chia: {error!r}") from error


def _text(row: dict[str, Any]) -> AnnotatedText:
    labels = contract_labels("chia")
    heading = HEADINGS[row["section"]]
    at = len(heading)
    found = {
        Mention(at + min(s for s, _ in e["spans"]), at + max(t for _, t in e["spans"]), labels[e["label"]])
        for e in row["entities"]
        if e["label"] in labels
    }
    return AnnotatedText(row["id"], row["nct"], "chia", heading + row["text"], tuple(sorted(found)))
