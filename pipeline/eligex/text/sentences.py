"""Sentences of trial text: a full stop of an abbreviation, an initial or a number ends none."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from eligex.text.scan import Scanner

_END = Scanner(
    re.compile(
        r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\betc)(?<!\bapprox)(?<!\bNo)(?<!\bDr)(?<!\bSt)"
        r"(?:(?<!\s[A-Za-z])|(?<=[Hh]epatitis [A-E])|(?<=[Cc]lass [A-D])|(?<=[Vv]itamin [A-K])"
        r"|(?<=\sor [A-E])|(?<=\sand [A-E]))"
        r"[.!?](?=\s+[A-Z(•*\[\d-]|\s*$|[A-Z][a-z])"
    )
)


class Sentence(NamedTuple):
    """`stop` is where its words end, `end` where its mark does."""

    start: int
    stop: int
    end: int


def sentences(text: str, start: int, end: int) -> Iterator[Sentence]:
    """The sentences of text[start:end]; the last may be blank."""
    for m in _END.finditer(text, start, end):
        if m.start() > start:
            yield Sentence(start, m.start(), m.end())
        start = m.end()
    if start < end:
        yield Sentence(start, end, end)
