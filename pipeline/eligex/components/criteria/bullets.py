"""Bullets: signs, and counts that must count.

A number or a letter before a line's words is a bullet only where it begins a count (1, a, A, i) or goes
on with an open one, so that "below / 1.5 x ULN" and "E. coli" at a wrapped line's start keep their words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Optional

_SIGN = re.compile(r"""[ \t]*([•+*o➢►▶✓](?=\s)|[-~](?=\s|[A-Z(≥≤<>"])|[•➢►▶✓](?=\S)|\*(?=[A-Z(≥≤]))[ \t]*""")
_COUNT = re.compile(
    r"[ \t]*(?P<open>\(?)(?P<of>\d{1,2}(?:\.\d{1,2}){0,3}|[ivxIVX]{1,4}|[a-zA-Z])"
    r'(?P<close>\s?[.):](?!\d)|(?=\s))(?=\s|[A-Z(≥≤<>"])[ \t]*'
)
_ROMANS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_BIG_START = re.compile(r"[A-Z\d(≥≤<>\"]")
_GAP = 2
_DEPTH = 12

Value = tuple[int, ...]


class Bullet(NamedTuple):
    """`style` is the kind of bullet, `mark` as written, `end` where the words begin, `first` of a count,
    `value` the number as its parts (`1.2` is (1, 2))."""

    style: str
    mark: str
    end: int
    first: bool
    value: Value = ()


class Count(NamedTuple):
    """An open count: its style, its indentation, the value that came last."""

    style: str
    indent: int
    last: Value


@dataclass(slots=True)
class Counts:
    """The counts that are open in one section, outermost first."""

    open: list[Count] = field(default_factory=list)

    def bullet(self, raw: str, *, free: bool, begins: bool) -> Optional[Bullet]:
        """The bullet of a line; `* 1.` is one of the number's style. `free`: what stands before is finished,
        `begins`: nothing stands before."""
        sign = _SIGN.match(raw)
        at = sign.end() if sign else 0
        second = _SIGN.match(raw, at) if sign else None
        at = second.end() if second else at
        m = _COUNT.match(raw, at)
        counted = self._counted(raw, m, free=free or sign is not None, begins=begins) if m else None
        if m and counted:
            style, value = counted
            self._note(style, len(raw) - len(raw.lstrip()), value)
            return Bullet(style, m.group().strip(), m.end(), value[-1] == 1, value)
        if sign:
            found = second or sign
            return Bullet(f"sign{found[1]}", found[1], at, False)
        return None

    def _counted(
        self, raw: str, m: "re.Match[str]", *, free: bool, begins: bool
    ) -> Optional[tuple[str, Value]]:
        big = _BIG_START.match(raw, m.end()) is not None
        readings = list(_readings(m))
        for style, value in readings:
            if self._goes_on(style, value) and (big or m["close"].strip()):
                return style, value
        for style, value in readings:
            if self._begins(value) and (big or not m["of"].isupper() or m["close"] != "."):
                return style, value
        number = readings[0] if readings and m["of"][0].isdigit() else None
        if number and big and (begins or (free and len(number[1]) == 1)):
            return number
        return readings[0] if readings and begins and big else None

    def _note(self, style: str, indent: int, value: Value) -> None:
        """Opens a count or goes on with one, which closes those within it."""
        ours = [i for i, c in enumerate(self.open) if _follows(c, style, value)]
        same = [i for i in ours if abs(self.open[i].indent - indent) <= 1]
        at = (same or ours or [len(self.open)])[-1]
        self.open[at:] = [Count(style, indent, value)]
        del self.open[:-_DEPTH]

    def _goes_on(self, style: str, value: Value) -> bool:
        return any(_follows(c, style, value) for c in self.open)

    def _begins(self, value: Value) -> bool:
        if len(value) == 1:
            return value == (1,)
        if value[-1] != 1:
            return False
        above = any(c.last == value[:-1] for c in self.open)
        deep = [c.last for c in self.open if len(c.last) == len(value)]
        return above or any(0 < value[-2] - v[-2] <= _GAP for v in deep) or not self.open


def _follows(count: Count, style: str, value: Value) -> bool:
    last = count.last
    return count.style == style and last[:-1] == value[:-1] and 0 < value[-1] - last[-1] <= _GAP


def _readings(m: "re.Match[str]") -> Iterator[tuple[str, Value]]:
    """(style, value) as which a mark may be read: `i` is a letter or a Roman number."""
    of, close = m["of"], m["close"].strip()
    if of[0].isdigit():
        value = tuple(int(n) for n in of.split("."))
        if close or len(value) > 1:
            yield f"number{len(value)}{m['open']}{close}", value
        return
    if close not in (".", ")"):
        return
    case = "upper" if of.isupper() else "lower"
    if of.lower() in _ROMANS:
        yield f"roman{case}{m['open']}{close}", (_ROMANS.index(of.lower()),)
    if len(of) == 1:
        yield f"letter{case}{m['open']}{close}", (ord(of.lower()) - ord("a") + 1,)
