"""`A severe infection within 4 weeks, including any grade 3 pneumonia, drainage or sepsis`: what is named behind the
time of a kind as an example of it has that time, of whatever sort it is.
"""

import re

from eligex.assembly.examples.kinds import Cue, announced
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import CLOSED, SIGN, is_row
from eligex.assembly.items.reading import Item, is_bounded
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_BEHIND = lazily(r"[\s,]*", re.IGNORECASE)
_WORD = (
    r"(?:(?!\b(?:other|history|known|current(?:ly)?|active|ongoing|prior|previous|plan\w*|use|patients?|subjects?|participants?|wom[ae]n"
    r"|has|have|had|who|is|are|not|no|without|with|but|or|and|any)\b)[^\W\d_][\w'’-]*\s+)"
)
_FIRST = lazily(rf"\s*(?:any\s+)?{_WORD}{{0,4}}", re.IGNORECASE)
_NEXT = lazily(rf"(?:\s*{_WORD}{{1,2}})?\s*(?:{SIGN.pattern}\s*)+{_WORD}{{0,3}}", re.IGNORECASE)
_CLOSES = lazily(r"\b(?:or|and|and/or)\b", re.IGNORECASE)
_KINDS = ("condition", "procedure", "drug", "score")


def time_listed(item: Item, statements: list[Statement]) -> None:
    for cue in announced(item) if item.windows else ():
        if (w := _time_before(item, cue, statements)) is None:
            continue
        for s in _members(item, cue, w, statements):
            if s.window is None:
                s.window = w
                s.take(w.start, w.end)


def _time_before(item: Item, cue: Cue, statements: list[Statement]) -> Finding | None:
    """The time right before a cue, where it is of something named before it that nothing denies."""
    near = (
        w for w in item.windows
        if w.end <= cue.start and is_bounded(w) and _BEHIND.fullmatch(item.quote(w.end, cue.start))
    )  # fmt: skip
    w = next(near, None)
    return w if any(s.window is w and s.at < cue.start for s in statements) else None


def _members(item: Item, cue: Cue, w: Finding, statements: list[Statement]) -> list[Statement]:
    """The list behind a cue, up to what begins anew or has a time of its own."""
    outer = item.segments.bracket(cue.begin)
    found: list[Statement] = []
    closed = False
    for s in statements:
        if not cue.begin <= s.at < cue.stop or item.segments.bracket(s.at) != outer:
            continue
        at = found[-1].end if found else cue.begin
        gap = CLOSED.sub(" ", _untold(item, at, s))
        joined = _CLOSES.search(gap) is not None
        fits = (_NEXT if found else _FIRST).fullmatch(gap) or (found and is_row(gap))
        fits = fits and s.kind in _KINDS and s.base is None
        if not fits or (closed and "," in gap) or s.window not in (None, w) or s.duration is not None:
            break
        closed = closed or (bool(found) and joined)
        found.append(s)
    return found


def _untold(item: Item, at: int, s: Statement) -> str:
    """The words before a member without those that narrow it and its grade."""
    begin = min(s.begin(at), s.start)
    if s.threshold is not None and at <= s.threshold.start < begin:
        begin = s.threshold.start
    return item.quote(at, max(at, begin))
