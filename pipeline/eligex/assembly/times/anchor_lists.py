"""`contraception for 6 months after the last dose of A, B or C`: a time of a state is counted from whichever of a list,
and nobody is asked to take any of them.
"""

import re
from itertools import pairwise

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_FROM = lazily(
    r"\b(?:dos(?:e|es|ing)|administrations?|infusions?|injections?|treatments?|therapy|use|receiving|taking|starting|stopping|completi(?:on|ng)"
    r"|discontinu\w+|cessation)\b",
    re.IGNORECASE,
)
_NEXT = lazily(
    r"\s*(?:\([^()]{1,30}\)\s*)?(?:,|/|\band/or\b|\bor\b|\band\b)\s*(?:(?:or|and)\s+)?(?:(?:the|other|any)\s+)*",
    re.IGNORECASE,
)
_CLOSES = lazily(r"\b(?:or|and)\b", re.IGNORECASE)
_TREATMENTS = ("drug", "procedure")


def drop_anchor_lists(item: Item, statements: list[Statement]) -> list[Statement]:
    """Without the treatments that such a time is counted from as well; the state rests on their words."""
    dropped: set[int] = set()
    for s in statements:
        for x in _behind(item, s, statements):
            s.take(x.at, x.end)
            dropped.add(id(x))
    return [s for s in statements if id(s) not in dropped]


def _behind(item: Item, s: Statement, statements: list[Statement]) -> list[Statement]:
    """The bare treatments listed behind the anchor of a state's time, where `or` or `and` closes the list."""
    w = s.window
    if s.kind != "state" or w is None or w.value.get("anchor") is None or not _is_of_treatment(item, w):
        return []
    found: list[Statement] = []
    end = w.end
    for x in sorted((x for x in statements if x.at >= w.end), key=lambda x: x.at):
        bare = x.kind in _TREATMENTS and x.threshold is x.value is x.base is None and x.window in (None, w)
        if not bare or not _NEXT.fullmatch(item.quote(end, x.at)) or not item.segments.same(w.start, x.at):
            break
        found.append(x)
        end = x.end
    gaps = [item.quote(a, b) for a, b in pairwise([w.end, *(p for x in found for p in (x.at, x.end))])]
    return found if any(_CLOSES.search(g) for g in gaps[::2]) else []


def _is_of_treatment(item: Item, w: Finding) -> bool:
    """Whether a time is counted from a treatment by its name; not `after the last dose, methotrexate`."""
    named = any(m.within(w.start, w.end) and m.label in ("DRUG", "PROCEDURE") for m in item.mentions)
    return named and _FROM.search(item.quote(w.start, w.end)) is not None
