"""`a fall in blood pressure of > 30 mmHg`, `a 20 % increase in creatinine`: bounds of a change and not of the level.

Words that only say of a level that it is high ("elevation of ALT", "a drop in LVEF to < 40 %") leave the bound to it.
"""

import re
from dataclasses import replace
from itertools import pairwise

from eligex.assembly.bounds.restated import NUMERIC
from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_LEVEL = r"elevations?|prolongations?|lengthening|abnormality|abnormalities"
_CHANGE = (
    r"increases?|decreases?|drops?|falls?|rises?|reductions?|declines?|changes?|gains?|loss|improvements?|worsening"
    r"|deteriorations?|variations?|differences?|fluctuations?|shifts?|excursions?|variability"
)
_SAYS = Scanner(re.compile(rf"\b(?:{_LEVEL}|{_CHANGE})\b", re.IGNORECASE))
_LED = lazily(
    rf"\b(?P<head>(?P<level>{_LEVEL})|{_CHANGE})\s+(?:in|of|from|for|on)\s+(?:(?:the|an?|their|baseline|mean|resting)\s+)*\Z",
    re.IGNORECASE,
)
_NOUN = lazily(rf"(?:\w+\s+){{0,2}}(?:{_CHANGE})", re.IGNORECASE)
_OF = lazily(r"\s+(?:in|of|from)\s+(?:(?:the|an?|their|baseline|mean|resting|your)\s+)*", re.IGNORECASE)
_TO = lazily(r"\bto\s+(?:an?\s+|the\s+)?(?:levels?\s+|values?\s+)?(?:of\s+)?\Z", re.IGNORECASE)
_OR = lazily(r"\b(?:or|and|and/or)\s*\Z|/\s*\Z", re.IGNORECASE)
_PART = lazily(r"(?:systolic|diastolic)(?:\s+(?:BP|blood\s+pressure))?", re.IGNORECASE)
_HEAD = lazily(rf"(?:{_CHANGE})\s+(?:in|of|from)\b")
_TAIL = lazily(rf"\s+(?:\([^()]{{1,20}}\)\s+)?(?P<noun>{_CHANGE})\b", re.IGNORECASE)
_SIDE = lazily(r"(?:below|under|above|over|beyond)\b", re.IGNORECASE)
_MODIFIED = lazily(r"(?:ed|ing|al|ive|ous|[ae]nt|ic|ate|ly|less|le|ar)\s+\Z", re.IGNORECASE)
LIMITS = ("ULN", "LLN")
_REACH = 48


def tell_changes(item: Item, statements: list[Statement]) -> None:
    """Names the change that a bound is of; `statements` are those with a bound."""
    if not statements or not item.has(_SAYS):
        return
    for i, s in enumerate(statements):
        if s.subject is None or s.threshold is None or s.kind not in ("measurement", "score", "procedure"):
            continue
        if s.subject.source == "assembly:phrase":
            _with_object(item, s)
        elif not any(x is not s and x.threshold is s.threshold for x in statements[:i]):
            _with_head(item, s)
            _with_tail(item, s)
    for before, s in pairwise(statements):
        if s.subject is not None and _is_shared(item, before, s):
            _share(item, before, s)
    one: dict[tuple[int, int], Finding] = {}
    for s in statements:  # two bounds of one change have one subject
        if s.subject is not None and s.subject.source == "assembly:change":
            s.subject = one.setdefault((s.subject.start, s.subject.end), s.subject)


def _is_shared(item: Item, before: Statement, s: Statement) -> bool:
    assert s.subject is not None
    part = _PART.fullmatch(item.quote(s.at, s.subject.end)) is not None
    joined = _OR.search(item.quote(before.end, max(before.end, s.at))) is not None
    return part or (before.threshold is s.threshold and joined)


def _share(item: Item, before: Statement, s: Statement) -> None:
    """`of > 30 mmHg systolic or > 20 mmHg diastolic`, `an increase in AST or ALT`"""
    f = before.subject
    m = _HEAD.match(f.name or "") if f is not None and f.source == "assembly:change" else None
    if m is not None and item.segments.same(before.at, s.at):
        rename(item, s, s.at, m[0])


def _with_head(item: Item, s: Statement) -> None:
    """`a fall in blood pressure of > 30 mmHg`"""
    lo = max(item.segments.bounds(s.at)[0], s.at - _REACH)
    m = _LED.search(item.quote(lo, s.at))
    if m is None:
        return
    a = lo + m.start("head")
    if not m["level"] and not _is_level(item, s):
        s.take(a, lo + m.end("head"))
        rename(item, s, a, item.quote(a, s.at))
    elif not _MODIFIED.search(m.string, 0, m.start("head")):  # those say more of the level itself
        s.take(a, lo + m.end("head"))


def _with_tail(item: Item, s: Statement) -> None:
    """`creatinine increase of ≥ 50 %`"""
    assert s.subject is not None
    assert s.threshold is not None
    f = s.subject
    m = _TAIL.match(item.text, f.end - item.start)
    if (
        m is None
        or f.source == "assembly:change"
        or item.start + m.end() > s.threshold.start
        or _is_level(item, s)
    ):
        return
    a, b = (item.start + at for at in m.span("noun"))
    name = f"{m['noun'].lower()} in {f.name or item.quote(f.start, f.end).lower()}"
    s.subject = Finding(f.start, b, f.label, "assembly:change", name=name)
    s.end = max(s.end, b)
    s.take(a, b)


def rename(item: Item, s: Statement, start: int, words: str) -> None:
    """Makes it one of the change that `words` tell, which stand at `start` or are said of it as it is."""
    assert s.subject is not None
    name = f"{' '.join(words.lower().split())} {s.subject.name or item.quote(s.at, s.subject.end).lower()}"
    s.subject = Finding(start, s.subject.end, s.subject.label, "assembly:change", name=name)
    s.start = min(s.start, start)


def _is_level(item: Item, s: Statement) -> bool:
    """`to < 40 %`, `below 90`, `> 3 x ULN`: of the level that was reached."""
    assert s.threshold is not None
    t = s.threshold
    reached = _TO.search(item.quote(max(item.start, t.start - 24), t.start))
    side = _SIDE.match(item.text, t.start - item.start)
    return t.value.get("relative_to") in LIMITS or reached is not None or side is not None


def _with_object(item: Item, s: Statement) -> None:
    """`≥ 20 % increase in creatinine`, of which the bound stands before the noun."""
    assert s.subject is not None
    f = s.subject
    if not _NOUN.fullmatch(item.text, f.start - item.start, f.end - item.start):
        return
    link = _OF.match(item.text, f.end - item.start)
    at = item.start + link.end() if link else -1
    m = next((m for m in item.mentions if m.label in (*NUMERIC, "PROCEDURE") and m.start == at), None)
    if m is None:
        return
    words = f"{item.quote(f.start, m.start)}{m.name or item.quote(m.start, m.end)}".lower()
    s.subject = replace(f, end=m.end, name=" ".join(words.split()), source="assembly:change")
    s.end = max(s.end, m.end)
    s.take(m.start, m.end)
    s.take(f.start, m.end)
