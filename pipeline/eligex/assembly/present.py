"""`currently taking A, B or C`: that a thing is done now narrows each of those that it is done with."""

import re

from eligex.assembly.lists import NEXT
from eligex.assembly.reading import Item
from eligex.assembly.statement import Statement
from eligex.text.scan import Scanner

_NOW = Scanner(
    re.compile(
        r"\bcurrently\s+(?:being\s+)?(?:taking|using|receiving|undergoing|on|under|treated\s+(?:with|by|for)|prescribed)\b",
        re.IGNORECASE,
    )
)
_LEAD = re.compile(r"[^,;:.()\n]{0,40}\Z")
_OR = re.compile(r"\b(?:or|and|and/or|but|not)\b", re.IGNORECASE)
_CLOSED = re.compile(r"\([^()]*\)|^[^()]{0,20}\)")  # "Zolinza (vorinostat) or any other"
_KINDS = ("drug", "procedure")


def tell_present(item: Item, statements: list[Statement]) -> None:
    """Qualifies the list behind the verb; `currently taking or has taken A` tells no time."""
    for m in item.matches(_NOW):
        at = m.end()
        first = True
        for s in statements:
            if s.at < at:
                continue
            gap = _CLOSED.sub(" ", item.quote(at, max(at, _begin(s, at))))
            listed = _LEAD.match(gap) and not _OR.search(gap) if first else NEXT.fullmatch(gap)
            if not listed or s.kind not in _KINDS or s.threshold is not None:
                break
            s.qualify(m.start(), m.end(), m.group())
            at, first = s.end, False


def _begin(s: Statement, floor: int) -> int:
    """Where its name begins, or the words before it that narrow it."""
    return min([s.at, *(a for a, b in s.aside if floor <= a and b <= s.at)])
