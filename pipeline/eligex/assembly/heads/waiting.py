"""Which heads wait for the objects of a later one: `failure of or intolerance to A`, `anaphylaxis, or history of other
serious reactions to A`, `allergic reaction or has a known or suspected sensitivity to A`.

Between them stand a joint and a few words that narrow the second. An allergy may be told anew; but what a patient
"has had" is another thing, and so is what others have ("patients with hypersensitivity to A").
"""

import re
from typing import Protocol

from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_BESIDE = lazily(r"\s*(?:,|/|\band/or\b|\bor\b|\band\b)+\s*(?:[\w-]+\s+){0,3}", re.IGNORECASE)
_NO_WORD = (
    r"(?:patients?|subjects?|participants?|individuals?|those|persons?|who|whom|that|which|with|without|to|in|for|from|on|by"
    r"|not|no|had\s+an?)\b"
)
_KNOWN = r"(?:known|suspected|documented)"
_TOLD_ANEW = lazily(
    rf"""(?:\s*\([^()]{{1,60}}\))?\s*(?:(?:,|/|\band/or\b|\bor\b|\band\b)\s*)+
        (?:(?:has|have|having|known\s+to\s+be)\s+)?(?:(?:an?|any|other)\s+)*(?:(?:known|documented|prior|previous|past)\s+)*
        (?:(?:history|evidence)\s+of\s+(?:(?:an?|any|other)\s+)*)?(?:{_KNOWN}\s+(?:or|and/or|and)\s+{_KNOWN}\s+)?
        (?:\([^()]{{1,60}}\)\s*)?(?:(?!{_NO_WORD})[\w-]+\s+){{0,3}}""",
    re.IGNORECASE | re.VERBOSE,
)
_OBJECT_BEFORE = lazily(r"\b(?:vaccin(?:e|ation)s?|transfusion|insect|latex)\s+\Z", re.IGNORECASE)
_ALLERGIES = ("allergy", "intolerance")
_NEAR = 16


class Waiting(Protocol):
    """What is asked of a head: where it begins, and where its objects do, if a `link` leads to any."""

    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> int: ...
    @property
    def begin(self) -> int: ...
    @property
    def link(self) -> str | None: ...


def is_beside(item: Item, a: Waiting, b: Waiting) -> bool:
    """Whether two heads stand in a list; of allergies the second may be told anew where the first has no object."""
    anew = a.link is None and all(h.kind in _ALLERGIES for h in (a, b))
    return (_TOLD_ANEW if anew else _BESIDE).fullmatch(item.quote(a.begin, b.at)) is not None


def has_object(item: Item, at: int) -> bool:
    """Whether what a head at `at` is about stands right before it: `vaccine reactions`."""
    return _OBJECT_BEFORE.search(item.quote(max(item.start, at - _NEAR), at)) is not None
