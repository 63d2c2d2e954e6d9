"""Windows, durations, sub-populations and qualifiers: what narrows a statement, and how far it reaches."""

import re

from eligex.assembly.phrases import phrase_before
from eligex.assembly.reading import Item
from eligex.assembly.statement import Statement
from eligex.components.findings import Finding

_POPULATION = re.compile(
    r"\b(?:(?:for|in|among)\s+(?:the\s+)?)?(?P<who>(?:wom[ae]n|females?|m[ae]n|males?|boys|girls|pre-?menopausal|"
    r"post-?menopausal|pa?ediatric|adults?|children|adolescents)\b"
    r"(?:\s+(?:patients?|subjects?|participants?|women|females))?"
    r"(?:\s+of\s+(?:child[\s-]?bearing|reproductive)\s+(?:potential|age|capacity))?)",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(
    r"[\s,(]*\b(?P<who>(?:if|when|for|in|in case of|in the (?:presence|case|setting|event) of|among)\s+(?:the\s+)?"
    r"(?:(?:patients?|subjects?|participants?|those|individuals|cases?)\s+(?:with|who have|having|on|receiving|without)|"
    r"there (?:is|are)|(?=[a-z]+\s+(?:metasta|involve)))[^,;()\n]{2,80}|"
    r"(?:if|when|unless|in case of|in the (?:presence|case|setting|event) of)\s+[^,;()\n]{2,80})",
    re.IGNORECASE,
)
_SUPPORT = re.compile(
    r"[\s,(]*\b(?P<text>(?:without|by|as (?:measured|assessed|calculated|determined|estimated) by|on|using|with|off|"
    r"calculated (?:by|using|with)|measured (?:by|using)|independent of|in the absence of)\s+[^,;()\n]{2,90})",
    re.IGNORECASE,
)
_AND_NEW = re.compile(r"\s+(?:and|or|but)\s+(?=\S+\s+(?:[≥≤<>=]|count|is|must|should)|no\b)", re.IGNORECASE)


def modify(item: Item, statements: list[Statement]) -> None:
    """Adds windows, durations, `applies_to` and qualifiers, each to the statements that it governs."""
    for s in statements:
        if s.threshold is not None:
            _applies(item, s, statements)
            _supports(item, s)
    for w in item.windows:
        _window(item, w, statements)
    for d in item.durations:
        _duration(item, d, statements)
    _population(item, statements)


def _window(item: Item, w: Finding, statements: list[Statement]) -> None:
    """To the statement before it and to those coordinated with it that have none; else to the next one."""
    segment = item.segments
    inside = segment.bracket(w.start)
    pool = [
        s
        for s in statements
        if (segment.same(s.at, w.start)
        and segment.bracket(s.start) == inside)
        or (inside is None
        and segment.same(s.at, w.start)
        and not segment.bracket(s.start))
    ]
    before = [s for s in pool if s.end <= w.start]
    after = [s for s in pool if s.at >= w.end]
    if not before and inside is not None:
        before = [s for s in statements if s.end <= inside[0] and segment.same(s.at, inside[0])][-1:]
    if before:
        _give_left(item, w, before)
    elif after:
        for s in _run(item, after):
            _give(s, w)
    else:
        _anchored(item, w, statements)


def _give(s: Statement, w: Finding) -> None:
    if s.window is None:
        s.window = w
        s.take(w.start, w.end)


def _give_left(item: Item, w: Finding, before: list[Statement]) -> None:
    for s in reversed(before):
        if s.window is not None:
            break
        if _lab_after_lab(s, before[-1]):
            break
        _give(s, w)


def _lab_after_lab(s: Statement, last: Statement) -> bool:
    """A window behind a bound does not reach back over a statement of another nature."""
    return s is not last and (s.threshold is None) != (last.threshold is None) and last.kind == "age"


def _run(item: Item, after: list[Statement]) -> list[Statement]:
    return [s for s in after if item.segments.same(s.at, after[0].at)]


def _anchored(item: Item, w: Finding, statements: list[Statement]) -> None:
    """`≥2 months post-transplant`: the window's own anchor is what the statement is about."""
    a, b = w.value.get("anchor_start"), w.value.get("anchor_end")
    named = next(
        (
            m
            for m in item.mentions
            if a is not None and m.overlaps(a, b) and m.label in ("PROCEDURE", "DRUG", "CONDITION")
        ),
        None,
    )
    lo, _ = item.segments.bounds(w.start)
    subject = named or _moved(
        phrase_before(item.text, lo - item.start, w.start - item.start, source="assembly:phrase"), item.start
    )
    if subject is None and a is not None:
        subject = Finding(a, b, "STATE", "assembly:anchor")
    kind = {"PROCEDURE": "procedure", "DRUG": "drug", "CONDITION": "condition"}.get(
        named.label if named else "", "state"
    )
    s = Statement(kind, min(w.start, subject.start) if subject else w.start, w.end, subject)
    if subject:
        s.take(subject.start, subject.end)
    _give(s, w)
    statements.append(s)
    statements.sort(key=lambda s: (s.at, s.start))


def _moved(p: Finding | None, by: int) -> Finding | None:
    return None if p is None else Finding(p.start + by, p.end + by, p.label, p.source)


def _duration(item: Item, d: Finding, statements: list[Statement]) -> None:
    """To the nearest statement before it in its sentence; else to the next one."""
    near = [s for s in statements if item.segments.same(s.at, d.start)]
    before = [s for s in near if s.end <= d.start]
    after = [s for s in near if s.at >= d.end]
    target = before[-1] if before else (after[0] if after else None)
    if target is not None and target.duration is None:
        target.duration = d
        target.take(d.start, d.end)
        if target.threshold is not None:
            _support_at(item, target, d.end)


def _supports(item: Item, s: Statement) -> None:
    """How the value is got or what it must stand without, right behind the bound."""
    assert s.threshold is not None
    _support_at(item, s, s.threshold.end)


def _support_at(item: Item, s: Statement, at: int) -> None:
    _, hi = item.segments.bounds(at - 1)
    tail = re.match(r"\s*\)", item.quote(at, hi))
    m = _SUPPORT.match(item.quote(at, hi)) if not tail else None
    if m is None:
        return
    a, b = at + m.start("text"), at + m.end("text")
    stop = min([t.start for t in item.thresholds if t.start >= at] + [b])
    cut = _AND_NEW.search(item.quote(a, min(b, stop)))
    b = a + cut.start() if cut else b
    if any(t.overlaps(a, b) for t in item.thresholds) or any(w.overlaps(a, b) for w in item.windows):
        b = min(
            [w.start for w in item.windows if w.overlaps(a, b)]
            + [t.start for t in item.thresholds if t.overlaps(a, b)]
        )
        if any(t.start == b for t in item.thresholds):
            return
    text = item.quote(a, b).strip()
    if len(text.split()) > 1:
        s.qualifiers.append(text)
        s.take(a, a + len(item.quote(a, b).rstrip()))


def _applies(item: Item, s: Statement, statements: list[Statement]) -> None:
    """A sex right before or behind the bound, or a condition that limits it (`if liver metastases`)."""
    t = s.threshold
    assert t is not None
    lo, hi = item.segments.bounds(t.start)
    others = [x.threshold for x in statements if x.threshold and x.threshold is not t]
    before = max([x.end for x in others if x.end <= t.start] + [lo])
    after = min([x.start for x in others if x.start >= t.end] + [hi])
    c = _CONDITIONAL.match(item.quote(t.end, after))
    if c:
        _limit(s, t.end + c.start("who"), t.end + c.end("who"), item)
        return
    lead = _last(_POPULATION.finditer(item.quote(before, t.start)))
    if lead and _near(item, before + lead.end(), t.start):
        _limit(s, before + lead.start("who"), before + lead.end("who"), item)
        return
    tail = re.match(r"[\s,(]*", item.quote(t.end, after))
    p = _POPULATION.match(item.quote(t.end, after), tail.end() if tail else 0)
    if p and s.kind != "age":
        _limit(s, t.end + p.start("who"), t.end + p.end("who"), item)


def _near(item: Item, a: int, b: int) -> bool:
    return (
        re.fullmatch(
            r"[\s:,(-]*(?:(?:is|are|must be|should be|has|have|with|of|a)\b[\s:,-]*)*", item.quote(a, b), re.I
        )
        is not None
    )


def _last(found: "re.Iterator[re.Match[str]]") -> "re.Match[str] | None":  # type: ignore[name-defined]
    last = None
    for last in found:  # noqa: B007
        pass
    return last


def _limit(s: Statement, a: int, b: int, item: Item) -> None:
    text = item.quote(a, b).rstrip()
    s.applies_to = text
    s.take(a, a + len(text))


def _population(item: Item, statements: list[Statement]) -> None:
    """`Females of childbearing age must …`, `pregnant or lactating women`: who the sentence speaks of."""
    for s in statements:
        if (
            s.kind not in ("state", "measurement", "procedure", "drug")
            or s.applies_to
            or s.threshold is not None
        ):
            continue
        lo, hi = item.segments.bounds(s.at)
        m = re.match(r"[\s•*-]*" + _POPULATION.pattern, item.quote(lo, hi), re.IGNORECASE)
        tail = re.match(r"\s+" + _POPULATION.pattern, item.quote(s.end, hi), re.IGNORECASE)
        row = [
            x for x in statements if x.kind == "state" and item.segments.same(x.at, s.at) and x.end > s.end
        ]
        if m and lo + m.end("who") <= s.start:
            _limit(s, lo + m.start("who"), lo + m.end("who"), item)
        elif tail and s.kind == "state":
            _limit(s, s.end + tail.start("who"), s.end + tail.end("who"), item)
        elif row and s.kind == "state":
            _shared_tail(item, s, row[0])


def _shared_tail(item: Item, s: Statement, following: Statement) -> None:
    """`pregnant or lactating women`: the noun behind the last member belongs to each."""
    gap = item.quote(s.end, following.start)
    _, hi = item.segments.bounds(following.end - 1)
    tail = re.match(r"\s+" + _POPULATION.pattern, item.quote(following.end, hi), re.IGNORECASE)
    if tail and re.fullmatch(r"[\s,/]*(?:and|or|and/or)?\s*", gap, re.IGNORECASE):
        _limit(s, following.end + tail.start("who"), following.end + tail.end("who"), item)
