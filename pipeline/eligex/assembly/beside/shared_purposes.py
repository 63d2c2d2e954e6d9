"""`chemotherapy, hormonal therapy or radiotherapy for breast cancer`: what a list of treatments is for stands behind
the last of them.

Not where that says nothing without it ("bisphosphonates or treatments for osteoporosis"), where a comma parts two
("A, or B for X"), in a bracket, nor of a treatment that is told of otherwise.
"""

import re

from eligex.assembly.forms.statement import Statement, is_treatment
from eligex.assembly.grammar.lists import NEXT, OWN_NOUN, SIGN
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_FOR = lazily(
    r"(?:for\s+(?!(?:the\s+)?(?:at|more|less|up|over|which|whom|whose|longer|past|last|previous|duration|entire|study|trial|an?\s+period)\b"
    r"|[\d≥≤<>])|to\s+(?:treat|prevent|control|manage)\s+\w)",
    re.IGNORECASE,
)
_BARE = lazily(
    r"(?:(?:surger(?:y|ies)|operations?|procedures?|treatments?|therap(?:y|ies)|medications?|medicines?|drugs?|agents?"
    r"|hospitali[sz]ations?|interventions?|prophyla\w+)\s*)+\Z",
    re.IGNORECASE,
)
_OTHER = lazily(r"\bother\b", re.IGNORECASE)
_COMMA = lazily(r",", re.IGNORECASE)
_PAIR, _SHORTEST = 2, 2  # members; letters of the last word: "for M." was cut


def share_purposes(item: Item, statements: list[Statement]) -> None:
    for i, last in enumerate(statements):
        for (a, b), words in list(zip(last.aside, last.qualifiers, strict=True)):
            told = a > last.at and _FOR.match(words) and len(words.split()[-1]) >= _SHORTEST
            for s in _listed(item, statements[: i + 1]) if told and _is_behind(item, last, a) else ():
                s.qualify_apart(a, b, words)


def _is_behind(item: Item, s: Statement, at: int) -> bool:
    return not OWN_NOUN.sub("", item.quote(s.end, at), count=1).strip()


def _listed(item: Item, before: list[Statement]) -> list[Statement]:
    """The members of the list of treatments that the last one ends, without it."""
    found = before[-1:]
    for s in reversed(before[:-1]):
        right = found[0]
        gap = OWN_NOUN.sub(" ", item.quote(s.end, max(s.end, right.begin(s.end))), count=1)
        joined = NEXT.fullmatch(gap) and (len(found) > 1 or _closes(gap))
        if not joined or not _is_alike(item, s, right):
            break
        found.insert(0, s)
    if len(found) < _PAIR or item.segments.bracket(before[-1].at) is not None:
        return []
    gap = item.quote(found[-2].end, max(found[-2].end, before[-1].at))
    return [] if not _OTHER.search(gap) and _is_apart(item, found, gap) else found[:-1]


def _is_apart(item: Item, found: list[Statement], gap: str) -> bool:
    """Whether the last is told of alone: it says nothing without, stands behind a comma as one of two, or has words of
    its own as one of many ("A, B and low dose aspirin for …")."""
    last = found[-1]
    if len(found) == _PAIR and _COMMA.search(gap):
        return True
    own = len(found) > _PAIR and any(found[-2].end <= a <= last.at for a, _ in last.aside)
    return own or _BARE.match(item.quote(last.at, last.end)) is not None


def _closes(gap: str) -> bool:
    """Whether a conjunction joins the last."""
    return any(m.group() != "," for m in SIGN.finditer(gap))


def _is_alike(item: Item, s: Statement, right: Statement) -> bool:
    """Two treatments at one time, of which the first has no words behind it."""
    same = s.window is right.window and s.duration is right.duration and s.base is right.base
    beside = item.segments.same(s.at, right.at) and item.segments.bracket(s.at) == item.segments.bracket(
        right.at
    )
    free = s.threshold is None and s.subject is not None and not any(a > s.at for a, _ in s.aside)
    return same and beside and free and is_treatment(s, right) and s.negated == right.negated
