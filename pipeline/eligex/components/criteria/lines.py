"""Lines of a criteria section: bullet, indentation, words; and which lines continue an item."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE = re.compile(r"[^\r\n]+")
_BULLET = re.compile(
    r"""[ \t]*(?:
        (?P<sign>[•+*o](?=\s)|[-~](?=\s|[A-Z(≥≤<>"])|[•](?=\S)|\*(?=[A-Z(≥≤]))
      | (?P<number>\(?\d{1,2}(?:\.\d{1,2}){0,3}\s?(?:[.):](?![\d])|(?<=\.\d)(?=\s)|(?<=\.\d\d)(?=\s)))(?=\s|[A-Z(≥≤<>"])
      | (?P<roman>\(?(?:i{1,3}|iv|vi{0,3}|ix|x|I{1,3}|IV|VI{0,3}|IX|X)[.)])(?=\s|[A-Z])
      | (?P<letter>\(?[a-zA-Z](?:\)|\.(?=\s)))(?=\s|[A-Z])
    )[ \t]*""",
    re.VERBOSE,
)
_CONTINUES = re.compile(
    r"[a-z≥≤<>=)\],;&/%]|\d+(?:\.\d+)?\s*(?:%|mg|g/|mL|x\b|×|weeks?|months?|years?|days?|hours?)|(?:AND|OR)\b(?!:)"
)
_ENDS = re.compile(r"[.;:!?]\s*$|[;,]?\s+(?:or|and)\s*$")
_WRAP = 62


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


def lines_of(text: str, start: int, end: int) -> Iterator[Line]:
    """Non-blank lines of text[start:end]."""
    last_end = start
    for m in _LINE.finditer(text, start, end):
        raw = m.group()
        if not raw.strip():
            continue
        blank = text.count("\n", last_end, m.start()) > 1 or text[last_end : m.start()].count("\r\n") > 1
        last_end = m.end()
        style, mark, at = _bullets(raw)
        words = raw[at:].rstrip()
        if not words:
            words, at, style, mark = raw.strip(), len(raw) - len(raw.lstrip()), "", ""
            if not any(c.isalnum() for c in words):
                continue
        indent = len(raw) - len(raw.lstrip(" \t"))
        begin = m.start() + at
        yield Line(begin, begin + len(words), indent, style, _is_first(mark), blank, mark)


def _bullets(raw: str) -> tuple[str, str, int]:
    """(style, mark, where the words begin); `* 1.` counts as one bullet of the number's style."""
    at, style, mark = 0, "", ""
    for _ in range(2):
        m = _BULLET.match(raw, at)
        if m is None:
            break
        style, mark, at = m.lastgroup or "", m.group().strip(), m.end()
        if style == "sign":
            style += mark
        if style == "number":
            style += str(mark.strip("().:").count(".")) + mark[-1]
    if style == "letter" or style == "roman":
        style += "upper" if any(c.isupper() for c in mark) else "lower"
    return style, mark, at + len(raw[at:]) - len(raw[at:].lstrip())


def _is_first(mark: str) -> bool:
    return mark.strip("(). :").lower() in ("1", "a", "i")


def continues(text: str, so_far: str, last: Line, line: Line) -> bool:
    """Whether `line`, which has no bullet, goes on with the item that reads `so_far`."""
    if so_far.count("(") > so_far.count(")"):
        return True
    words = text[line.start : line.end]
    if _CONTINUES.match(words) and not so_far.rstrip().endswith((":", ".")):
        return True
    if line.blank_before:
        return False
    ended = _ENDS.search(so_far) is not None
    if last.style:
        return line.indent > last.indent or (not ended and not line.style)
    wrapped = text[last.start : last.end].rfind("\n")
    width = last.end - last.start if wrapped < 0 else last.end - last.start - wrapped
    return width >= _WRAP and not so_far.rstrip().endswith(":") and (not ended or line.indent > last.indent)
