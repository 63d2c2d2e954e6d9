"""`a tumour refractory to standard therapy or for which no standard therapy exists`: the second clause tells of the
tumour as the first does, and nothing is asked for by itself.

Whoever has no standard therapy would be let in without the tumour, were it an alternative to that.
"""

import re

from eligex.assembly.forms.statement import Statement, others
from eligex.assembly.items.reading import Item
from eligex.text.scan import Scanner

NONE_LEFT = re.compile(r"[\s,]*\bor\s+(?:for|in)\s+(?:which|whom)\b", re.IGNORECASE)
_CLAUSE = Scanner(
    re.compile(
        r"\bor\s+(?:for|in)\s+(?:which|whom)\s(?:(?!\b(?:and|or(?!\s+(?:is|are|has|have|no)\b)|who|that)\b)[^.;:,()]){2,120}",
        re.IGNORECASE,
    )
)
_GOES_ON = re.compile(r"\s*or\b", re.IGNORECASE)  # a list of which the clause is amid
_NONE = re.compile(r"\b(?:no|not|cannot)\b", re.IGNORECASE)


def tell_untreatable(item: Item, statements: list[Statement]) -> list[Statement]:
    """Adds each such clause of an inclusion to the qualifier that it goes on from; what it names is not stated."""
    if item.section != "inclusion":
        return statements
    for m in item.matches(_CLAUSE):
        a = item.start + len(item.quote(item.start, m.start()).rstrip(" ,\r\n"))
        b = min(m.start() + len(m[0].rstrip()), item.segments.bounds(a)[1])
        told = [(s, start) for s in statements if (start := _begin(s, a)) is not None]
        amid = _GOES_ON.match(item.text, b - item.start) is not None
        if not told or amid or not _NONE.search(item.quote(a, b)) or _is_bounded(item, a, b):
            continue
        for s, start in told:
            s.qualify(start, b, item.quote(start, b))
        statements = others(statements, [s for s in statements if a < s.at < b])
    return statements


def _begin(s: Statement, at: int) -> int | None:
    """Where the qualifier behind a name begins that ends at a position, and that no other goes on from."""
    ends = [e[0] for e in s.aside if s.end <= e[0] and e[1] == at]
    return None if any(a <= at < b for a, b in s.aside) else min(ends, default=None)


def _is_bounded(item: Item, a: int, b: int) -> bool:
    return any(f.overlaps(a, b) for f in (*item.thresholds, *item.windows, *item.durations))
