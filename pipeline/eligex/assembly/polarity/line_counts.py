"""`adjuvant therapy will be considered one prior regimen`, `(maintenance does not count as a line)`: how lines of
treatment are counted, of which nothing is asked.

Where a bound stands before it in the sentence, only what follows the comma behind the bound tells how to count.
"""

import re

from eligex.assembly.forms.segments import BRACKETED
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_NUMBER = r"(?:an?|one|two|the|the\s+same|part\s+of\s+(?:an?|one|the)|\d)\s+"
_COUNTS_AS = lazily(
    r"\b(?:(?:considered|counted|regarded|classified)\s+(?:as\s+|to\s+be\s+|towards?\s+)?|counts?\s+(?:as|towards?)\s+)"
    rf"(?:(?:{_NUMBER})?(?:(?:prior|previous|separate|single|new|additional|further|different|first|second)[\s-]+)*(?:[\w-]+\s+)?(?:regimens?|lines?|courses?)\b"
    rf"|{_NUMBER}(?:(?:prior|previous|separate|single)\s+)+(?:[\w-]+\s+)?(?:treatments?|therap(?:y|ies))\b(?!\s+failure))",
    re.IGNORECASE,
)
_ASKS = lazily(r"\b(?:allowed|permitted|eligible|excluded)\b", re.IGNORECASE)
_RULES = lazily(  # of all that stands before it in the sentence
    r"\b(?:(?:will|shall|should|may|would|can|must|(?:is|are)\s+to)\s+(?:not\s+)?(?:be\s+)?(?:\w+ly\s+)?|(?:is|are)\s+(?:not\s+)?(?:\w+ly\s+)?)\Z",
    re.IGNORECASE,
)
_SAYS = lazily(r"\bdo(?:es)?\s+not\s+(?:\w+ly\s+)?\Z", re.IGNORECASE)
_OF_NAMED = lazily(
    r"\b(?:who|which|that)\s+(?:(?:is|are|was|were|will|would|has|have)\s+)?(?:not\s+)?(?:be(?:en)?\s+)?\Z",
    re.IGNORECASE,
)
_COUNTS = lazily(r"counts?\b", re.IGNORECASE)
_PIECES = lazily(r"[,;]|\band\b", re.IGNORECASE)


def line_counts(item: Item) -> list[tuple[int, int]]:
    """Extents of the brackets and sentences, or of their clauses, that only tell how to count."""
    if "consider" not in item.text and "count" not in item.text and "regard" not in item.text:
        return []
    brackets = [_of_bracket(item, *b) for b in item.segments.brackets if _COUNTS_AS.search(item.whole, *b)]
    found = (_clause(item, lo, hi) for lo, hi in item.sentences)
    return brackets + [e for e in found if e is not None]


def _of_bracket(item: Item, lo: int, hi: int) -> tuple[int, int]:
    """The bracket, or of several statements in it the one that tells how to count."""
    m = _COUNTS_AS.search(item.whole, lo, hi)
    assert m is not None
    start = item.whole.rfind(";", lo, m.start()) + 1
    end = item.whole.find(";", m.end(), hi)
    return (start or lo), (hi if end < 0 else end)


def _clause(item: Item, lo: int, hi: int) -> tuple[int, int] | None:
    words = BRACKETED.sub(lambda m: " " * len(m[0]), item.whole[lo:hi])
    m = _COUNTS_AS.search(words)
    if m is None or _OF_NAMED.search(words, 0, m.start()) or _ASKS.search(words, 0, m.start()):
        return None
    rules = _RULES.search(words, 0, m.start()) is not None
    if not (rules or _SAYS.search(words, 0, m.start()) or _COUNTS.match(words, m.start())):
        return None  # "prior bevacizumab, considered a line of treatment"
    bound = max((f.end for f in item.thresholds if lo <= f.start < lo + m.start()), default=None)
    if bound is not None:
        comma = words.find(",", bound - lo, m.start())
        return (lo + comma + 1, hi) if comma >= 0 else None
    if rules:
        return lo, hi
    parts = [0, *(x.end() for x in _PIECES.finditer(words, 0, m.start()))]
    behind = _PIECES.search(words, m.end())
    return lo + parts[-1], lo + behind.start() if behind else hi
