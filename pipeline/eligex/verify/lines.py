"""Lines of JSON against their schema."""

import functools
import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, Optional

import fastjsonschema


@functools.cache
def schema(name: str) -> Callable[[Any], Any]:
    """Raises fastjsonschema.JsonSchemaException for what breaks `eligex/schema/<name>.schema.json`."""
    text = files("eligex.schema").joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    return fastjsonschema.compile(json.loads(text))


def wrong(name: str, value: Any) -> Optional[str]:
    """How a value breaks a schema; None where it does not."""
    try:
        schema(name)(value)
    except fastjsonschema.JsonSchemaException as error:
        return str(error)[:300].replace("data.", "", 1)
    return None


def read(path: Path, name: str) -> Iterator[tuple[int, Any, str]]:
    """(line number, value, "") of a file's lines, or (line number, None, what is wrong with it)."""
    if not path.is_file():
        return
    with path.open("rb") as handle:
        for number, line in enumerate(handle, start=1):
            yield number, *_value(line, name)


def _value(line: bytes, name: str) -> tuple[Any, str]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        return None, f"no JSON ({error})"
    if not line.endswith(b"\n"):
        return None, "cut short: no line end"
    problem = wrong(name, value)
    return (None, problem) if problem else (value, "")
