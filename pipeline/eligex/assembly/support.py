"""Qualifiers of a bound or a diagnosis: how it is got, and what it must stand without."""

import re

from eligex.assembly.reading import Item
from eligex.assembly.statement import Statement

_SUPPORT = re.compile(
    r"""[\s,(]*\b(?P<text>(?:
        without|by|as\s+(?:measured|assessed|calculated|determined|estimated)\s+by|on|using|with|off|independent\s+of
      | (?:calculated|measured|determined|confirmed|diagnosed)\s+(?:by|using|with|on)|in\s+the\s+absence\s+of
      )\s+[^,;()\n]{2,90}(?:\([A-Z]{2,8}\))?)""",
    re.IGNORECASE | re.VERBOSE,
)
_NEXT_CLAUSE = re.compile(
    r"\s+(?:and|or|but)\s+(?=\S+\s+(?:[≥≤<>=]|counts?|is|must|should|levels?)|no\b|[A-Z]|\S+\s*[≥≤<>=])"
)
_METHOD = re.compile(
    r"""\s*\b(?:(?:confirmed|diagnosed|documented|established|proven|verified|assessed|determined)\s+)?
    (?:by|via|using|on|through|(?:in|at)\s+(?:the\s+)?(?:last|latest|most\s+recent))\s+
    (?:(?:the|a|an|standard|local|central)\s+)*$""",
    re.IGNORECASE | re.VERBOSE,
)


def support(item: Item, statements: list[Statement]) -> list[Statement]:
    """Adds the qualifiers; drops the statements that turn out to be no more than one."""
    for s in statements:
        if s.threshold is not None:
            _behind(item, s, s.threshold.end)
            if s.duration is not None and s.duration.start >= s.threshold.end:
                _behind(item, s, s.duration.end)
    return _methods(item, statements)


def _behind(item: Item, s: Statement, at: int) -> None:
    _, hi = item.segments.bounds(at - 1)
    rest = item.quote(at, hi)
    m = None if re.match(r"\s*\)", rest) else _SUPPORT.match(rest)
    if m is None:
        return
    a, b = at + m.start("text"), at + m.end("text")
    cut = _NEXT_CLAUSE.search(item.quote(a, b))
    b = a + cut.start() if cut else b
    b = min([b, *(x.start for x in (*item.windows, *item.durations) if a < x.start < b)])
    if any(t.overlaps(a, b) for t in item.thresholds):
        return
    text = item.quote(a, b).rstrip()
    if len(text.split()) > 1:
        s.qualify(a, a + len(text), text)


def _methods(item: Item, statements: list[Statement]) -> list[Statement]:
    """`leukemia by bone marrow morphology`: the procedure tells how the condition was found."""
    kept: list[Statement] = []
    for s in statements:
        last = kept[-1] if kept else None
        if last is not None and s.kind in ("procedure", "measurement") and not s.threshold and not s.value:
            lead = _METHOD.fullmatch(item.quote(last.end, s.start)) if last.end <= s.start else None
            if lead and last.kind == "condition" and item.segments.same(last.at, s.at):
                a = last.end + len(lead.group()) - len(lead.group().lstrip())
                last.qualify(a, s.end, item.quote(a, s.end))
                last.taken |= s.taken
                last.end = s.end
                continue
        kept.append(s)
    return kept
