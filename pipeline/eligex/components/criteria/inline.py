"""Counted parts on one line: `Either: 1) …; 2) …` and `A. …; B. …`."""

import re
from typing import NamedTuple

_MARK = re.compile(
    r"(?:(?<=[;.,:)\s])|^)(?P<mark>\(?(?P<sign>\d{1,2}|[a-zA-Z]|i{1,3}|iv|v)(?P<close>[.)]))(?=\s+\S|[A-Z][a-z])"
)
_MIN_PART = 4
_MAX_TRIES = 5  # keeps time linear


class Part(NamedTuple):
    """A counted part: where its mark stands, its words, and whether it is nested under the item."""

    mark: int
    start: int
    end: int
    nested: bool


def split_inline(text: str, start: int, end: int) -> list[Part]:
    """The counted parts within text[start:end]; not nested are those that go on with the count that
    the item itself began (its own mark, `A.`, stands before `start`)."""
    own = _own_mark(text, start)
    if own is not None:
        return _run(text, start, end, own[0], own[1], first=False)
    tries = 0
    for m in _MARK.finditer(text, start, end):
        if m["sign"] in ("1", "a", "A", "i") and _opens(text, start, m.start("mark")):
            tries += 1
            if tries > _MAX_TRIES:
                break
            parts = _run(text, m.start("mark"), end, m["sign"], m["close"], first=True)
            if len(parts) > 1:
                return parts
    return []


def _own_mark(text: str, start: int) -> "tuple[str, str] | None":
    m = re.search(r"(?:^|\s)\(?([A-Za-z]|\d{1,2})([.)])\s*$", text[max(0, start - 8) : start])
    return (m[1], m[2]) if m else None


def _opens(text: str, start: int, at: int) -> bool:
    """A count begins after a colon, a dash or a comma, or with the item."""
    before = text[max(start, at - 100) : at].rstrip()
    return not before or before[-1] in ":;,-." or before.endswith(("following", "either"))


def _run(text: str, start: int, end: int, sign: str, close: str, *, first: bool) -> list[Part]:
    """Parts from the sign, or from its successor, on as long as the count goes on."""
    marks: list[tuple[int, int]] = []
    wanted = sign if first else _next(sign)
    for m in _MARK.finditer(text, start, end):
        if m["sign"] == wanted and m["close"] == close:
            if not first and not marks and text[start : m.start("mark")].rstrip()[-1:] not in tuple(";.,:"):
                return []
            marks.append((m.start("mark"), m.end()))
            wanted = _next(wanted)
    stops = [*(a for a, _ in marks[1:]), end][: len(marks)]
    parts = []
    for (mark, body), stop in zip(marks, stops, strict=True):
        words = text[body:stop]
        a = body + len(words) - len(words.lstrip())
        b = body + len(words.rstrip())
        if b - a >= _MIN_PART:
            parts.append(Part(mark, a, b, first))
    return parts


def _next(sign: str) -> str:
    romans = ["i", "ii", "iii", "iv", "v"]
    if sign.isdigit():
        return str(int(sign) + 1)
    if len(sign) == 1 and sign not in ("i", "v"):
        return chr(ord(sign) + 1)
    return romans[romans.index(sign) + 1] if sign in romans[:-1] else "\0"
