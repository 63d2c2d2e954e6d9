"""Rows of bounds: `≥ 50% FVC, ≥ 50% FEV1`, `≥ 20 mm by X-ray or ≥ 10 mm with CT`.

In the one each number stands before its name; in the other all are of one name, and what stands between them tells
how it was measured.
"""

import re

from eligex.assembly.bounds.limits import limit_again
from eligex.assembly.bounds.restated import NUMERIC
from eligex.assembly.forms.segments import SHORT_BRACKET
from eligex.assembly.grammar.lists import JOIN, SIGN
from eligex.assembly.items.phrases import content_words
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.vocab.units import dimension

_TOUCHING = re.compile(r"\s+(?:of\s+)?(?:the\s+)?", re.IGNORECASE)
_MEASURED = r"\s*,?\s*(?:(?:as|when)\s+)?(?:(?:measured|assessed|determined|evaluated|seen|detected)\s+)?"
_BY = re.compile(
    _MEASURED + r"(?:by|with|on|using|via|in|at)\s+(?:(?:an?|the|either)\s+)?(?:[\w-]+\s+){0,2}",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\s*(?:for|of|by)\s+(?:[\w-]+\s+){0,4}", re.IGNORECASE
)  # "95th percentile for sex and height"
_FOR_OR = re.compile(r"\s*(?:for|of)\s+[^;<>≤≥=.]{1,70}\b(?:and|or)\s+", re.IGNORECASE)
_HOW = re.compile(
    _MEASURED + r"(?:by|with|on|using|via|in|at|for)\s+(?P<means>[^,;<>≤≥=]{1,70}?)"
    r"\s*(?:,\s*(?:(?:and|or)\b)?|\b(?:and|or)\b)\s*(?:(?:as|of|to|be|the|other|is|are|at|if)\b\s*)*",
    re.IGNORECASE,
)
_NAMED_FOR = re.compile(r"[\s)\]]+(?:for|in)\s+(?:(?:either|both|the|serum|any\s+of)\s+)*", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*[(\[]\s*\Z")
_COLON = re.compile(r":\s*\Z")
_ANOTHER = re.compile(r"[\s,]*\b(?:and|or)\s+(?:the\s+)?(?:other|another|second)\s+(?:is\s+)?", re.IGNORECASE)
_PREPOSITION = re.compile(r"\b(?:in|on|by|at|with)\b", re.IGNORECASE)


def leads_row(item: Item, t: Finding, last: Finding | None) -> Finding | None:
    """The test right behind `t`, where the number before it or behind it stands before its name as well.

    `last` is the test right behind the bound before.
    """
    m = _touched(item, t)
    if m is None or (last is not None and _joins(item, last, t)):
        return m
    if m.label == "SCORE" and t.value.get("unit") is None:  # "a performance score of 70 Karnofsky"
        before = [x for x in item.mentions if x.label in NUMERIC and x.end <= t.start]
        if before and "analyte" not in before[-1].value:
            return m
    following = next((x for x in item.thresholds if x.start >= m.end), None)
    paired = following is not None and _joins(item, m, following) and _touched(item, following)
    return m if paired and _announced(item, t) else None


def _announced(item: Item, t: Finding) -> bool:
    """No test before it, or only one that announces the row: `lung function: ≥ 50% FVC, …`."""
    before = [x for x in item.mentions if x.label in NUMERIC and x.end <= t.start]
    return (
        not before
        or not item.segments.same(before[-1].start, t.start)
        or _COLON.search(item.quote(before[-1].end, t.start)) is not None
    )


def _joins(item: Item, m: Finding, t: Finding) -> bool:
    gap = SHORT_BRACKET.sub(" ", item.quote(m.end, t.start))
    return bool(gap.strip()) and item.segments.same(m.start, t.start) and JOIN.fullmatch(gap) is not None


def _touched(item: Item, t: Finding) -> Finding | None:
    m = next((m for m in item.mentions if m.start >= t.end and m.label in NUMERIC), None)
    known = m is not None and "analyte" in m.value and _TOUCHING.fullmatch(item.quote(t.end, m.start))
    return m if known else None


def named_for(item: Item, t: Finding) -> tuple[list[Finding], list[tuple[int, int]]]:
    """The tests that `> 3 x ULN for ALT [SGPT] or AST` names behind its bound, and the extents of their other names."""
    tests: list[Finding] = []
    others: list[tuple[int, int]] = []
    if not t.value.get("relative_to"):
        return tests, others
    edge = t.end
    for m in (m for m in item.mentions if m.start >= t.end and m.label in NUMERIC and "analyte" in m.value):
        gap = item.quote(edge, m.start)
        if tests and _IN_BRACKETS.fullmatch(gap) and tests[-1].name == m.name:
            others.append((m.start, m.end))
            continue
        joint = JOIN.fullmatch(SHORT_BRACKET.sub(" ", gap)) if tests else _NAMED_FOR.fullmatch(gap)
        if joint is None or (tests and _has_own(item, m)):
            break
        tests.append(m)
        edge = m.end
    return tests, others


def _has_own(item: Item, m: Finding) -> bool:
    following = next((x for x in item.thresholds if x.start >= m.end), None)
    between = following is not None and any(
        m.end <= x.start and x.end <= following.start for x in item.mentions if x.label in NUMERIC
    )
    return following is not None and not between and not _joins(item, m, following)


def tells_how(item: Item, last: Finding | None, m: Finding, t: Finding) -> bool:
    """`≥ 20 mm with spiral CT or`: what the bound before was measured with."""
    if last is None or "analyte" in m.value or m.label not in ("PROCEDURE", *NUMERIC) or m.start < last.end:
        return False
    if SIGN.search(item.quote(m.end, t.start)) is None:
        return False
    gap = item.quote(last.end, m.start)
    ranked = last.value.get("unit") == "{percentile}" and _FOR.fullmatch(gap)
    return bool(ranked or _BY.fullmatch(gap))


def is_circumstance(item: Item, t: Finding, m: Finding) -> bool:
    """`> 105 mmHg in a sitting position`: unknown words behind a preposition."""
    unknown = "analyte" not in m.value and m.label in ("PROCEDURE", *NUMERIC)
    return unknown and _PREPOSITION.search(item.quote(t.end, m.start)) is not None


def same_quantity(item: Item, last: Finding, t: Finding) -> bool:
    """Whether only how the first is measured stands between two bounds of one kind of quantity."""
    if limit_again(item, last, t):
        return True
    a, b = last.value.get("unit"), t.value.get("unit")
    if a is None or b is None or dimension(a) != dimension(b) or not item.segments.same(last.start, t.start):
        return False
    gap = item.quote(last.end, t.start)
    if _ANOTHER.fullmatch(gap) or (a == "{percentile}" and _FOR_OR.fullmatch(gap)):
        return True
    how = _HOW.match(gap)
    known = [m for m in item.mentions if last.end <= m.start and m.end <= t.start and "analyte" in m.value]
    return how is not None and not known and not content_words(gap[how.end() :])
