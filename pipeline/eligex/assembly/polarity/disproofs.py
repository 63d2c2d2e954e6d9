"""`Pregnancy (negative pregnancy test)` of an exclusion: the test that shows that nobody is shut out is asked for.

Read as one more thing that excludes, it would shut out all who are not pregnant.
"""

import re
from collections.abc import Sequence

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_OPENS = lazily(
    r"[(\[,;:–-]\s*(?:(?:an?|documented|confirmed|with(?=\s+(?:an?\s+)?negative))\s+)*negative\b[^,;()]*\Z",
    re.IGNORECASE,
)
_REACH = 60
_TESTED = ("pregnancy", "lactation")


def ask_for_disproof(item: Item, statements: list[Statement]) -> None:
    """Makes such tests duties."""
    first = min((s.at for s in statements if _excludes(s)), default=None)
    if first is None or item.section != "exclusion":
        return
    for s in statements:
        if first < s.at and _is_negative_test(s) and not (s.negated or s.permitted) and _opens(item, s):
            s.obliged = True
            _spare(item, statements, s)


def _spare(item: Item, statements: list[Statement], test: Statement) -> None:
    """`Nursing women (a negative pregnancy test is required)`: the duty is the bracket's alone."""
    inside = item.segments.bracket(test.at)
    for s in statements:
        if inside is not None and s.at < inside[0] and _excludes(s):
            s.obliged = False


def disproves(about: Sequence[Statement], duty: Sequence[Statement]) -> bool:
    """Whether all of a duty are tests of what the others exclude."""
    return all(map(_is_negative_test, duty)) and all(map(_excludes, about))


def _excludes(s: Statement) -> bool:
    return s.state in _TESTED and not s.negated


def _is_negative_test(s: Statement) -> bool:
    return s.analyte == "pregnancy_test" and s.value == "negative"


def _opens(item: Item, s: Statement) -> bool:
    return _OPENS.search(item.quote(max(item.start, s.at - _REACH), s.at)) is not None
