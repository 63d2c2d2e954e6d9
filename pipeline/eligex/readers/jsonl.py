"""JSON Lines: each line a study of the API v2 or a flat object, also `{"id", "text"}`.

`Record.sha256` is that of the line's own bytes, without its line end. `Record.index` counts lines that
are not blank, from 0. A line's text that has no fields is read as a plain text or MedPath page.
"""

import hashlib
from collections.abc import Iterator
from typing import Union

from eligex.readers import plain
from eligex.readers import source as limits
from eligex.readers.compose import finish
from eligex.readers.ctgov_json import study_of
from eligex.readers.json_stream import Broken, parse
from eligex.readers.source import Source, Unreadable, decode
from eligex.schema.record import Record, Reject


def read(source: Source) -> Iterator[Union[Record, Reject]]:
    index = -1
    for number, line in source.lines():
        if line.strip():
            index += 1
            yield _line(source, line.rstrip(b"\r\n"), index, f"line {number}")
    if index < 0:
        raise Unreadable("empty file; nothing to read", "empty")


def _line(source: Source, line: bytes, index: int, place: str) -> Union[Record, Reject]:
    if len(line) > limits.LINE_BYTES:
        return source.reject(
            f"{place}: longer than {limits.LINE_BYTES} bytes; split the record", place, "too-large"
        )
    try:
        text = decode(line).strip()
    except Unreadable as error:
        return source.reject(f"{place}: {error}", place, error.reason)
    value, end = parse(text)
    if not isinstance(value, Broken) and text[end:].strip():
        value = Broken(f"broken JSON, more than one value (column {end + 1}); give each a line of its own")
    if isinstance(value, Broken):
        return source.reject(f"{place}: {value.message}", place)
    study, sha256 = study_of(value), hashlib.sha256(line).hexdigest()
    if study.plain is not None:
        return plain.record_of(source, study, index=index, format="jsonl", sha256=sha256, place=place)
    return finish(source, study, index=index, format="jsonl", sha256=sha256, place=place)
