"""`adequate renal function as shown by A or B`: how a thing is known holds together with it and is no alternative."""

import re
from collections.abc import Sequence

from eligex.assembly.forms.segments import BRACKETED
from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.assembly.logic.cells import OF_ONE, Cell, gap_between

_KNOWN_BY = re.compile(
    r"""[\s)\]]*(?:\([^()]{0,60}\)\s*)?[\s,(-]*(?:(?:which|that|is|are|was|were|has|have|been|to|must|be|clinically)\s+){0,4}
        (?:as\s+)?(?:\w+ly\s+)?(?P<verb>evidenced|shown|demonstrated|documented|confirmed|indicated|manifested|proven|determined|verified
        |defined|established|reflected|measured|assessed|characteri[sz]ed|diagnosed|suggested)\s+(?:as|by|on|in|via|through|using|with)\b
        (?P<lead>[^;.]{0,80})\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_JOINED = re.compile(r"\b(?:or|and|but|who|patients?|subjects?)\b", re.IGNORECASE)
_OF_EITHER = re.compile(  # "manifested by the presence of or a history of ascites"
    r"\b(?:presence|evidence|histor(?:y|ies)|signs|symptoms)\s+(?:of\s+)?(?:or|and|and/or)\s+(?:(?:an?|the|past|current|prior)\s+)*"
    r"(?:presence|evidence|histor(?:y|ies)|signs|symptoms)\s+of\b",
    re.IGNORECASE,
)
_MEMBER = re.compile(
    r"(?!\s+(?-i:[A-Z][a-z]{3,}))[\s,)]*(?:(?:and/or|or|and|as\s+well\s+as)\b)?(?!\s*(?:any|other|histor|known|current|prior|patient|subject|women|has|have|who|is|are)\b)"
    r"(?:(?!\b(?:who|with|patients?|subjects?|history|unless|except)\b)[^;.]){0,100}\Z",
    re.IGNORECASE,
)
_NEW_VERB = re.compile(r"[\s,)]*(?:or|and|and/or)\s+(?:who\s+)?(?:has|have|had|is|are)\b", re.IGNORECASE)
_TESTS = ("measurement", "score", "procedure")


def evidence_end(item: Item, cells: Sequence[Cell], at: int) -> int:
    """Behind the last of the cells that tell how what the cell at `at` names is known; `at` + 1 where none does."""
    stop = at + 1
    verb = _verb(item, cells[at].unit[-1], cells[stop].unit[0]) if stop < len(cells) else None
    if verb is None:
        return at + 1
    first = cells[stop].unit[0]
    inside = item.segments.bracket(verb)
    while stop + 1 < len(cells):
        following = cells[stop + 1].unit[0]
        if (
            stop + 2 < len(cells)
            and _verb(item, cells[stop + 1].unit[-1], cells[stop + 2].unit[0]) is not None
        ):
            break  # "A shown by B, or C shown by D"
        if inside is not None:
            goes_on = following.at < inside[1]
        else:
            last = (cells[stop].bounds or [cells[stop].unit])[-1][-1]
            goes_on = _is_member(item, last, following, tests=first.kind in _TESTS)
        if not goes_on:
            break
        stop += 1
    return stop + 1


def is_followed(item: Item, cells: Sequence[Cell]) -> bool:
    """`A defined as a test or another, or B`: behind the comma another thing is told beside what was defined."""
    stop = evidence_end(item, cells, 0)
    if stop in (1, len(cells)):
        return False
    last = (cells[stop - 1].bounds or [cells[stop - 1].unit])[-1][-1]
    return "," in BRACKETED.sub(" ", gap_between(item, last, cells[stop].unit[0]))


def _is_member(item: Item, last: Statement, following: Statement, *, tests: bool) -> bool:
    """Behind a comma another kind of thing is told beside it: "pregnancy shown by a test, or lactation"."""
    gap = BRACKETED.sub(" ", gap_between(item, last, following))
    alike = (following.kind in _TESTS) == tests
    told = (alike or "," not in gap) and _MEMBER.match(gap) is not None
    return told and _NEW_VERB.match(gap) is None


def _verb(item: Item, head: Statement, first: Statement) -> int | None:
    """Where the verb between the two begins by which `first` tells how `head` is known."""
    if head.subject is None or head.negated or first.base is not None or head.kind in ("age", "sex"):
        return None
    end = head.threshold.end if head.threshold is not None else head.subject.end
    m = _KNOWN_BY.match(item.quote(end, first.at)) if end <= first.at else None
    if m is None:
        return None
    inside = item.segments.bracket(end + m.start("verb"))
    if inside is not None and inside[1] <= first.at:
        return None  # "HIV (as shown by A) or hepatitis"
    narrowed = any(end <= a and b <= first.at for a, b in head.aside)
    lead = OF_ONE.sub(" ", _OF_EITHER.sub(" ", m["lead"]))
    return end + m.start("verb") if narrowed or not _JOINED.search(lead) else None
