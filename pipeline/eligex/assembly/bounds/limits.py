"""A second multiple of a limit of normal, of the test that the first is of: `AST ≤ 2.5 × ULN for the laboratory
(≤ 5 × ULN with metastases)`, `≤ 1.5 × ULN unless due to A, in which case it must be ≤ 3 × ULN`.

Whose limit it is, and the case in which the second holds, name no test.
"""

import re
from dataclasses import replace

from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_WHOSE = lazily(
    r"[)\]\s]*(?:of|for|in|at|by|per|according\s+to)\s+(?:(?:the|their|each|local)\s+)*(?:[\w-]+\s+)?"
    r"(?:laborator(?:y|ies)|labs?|facility|institutions?|institutional|cent(?:er|re)|site|hospital)"
    r"(?:\s+(?:laboratory|standards?|guidelines?|limits?|ranges?|norms?))*[)\]]?[\s,]*(?:\bor\b)?[\s(\[]*(?:\bor\s+)?",
    re.IGNORECASE,
)
_CASE = lazily(
    r"\b(?P<case>in\s+(?:which|that|this|such)\s+(?:case|instance|situation)s?),?\s*(?:(?:it|they|these|(?:the|a)\s+(?:[a-z]+\s+)?"
    r"(?:levels?|limits?|values?|elevations?))\s+)?(?:(?:must|can|could|should|may|is|are|has|have|to|need|needs)\s+)*(?:be\s+)?\Z",
    re.IGNORECASE,
)


def limit_again(item: Item, last: Finding, t: Finding) -> bool:
    """Whether the limit that `t` is a multiple of is of the test that `last` bounds."""
    if not (last.value.get("relative_to") and t.value.get("relative_to")):
        return False
    if not item.segments.same(last.start, t.start):
        return False
    gap = item.quote(last.end, t.start)
    named = any(last.end <= m.start and m.end <= t.start and "analyte" in m.value for m in item.mentions)
    return not named and (_WHOSE.fullmatch(gap) is not None or _CASE.search(gap) is not None)


def told_again(item: Item, subjects: tuple[Finding, ...], last: Finding, t: Finding) -> tuple[Finding, ...]:
    """The subjects of the bound before, at the words for the case in which alone it holds."""
    m = _CASE.search(item.quote(last.end, t.start)) if limit_again(item, last, t) else None
    if m is None:
        return subjects
    return tuple(replace(s, start=last.end + m.start("case"), end=last.end + m.end("case")) for s in subjects)


def is_of_case(item: Item, subject: Finding | None) -> bool:
    """Whether a subject stands for one named before, in the case in which alone its bound holds."""
    return subject is not None and _CASE.match(item.quote(subject.start, subject.end)) is not None
