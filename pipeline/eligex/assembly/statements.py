"""Statements of one criterion: one for each bound of a subject, one for each other thing it names."""

import re

from eligex.assembly.reading import KINDS, Item
from eligex.assembly.statement import Statement
from eligex.assembly.subjects import IMPLIED_BY_UNIT, NUMERIC, Bound, bind
from eligex.components.findings import Finding

_VALUE = re.compile(
    r"\b(?P<value>positiv(?:e|ity)|negativ(?:e|ity)|abnormal(?:ity|ities)?|normal|elevated|detectable|undetectable|"
    r"increased|decreased|reduced|low|high|impaired|adequate|stable|unstable|uncontrolled)\b|(?P<plus>(?<=\w)[+](?!\w))",
    re.IGNORECASE,
)
_NOMINAL = {
    "positivity": "positive",
    "negativity": "negative",
    "abnormality": "abnormal",
    "abnormalities": "abnormal",
}
_GAP = re.compile(
    r"[\s:(,-]*(?:\b(?:for|is|are|was|were|be|should|must|test|tests|testing|tested|result|results|the|a|an|of|in|status|"
    r"known|either|serology|serum|and)\b[\s,-]*)*[\s)-]*",
    re.IGNORECASE,
)


def statements_of(item: Item) -> list[Statement]:
    """All statements of an item in text order, without polarity, windows and exceptions."""
    bounds = bind(item)
    found = [s for b in bounds for s in _numeric(item, b)]
    used = {e for s in found for e in s.taken}
    found += _plain(item, used, bounds)
    return sorted(found, key=lambda s: (s.at, s.start))


def _numeric(item: Item, b: Bound) -> list[Statement]:
    t = b.threshold
    subjects: list[Finding | None] = list(b.subjects) or [None]
    made = []
    for subject in subjects:
        s = Statement(
            kind=_kind(subject, t),
            start=min(subject.start, t.start) if subject else t.start,
            end=max(subject.end, t.end) if subject else t.end,
            subject=subject,
            implied=None if subject else _implied(t),
            threshold=t,
            bounds=dict(t.value),
            value=t.value.get("value"),
        )
        s.take(t.start, t.end)
        if subject:
            s.take(subject.start, subject.end)
        for a in b.aliases:
            s.take(*a)
        made.append(s)
    return made


def _implied(t: Finding) -> str | None:
    if t.value.get("role") == "age":
        return "age"
    return IMPLIED_BY_UNIT.get(str(t.value.get("unit")))


def _kind(subject: Finding | None, t: Finding) -> str:
    if t.value.get("role") == "age" or (subject is None and _implied(t) == "age"):
        return "age"
    return KINDS[subject.label] if subject else "measurement"


def _plain(item: Item, used: set[tuple[int, int]], bounds: list[Bound]) -> list[Statement]:
    """Statements of the mentions that no threshold took."""
    found: list[Statement] = []
    for m in item.mentions:
        if (m.start, m.end) in used or m.label in ("AGE", "SEX") or _hidden(item, m, bounds):
            continue
        same = next((s for s in found if s.subject and _other_name(item, s.subject, m)), None)
        if same is not None:
            same.take(m.start, m.end)
            same.end = max(same.end, m.end)
            continue
        s = Statement(KINDS[m.label], m.start, m.end, m)
        s.take(m.start, m.end)
        s.value = _nominal(item, s, m)
        found.append(s)
    return found


def _hidden(item: Item, m: Finding, bounds: list[Bound]) -> bool:
    """Inside a threshold's or a window's own words, or inside a longer mention that names it."""
    if any(m.within(b.threshold.start, b.threshold.end) for b in bounds):
        return True
    if any(m.within(w.start, w.end) for w in (*item.windows, *item.durations)):
        return True
    outer = [x for x in item.mentions if x is not m and m.within(x.start, x.end)]
    return any(x.label in ("CONDITION", "PROCEDURE", "STATE") for x in outer)


def _other_name(item: Item, a: Finding, b: Finding) -> bool:
    """`b` is `a` again in brackets, or its abbreviation."""
    gap = item.quote(a.end, b.start) if a.end <= b.start else ""
    if not re.fullmatch(r"\s*[(\[]\s*(?:i\.?e\.?,?\s*|or\s+|also known as\s+)?", gap):
        return False
    if a.name is not None and a.name == b.name:
        return True
    short = [x for x in item.abbreviations if (x.start, x.end) == (b.start, b.end)]
    return bool(short) and str(short[0].value.get("long", "")).lower() in item.quote(a.start, a.end).lower()


def _nominal(item: Item, s: Statement, m: Finding) -> str | None:
    """`positive`, `negative`, `abnormal` … said of a test directly before or after it."""
    if m.label not in NUMERIC:
        return None
    lo, hi = item.segments.bounds(m.start)
    for v in _VALUE.finditer(item.quote(lo, hi)):
        a, b = lo + v.start(), lo + v.end()
        gap = item.quote(m.end, a) if a >= m.end else item.quote(b, m.start) if b <= m.start else None
        if v.group("plus"):
            gap = item.quote(m.end, a) if a >= m.end else None
            if gap != "":
                continue
        if gap is not None and _GAP.fullmatch(gap):
            s.take(a, b)
            word = (v.group("value") or "positive").lower()
            return _NOMINAL.get(word, word)
    return None
