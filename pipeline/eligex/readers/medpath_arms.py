"""Rows of MedPath's glued table `GroupInterventionDescription`: where the group's label ends.

The page drops the borders between cells, so a label is given only where the text itself shows it: the
intervention is listed on the page; group and intervention are the same words, said twice; or rows of one
group share the label at their beginning and the description at their end.
"""

import re
from collections.abc import Sequence
from typing import Optional

from eligex.schema.trial import Section

HEADER = "GroupInterventionDescription"
_LONGEST_NAME = 200
_SHORTEST_DESCRIPTION = 12
_MOST_NAMES = 200
_CELL_END = re.compile(r"[\w)\]%+.]")
_CELL_START = re.compile(r"[^\W_a-z]|[\[(*•]|\Z")
_BULLET = re.compile(r"\s*(?:[-*•·–]|\(?\d{1,3}[.)]\s)")


def arms(text: str, table: Section, names: Sequence[str]) -> list[Section]:
    """One section of kind `arms` for each row whose group is known; its title is the group's label."""
    rows = _rows(text, table, names)
    bodies = [text[start:end] for start, end in rows]
    found = []
    for i, (start, end) in enumerate(rows):
        near = bodies[max(0, i - 1) : i] + bodies[i + 1 : i + 2]
        label = _by_name(bodies[i], names) or _twice(bodies[i]) or _shared(bodies[i], near)
        if label:
            found.append(Section("arms", label, start, end))
    return found


def _rows(text: str, table: Section, names: Sequence[str]) -> list[tuple[int, int]]:
    """(start, end) of the rows; a line below a blank one goes on with its row unless it shows a label."""
    rows: list[tuple[int, int]] = []
    at, blank = table.start, False
    for line in text[table.start : table.end].split("\n"):
        start, end = at, at + len(line.rstrip("\r"))
        at += len(line) + 1
        if not line.strip():
            blank = True
            continue
        goes_on = bool(_BULLET.match(line)) or (blank and not (_by_name(line, names) or _twice(line)))
        if rows and goes_on:
            rows[-1] = (rows[-1][0], end)
        else:
            rows.append((start, end))
        blank = False
    return rows


def _by_name(row: str, names: Sequence[str]) -> Optional[str]:
    """What stands before a listed intervention that is glued on both sides."""
    for name in sorted(filter(None, names[:_MOST_NAMES]), key=len, reverse=True):
        at = row.find(name, 1, _LONGEST_NAME + len(name))
        while at > 0:
            if _CELL_END.match(row, at - 1) and _CELL_START.match(row, at + len(name)):
                return row[:at]
            at = row.find(name, at + 1, _LONGEST_NAME + len(name))
    return None


def _twice(row: str) -> Optional[str]:
    """The longest beginning that the row says twice, glued (`DrugXDrugXPatients take …`)."""
    for length in range(min(len(row) // 2, _LONGEST_NAME), 2, -1):
        if row.startswith(row[:length], length) and not row[length - 1].isspace() and not row[0].isspace():
            return row[:length]
    return None


def _shared(row: str, rows: Sequence[str]) -> Optional[str]:
    """The beginning common with a neighbouring row that ends in the same description."""
    best = ""
    for other in rows:
        label = _common(row, other)
        tail = _common(row[::-1], other[::-1])
        if len(tail) >= _SHORTEST_DESCRIPTION and len(label) > len(best) and _glued(row, other, len(label)):
            best = label
    return best or None


def _glued(row: str, other: str, at: int) -> bool:
    """Whether both rows go on, without a blank before, with a capital letter or a digit."""
    starts = (row[at : at + 1], other[at : at + 1])
    return at > 2 and not row[at - 1].isspace() and all(s.isupper() or s.isdigit() for s in starts)


def _common(one: str, other: str) -> str:
    end = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return one[:end]
