"""Which of a sentence's first statements only say whom it is about: `men or women over 18 with A or B`."""

import re
from itertools import takewhile

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.assembly.logic.cells import Cell, gap_between
from eligex.assembly.polarity.disproofs import disproves

_HAVING = re.compile(
    r"[\s),]*(?:(?:years?|months?|of|age|old|and|older|adults?|patients?|subjects?|participants?|children|(?:wo)?men|(?:fe)?males?)\b[\s),]*)*"
    r"(?:with|who|having|suffering|undergoing|diagnosed|receiving)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(  # a duty's bearers
    r"[(\[]\s*(?:(?:all|any|male|female|fertile|lactating)\s+)*(?:wom[ae]n|females?|males?|m[ae]n|wocbp|patients?|subjects?|participants?)\b",
    re.IGNORECASE,
)

# "X patients with A or B", "X with A"
_HEADED = re.compile(r"\s*(?:(?:patients?|subjects?|participants?)\s+(?:with|who)|who)\b", re.IGNORECASE)
_WHO_ARE = re.compile(r"\s*(?:\([^()]*\)\s*)?,\s*who\b", re.IGNORECASE)  # of whom an inclusion asks for more


def about_whom(item: Item, cells: list[Cell], signs: list[str]) -> int:
    """How many of the first cells only say whom it is about: `men or women over 18 with A or B`."""
    about = list(takewhile(lambda c: all(_tells_whom(s) for s in c.unit), cells))
    n = len(about)
    if not 0 < n < len(cells) or "any" in signs[:n]:
        return 0
    have = _HAVING.match(gap_between(item, about[-1].unit[-1], cells[n].unit[0]))
    plain = all(s.kind in ("sex", "age") for cell in about for s in cell.unit)
    return n if (item.section == "inclusion" and plain) or have else 0


def _tells_whom(s: Statement) -> bool:
    """A sex, an age, `postmenopausal` women."""
    known = s.state
    return s.kind in ("sex", "age") or (known == "menopause" and not s.negated and s.duration is None)


def duty_by(item: Item, about: list[Statement], duty: list[Statement]) -> str:
    """`Pregnancy (women of childbearing potential must have a negative test)`: a bracket's duty is of others; so is the
    test that shows that they have not what the others have."""
    if disproves(about, duty) or (about and not any(s.permitted for s in about)):
        return "any"
    inside = item.segments.bracket(duty[0].at)
    others = inside is not None and all(item.segments.bracket(s.at) != inside for s in about)
    return "any" if inside and others and _PEOPLE.match(item.quote(*inside)) else "all"


def asks_more(item: Item, gap: str) -> bool:
    """`X patients with A or B`, of an inclusion also `X, who have A, B or C`."""
    return bool(_HEADED.match(gap) or (item.section == "inclusion" and _WHO_ARE.match(gap)))
