"""Treatments that are not to be had: `surgery is contraindicated`, `A or B is not an option`, `refused by the patient`.

The verdict makes the statement (STATE) with what it is of: who is asked that surgery be contraindicated needs no
surgery, and who is shut out for it has had none.
"""

import re
from collections.abc import Sequence

from eligex.components.findings import Finding, between
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_NO = (
    r"(?:contra-?indicated|refused|declined|unfeasible|unsuitable|inappropriate|unavailable"
    r"|not\s+(?:\w+ly\s+)?(?:indicated|feasible|possible|appropriate|suitable|available|an\s+option))"
)
_VERDICT = Scanner(
    lazily(
        r"(?:(?:is|are|was|were|has\s+been|have\s+been|would\s+be)\s+(?:(?:considered|deemed|felt|judged)\s+(?:to\s+be\s+)?)?(?:\w+ly\s+|either\s+)?|(?<=\w\s)(?=\w+\s+or\s+(?:refused|declined|contra)))"
        rf"{_NO}(?:\s*(?:,|/|,?\s*or)\s*{_NO})*(?:\s+by\s+(?:the\s+|their\s+)?(?:patients?|subjects?|participants?|(?:treating\s+)?(?:physician|surgeon|investigator))\b)?"
        rf"(?!\s+(?:with|during|to|in(?!\s+(?:the\s+|these\s+)?(?:patients?|subjects?|participants?|those|opinion|judg|investigator|writing)))\b|\s*(?:,|/|,?\s*or)\s*{_NO}|\s+by\s+(?:(?:the|their)\s+)?(?:patients?|subjects?|participants?)\b)",
        re.IGNORECASE,
    )
)
_GAP = lazily(
    r"\s*(?:\([^()]{1,40}\)\s*)?(?:(?:of|to|with|for)\s+(?:(?:the|an?|their)\s+)?[\w-]+\s+)?(?:(?:therapy|treatment|use|administration)\s+)?",
    re.IGNORECASE,
)
_JOINT = lazily(
    r"\s*(?:,|/|-|\b(?:and/or|and|or)\b)\s*(?:(?!(?:and|or)\b)[\w-]+\s+){0,2}|\s+(?:(?:with|of|plus)\s+)?",
    re.IGNORECASE,
)
_CLAUSE = lazily(
    r"\b(?:(?:for|in)\s+which|that)\s+(?:[\w-]+\s+){0,3}\Z", re.IGNORECASE
)  # of what stands before
_TREATMENTS = ("DRUG", "PROCEDURE")
_REACH = 160


def unsuited(text: str, criteria: Sequence[Finding], mentions: Sequence[Finding]) -> list[Finding]:
    """`text` is folded, `mentions` are sorted by position."""
    found = []
    for c in criteria:
        for m in _VERDICT.finditer(text, c.start, c.end):
            first = _first(text, m.start(), between(mentions, max(c.start, m.start() - _REACH), m.start()))
            if first is not None and not _CLAUSE.search(text, c.start, first.start):
                found.append(Finding(first.start, m.end(), "STATE", "assembly:unsuited"))
    return found


def _first(text: str, at: int, before: Sequence[Finding]) -> Finding | None:
    """The first of the treatments listed before the verdict; None where the verdict is of something else."""
    first: Finding | None = None
    for x in sorted(before, key=lambda x: x.end, reverse=True):
        gap = _GAP if first is None else _JOINT
        limit = at if first is None else first.start
        if x.end > limit:
            continue
        if x.label in _TREATMENTS and gap.fullmatch(text, x.end, limit) is not None:
            first = x
        elif first is not None:
            break
    return first
