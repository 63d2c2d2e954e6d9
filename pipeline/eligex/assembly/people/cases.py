"""Phrases that name the case in which something is asked: `… if fertile`, `(≥ 8 g/dL for thalassaemia)`."""

import re
from itertools import pairwise

from eligex.assembly.items.reading import Item
from eligex.assembly.people.group_ends import (
    AND,
    CLOSES,
    LINKED,
    NUMERIC,
    RULING,
    STOP,
    end_of,
    group,
    holds,
    named_before,
)
from eligex.assembly.people.whom import LETTER
from eligex.components.findings import Finding
from eligex.text.scan import Scanner

_IF = Scanner(
    re.compile(
        r"\b(?:if(?!\s+not\s+(?:\w+ly\s+)?\w+ed\b)|in\s+(?:the\s+)?(?:case|event)\s+of)\s",
        re.IGNORECASE,
    )
)
_VERDICT = re.compile(
    r"\b(?:exclu\w*|(?:in)?eligib\w*|enrol\w*|includ\w*|inclusion|allow\w*|permit\w*|accept\w*|admit\w*|participat\w*|enter\w*|consider\w*|withdr\w*|qualif\w*"
    r"|only|even|as|waived?|exempt\w*|unless|except)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\b(?:or|and|but|who|must|to|should)\b[\s,]*$", re.IGNORECASE)
# "if applicable" limits nobody
_FILLING = re.compile(
    r"(?:(?:it|this|they|he|she|the\s+(?:patient|subject|participant|investigator)s?)\b|[\w\s]{0,20}?\b(?:applicable|possible|needed|necessary|available|indicated|known|any"
    r"|appropriate|required|present|performed|done|not|so|feasible|relevant|desired|requested|used|taken|otherwise)\b)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:that|which)\b", re.IGNORECASE)
_WHICH = re.compile(
    r"\s*,?\s*(?P<which>(?:for|in|with)\s+(?:(?:known|documented|the|those|case\s+of|with)\s+)*)",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"\W*(?P<topic>for\s+(?!(?:example|instance|purposes?|this|that|these|those|reasons?|any|all|both|each|more|less|further|safety|at|up)\b|\d)"
    r"(?P<what>[^,:;.()]{3,50}?))\s*[,:]\s+(?!(?:or|and|and/or)\b)",
    re.IGNORECASE,
)
_RIGHT_BEHIND = 6


def cases(item: Item) -> list[Finding]:
    """`contraception if fertile`, `MRI in case of seizures`; not what a sentence begins with, nor a verdict's."""
    found = []
    for m in item.matches(_IF):
        lo, hi = item.segments.bounds(m.start())
        bracket = item.segments.bracket(m.start())
        begin = bracket[0] + 1 if bracket else lo
        before = item.quote(lo, m.start())
        if not LETTER.search(before):
            found += _unparted(item, m.start(), hi)
            continue
        if _VERDICT.search(before) or any(
            c.label == "ALLOWED" and m.end() < c.start < hi for c in item.contexts
        ):
            continue
        end = end_of(item, m.start(), m.end(), "who")
        anew = m.group()[0].isupper() and not item.text.isupper()  # a sentence without a full stop before it
        goes_on = (anew or _GOES_ON.search(before)) and CLOSES.match(item.text, end - item.start)
        verdict = goes_on and anew and RULING.search(item.quote(end, hi))
        if verdict and not any(end <= x.start < hi for x in item.mentions):
            continue  # "If the serology was positive, the volunteer is eligible": a verdict
        if not goes_on and (anew or LINKED.search(before) or not _follows(item, lo, m.start())):
            continue
        if goes_on and begin != lo:
            continue
        g = group(m.start(), end, (end, hi) if goes_on else None)
        if holds(item, g) or not (goes_on or _FILLING.match(item.text, m.end() - item.start)):
            found.append(g)
    return found


def topics(item: Item) -> list[Finding]:
    """`For keratoconus, a history of surgery`, `For MRI: metal objects`: what a sentence begins with is its topic."""
    found = []
    for lo, hi in item.sentences:
        m = _TOPIC.match(item.text, lo - item.start, hi - item.start)
        if m is None or not LETTER.search(item.text, m.end(), hi - item.start) or _VERDICT.search(m["what"]):
            continue
        a, b = item.start + m.start("topic"), item.start + m.end("topic")
        named = any(
            x.within(a, b) and x.label in ("CONDITION", "PROCEDURE", "DRUG") and not item.is_bare(x)
            for x in item.mentions
        )
        told = any(
            f.overlaps(a, b) for f in (*item.windows, *item.durations, *item.thresholds, *item.negations)
        )
        if named and not told:
            found.append(group(a, b, (b, hi)))
    return found


def _follows(item: Item, lo: int, at: int) -> bool:
    """Whether something was named right before, in no clause that tells more of it and in no other alternative."""
    if not named_before(item, lo, at):
        return False
    things = (*item.mentions, *item.thresholds, *item.windows, *item.durations)
    last = max(x.end for x in things if lo <= x.start and x.end <= at)
    first = min(x.end for x in things if lo <= x.start and x.end <= at)
    clause = item.quote(first, at).rpartition(",")[2]
    return not AND.search(item.quote(last, at)) and not _RELATIVE.search(clause)


def _unparted(item: Item, start: int, hi: int) -> list[Finding]:
    """`In case of liver metastases ALT > 5 × ULN`: up to the test that is bounded right behind it."""
    inside = [x for x in item.mentions if start < x.start < hi]
    if len(inside) < 2 or inside[0].label in NUMERIC or inside[1].label not in NUMERIC:
        return []
    end = start + len(item.quote(start, inside[1].start).rstrip())
    bounded = any(0 <= t.start - inside[1].end < _RIGHT_BEHIND for t in item.thresholds)
    if not bounded or STOP.search(item.text, inside[0].end - item.start, inside[1].start - item.start):
        return []
    return [group(start, end, (end, hi))]


def second_bounds(item: Item) -> list[Finding]:
    """`Hb ≥ 9 g/dL (≥ 8 g/dL for thalassaemia)`: the disease right behind a second bound of the same test."""
    found = []
    for one, other in pairwise(item.thresholds):
        m = _WHICH.match(item.text, other.end - item.start)
        between = [x for x in item.mentions if one.end <= x.start and x.end <= other.start]
        if (
            m is None
            or between
            or not item.segments.same(one.start, other.start)
            or not _same_side(one, other)
        ):
            continue
        behind = [x for x in item.mentions if x.start == item.start + m.end() and x.label == "CONDITION"]
        start = item.start + m.start("which")
        if behind:
            found.append(group(start, end_of(item, start, behind[0].end, "with")))
    return found


def _same_side(a: Finding, b: Finding) -> bool:
    return all((a.value.get(k) is None) == (b.value.get(k) is None) for k in ("low", "high", "relative_to"))
