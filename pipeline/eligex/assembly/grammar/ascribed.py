"""Adjectives that say of a patient what he is: `patients who are claustrophobic`, `immunocompromised patients`.

A recogniser's adjective names nothing beside another noun ("hepatic", "histologic"); said of people it is a statement.
"""

import re

from eligex.assembly.grammar.plain_members import ACRONYM, PEOPLE, is_lead
from eligex.assembly.items.naming import is_new
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_IS = lazily(
    r"\b(?:is|are|was|were|be|been|being|remains?)\s+(?:(?:currently|presently|actively|already|otherwise|mechanically|also|either|known|considered)\s+)*\Z",
    re.IGNORECASE,
)
_ENDS = lazily(
    r"\s*(?:\([^()]*\)\s*)?(?:\Z|[.;,]|(?:and|or|and/or)\b|(?:at|prior|before|during|within|with|without|who|due|because|for|from|after|since)\b)",
    re.IGNORECASE,
)
_DONE = lazily(r"ed\Z", re.IGNORECASE)
_BY = lazily(r"\s+(?:with|by|for|from)\b", re.IGNORECASE)
_BEFORE = lazily(r"(?:[\s\d.]|\b(?:all|any|an?|known|the|or|and|and/or)\b|,)*", re.IGNORECASE)
_PEOPLE = lazily(rf"\s+(?:(?:adult|elderly|young|male|female)\s+)*{PEOPLE}\b", re.IGNORECASE)
# "healthy men or women" are both healthy
_BOTH = lazily(rf"\s*(?:,|/|\b(?:or|and|and/or)\b)\s*(?:non-?\s?\w+\s+)?{PEOPLE}\b", re.IGNORECASE)
_ALONE = lazily(r"\s*(?:\([^()]*\)\s*)?(?:\Z|[.;,]|(?:or|and/or)\b)", re.IGNORECASE)
_HAVING = lazily(
    r"\s+(?:with|without|who|aged|undergoing|scheduled|admitted|presenting|between|from|having|of|in|at|≥|>|\d)",
    re.IGNORECASE,
)
_SAYS_LITTLE = lazily(
    r"(?:a?symptomatic|eligible|ill|(?:hetero)?sexually\s+active|(?:clinic|medic|surgic|histologic|cytologic|radiologic|physic)al(?:ly)?|histologic|cytologic|radiographic|potential|serologic\w*)",
    re.IGNORECASE,
)


def ascribed(item: Item) -> list[Finding]:
    return [
        m for m in item.mentions if is_new(m) and m.label in ("CONDITION", "PROCEDURE") and _is_said(item, m)
    ]


def _is_said(item: Item, m: Finding) -> bool:
    lo, hi = item.segments.bounds(m.start)
    words, before = item.quote(m.start, m.end), item.quote(lo, m.start)
    if _SAYS_LITTLE.fullmatch(words) or ACRONYM.fullmatch(words) or item.segments.bracket(m.start):
        return False
    if _IS.search(before):
        if _DONE.search(words) and _BY.match(item.text, m.end - item.start):
            return False  # "implanted with a pacemaker"
        return is_lead(before) and _ENDS.match(item.text, m.end - item.start, hi - item.start) is not None
    if not _BEFORE.fullmatch(before):
        return False
    whom = _PEOPLE.match(item.text, m.end - item.start, hi - item.start)
    if whom is None:
        return False
    if _ALONE.match(item.text, whom.end(), hi - item.start):
        return not _BOTH.match(item.text, whom.end())
    return item.section == "inclusion" and _HAVING.match(item.text, whom.end(), hi - item.start) is not None
