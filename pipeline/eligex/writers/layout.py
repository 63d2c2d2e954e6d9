"""Names and columns of the result files, derived from the schema's dataclasses."""

import dataclasses
import typing
from functools import cache
from typing import Any, Optional

from eligex.schema.regimen import Regimen
from eligex.schema.trial import Constraint, Criterion, Entity

Rows = list[list[Any]]
TABLE_FORMATS = ("csv", "parquet")
TABLES: dict[str, type] = {
    "entities": Entity,
    "constraints": Constraint,
    "criteria": Criterion,
    "regimens": Regimen,
}
TRIALS, REJECTS, MANIFEST = "trials.jsonl", "rejects.jsonl", "manifest.json"


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """`keys` leads from an object's dict to the cell; `kind` is string, int, float, bool or json."""

    name: str
    keys: tuple[str, ...]
    kind: str


@cache
def columns(table: str) -> tuple[Column, ...]:
    """A table's columns: `path` and `trial_id`, then the object's fields, nested ones as `range_low`."""
    first = (Column("path", (), "string"), Column("trial_id", (), "string"))
    return first + tuple(_fields(TABLES[table], ()))


def _fields(cls: type, keys: tuple[str, ...]) -> list[Column]:
    found: list[Column] = []
    hints = typing.get_type_hints(cls)
    for field in dataclasses.fields(cls):
        here, hint = (*keys, field.name), _inner(hints[field.name])
        if dataclasses.is_dataclass(hint):
            found += _fields(typing.cast(type, hint), here)
        else:
            kinds = {str: "string", int: "int", float: "float", bool: "bool"}
            found.append(Column("_".join(here), here, kinds.get(hint, "json")))
    return found


def _inner(hint: Any) -> Any:
    """The type under an Optional; any other union stays."""
    args = [a for a in typing.get_args(hint) if a is not type(None)]
    if typing.get_origin(hint) is typing.Union and len(args) == 1:
        return args[0]
    return hint


def table_file(table: str, form: str) -> str:
    return f"{table}.{form}"


def result_files(form: str) -> list[str]:
    """Every result file but the manifest, in the order in which they are written."""
    return [TRIALS, *(table_file(t, form) for t in TABLES), REJECTS]


def stale_files(form: str) -> list[str]:
    """Tables of the other formats, which an earlier run may have left."""
    return [table_file(t, f) for f in TABLE_FORMATS if f != form for t in TABLES]


def cell(column: Column, row: dict[str, Any]) -> Optional[Any]:
    """The plain value under the column's keys; None below a missing object."""
    value: Any = row
    for key in column.keys:
        if value is None:
            return None
        value = value[key]
    return value
