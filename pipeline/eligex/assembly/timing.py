"""Windows and durations: to which statements each belongs."""

import re

from eligex.assembly.asides import asides
from eligex.assembly.phrases import content_words, phrase_before
from eligex.assembly.provisos import explanations
from eligex.assembly.reading import Item, is_bounded
from eligex.assembly.statement import Statement
from eligex.components.findings import Finding

_KINDS = {"PROCEDURE": "procedure", "DRUG": "drug", "CONDITION": "condition"}
_CONJUNCTION = re.compile(r"\b(?:or|and)\b", re.IGNORECASE)
_LIST = re.compile(r"[\s,/]*(?:\b(?:and|or|and/or|any|other|a|an|the)\b[\s,]*)*", re.IGNORECASE)
_OWN_CLAUSE = 3


def give_times(item: Item, statements: list[Statement]) -> None:
    """Windows and durations of an item to its statements; a window on nothing known makes its own."""
    told = explanations(item) + asides(item)
    for w in item.windows:
        if not is_bounded(w) and w.value.get("anchor") is None:
            continue
        if not any(w.within(a, b) for a, b in told):
            _window(item, w, statements)
    statements.sort(key=lambda s: (s.at, s.start))
    for d in item.durations:
        _duration(item, d, statements)


def _window(item: Item, w: Finding, statements: list[Statement]) -> None:
    """To the statement before it and to those coordinated with it; else to the next ones."""
    inside = item.segments.bracket(w.start)
    pool = [
        s for s in statements
        if item.segments.same(s.at, w.start) and (inside is None or item.segments.bracket(s.start) == inside)
    ]  # fmt: skip
    pool = _same_side(item, w, pool)
    before = [s for s in pool if s.end <= w.start and (inside or not item.segments.bracket(s.start))]
    after = [s for s in pool if s.at >= w.end]
    if not before and inside is not None:
        before = [s for s in statements if s.end <= inside[0] and item.segments.same(s.at, inside[0])][-1:]
    if before and not _new_clause(item, before[-1], w):
        _give_left(item, w, before)
    elif before or not after or _tells_anchor(item, w):
        _own(item, w, statements)
    else:
        for s in after:
            give(s, w)


def _same_side(item: Item, time: Finding, pool: list[Statement]) -> list[Statement]:
    """A time within an exception (`unless stable for 4 weeks`) belongs to what is carved out, no other to it."""
    cues = [c for c in item.contexts if c.label in ("EXCEPTION", "ALLOWED") and c.value.get("scope")]
    closed = [c for c in cues if _closed(item, c, time)]
    around = [
        c.value["scope"]
        for c in cues
        if c not in closed and c.value["scope"][0] <= time.start < c.value["scope"][1]
    ]
    if around:
        return [s for s in pool if around[0][0] <= s.at < around[0][1]]
    return [
        s for s in pool if not any(c.end <= s.at < time.start and c.value["scope"][0] <= s.at for c in closed)
    ]


def _closed(item: Item, cue: Finding, time: Finding) -> bool:
    """`A, excluding B, within 5 years`: between commas the exception ends before the time."""
    opened = item.quote(item.start, cue.start).rstrip().endswith(",")
    return opened and cue.end <= time.start and "," in item.quote(cue.end, time.start)


def give(s: Statement, w: Finding) -> None:
    """The first window that reaches a statement is its own, unless only the next one has a bound ("during the
    study and until 6 months after the last dose")."""
    if s.window is None or (is_bounded(w) and not is_bounded(s.window)):
        s.window = w
        s.take(w.start, w.end)


def _give_left(item: Item, w: Finding, before: list[Statement]) -> None:
    """Leftwards over what is coordinated; a window without a number only over a plain list."""
    numbered = is_bounded(w)
    right: Statement | None = None
    for s in reversed(before):
        if s.window is not None and right is not None:
            break
        if right is not None and not numbered and not _listed(item, s, right):
            break
        if right is not None and _is_state(right, "contraception"):
            break
        if right is not None and (s.kind == "age") != (right.kind == "age"):
            break
        give(s, w)
        right = s


def _is_state(s: Statement, state: str) -> bool:
    return s.subject is not None and s.subject.value.get("state") == state


def _listed(item: Item, a: Statement, b: Statement) -> bool:
    return a.end <= b.start and _LIST.fullmatch(item.quote(a.end, b.start)) is not None


def _new_clause(item: Item, last: Statement, w: Finding) -> bool:
    """Between the last statement and the window stands a conjunction and a clause of its own."""
    taken_to = max([last.end, *(b for _, b in last.taken if b <= w.start)])
    gap = item.quote(taken_to, w.start)
    m = _CONJUNCTION.search(gap)
    return m is not None and len(content_words(gap[m.end() :])) >= _OWN_CLAUSE


def _tells_anchor(item: Item, w: Finding) -> bool:
    """`≥2 months post-transplant with …` says when the transplant was, `within 2 months before …` does not."""
    a, b = w.value.get("anchor_start"), w.value.get("anchor_end")
    known = (
        a is not None
        and b is not None
        and any(m.overlaps(a, b) and m.label == "PROCEDURE" for m in item.mentions)
    )
    return known and w.value.get("low") is not None and w.value.get("relation") == "after"


def _own(item: Item, w: Finding, statements: list[Statement]) -> None:
    """A statement for a window that no other takes: about the words before it, or about its anchor."""
    subject = None if _tells_anchor(item, w) else _words_before(item, w, statements)
    if subject is None:
        subject = _anchor(item, w)
    s = Statement(_KINDS.get(subject.label, "state") if subject else "state", w.start, w.end, subject)
    if subject:
        s.start = min(w.start, subject.start)
        s.take(subject.start, subject.end)
    give(s, w)
    statements.append(s)
    statements.sort(key=lambda s: (s.at, s.start))


def _anchor(item: Item, w: Finding) -> Finding | None:
    a, b = w.value.get("anchor_start"), w.value.get("anchor_end")
    if a is None or b is None:
        return None
    named = [m for m in item.mentions if m.overlaps(a, b) and m.label in _KINDS]
    return named[0] if named else Finding(a, b, "STATE", "assembly:anchor")


def _words_before(item: Item, w: Finding, statements: list[Statement]) -> Finding | None:
    lo, _ = item.segments.bounds(w.start)
    lo = max([lo, *(s.end for s in statements if s.end <= w.start)])
    p = phrase_before(item.text, lo - item.start, w.start - item.start, source="assembly:phrase")
    return None if p is None else Finding(p.start + item.start, p.end + item.start, "STATE", p.source)


def _duration(item: Item, d: Finding, statements: list[Statement]) -> None:
    """To the nearest statement before it in its sentence; else to the next one."""
    near = _same_side(item, d, [s for s in statements if item.segments.same(s.at, d.start)])
    before = [s for s in near if s.end <= d.start]
    after = [s for s in near if s.at >= d.end]
    around = [s for s in near if s.window is not None and d.within(s.window.start, s.window.end)]
    target = next((pool[i] for pool, i in ((before, -1), (around, 0), (after, 0)) if pool), None)
    if target is not None and target.duration is None:
        target.duration = d
        target.take(d.start, d.end)
