"""`adequate renal function as shown by A or B`: how a thing is known holds together with it and is no alternative."""

import re
from collections.abc import Sequence

from eligex.assembly.cells import Cell, gap_between
from eligex.assembly.reading import Item
from eligex.assembly.statement import Statement

_KNOWN_BY = re.compile(
    r"""[\s)\]]*(?:\([^()]{0,60}\)\s*)?[\s,(-]*(?:(?:which|that|is|are|was|were|has|have|been|to|must|be|clinically)\s+){0,4}
        (?:as\s+)?(?:\w+ly\s+)?(?:evidenced|shown|demonstrated|documented|confirmed|indicated|manifested|proven|determined|verified
        |defined|established|reflected|measured|assessed|characteri[sz]ed|diagnosed|suggested)\s+(?:as|by|on|in|via|through|using|with)\b
        (?P<lead>[^;.]{0,80})\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_JOINED = re.compile(r"\b(?:or|and|but|who|patients?|subjects?)\b", re.IGNORECASE)
_MEMBER = re.compile(
    r"[\s,)]*(?:(?:and/or|or|and|as\s+well\s+as)\b)?(?!\s*(?:any|other|histor|known|current|prior|patient|subject|women|has|have|who|is|are)\b)"
    r"(?:(?!\b(?:who|with|patients?|subjects?|history|unless|except|requir\w+)\b)[^;.]){0,60}\Z",
    re.IGNORECASE,
)
_TESTS = ("measurement", "score", "procedure")


def evidence_end(item: Item, cells: Sequence[Cell], at: int) -> int:
    """Behind the last of the cells that tell how what the cell at `at` names is known; `at` + 1 where none does."""
    stop = at + 1
    if stop == len(cells) or not _tells(item, cells[at].unit[-1], cells[stop].unit[0]):
        return at + 1
    tests = cells[stop].unit[0].kind in _TESTS
    while stop + 1 < len(cells):
        last, following = (cells[stop].bounds or [cells[stop].unit])[-1][-1], cells[stop + 1].unit[0]
        alike = (following.kind in _TESTS) == tests
        if not alike or not _MEMBER.match(gap_between(item, last, following)):
            break
        stop += 1
    return stop + 1


def _tells(item: Item, head: Statement, first: Statement) -> bool:
    if head.subject is None or head.negated or first.base is not None or head.kind in ("age", "sex"):
        return False
    end = head.threshold.end if head.threshold is not None else head.subject.end
    m = _KNOWN_BY.match(item.quote(end, first.at)) if end <= first.at else None
    if m is None:
        return False
    narrowed = any(end <= a and b <= first.at for a, b in head.aside)
    return narrowed or not _JOINED.search(m["lead"])
