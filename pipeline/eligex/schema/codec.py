"""Plain dicts from the schema's dataclasses and back, by their type hints."""

import dataclasses
import functools
import typing
from collections.abc import Callable, Hashable
from typing import Any, Optional, TypeVar

T = TypeVar("T")
Reviver = Callable[[Any], Any]
_PLAIN = frozenset({str, int, float, bool, type(None)})


def to_dict(value: Any) -> Any:
    """Dataclasses to dicts in field order; lists and dicts are copied, all else stays."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is list or kind is tuple:
        return [v if type(v) in _PLAIN else to_dict(v) for v in value]
    if kind is dict:
        return {k: v if type(v) in _PLAIN else to_dict(v) for k, v in value.items()}
    if dataclasses.is_dataclass(kind):
        return {n: to_dict(getattr(value, n)) for n in _names(kind)}
    return value


def from_dict(cls: type[T], data: dict[str, Any]) -> T:
    """The inverse of `to_dict`. Raises TypeError on an unknown or a missing field."""
    revivers = _revivers(typing.cast(Hashable, cls))
    unknown = data.keys() - revivers.keys()
    if unknown:
        raise TypeError(f"{cls.__name__} has no field {', '.join(sorted(unknown))}")
    return cls(**{k: v if v is None or not (r := revivers[k]) else r(v) for k, v in data.items()})


@functools.cache
def _names(cls: type) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(cls))


@functools.cache
def _revivers(cls: Any) -> dict[str, Optional[Reviver]]:
    """For each field what makes its value of plain ones; None where the plain value serves."""
    return {name: _reviver(hint) for name, hint in typing.get_type_hints(cls).items()}


def _reviver(hint: Any) -> Optional[Reviver]:
    args = typing.get_args(hint)
    if typing.get_origin(hint) is list and dataclasses.is_dataclass(args[0]):
        inner = functools.partial(from_dict, typing.cast(type, args[0]))
        return lambda values: [inner(v) for v in values]
    if typing.get_origin(hint) is typing.Union:
        held = [a for a in args if dataclasses.is_dataclass(a)]
        return functools.partial(from_dict, typing.cast(type, held[0])) if held else None
    return functools.partial(from_dict, typing.cast(type, hint)) if dataclasses.is_dataclass(hint) else None
