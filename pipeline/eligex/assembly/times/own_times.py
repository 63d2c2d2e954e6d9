"""A time of its own that brackets give a part of what a window is about: `chemotherapy within 4 weeks (6 weeks for
nitrosoureas)`.

Such a part is asked for as the whole is: what must not have been given within 4 weeks must not within 6. Of a time
since the last treatment it asks for nothing by itself, as not everybody had it.
"""

import re
from dataclasses import replace
from typing import Any

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item, is_bounded
from eligex.assembly.times.since import has_passed
from eligex.components.findings import Finding
from eligex.quantities.grammar import find_quantities

_OWN = re.compile(
    r"[(\[]\s*(?:(?:or|and|but|within|in|at\s+least|more\s+than|greater\s+than|the|previous|past|last|minimum\s+of|up\s+to)\s+|[≥>]\s?=?\s*)*"
    r"(?P<time>(?:\d{1,3}|[a-z]{3,6})[\s-]+(?:hours?|days?|weeks?|months?|years?))\s+(?:for|(?P<since>since)|in\s+(?:the\s+)?case\s+of)\s+",
    re.IGNORECASE,
)
_GONE_FOR = re.compile(  # "malignancy that has (not) been disease-free for at least 5 years"
    r"\b(?P<not>(?:not|n't|never)\s+(?:yet\s+)?(?:been\s+)?)?(?:(?:disease|cancer|tumou?r|recurrence|relapse|symptom)[\s-]*free"
    r"|in\s+(?:(?:complete|full|sustained|continuous|clinical)\s+)*remission)\s*(?:for\s+)?(?:(?:a|the)\s+(?:period|minimum)\s+of\s*)?$",
    re.IGNORECASE,
)
_KINDS = ("drug", "procedure")
_REACH = 60


def own_since(item: Item) -> None:
    """`4 weeks since chemotherapy (6 weeks since nitrosoureas)`: the bracket's is no window of something else."""
    for a, b in item.segments.brackets if item.windows else ():
        m = _OWN.match(item.text, a - item.start, b - item.start)
        w = _whole(item, a) if m is not None and m["since"] else None
        named = [f for f in item.mentions if m and a <= f.start < b and f.label in ("DRUG", "PROCEDURE")]
        if w is not None and named and w.value.get("low") is not None and w.value.get("relation") == "after":
            item.windows = [x for x in item.windows if not (a <= x.start < b)]


def give_own_times(item: Item, statements: list[Statement]) -> None:
    """The window of the whole with the number that a bracket behind it gives, to what is named there."""
    for a, b in item.segments.brackets if item.windows else ():
        m = _OWN.match(item.text, a - item.start, b - item.start)
        w = _whole(item, a) if m else None
        whole = next((s for s in statements if s.window is w and s.kind in _KINDS), None) if w else None
        if m is None or w is None or whole is None or not (q := find_quantities(m["time"])):
            continue
        start, end = item.start + m.start("time"), item.start + m.end("time")
        value = {**w.value, "unit": q[0].unit}
        value |= {side: q[0].low for side in ("low", "high") if w.value.get(side) is not None}
        own = replace(w, start=start, end=end, value=value)
        for s in statements:
            if a < s.at < b and s.kind in _KINDS:
                s.window, s.whole = own, whole
                s.take(a + 1, end)
                s.take(w.start, w.end)


def turn_gone(item: Item, statements: list[Statement]) -> None:
    """A disease that has been gone for 5 years was there more than 5 years ago, one that has not, within them."""
    for s in statements if "free" in item.text or "remission" in item.text else ():
        time = s.window or s.duration
        if time is None or s.kind != "condition" or time.start < s.end:
            continue
        gone = _GONE_FOR.search(item.quote(s.end, time.start))
        value = _since(time.value, reached=not gone["not"]) if gone else None
        if gone and value is not None:
            at = s.end + gone.start()
            last = _excepted(item, s, at, statements)
            if last is not s:
                s.window = s.duration = None
                s.taken.discard((time.start, time.end))
                last.take(time.start, time.end)
            last.window, last.duration = replace(time, label="WINDOW", value=value), None
            last.take(at, time.start)


def _excepted(item: Item, s: Statement, at: int, statements: list[Statement]) -> Statement:
    """`malignancy, except for A, and B, from which the patient has been free for 3 years`: what an exception names last
    before such a time has been gone for it."""
    scopes = [c.value["scope"] for c in item.contexts if c.label == "EXCEPTION" and c.value.get("scope")]
    within = [(lo, hi) for lo, hi in scopes if s.end <= lo and lo <= at < hi]
    told = [x for x in statements if any(lo <= x.at and x.end <= at for lo, _ in within)]
    return max(told, key=lambda x: x.end, default=s)


def _since(length: dict[str, Any], *, reached: bool) -> dict[str, Any] | None:
    """How long ago, of how long something has been gone; None where both of its bounds are told."""
    if (length.get("low") is None) is (length.get("high") is None):
        return None
    value = {"anchor": None, **length, "relation": "before"}
    if reached or length.get("low") is None:
        return value if reached else None
    other = {"high": length["low"], "high_inclusive": not length.get("low_inclusive")}
    return {**value, "low": None, "low_inclusive": None, **other}


def _whole(item: Item, at: int) -> Finding | None:
    """The window that the bracket at a position stands behind."""
    before = [w for w in item.windows if w.end <= at and is_bounded(w) and item.segments.same(w.start, at)]
    last = max(before, key=lambda w: w.end, default=None)
    return last if last is not None and at - last.end < _REACH else None


def follow_whole(item: Item, statements: list[Statement]) -> None:
    """Denies a part as the whole is denied; a longer time that must have passed since it is asked for as the whole's
    is, another time of it ("CT within 4 weeks (6 weeks for PET)") is permitted."""
    for s in statements:
        if s.whole is not None:
            s.negated, s.cue = s.whole.negated, s.whole.cue
            other = item.section == "inclusion" and not s.negated and not has_passed(s)
            s.permitted = s.whole.permitted or other
