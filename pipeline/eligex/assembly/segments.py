"""Sentences, clauses and brackets of one criterion, by character offsets of the document."""

import bisect
import re
from dataclasses import dataclass

from eligex.assembly.extents import Extents

_SENTENCE = re.compile(
    r"""
    (?<![\d.\s])\.(?=\s*[A-Z(])(?<!e\.g\.)(?<!i\.e\.)(?<!vs\.)(?<!incl\.)(?<!approx\.)(?<!Dr\.)(?<!\s[A-Z]\.)
  | (?:(?<=[Hh]epatitis\ [A-E])|(?<=[Cc]lass\ [A-D])|(?<=[Vv]itamin\ [A-K])|(?<=\sor\ [A-E])|(?<=\sand\ [A-E]))
    \.(?=\s+[A-Z][a-z])
  | (?<=\d)\.(?=\s+[A-Z]|[A-Z][a-z]{2,})
  | \.(?=\d+-\s?[a-z]{3,})                     # glued: "ULN.24-hour clearance"
  | (?<=[a-z)%])\.(?=\s*$)
  | [;?!](?=\s|$|\S)
  | \n\s*\n
    """,
    re.VERBOSE,
)
_BRACKET = re.compile(r"[()\[\]]")


@dataclass(frozen=True, slots=True)
class Segments:
    """`cuts` are where a sentence ends; `brackets` are (open, close) pairs, close exclusive."""

    start: int
    end: int
    cuts: tuple[int, ...]
    brackets: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str, offset: int) -> "Segments":
        brackets = tuple(_pairs(text))
        inside = Extents((a + 1, b) for a, b in brackets)
        cuts = [
            m.start()
            for m in _SENTENCE.finditer(text)
            if text[m.start()] == "." or not inside.hold((m.start(), m.start() + 1))
        ]
        return cls(
            offset,
            offset + len(text),
            tuple(offset + c for c in cuts),
            tuple((offset + a, offset + b) for a, b in brackets),
        )

    def index(self, at: int) -> int:
        """Which sentence a position is in, from 0."""
        return bisect.bisect_right(self.cuts, at)

    def same(self, a: int, b: int) -> bool:
        return self.index(a) == self.index(b)

    def bounds(self, at: int) -> tuple[int, int]:
        """Start and end of the sentence around a position."""
        i = self.index(at)
        lo = self.cuts[i - 1] + 1 if i else self.start
        return lo, self.cuts[i] if i < len(self.cuts) else self.end

    def bracket(self, at: int) -> tuple[int, int] | None:
        """The innermost bracket around a position."""
        found = [b for b in self.brackets if b[0] < at < b[1]]
        return max(found) if found else None


def _pairs(text: str) -> list[tuple[int, int]]:
    stack: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for m in _BRACKET.finditer(text):
        sign = m.group()
        if sign in "([":
            stack.append((sign, m.start()))
        elif stack and stack[-1][0] == {")": "(", "]": "["}[sign]:
            pairs.append((stack.pop()[1], m.end()))
    return sorted(pairs)
