"""The group that a head names limits all that is nested under it, but what is told of the other sex."""

import re

from eligex.assembly.items.reading import Item
from eligex.assembly.people.design_parts import head_part, names_part
from eligex.assembly.people.populations import is_label, labelled
from eligex.assembly.people.sexed_heads import HERS, HIS
from eligex.assembly.people.sites import head_site
from eligex.assembly.people.whom import label_of
from eligex.text.lazily import lazily

_FEMALE = lazily(rf"\b{HERS}\b", re.IGNORECASE)
_MALE = lazily(rf"\b{HIS}\b", re.IGNORECASE)
_LEAD = r"\W*(?:(?:all|the|any|for|in|adult|healthy|fertile)\s+)*"
_OF_HER = lazily(rf"{_LEAD}{HERS}\b", re.IGNORECASE)
_OF_HIM = lazily(rf"{_LEAD}{HIS}\b", re.IGNORECASE)
_CIRCUMSTANCE = lazily(
    r"\W*(?P<who>in\s+(?:the\s+)?(?:presence|absence|case)\s+of\s+[^:;.,]{2,60}?)\s*:\s*", re.IGNORECASE
)


def group_of(head: Item) -> str | None:
    """The group of a head, which that may name among other words: `one of the following (Arm B):`."""
    words = head.whole[head.start : head.end]
    own = head_part(words) or head_site(words) or label_of(head) or labelled(head.text)
    case = _CIRCUMSTANCE.fullmatch(head.text) if own is None else None
    return case["who"] if case else own


def only_names_group(head: Item) -> bool:
    """Whether a head names a group and says nothing else."""
    named = label_of(head) is not None or head_site(head.text) is not None
    return (
        named
        or names_part(head.text)
        or is_label(head.text)
        or _CIRCUMSTANCE.fullmatch(head.text) is not None
    )


def inherited(item: Item, group: str | None) -> str | None:
    """The group of the head above an item, unless that begins with people of the other sex."""
    if group is None or (_FEMALE.search(group) and _MALE.search(group)):
        return group
    other = _OF_HIM if _FEMALE.search(group) else _OF_HER if _MALE.search(group) else None
    return None if other is not None and other.match(item.text) else group
