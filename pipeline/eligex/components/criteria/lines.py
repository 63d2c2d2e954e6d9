"""Lines of a criteria section: bullet, indentation, words; and which lines continue an item."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from eligex.components.criteria.bullets import Bullet, Counts, Value
from eligex.components.criteria.labels import is_run_on

_LINE = re.compile(r"[^\r\n]+")
_LOWER = re.compile(r"[a-z=)\],;&/%]|(?:AND|OR)\b(?!:)")
_BOUND = re.compile(r"[≥≤<>]|\d+(?:\.\d+)?\s*(?:%|mg|g/|mL|x\b|×|weeks?|months?|years?|days?|hours?)")
_ENDS = re.compile(r"[.;:!?]\s*$|[;,]?\s+(?:or|and)\s*$")
_CONNECTS = re.compile(r"(?:and|or|and/or)\W*$", re.IGNORECASE)
_FULL_STOP = (".", ";", ":", "!", "?")
_WRAP = 62
_UNWRAPPED = 110  # no longer line is broken by its width
_SHORT = 40
_BRACKET_REACH = 400


@dataclass(slots=True)
class Line:
    """`start`/`end` bound the words; `style` is the kind of bullet, `first` whether it begins a count."""

    start: int
    end: int
    indent: int
    style: str
    first: bool
    blank_before: bool
    mark: str
    value: Value = ()


def lines_of(text: str, start: int, end: int) -> Iterator[Line]:
    """Non-blank lines of text[start:end]."""
    last_end, counts, last_words = start, Counts(), ""
    for m in _LINE.finditer(text, start, end):
        raw = m.group()
        if raw.isspace():
            continue
        blank = text.count("\n", last_end, m.start()) > 1
        last_end = m.end()
        free = blank or _ENDS.search(last_words[-12:]) is not None
        bullet = counts.bullet(raw, free=free, begins=not last_words)
        line = _line(raw, m.start(), bullet, blank)
        if line is not None:
            last_words = raw.rstrip()
            yield line


def _line(raw: str, at: int, bullet: "Bullet | None", blank: bool) -> "Line | None":
    body = raw[bullet.end :] if bullet else raw
    if not body.strip():
        body, bullet = raw, None
    if not any(c.isalnum() for c in body):
        return None
    begin = at + len(raw) - len(body.lstrip())
    stop = at + len(raw.rstrip())
    indent = len(raw) - len(raw.lstrip(" \t"))
    if bullet is None:
        return Line(begin, stop, indent, "", False, blank, "")
    return Line(begin, stop, indent, bullet.style, bullet.first, blank, bullet.mark, bullet.value)


def continues(text: str, so_far: str, last: Line, line: Line) -> bool:
    """Whether `line`, which has no bullet, goes on with the item that reads `so_far`.

    `last` is the item's first line; the item's words end right before `line`.
    """
    words = text[line.start : line.end]
    lower = _LOWER.match(words) is not None
    if _CONNECTS.match(words) or (not line.blank_before and is_run_on(so_far)):
        return True
    if _is_open(so_far) and (lower or not line.blank_before or _BOUND.match(words)):
        return True
    so_far = so_far.rstrip()
    width = len(so_far) - so_far.rfind("\n") - 1
    deeper = bool(last.style) and line.indent > last.indent
    if lower and not so_far.endswith((":", ".")):
        big = not so_far[:1].islower()
        if line.blank_before:
            return not so_far.endswith(_FULL_STOP) and (big or deeper)
        return big or deeper or width >= _WRAP or bool(last.style)
    if line.blank_before:
        return False
    ended = _ENDS.search(so_far[-12:]) is not None
    if last.style:
        return deeper or (not ended and width >= (_WRAP if line.indent < last.indent else _SHORT))
    return (
        _WRAP <= width <= _UNWRAPPED and not so_far.endswith(":") and (not ended or line.indent > last.indent)
    )


def _is_open(so_far: str) -> bool:
    near = so_far[-_BRACKET_REACH:]
    return near.count("(") > near.count(")")
