"""Members of a row of organs before those that were found: `renal, endocrine, pulmonary or allergic disease`.

A list of many names its last members with the head that they share; what stands before them in the same row is
told by the same head.
"""

import re

from eligex.assembly.premodifiers import is_listed
from eligex.assembly.reading import Item
from eligex.assembly.statement import Statement
from eligex.components.findings import Finding

_ORGAN = (
    r"(?:[a-z]{2,}(?:al|ic|ary|ine|ar|oid|ory|ous|iac|ive|une|otic)"
    r"|coagulation|liver|kidney|heart|lung|blood|bone|skin|brain|eye|spleen|muscle|joint)"
)
_ROW = re.compile(
    rf"(?<![\w-])(?P<row>(?:{_ORGAN}\s*[,/]\s*)+(?:(?:{_ORGAN}\s*,?\s*)?(?:or|and|and/or)\s+)?)\Z",
    re.IGNORECASE,
)
_WORD = re.compile(_ORGAN, re.IGNORECASE)
_HEADED = re.compile(
    r"[\w-]+\s+(?P<head>diseases?|disorders?|abnormalit(?:y|ies)|illness(?:es)?|conditions?|impairments?|dysfunctions?"
    r"|insufficienc(?:y|ies)|failure)",
    re.IGNORECASE,
)
_REACH = 200  # characters of such a row
_FEWEST = 2  # organs of a row that only its last member tells


def fill_rows(item: Item, statements: list[Statement]) -> list[Statement]:
    """The statements, with one for each organ of the row before the first of them that shares its head."""
    found: list[Statement] = []
    for s in statements:
        found += [*_before(item, s, found[-1].end if found else item.start), s]
    return found


def _before(item: Item, s: Statement, floor: int) -> list[Statement]:
    head = _head(item, s)
    if head is None:
        return []
    lo = max(floor, item.segments.bounds(s.at)[0], s.at - _REACH)
    row = _ROW.search(item.text, lo - item.start, s.at - item.start)
    words = list(_WORD.finditer(item.text, *row.span("row"))) if row else []
    fewest = 1 if s.is_elided else _FEWEST
    if len(words) < fewest or any(is_listed(m[0].lower()) for m in words):
        return []
    return [_named(item, m, head) for m in words]


def _head(item: Item, s: Statement) -> str | None:
    """The noun that a row shares, as written."""
    if s.kind != "condition" or s.threshold is not None or s.subject is None:
        return None
    m = _HEADED.fullmatch((s.subject.name or "") if s.is_elided else item.quote(s.at, s.end))
    return m["head"].lower() if m else None


def _named(item: Item, m: "re.Match[str]", head: str) -> Statement:
    a, b = item.start + m.start(), item.start + m.end()
    name = f"{m[0].lower()} {head}"
    return Statement.of("condition", Finding(a, b, "CONDITION", "assembly:shared-head", name))
