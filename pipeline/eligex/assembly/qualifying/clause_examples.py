"""`a sarcoma that is incurable by standard means (e.g. surgery or radiation)`: examples for the clause.

Treatments are none of a named disease; and of what an inclusion asks for, what explains its clause ("that is not
amenable to surgery (i.e. inoperable disease)") is no alternative to it.
"""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.described import is_general
from eligex.assembly.items.reading import Item

_BY_EXAMPLE = re.compile(r"[(\[]\s*(?:e\.?\s?g|i\.?\s?e|such\s+as|for\s+example|like)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"(?:(?:that|which)\s+(?:is|are|was|were|has|have|had|do|does|did|can|could|cannot|will)\b|refractory|resistant|unresponsive|intolerant|not\s+\w+)",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\b(?:measurable|visible|located|present|confined|limited|spread|consistent)\b", re.IGNORECASE
)
_TREATMENTS = ("drug", "procedure")


def of_clauses(item: Item, statements: list[Statement], a: int, b: int) -> list[Statement]:
    """The diseases whose clause ends before the bracket [a, b) that only gives examples for it."""
    inside = [s for s in statements if a < s.at < b]
    plain = all(s.threshold is None and s.base is None and not s.negated and not s.obliged for s in inside)
    if not inside or not plain or not _BY_EXAMPLE.match(item.text, a - item.start):
        return []
    treats = all(s.kind in _TREATMENTS or s.state == "hospitalization" for s in inside)
    asked = item.section == "inclusion" and all(s.kind in ("condition", *_TREATMENTS) for s in inside)
    return [s for s in statements if (treats or asked) and _has_clause(item, s, a, treats=treats)]


def _has_clause(item: Item, s: Statement, at: int, *, treats: bool) -> bool:
    if s.kind != "condition" or s.negated or s.end > at or is_general(item, s):
        return False
    ends = [(x, y) for x, y in s.aside if s.end <= x and y <= at and not item.quote(y, at).strip()]
    return any(
        _CLAUSE.match(item.text, x - item.start) and (treats or not _PLACED.search(item.quote(x, y)))
        for x, y in ends
    )
