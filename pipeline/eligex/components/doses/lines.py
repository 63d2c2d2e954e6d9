"""A text without the line breaks that a registry put into its sentences."""

import bisect
import re
from dataclasses import replace

from eligex.components.findings import Finding

# A break within a sentence: no blank line, list item or label (`Arm 2:`) follows, and no sentence ends before.
_WRAP = re.compile(
    r"(?=[ \t\r\n])(?:(?<=[^\s.;:])[ \t\r]*\n[ \t]*(?=[^\s\-*•])(?!(?:INTERVENTION|ARM|Arm|Group|Cohort)\s[\w-]{1,4}:)"
    r"(?![A-Za-z][^\n:]{1,40}:\s)"
    r"|(?<=\S)[ \t]{2,}(?=\S))"
)

_FULL_LINE = 60  # characters from which a line may have been broken for its length


class Places:
    """Offsets of an unwrapped text in the original one and back."""

    def __init__(self, cuts: list[tuple[int, int]]) -> None:
        """`cuts`: (offset in the unwrapped text behind a joint, characters lost up to there)."""
        self._at = [a for a, _ in cuts]
        self._lost = [n for _, n in cuts]
        self._from = [a + n for a, n in cuts]

    def outside(self, offset: int) -> int:
        i = bisect.bisect_right(self._at, offset)
        return offset + (self._lost[i - 1] if i else 0)

    def inside(self, offset: int) -> int:
        i = bisect.bisect_right(self._from, offset)
        return offset - (self._lost[i - 1] if i else 0)

    def original(self, f: Finding) -> Finding:
        if not self._at:
            return f
        return replace(f, start=self.outside(f.start), end=self.outside(f.end - 1) + 1)

    def within(self, f: Finding) -> tuple[int, int]:
        return self.inside(f.start), self.inside(f.end)


def _is_apart(text: str, start: int, end: int) -> bool:
    """Whether a short line ends, and the next begins with a capital: `…until relapse`, `Dramadol`."""
    return text[end : end + 1].isupper() and start - text.rfind("\n", 0, start) <= _FULL_LINE


def unwrapped(text: str) -> tuple[str, Places]:
    """The text with one blank for each break inside a sentence, and where its characters stood."""
    pieces: list[str] = []
    cuts: list[tuple[int, int]] = []
    at = lost = 0
    for m in _WRAP.finditer(text):
        if "\n" in m.group() and _is_apart(text, m.start(), m.end()):
            continue
        pieces += [text[at : m.start()], " "]
        lost += len(m.group()) - 1
        if len(m.group()) > 1:
            cuts.append((m.end() - lost, lost))
        at = m.end()
    pieces.append(text[at:])
    return "".join(pieces), Places(cuts)
