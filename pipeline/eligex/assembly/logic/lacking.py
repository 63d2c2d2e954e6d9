"""What is denied only together: `Patients with A who take B are not eligible`, `no diabetes with organ damage`.

Whoever lacks one of the two may take part.
"""

import re
from itertools import pairwise

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.assembly.logic.cells import Cell, edge, gap_between
from eligex.assembly.polarity.negation import is_denied
from eligex.components.findings import Finding

WITH = re.compile(  # "X with Y", "X-positive patients receiving Y"
    r"(?:/s\b)?[\s)-]*(?:\([^()]{0,40}\)\s*)?(?:(?:positive\s+)?(?:patients?|subjects?|participants?|individuals?|women|men|children)\s+)?"
    r"(?:(?:with|receiving|taking|undergoing)\b|(?<=s\s)(?:currently\s+)?(?:on|requiring)\b)",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"[\s)]*(?:\([^()]*\)[\s,]*)?(?:and\s+)?(?:who|without)\b(?![^.;]*\b(?:or|and)\s+(?:those|patients)\b)",
    re.I,
)
_PEOPLE = re.compile(
    r"\W*(?:(?:any|all|those|adult|male|female)\s+)*(?:patients?|subjects?|participants?|individuals?|persons?|wom[ae]n|m[ae]n)"
    r"\s+(?:with|who|having|on|receiving|taking)\b",
    re.IGNORECASE,
)


def lack_either(item: Item, cells: list[Cell]) -> bool:
    """`No diabetes with organ damage`: whoever lacks one of the two does not have both."""
    a, b = edge(item, cells[0]), cells[1].unit[0]
    denied = a.cue is not None and a.cue is b.cue and is_denied(item, a) and is_denied(item, b)
    gap = gap_between(item, a, b)
    return denied and not a.is_unable and "," not in gap and WITH.match(gap) is not None


def lacked(item: Item, cells: list[Cell]) -> int | None:
    """How many of the first cells a verdict behind them denies only together with the clause that follows."""
    lo, hi = item.segments.bounds(cells[0].unit[0].at)
    if item.section != "inclusion" or len(cells) < 2 or not _PEOPLE.match(item.quote(lo, hi)):
        return None
    for n, (a, b) in enumerate(pairwise(cells), start=1):
        one, other = edge(item, a), b.unit[0]
        if _WHO.match(item.quote(one.end, max(one.end, other.at))):
            cue = one.cue
            told = cue is not None and all(
                s.cue is cue and is_denied(item, s) for c in cells[:n] for s in c.unit
            )
            return n if told and cue is not None and _is_verdict(cue, other) else None
    return None


def _is_verdict(cue: Finding, s: Statement) -> bool:
    """Whether a cue stands behind a statement and denies it, be it denied once more."""
    lo, hi = cue.value.get("scope") or (0, 0)
    return cue.start >= s.end and bool(lo <= s.at < hi)
