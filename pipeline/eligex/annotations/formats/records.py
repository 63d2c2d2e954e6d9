"""Statements beside spans: `constraints.csv`, `criteria.csv`, `regimens.csv` in an annotation folder.

The columns are those of the tables that `eligex extract` writes, with `document` for the two that name the
trial. A column may be left out, and an empty cell is a value that is not there.
"""

import csv
import dataclasses
import json
import sys
import typing
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from eligex.annotations.documents import Document
from eligex.schema.codec import from_dict, to_dict
from eligex.writers.columns import TABLES, Column, columns

KINDS = ("constraints", "criteria", "regimens")
_HEAD = 2  # columns that name the trial
_TRUTH = {"true": True, "false": False}


def write(documents: Iterable[Document], folder: Path) -> None:
    """One table for each kind of statement that any document has."""
    held = list(documents)
    for kind in KINDS:
        rows = [[d.id, *cells(kind, item)] for d in held for item in getattr(d, kind)]
        if rows:
            write_rows(folder / f"{kind}.csv", ["document", *(c.name for c in own(kind))], rows)


def read(folder: Path) -> dict[str, dict[str, tuple[Any, ...]]]:
    """By document id, then by kind. Raises ValueError, with file and line, where a row is none of its table."""
    found: dict[str, dict[str, tuple[Any, ...]]] = {}
    for kind in KINDS:
        path = folder / f"{kind}.csv"
        if not path.is_file():
            continue
        known = {"document", *(c.name for c in own(kind))}
        for number, row in read_rows(path):
            if unknown := set(row) - known:
                raise ValueError(f"{path.name}: no column {', '.join(sorted(unknown))}")
            try:
                item = revived(kind, row)
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{path.name} line {number}: {error}") from error
            of = found.setdefault(row["document"], {})
            of[kind] = (*of.get(kind, ()), item)
    return found


def own(kind: str) -> tuple[Column, ...]:
    return columns(kind)[_HEAD:]


def cells(kind: str, item: Any) -> list[str]:
    body = to_dict(item)
    return [_told(body, column) for column in own(kind)]


def revived(kind: str, row: Mapping[str, str]) -> Any:
    """The contract's object of a row."""
    body: dict[str, Any] = {}
    for column in own(kind):
        *outer, last = column.path
        level = body
        for name in outer:
            level = level.setdefault(name, {})
        level[last] = _value(row.get(column.name, ""), column)
    return from_dict(TABLES[kind], _given(TABLES[kind], body))


def write_rows(path: Path, head: list[str], rows: Iterable[Iterable[Any]]) -> None:
    """Every cell in quotes, since a lone carriage return would else end its row."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, cells by column). Raises ValueError where a row has too many or too few cells."""
    before = csv.field_size_limit(sys.maxsize)
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            for row in reader:
                if None in row or None in row.values():
                    raise ValueError(f"{path.name} line {reader.line_num}: not as many cells as columns")
                yield reader.line_num, row
    except csv.Error as error:
        raise ValueError(f"{path.name}: {error}") from error
    finally:
        csv.field_size_limit(before)


def _told(body: dict[str, Any], column: Column) -> str:
    value: Any = body
    for key in column.path:
        value = None if value is None else value[key]
    if value is None:
        return ""
    if column.kind == "json":
        return json.dumps(value, ensure_ascii=False)
    if column.kind == "bool":
        return str(value).lower()
    return f"{value:.17g}" if column.kind == "float" and value != int(value) else str(value)


def _value(cell: str, column: Column) -> Any:
    if cell == "":
        return None
    if column.kind == "json":
        return json.loads(cell)
    if column.kind == "bool":
        if cell.lower() not in _TRUTH:
            raise ValueError(f"{column.name} is {cell!r}, not true or false")
        return _TRUTH[cell.lower()]
    if column.kind in ("int", "float"):
        return {"int": int, "float": float}[column.kind](cell)
    return cell


def _given(cls: type, body: dict[str, Any]) -> dict[str, Any]:
    """Without what the class knows a default for; nested objects of which nothing is given are left out."""
    hints = typing.get_type_hints(cls)
    found = {}
    for f in dataclasses.fields(cls):
        value = body[f.name]
        optional = f.default is not dataclasses.MISSING or f.default_factory is not dataclasses.MISSING
        if isinstance(value, dict) and (inner := _inner(hints[f.name])):
            if optional and not any(v is not None for v in value.values()):
                continue
            value = _given(inner, value)
        if value is None and optional:
            continue
        if value is None and hints[f.name] is str:
            raise ValueError(f"{f.name} is empty")
        found[f.name] = value
    return found


def _inner(hint: Any) -> Any:
    """The dataclass of `X` or `Optional[X]`, else None."""
    return next((c for c in (hint, *typing.get_args(hint)) if dataclasses.is_dataclass(c)), None)
