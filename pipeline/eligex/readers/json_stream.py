"""The studies of a JSON text, one at a time, past those that are broken."""

import json
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any

MOST_BROKEN = 1000
_DECODER = json.JSONDecoder()
_BLANK = re.compile(r"\s*")
_BETWEEN = re.compile(r"[\s,]*")
_STUDY = re.compile(r'\{\s*"protocolSection"')
_MARK = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Broken:
    """A stretch of JSON that could not be read."""

    message: str


def parse(text: str, at: int = 0) -> tuple[Any, int]:
    """(value, end) of the JSON value at `at`; a `Broken` value where there is none."""
    try:
        return _DECODER.raw_decode(text, at)
    except RecursionError:
        return Broken("JSON nested too deeply; flatten the record"), _closing(text, at)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        return Broken(f"broken JSON, {error.msg} at {place}; fetch or repair the record"), error.pos
    except ValueError as error:  # a number of more digits than Python converts
        return Broken(f"broken JSON ({error}); repair the record"), _closing(text, at)


def documents(text: str) -> Iterator[tuple[str, Any]]:
    """(place, value) of every study: of a list, a page's `studies`, one object, or several in a row.

    After a broken study the next one that begins with `protocolSection` is read, up to `MOST_BROKEN` times.
    """
    broken = 0
    for found in _documents(text):
        yield found
        broken += isinstance(found[1], Broken)
        if broken == MOST_BROKEN:
            yield found[0], Broken(f"{broken} broken records; the rest of the file is not read, repair it")
            return


def _documents(text: str) -> Iterator[tuple[str, Any]]:
    place = _Places(text)
    at = _skip(text, 0)
    while at < len(text):
        if text[at] == "[":
            at = yield from _items(text, at + 1, place)
        elif (page := _page(text, at)) >= 0:
            at = yield from _items(text, page, place)
            at = _close_page(text, at)
        else:
            start = at
            value, at = parse(text, at)
            if not isinstance(value, (dict, Broken)):
                value = Broken("a bare value where a study should stand; repair the file")
            yield place(start), value
            at = _resume(text, start, at) if isinstance(value, Broken) else at
        at = _skip(text, at)


def _items(text: str, at: int, place: "_Places") -> Generator[tuple[str, Any], None, int]:
    """Yields the entries of an array from behind its `[`; returns where it ends."""
    while True:
        at = _skip(text, at, _BETWEEN)
        if at >= len(text):
            yield place(at), Broken("the file ends within a list of studies; fetch it again")
            return at
        if text[at] == "]":
            return at + 1
        start = at
        value, at = parse(text, at)
        yield place(start), value
        if isinstance(value, Broken):
            at = _resume(text, start, at)
            if at >= len(text):
                return at


def _page(text: str, at: int) -> int:
    """Behind the `[` of the `studies` of the object at `at`; -1 where it is no page."""
    if text[at] != "{":
        return -1
    at = _skip(text, at + 1)
    while at < len(text) and text[at] == '"':
        key, at = parse(text, at)
        at = _skip(text, at)
        if isinstance(key, Broken) or text[at : at + 1] != ":":
            return -1
        at = _skip(text, at + 1)
        if key == "studies" and text[at : at + 1] == "[":
            return at + 1
        if text[at : at + 1] == "{":  # a study's own modules: a page holds flat values before its list
            return -1
        value, at = parse(text, at) if at < len(text) else (Broken(""), at)
        if isinstance(value, Broken):
            return -1
        at = _skip(text, at, _BETWEEN)
    return -1


def _close_page(text: str, at: int) -> int:
    """Past what follows the list of studies in a page: its other keys and the `}`."""
    at = _skip(text, at, _BETWEEN)
    while at < len(text) and text[at] in '":':
        value, at = parse(text, at + 1 if text[at] == ":" else at)
        if isinstance(value, Broken):
            return len(text)
        at = _skip(text, at, _BETWEEN)
    return at + 1 if text[at : at + 1] == "}" else at


def _resume(text: str, start: int, at: int) -> int:
    """Where reading goes on after a broken value that began at `start` and failed at `at`."""
    found = _STUDY.search(text, max(at, start + 1))
    return found.start() if found else len(text)


def _closing(text: str, at: int) -> int:
    """Behind the bracket that closes the value at `at`, or the end of the text."""
    depth = 0
    for mark in _MARK.finditer(text, at):
        if mark.group() in "[{":
            depth += 1
        elif mark.group() in "]}":
            depth -= 1
            if depth <= 0:
                return mark.end()
    return len(text)


def _skip(text: str, at: int, blank: re.Pattern[str] = _BLANK) -> int:
    found = blank.match(text, at)
    return found.end() if found else at


class _Places:
    """`line 3, column 7` of growing offsets, each stretch of text counted once."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._line, self._line_start = text, 0, 1, 0

    def __call__(self, at: int) -> str:
        self._line += self._text.count("\n", self._at, at)
        self._line_start = max(self._line_start, self._text.rfind("\n", self._at, at) + 1)
        self._at = max(self._at, at)
        return f"line {self._line}, column {at - self._line_start + 1}"
