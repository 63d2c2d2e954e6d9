"""`At least 4 weeks since prior A, B or C`: each of the list must be that long ago, and none of them is an alternative.

`At least 10 days since prior and no concurrent A` says of A that it must not have been there within 10 days.
"""

import re
from dataclasses import replace
from itertools import pairwise

from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import CLOSED, SIGN
from eligex.assembly.items.persons import SOURCE as PERSON
from eligex.assembly.items.reading import Item
from eligex.assembly.qualifying.asides import narrowings
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_TREATMENTS = ("drug", "procedure")
_KINDS = (*_TREATMENTS, "condition")
_NEXT_SINCE = lazily(
    rf"\s*(?:(?:{SIGN.pattern})\s*)+(?:(?:prior|previous|other|any|the|an?|last|most|recent|completion|of)\s+)*",
    re.IGNORECASE,
)
_OWN_TIME = lazily(
    r"[(\[]\s*(?:(?:at\s+least|or|and|within|more\s+than|[≥>=])\s*)*(?:\d|two|three|four|six|eight|twelve)",
    re.IGNORECASE,
)
_NOR_NOW = lazily(
    r"\bsince\s+(?:any\s+)?(?:prior|previous)\s+(?:and|or)\s+no\s+(?:other\s+)?(?:concurrent|concomitant|current)\b",
    re.IGNORECASE,
)
_NOW = lazily(
    r"(?:other\s+)?(?:concurrent|concomitant|current)(?:\s+(?:use|treatment|therapy))?", re.IGNORECASE
)


def share_since(item: Item, statements: list[Statement]) -> None:
    """Gives the time that one is told to be ago to what is listed behind it, with the examples in its brackets."""
    told = "since" in item.text or "from" in item.text or "elaps" in item.text
    for a, b in pairwise(statements if told else ()):
        _share_with_elided(item, a, b)
    last: Statement | None = None
    for s in statements if told else ():
        inside = item.segments.bracket(s.at)
        beside = last is not None and inside not in (None, item.segments.bracket(last.at))
        if beside and inside and _OWN_TIME.match(item.quote(*inside)):
            continue  # "(6 weeks for nitrosoureas)"
        if (
            last is not None
            and last.window is not None
            and (beside or _is_next(item, last, s))
            and _is_free(s)
        ):
            s.window = _from(last.window, s, item.quote(s.at, s.end))
            s.take(last.window.start, last.window.end)
        if not beside:
            last = s if s.window is not None and tells_since(s) else None
            _tell_purpose(item, s if last is s else None)


def _share_with_elided(item: Item, a: Statement, b: Statement) -> None:
    """`since prior thoracic or abdominal surgery`: the anchor ends with the first's words, which lack the head."""
    w = b.window
    if w is None or not a.is_elided or a.kind not in _KINDS or a.window not in (None, w):
        return
    begin, end = w.value.get("anchor_start"), w.value.get("anchor_end")
    if begin is None or end is None or not (begin <= a.at and a.end == end <= b.at):
        return
    a.window = w
    a.take(w.start, w.end)
    b.window = _from(w, b, item.quote(b.at, b.end))


def _tell_purpose(item: Item, s: Statement | None) -> None:
    """`since prior chemotherapy for lymphoma`: what stands behind the anchor narrows what is in it."""
    w = s.window if s is not None else None
    if s is None or w is None or item.quote(w.end, min(item.end, w.end + 5)) != " for ":
        return
    for a, b in narrowings(item):
        if a == w.end + 1:
            s.qualify_apart(a, b, item.quote(a, b))


def _from(w: Finding, s: Statement, words: str) -> Finding:
    return replace(w, value={**w.value, "anchor": words, "anchor_start": s.at, "anchor_end": s.end})


def tells_since(s: Statement) -> bool:
    """Whether its time is counted from itself: it stands in the anchor, or in the list that this begins."""
    w = s.window
    return (
        w is not None
        and (_is_had(s) or (s.subject is not None and s.subject.source == "assembly:anchor"))
        and w.value.get("relation") == "after"
        and w.value.get("anchor_start") is not None
        and w.value["anchor_start"] <= s.at
    )


def _is_had(s: Statement) -> bool:
    """Of what a patient has had; contraceptives are drugs here."""
    return s.kind in _KINDS or s.state == "contraception"


def _is_free(s: Statement) -> bool:
    if s.subject is not None and s.subject.source == PERSON:
        return False  # "and recovered"
    return s.window is None and s.duration is None and s.threshold is None and s.base is None


def _is_next(item: Item, a: Statement, b: Statement) -> bool:
    alike = b.kind in _TREATMENTS or b.kind == a.kind or b.state == "contraception"
    if not alike or not item.segments.same(a.at, b.at):
        return False
    end = max(a.end, a.window.end if a.window is not None else a.end)
    end = max([end, *(y for x, y in a.aside if x >= a.end and y <= b.at)])
    return end <= b.at and _NEXT_SINCE.fullmatch(CLOSED.sub(" ", item.quote(end, b.begin(end)))) is not None


def hold_together(item: Item, a: Statement, b: Statement) -> bool:
    """Whether `or` between them is of what must be long ago, of which none is left out."""
    if item.section != "inclusion" or not (has_passed(a) and has_passed(b)):
        return False
    if a.whole is not None or b.whole is not None:  # "since A (8 weeks for B) or C"
        return True
    assert a.window is not None
    assert b.window is not None
    return a.window.start == b.window.start and tells_since(a) and tells_since(b)


def has_passed(s: Statement) -> bool:
    """Whether a least time must have passed."""
    w = s.window
    return w is not None and w.value.get("low") is not None and w.value.get("high") is None


def forbid_since(item: Item, statements: list[Statement]) -> None:
    """Of `since prior and no concurrent A`, once it is known what is denied."""
    m = _NOR_NOW.search(item.text) if "since" in item.text else None
    if m is None:
        return
    begin, end = item.start + m.start(), item.start + m.end()
    for s in statements:
        w = s.window
        if w is None or not s.negated or w.value.get("low") is None or s.at < end:
            continue
        if w.overlaps(begin, end):
            s.window = _not_within(w)
            s.unqualify(lambda _, words: _NOW.fullmatch(words) is not None)


def _not_within(w: Finding) -> Finding:
    bounds = {"low": None, "low_inclusive": None, "high": w.value["low"]}
    bounds["high_inclusive"] = not w.value["low_inclusive"]
    return replace(
        w,
        value={
            **w.value,
            **bounds,
            "relation": "before",
            "anchor": None,
            "anchor_start": None,
            "anchor_end": None,
        },
    )
