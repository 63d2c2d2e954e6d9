"""The columns of the flat tables, derived from the contract's dataclasses.

First `trial_id` and `source_path`, then the object's fields in order; a nested object's fields carry its
name as prefix (`range_low`, `subject_text`); lists and logic trees are JSON.
"""

import dataclasses
import functools
import json
import typing
from typing import Any

from eligex.schema.regimen import Regimen
from eligex.schema.trial import Constraint, Criterion, Entity

TABLES: dict[str, type] = {
    "entities": Entity,
    "constraints": Constraint,
    "criteria": Criterion,
    "regimens": Regimen,
}
Path_ = tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """`kind` is `str`, `int`, `float`, `bool` or `json`; `path` leads to the value within the object."""

    name: str
    kind: str
    path: Path_


@functools.cache
def columns(table: str) -> tuple[Column, ...]:
    head = (Column("trial_id", "str", ()), Column("source_path", "str", ()))
    return head + tuple(_columns(TABLES[table], ()))


def rows(table: str, trial: dict[str, Any]) -> list[list[Any]]:
    """The rows of one trial (a line of `trials.jsonl`), cells in the order of `columns`."""
    head = [trial["trial_id"], trial["source"]["path"]]
    own = columns(table)[len(head) :]
    return [head + [_cell(item, column) for column in own] for item in trial[table]]


def _columns(cls: type, path: Path_) -> list[Column]:
    found: list[Column] = []
    for name, hint in typing.get_type_hints(cls).items():
        at = (*path, name)
        inner = _plain(hint)
        if dataclasses.is_dataclass(inner):
            found += _columns(typing.cast(type, inner), at)
        else:
            kind = {str: "str", int: "int", float: "float", bool: "bool"}.get(inner, "json")
            found.append(Column("_".join(at), kind, at))
    return found


def _plain(hint: Any) -> Any:
    """`Optional[X]` to X."""
    inner = [arg for arg in typing.get_args(hint) if arg is not type(None)]
    return inner[0] if typing.get_origin(hint) is typing.Union and len(inner) == 1 else hint


def _cell(item: dict[str, Any], column: Column) -> Any:
    value: Any = item
    for key in column.path:
        if value is None:
            return None
        value = value[key]
    if value is None:
        return None
    if column.kind == "json":
        return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)
    return float(value) if column.kind == "float" else value
