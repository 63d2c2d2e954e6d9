"""What takes a permission back: `bone metastases are allowed, unless a fracture is imminent`.

Who has both is not permitted. Where the permission is an exception of something, that is an exception of it; where it
stands alone among exclusions, both together are what excludes.
"""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding

_AT_ONCE = re.compile(
    r"[\s,(]*(?:(?:in|for|on|to|into)\s+(?:(?:the|this|in)\s+)*(?:study|trial|participate|enroll?|participation|inclusion)\s*)?[\s,(]*"
)
_ALLOWED = (
    r"(?:allowed|permitted|acceptable|accepted|eligible|permissible|excluded|exclusionary|participate|included"
    r"|enrolled|entered|enroll)"
)
_BACK = re.compile(rf"\b{_ALLOWED}{_AT_ONCE.pattern}(?:unless|except)\b", re.IGNORECASE)


def withdrawn(item: Item, cue: Finding, statements: list[Statement]) -> list[Statement]:
    """What the permission right before an exception's `cue` permits."""
    if cue.label != "EXCEPTION":
        return []
    before = [x for x in item.contexts if x.label == "ALLOWED" and x.end <= cue.start]
    if not before or not _AT_ONCE.fullmatch(item.quote(before[-1].end, cue.start)):
        return []
    return [s for s in statements if s.carver is before[-1] and s.at < cue.start]


def take_back(item: Item, granted: list[Statement], out: list[Statement], cue: Finding) -> None:
    """`out` stands behind the cue that takes back what is `granted`."""
    alone = item.section == "exclusion" and item.parent is None and all(s.base is None for s in granted)
    for s in out:
        s.carver, s.base, s.permitted = cue, None if alone else granted[-1], not alone
        s.take(cue.start, cue.end)
    if alone:
        for s in granted:
            s.permitted, s.carver = False, None


def is_taken_back(item: Item, gap: str) -> bool:
    """Whether the words between two statements permit the first unless there is the second."""
    return item.section == "exclusion" and _BACK.search(gap) is not None
