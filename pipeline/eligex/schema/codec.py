"""Plain dicts from the schema's dataclasses and back, by their type hints."""

import dataclasses
import functools
import typing
from collections.abc import Hashable
from typing import Any, TypeVar

T = TypeVar("T")


def to_dict(value: Any) -> Any:
    """Dataclasses to dicts in field order; lists and dicts are copied, all else stays."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {n: to_dict(getattr(value, n)) for n in _names(type(value))}
    if isinstance(value, (list, tuple)):
        return [to_dict(v) for v in value]
    if isinstance(value, dict):
        return {k: to_dict(v) for k, v in value.items()}
    return value


def from_dict(cls: type[T], data: dict[str, Any]) -> T:
    """The inverse of `to_dict`. Raises TypeError on an unknown or a missing field."""
    hints = _hints(typing.cast(Hashable, cls))
    unknown = set(data) - set(hints)
    if unknown:
        raise TypeError(f"{cls.__name__} has no field {', '.join(sorted(unknown))}")
    return cls(**{k: _revive(hints[k], v) for k, v in data.items()})


@functools.cache
def _names(cls: type) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(cls))


@functools.cache
def _hints(cls: Any) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _revive(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    args = typing.get_args(hint)
    if typing.get_origin(hint) is list and dataclasses.is_dataclass(args[0]):
        return [from_dict(typing.cast(type, args[0]), v) for v in value]
    if typing.get_origin(hint) is typing.Union:
        inner = [a for a in args if dataclasses.is_dataclass(a)]
        return from_dict(typing.cast(type, inner[0]), value) if inner else value
    if dataclasses.is_dataclass(hint):
        return from_dict(typing.cast(type, hint), value)
    return value
