"""Where the words end that say of whom a statement is, and what stands in them."""

import re

from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding

STOP = re.compile(
    r"\([^()]*\)|(?P<stop>[,;:()\[\]]|\b(?:unless|except|excluding|provided|but|as\s+long\s+as|must|should|shall|may|(?<!\ba\s)(?<!the\s)(?<!in\s)need|cannot"
    r"|will|would|(?<!that\s)(?<!which\s)(?<!who\s)(?:is|are|was|were))\b"
    r"|(?<=[a-z)\d]\s)(?-i:The|Patients|Subjects|Participants|No|Any|If|In|For|Must|Has|Have|Not|Adequate)\b)",
    re.IGNORECASE,
)
OWN_VERB = re.compile(r"who|whose|that", re.IGNORECASE)
AND = re.compile(r"\b(?:and|or)\b", re.IGNORECASE)
RULING = re.compile(r"\b(?:(?:in)?eligib|allow|permit|exclu|accept)\w*", re.IGNORECASE)
LINKED = re.compile(r"\b(?:or|and)\s*$", re.IGNORECASE)
_QUANTITY = re.compile(
    r"\s*(?:[≤≥<>]|\d+(?:\.\d+)?\s*(?:years?|months?|weeks?|days?|%|m?g/|x\s|×|times))", re.IGNORECASE
)
CLOSES = re.compile(r"\s*[,:]")
FARTHEST = 160  # characters of such a phrase
_NEAR = 60
_BEING = (
    "is",
    "are",
    "was",
    "were",
)  # of a clause about patients; it has a verb of its own right at its begin
_FIRST = 4
NUMERIC = ("MEASUREMENT", "SCORE")


def group(start: int, end: int, scope: tuple[int, int] | None = None) -> Finding:
    return Finding(start, end, "GROUP", "assembly:group", value={"scope": scope} if scope else {})


def holds(item: Item, g: Finding) -> bool:
    """Whether anything stands in it that would be taken for a criterion."""
    named = [x for x in item.mentions if x.overlaps(g.start, g.end) and not item.is_bare(x)]
    return bool(named) or any(t.within(g.start, g.end) for t in item.thresholds)


def named_before(item: Item, lo: int, at: int) -> bool:
    before = [x for x in (*item.mentions, *item.thresholds) if lo <= x.start and x.end <= at]
    return any(x.label not in ("SEX", "AGE") for x in before)


def end_of(item: Item, start: int, at: int, more: str) -> int:
    """Where the phrase ends: at a sign, a verb, a time, or a conjunction behind which something is bounded anew."""
    _, hi = item.segments.bounds(start)
    inside = item.segments.bracket(start)
    hi = min(hi, inside[1] - 1 if inside else hi, start + FARTHEST)
    own = OWN_VERB.fullmatch(more) is not None
    for m in STOP.finditer(item.text, at - item.start, hi - item.start):
        if m["stop"] and not (own and (m["stop"].lower() in _BEING or m.start() + item.start < at + _FIRST)):
            hi = item.start + m.start()
            break
    times = [w.start for w in item.windows if at < w.start < hi] if not own else []
    hi = min([hi, *times])
    for m in AND.finditer(item.text, at - item.start, hi - item.start):
        if _bounds_anew(item, item.start + m.end(), hi):
            hi = item.start + m.start()
            break
    return start + len(item.quote(start, hi).rstrip())


def _bounds_anew(item: Item, at: int, hi: int) -> bool:
    """Whether a test, a scale, a state or a bare bound comes right behind a conjunction."""
    if _QUANTITY.match(item.text, at - item.start):
        return True
    near = [
        x for x in (*item.mentions, *item.thresholds, *item.durations) if at <= x.start < min(hi, at + _NEAR)
    ]
    first = min(near, key=lambda x: x.start, default=None)
    if first is None or len(item.quote(at, first.start).split()) > 2:
        return False
    return first.label in (*NUMERIC, "STATE", "THRESHOLD", "DURATION")
