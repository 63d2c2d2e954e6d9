"""`No hepatitis B (defined as presence of its antigen)`: what defines a thing that is denied is denied with it, and
what only says whom a word means is asked of nobody."""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.assembly.polarity.provisos import ONLY_TELLS
from eligex.text.lazily import lazily

_DEFINES = lazily(
    r"[(\[]\s*(?:(?:as\s+)?(?:defined|evidenced|shown|demonstrated|indicated|manifested)\s+(?:as|by)|i\.?\s?e\b\.?,?)\s",
    re.IGNORECASE,
)
_NEAR = 40


def deny_definitions(item: Item, statements: list[Statement]) -> None:
    """Negates what such a bracket states behind a statement that a cue before it denies; of "dementia (MMSE ≤ 25) is
    excluded" also its bounds."""
    for a, b in item.segments.brackets if item.negations else ():
        inside = [s for s in statements if a < s.at < b and s.cue is None and s.base is None]
        defines = _DEFINES.match(item.text, a - item.start) is not None
        if not inside or not (defines or all(s.threshold is not None for s in inside)):
            continue
        before = [s for s in statements if s.end <= a and a - s.end < _NEAR and item.segments.same(s.at, a)]
        head = max(before, key=lambda s: s.end, default=None)
        if head is None or not head.negated or head.cue is None:
            continue
        if not (head.cue.start >= b or (defines and head.cue.end <= head.at)):
            continue
        for s in inside:
            s.negated, s.cue = True, head.cue
            s.take(head.cue.start, head.cue.end)


def permit_defined(item: Item, statements: list[Statement]) -> None:
    """`Women < 50 years are considered postmenopausal if …` asks for no age."""
    for s in (x for x in statements if x.kind == "age"):
        own = (e for e in item.sentences if e[0] <= s.start < e[1])
        s.permitted = s.permitted or any(ONLY_TELLS.match(item.whole, *e) for e in own)
