"""Which scale a performance status is told on: `worse than ECOG 2`, `performance status 0-2 (ECOG)`."""

import re
from dataclasses import replace

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item

_OPENED = re.compile(r"\s*[(\[]?\s*(?:(?:by|on|per|using|according\s+to)\s+)?(?:the\s+)?", re.IGNORECASE)
_LINKED = re.compile(
    r"[\s(:,-]*(?:(?:is|are|of|must\s+be|should\s+be|by|on|the|according\s+to)\b[\s(:]*)*", re.IGNORECASE
)


def one_scale(item: Item, found: list[Statement]) -> list[Statement]:
    """`performance status worse than ECOG 2`: the scale behind the comparator says which status is meant."""
    kept: list[Statement] = []
    for s in found:
        last = kept[-1] if kept else None
        if last is not None and _only_announces(item, last, s):
            s.taken |= kept.pop().taken
        elif last is not None and _says_which(item, last, s):
            _rename(last, s)
            continue
        kept.append(s)
    return kept


def _says_which(item: Item, a: Statement, s: Statement) -> bool:
    """`performance status 0-2 (ECOG)`."""
    if (a.threshold is None and a.value is None) or a.analyte != "performance_status":
        return False
    bare = s.kind == "score" and s.value is None and s.threshold is None and s.subject is not None
    return bare and a.end <= s.start and _OPENED.fullmatch(item.quote(a.end, s.start)) is not None


def _rename(a: Statement, s: Statement) -> None:
    assert a.subject is not None
    assert s.subject is not None
    told = s.subject
    a.subject = replace(a.subject, name=told.name, system=told.system, code=told.code, value=told.value)
    a.taken |= s.taken


def _only_announces(item: Item, a: Statement, s: Statement) -> bool:
    if a.value is not None or a.threshold is not None or a.analyte != "performance_status":
        return False
    scaled = s.kind == "score" and s.threshold is not None and s.subject is not None
    return scaled and a.end <= s.start and _LINKED.fullmatch(item.quote(a.end, s.start)) is not None
