"""What is read by itself: a criterion, or a line of the text outside of all criteria.

A registry breaks lines of prose: one that goes on in small letters is no line's end.
"""

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple, Optional

from spacy.tokens import Doc

from eligex.components.findings import CRITERIA, read

_END = re.compile(r"[.;:][ \t]*\n|\n(?![ \t]*[a-z]{2})")


class Block(NamedTuple):
    """Offsets of the text; `section` is the criterion's, None for a line."""

    start: int
    end: int
    section: Optional[str]


def blocks(doc: Doc, text: str) -> list[Block]:
    """The blocks with words, in text order. `text` has the Doc's length."""
    criteria = tuple(Block(c.start, c.end, c.value.get("section")) for c in read(doc, CRITERIA))
    return list(_apart(text, criteria))


@functools.lru_cache(maxsize=2)  # several components ask, one after the other
def _apart(text: str, criteria: tuple[Block, ...]) -> tuple[Block, ...]:
    found: list[Block] = []
    at = 0
    for c in criteria:
        found += _lines(text, at, max(at, c.start))
        if c.end > at:
            found.append(Block(max(at, c.start), c.end, c.section))
            at = c.end
    return (*found, *_lines(text, at, len(text)))


def _lines(text: str, start: int, end: int) -> Iterator[Block]:
    while start < end:
        closed = _END.search(text, start, end)
        stop = closed.end() - 1 if closed else end
        if stop > start:
            yield Block(start, stop, None)
        start = stop + 1
