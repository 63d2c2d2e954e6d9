"""What is said of a kind of thing holds of its examples: `severe heart disease such as angina` speaks of a severe one.

A time or a clause behind the examples is of the whole: "heart disease, such as arrhythmia, within 6 months".
"""

import re
from collections.abc import Iterable

from eligex.assembly.examples import Examples, exemplified
from eligex.assembly.premodifiers import state_of
from eligex.assembly.reading import Item
from eligex.assembly.statement import Statement
from eligex.components.findings import Finding

_COMMA = re.compile(r"\s*,\s*")
_BLANK = re.compile(r"[\s,]*")
_IS_TOLD = re.compile(r"\(?(?:which|that|this|these)\b", re.IGNORECASE)
# what is done with a drug: "current treatment", "high doses"
_DEED = re.compile(
    r"\b(?:us(?:e|age|ing)|treatments?|therapy|administration|medication|tak(?:e|ing)|receiv\w+|intake|doses?|amounts?|courses?"
    r"|need\w*|requir\w+|plan\w*|scheduled|intend\w*|awaiting|expected|anticipated)\b",
    re.IGNORECASE,
)


def time_examples(item: Item, statements: list[Statement]) -> None:
    """Gives the window or duration of a head to its examples, and what stands behind these to all of them."""
    if not (item.windows or item.durations):
        return
    for e in exemplified(item, statements):
        for name in ("window", "duration"):
            whole = _time_of_whole(item, e, name)
            for s in (e.head, *e.members) if whole is not None else ():
                if s.window is None and s.duration is None and s.threshold is None:
                    setattr(s, name, whole)
                    s.take(whole.start, whole.end)


def _time_of_whole(item: Item, e: Examples, name: str) -> Finding | None:
    time: Finding | None = getattr(e.head, name)
    if time is not None:
        return time if time.end <= e.cue.start or _is_behind(item, e, time.start) else None
    behind = [getattr(s, name) for s in e.members]
    return next((t for t in behind if t is not None and _is_behind(item, e, t.start)), None)


def _is_behind(item: Item, e: Examples, at: int) -> bool:
    """Whether a place is right behind the examples and not behind the last of them alone."""
    if at < e.end:
        return False
    gap = item.quote(e.end, at)
    return (_BLANK if e.cue.behind is not None else _COMMA).fullmatch(gap) is not None


def tell_examples(item: Item, statements: list[Statement]) -> None:
    """Gives what narrows a head to its examples, but to those that tell the like of themselves."""
    for e in exemplified(item, statements):
        own = {id(s): _tells_state(item, e, s) for s in e.members}
        behind = {id(s): bool(_behind(s, e)) for s in e.members}
        _regain(item, e)
        if e.clause is not None:
            e.head.qualify(*e.clause, item.quote(*e.clause))
        if _IS_TOLD.match(item.text, e.cue.start - item.start):
            e.head.take(e.cue.start, e.cue.begin)
        for s in e.members:
            if not own[id(s)]:
                for a, b in _states(item, e.head):
                    _qualify(item, s, a, b)
            if not behind[id(s)]:
                for a, b in _of_whole(item, e):
                    _qualify(item, s, a, b)
            s.applies_to = s.applies_to or e.head.applies_to


def _qualify(item: Item, s: Statement, a: int, b: int) -> None:
    if not any(x < b and a < y for x, y in s.aside):
        s.qualify(a, b, item.quote(a, b))


def _regain(item: Item, e: Examples) -> None:
    """What stands behind a bracket of examples is told of the head."""
    for s in e.members:
        for a, b in s.aside:
            if _is_behind(item, e, a):
                _qualify(item, e.head, a, b)


def _behind(s: Statement, e: Examples) -> list[tuple[int, int]]:
    """The asides of a member that are its own."""
    return [(a, b) for a, b in s.aside if a >= s.end and b <= e.end]


def _of_whole(item: Item, e: Examples) -> Iterable[tuple[int, int]]:
    """The asides of a head behind its name, before or behind the examples."""
    return [
        (a, b) for a, b in e.head.aside
        if a >= e.head.end and (b <= e.cue.start or _is_behind(item, e, a))
    ]  # fmt: skip


def _tells_state(item: Item, e: Examples, s: Statement) -> bool:
    """Whether an example has a state, a bound, a time or a clause of its own."""
    timed = any(t is not None and t not in (e.head.window, e.head.duration) for t in (s.window, s.duration))
    if timed or s.threshold is not None or s.value is not None:
        return True
    return bool(_states(item, s)) or any(a >= s.end and b <= e.end for a, b in s.aside)


def _states(item: Item, s: Statement) -> list[tuple[int, int]]:
    """Extents of the words before a name, or at its begin, that tell a state of the thing and no kind."""
    found = []
    for a, b in s.aside:
        if a < s.at and b < s.end and (told := _state(item.quote(a, b), s.kind)):
            found.append((a + told[0], a + told[1]))
    if told := state_of(item.quote(s.at, s.end), kind=s.kind, leading=True):
        found.append((s.at + told[0], s.at + told[1]))
    return _merged(item, found)


def _state(words: str, kind: str) -> tuple[int, int] | None:
    if kind != "condition" and _DEED.search(words):
        return 0, len(words)
    return state_of(words, kind=kind)


def _merged(item: Item, extents: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`severe` and `chronic` of "severe chronic disease" are one phrase."""
    out: list[tuple[int, int]] = []
    for a, b in sorted(extents):
        if out and not item.quote(out[-1][1], max(a, out[-1][1])).strip():
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out
