"""`No A, B or C is allowed`: one permission that a `no` denies over a whole list; `A is allowed, but no other`."""

import re

from eligex.assembly.forms.segments import BRACKETED
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_NO = lazily(r"no(?:\s+(?:other|additional))?", re.IGNORECASE)
_APART = lazily(r"[;.](?!\d)|\b(?:but|however|while|whereas|although|though)\b|\(", re.IGNORECASE)
_LIST_END = lazily(r",?\s(?:or|nor|and/or)\s[^,]*\Z", re.IGNORECASE)
_PERMISSION = lazily(r"[^.;]{1,120}?\b(?:allowed|permitted)\b", re.IGNORECASE)
_ALLOWED_BUT = lazily(r"\b(?:allowed|permitted|acceptable)\s*,?\s*but\s+\Z", re.IGNORECASE)
_NEAR = 24


def reaches(item: Item, cue: Finding, at: int) -> bool:
    """Whether the list behind a `no` goes on to a position; a comma without `or` parts two sentences."""
    between = BRACKETED.sub(" ", item.quote(cue.end, at)) if cue.end <= at else ","
    listed = "," not in between or _LIST_END.search(between) is not None
    return listed and _APART.search(between) is None


def is_no(item: Item, cue: Finding) -> bool:
    return _NO.fullmatch(item.quote(cue.start, cue.end)) is not None


def bars(item: Item, cue: Finding) -> bool:
    """Whether a `no` denies the permission behind it, or takes back a part of the one right before it."""
    if not is_no(item, cue):
        return False
    if _ALLOWED_BUT.search(item.quote(max(item.start, cue.start - _NEAR), cue.start)):
        return True
    m = _PERMISSION.match(item.text, max(0, cue.end - item.start))
    return m is not None and reaches(item, cue, item.start + m.end())
