"""What stands in a phrase that tells of what an inclusion denies: `no neuropathy due to prior chemotherapy`.

Nobody must have had chemotherapy for that; the phrase narrows the neuropathy, and is a qualifier of it. So is what the
denied thing comes after ("no recurrence after surgery"): these words alone do not ask for the surgery.
"""

import re
from itertools import pairwise

from eligex.assembly.forms.statement import Statement, others
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_THINGS = ("condition", "drug", "procedure")
# no mark, no conjunction, no clause of its own, no word that begins another criterion
_TELLS = lazily(
    r"\s*(?:\([^()]{1,40}\)\s*)?(?:(?!\b(?:and|or|but|nor|must|should|shall|will|may|can|is|are|was|were|if|unless|except\w*|apart|other|such|including)\b)[^\s.,;:()\[\]]+\s+){1,7}",
    re.IGNORECASE,
)
_LINK = lazily(
    r"\s*(?:\([^()]{1,40}\)\s*)?(?:[a-z]+\s+){0,3}?(?:due|secondary|related|resulting|caused|attributable|because|based|after|following|during|despite"
    r"|for|to|from|of|on|by|in|at|as|with|that|while)\b",
    re.IGNORECASE,
)
_ANEW = lazily(r"\s[A-Z][a-z]{2,}\s+[a-z]")
_JOINED = lazily(r"\s*(?:\([^()]{1,40}\)\s*)?(?:and|or|and/or)\s+(?:[a-z-]+\s+){0,2}")


def fold_told(item: Item, statements: list[Statement]) -> list[Statement]:
    """Without those that such a phrase of the one before them names."""
    if item.section != "inclusion" or not item.negations:
        return statements
    folded: list[Statement] = []
    head: Statement | None = None  # of the one before, where that was folded
    for before, s in pairwise(statements):
        joins = head is not None and _may_tell(s) and _joins(item, before, s)
        if not joins:
            told = _is_cut(item, before, s) or (_may_tell(s) and _is_told_of(item, before, s))
            head = before if told else None
        if head is not None:
            folded.append(s)
            _tell(item, head, s)
    return others(statements, folded)


def _may_tell(s: Statement) -> bool:
    plain = s.kind in _THINGS and s.cue is None and not (s.negated or s.permitted or s.base)
    return plain and s.threshold is None and s.value is None and s.window is None and s.duration is None


def _is_cut(item: Item, head: Statement, s: Statement) -> bool:
    """`no illness resulting in a life expectancy < 1 year`: a clause of what is denied, which may end before its
    bound."""
    if s.threshold is None or s.subject is None or s.negated or s.window is not None or not head.negated:
        return False
    cut = any(head.end <= a <= s.at and s.subject.end <= b for a, b in head.aside)
    return cut and "," not in item.quote(s.subject.end, max(s.subject.end, s.threshold.start))


def _is_told_of(item: Item, head: Statement, s: Statement) -> bool:
    cue = head.cue
    if not head.negated or cue is None or (cue.value["kind"], cue.value["category"]) != ("pre", "negation"):
        return False
    if any(c.label in ("EXCEPTION", "ALLOWED") and head.end <= c.start < s.at for c in item.contexts):
        return False
    same = item.segments.same(head.at, s.at) and item.segments.bracket(head.at) == item.segments.bracket(s.at)
    if not same or cue.start > head.at or head.end > s.at:
        return False
    gap = item.quote(head.end, s.at)
    tells = _TELLS.fullmatch(gap) is not None and _LINK.match(gap) is not None
    return tells and _ANEW.search(item.quote(head.end, s.end)) is None


def _joins(item: Item, before: Statement, s: Statement) -> bool:
    """`chemotherapy or thoracic irradiation`."""
    return before.end <= s.at and _JOINED.fullmatch(item.quote(before.end, s.at)) is not None


def _tell(item: Item, head: Statement, s: Statement) -> None:
    """The words up to the end of `s`, in place of those that told a part of them."""
    lead = item.quote(head.end, s.at)
    a = head.end + len(lead) - len(lead.lstrip())
    b = max(s.end, s.threshold.end) if s.threshold is not None else s.end
    gone = head.unqualify_within(a, b)
    head.qualify_apart(a, b, item.quote(a, b))
    head.taken |= s.taken | gone
