"""`Patients who refuse chemotherapy`: the refusal is asked about, and nobody must have had chemotherapy."""

import re

from eligex.assembly.lists import listed
from eligex.assembly.reading import Item
from eligex.assembly.statement import Statement
from eligex.components.findings import Finding
from eligex.text.scan import Scanner

_REFUSES = Scanner(re.compile(r"\brefus(?:e[sd]?|ing)\b(?!\s+(?:to|of)\b)", re.IGNORECASE))
_AT_ONCE = re.compile(r"\s+(?:(?!(?:or|and|if|unless|to|of|by)\b)[\w-]+\s+){0,3}", re.IGNORECASE)
_GIVEN = {"drug", "procedure"}


def refuse(item: Item, statements: list[Statement]) -> list[Statement]:
    """One statement of each refusal and of what is listed behind it; consent and contraception stay what is asked."""
    for m in item.matches(_REFUSES):
        first = next((s for s in statements if s.at >= m.end()), None)
        if first is None or first.kind not in _GIVEN or first.threshold is not None:
            continue
        if not _AT_ONCE.fullmatch(item.quote(m.end(), first.at)):
            continue
        refused = _listed(item, statements, first)
        at = next(i for i, s in enumerate(statements) if s is first)
        made = _refusal(item, m.start(), refused)
        statements = [*statements[:at], made, *statements[at + len(refused) :]]
    return statements


def _listed(item: Item, statements: list[Statement], first: Statement) -> list[Statement]:
    found = [first]
    for s in statements[next(i for i, x in enumerate(statements) if x is first) + 1 :]:
        if s.kind not in _GIVEN or s.threshold is not None or not listed(item, found[-1], s):
            break
        found.append(s)
    return found


def _refusal(item: Item, start: int, refused: list[Statement]) -> Statement:
    """What was told of the refused is told of the refusal."""
    first, last = refused[0], refused[-1]
    what = " ".join(item.quote(first.at, last.end).lower().split())
    subject = Finding(
        start, last.end, "STATE", "assembly:refusal", f"refusal of {what}", value={"state": "refusal"}
    )
    made = Statement.of("state", subject)
    made.window, made.duration, made.applies_to = last.window, last.duration, first.applies_to
    made.base, made.carver, made.permitted = first.base, first.carver, first.permitted
    for s in refused:
        made.taken |= s.taken
        for (a, b), text in zip(s.aside, s.qualifiers, strict=True):
            if b <= start or a >= last.end:
                made.qualify(a, b, text)
    return made
