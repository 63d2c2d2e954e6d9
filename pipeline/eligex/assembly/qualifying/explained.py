"""`A that has required systemic treatment (i.e. with use of steroids)`: the bracket explains the clause before it.

What it names belongs to the clause, and nothing is stated of it by itself.
"""

import re

from eligex.assembly.forms.statement import Statement, others
from eligex.assembly.items.reading import Item
from eligex.assembly.qualifying.clause_examples import of_clauses

_EXPLAINS = re.compile(
    r"[(\[]\s*(?:(?:i\.?\s?e\b|e\.?\s?g\b)[.,:\s]*(?:(?:with|by|the|through)\s+)*(?:us(?:e|ing)\s+of\b|using\b)|with\s+(?:the\s+)?use\s+of\b|by\s+using\b)",
    re.IGNORECASE,
)
_BY_EXAMPLE = re.compile(
    r"[(\[]\s*(?:e\.?\s?g|i\.?\s?e|such\s+as|for\s+example|including|like)\b", re.IGNORECASE
)
_STAGES = re.compile(
    r"[(\[]\s*(?:(?:clinical|pathologic\w*)\s+)?(?:stages?\s+)?(?-i:[cp]?T(?:a|is)\b(?=\s*[,/()\]]|\s+(?:or|and)\b))",
    re.IGNORECASE,
)
_PURPOSE = re.compile(r"(?:for|to|due\s+to|because\s+of)\s", re.IGNORECASE)
_CLAUSE = re.compile(r"(?:that|which|who|requiring|treated|needing)\b", re.IGNORECASE)
_TREATED = re.compile(
    r"(?:(?:that|which)\s+)?(?:(?:is|are|not)\s+)*(?:(?:un|poorly\s+|inadequately\s+|well\s+)?(?:controlled|treated|managed)|requir\w+|need\w*|despite)\b",
    re.IGNORECASE,
)
_EITHER = re.compile(r"\bor\b|\be\.?\s?g\b|\b(?:such\s+as|including|like|example)\b", re.IGNORECASE)
_SYNDROME, _FEWEST = re.compile(r"\bsyndrome\Z", re.IGNORECASE), 2
_USED = ("drug", "procedure")


def explain(item: Item, statements: list[Statement]) -> list[Statement]:
    """Makes such brackets qualifiers of what the clause before them qualifies."""
    for a, b in item.segments.brackets:
        if serves := _purpose(item, statements, a, b):
            for s in serves:
                s.qualify(a, b, item.quote(a, b))
            statements = [s for s in statements if not a < s.at < b]
            continue
        if signs := _syndrome(item, statements, a, b):
            signs[0].qualify(a + 1, b - 1, item.quote(a + 1, b - 1))
            statements = [s for s in statements if not a < s.at < b]
            continue
        if _STAGES.match(item.text, a - item.start):
            statements = _staged(item, statements, a, b)
            continue
        if not _EXPLAINS.match(item.text, a - item.start):
            continue
        owners = [s for s in statements if s.end <= a and any(_is_clause(item, e, a) for e in s.aside)]
        inside = [s for s in statements if a < s.at < b]
        if not owners or any(s.kind not in _USED for s in inside):
            continue
        for s in owners:
            s.qualify(a, b, item.quote(a, b))
        statements = others(statements, inside)
    return statements


def explain_treatments(item: Item, statements: list[Statement]) -> list[Statement]:
    """Makes brackets that give examples of a treatment qualifiers of what it treats."""
    for a, b in item.segments.brackets:
        for s in (treats := _treated(item, statements, a, b) or of_clauses(item, statements, a, b)):
            s.qualify(a + 1, b - 1, item.quote(a + 1, b - 1))
        statements = [s for s in statements if not (treats and a < s.at < b)]
    return statements


def _purpose(item: Item, statements: list[Statement], a: int, b: int) -> list[Statement]:
    """Whose purpose the bracket gives examples of: `steroids for prophylaxis (e.g. allergy to contrast media)`."""
    if not _BY_EXAMPLE.match(item.text, a - item.start):
        return []
    inside = [s for s in statements if a < s.at < b]
    if not inside or any(s.kind != "condition" or s.threshold for s in inside):
        return []
    return [
        s for s in statements
        if s.kind in _USED and s.end <= a and any(
            y <= a and not item.quote(y, a).strip() and _PURPOSE.match(item.text, x - item.start) for x, y in s.aside
        )
    ]  # fmt: skip


def _syndrome(item: Item, statements: list[Statement], a: int, b: int) -> list[Statement]:
    """What is a syndrome of the signs behind it: `POEMS syndrome (polyneuropathy, organomegaly and …)`."""
    inside = [s for s in statements if a < s.at < b]
    if len(inside) < _FEWEST or any(s.threshold for s in inside) or _EITHER.search(item.quote(a, b)):
        return []
    return [
        s for s in statements
        if s.kind == "condition" and s.end <= a and not item.quote(s.end, a).strip()
        and _SYNDROME.search(item.quote(s.at, s.end))
    ]  # fmt: skip


def _treated(item: Item, statements: list[Statement], a: int, b: int) -> list[Statement]:
    """Whose treatment the bracket gives examples of: `diabetes controlled by medication (including insulin)`."""
    inside = [s for s in statements if a < s.at < b]
    if (
        not _BY_EXAMPLE.match(item.text, a - item.start)
        or not inside
        or any(s.kind not in _USED and s.state != "hospitalization" for s in inside)
    ):
        return []
    return [
        s for s in statements
        if s.kind == "condition" and s.end <= a and any(
            y <= a and not item.quote(y, a).strip() and _TREATED.match(item.text, x - item.start) for x, y in s.aside
        )
    ]  # fmt: skip


def _staged(item: Item, statements: list[Statement], a: int, b: int) -> list[Statement]:
    """`superficial bladder tumours [Ta (non-invasive), Tis (carcinoma in situ), T1]`: which of them."""
    owner = next((s for s in statements if s.end <= a and not item.quote(s.end, a).strip()), None)
    if owner is None or owner.kind != "condition":
        return statements
    owner.qualify(a, b, item.quote(a, b))
    return [s for s in statements if not a < s.at < b]


def _is_clause(item: Item, extent: tuple[int, int], at: int) -> bool:
    """Whether a clause ends there, or a time of it."""
    if extent[1] > at or not _CLAUSE.match(item.text, extent[0] - item.start):
        return False
    between = item.quote(extent[1], at).strip()
    return not between or any(
        not item.quote(extent[1], w.start).strip() and not item.quote(w.end, at).strip()
        for w in item.windows
        if extent[1] <= w.start and w.end <= at
    )
