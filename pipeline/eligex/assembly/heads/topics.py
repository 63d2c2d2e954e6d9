"""`Biologic therapy: no prior interferon`: what a line is about, before a colon, and what it then says of it.

A treatment so named is asked for by nobody; of a disease or a drug so named that holds where what follows is denied
("HIV: negative antibody test"). In "one of the following leukemias: A, B" the members are asked for, not their kind.
"""

import re

from eligex.assembly.bounds.nominal import deviates, heads_bounds
from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.components.criteria.labels import is_bare_label
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_COLON = lazily(r"\s*:(?=\s)")
_OPENS = lazily(r"[(\[;]\s*\Z")
_LEAD = lazily(r"[\W\d]*(?:(?:prior|previous|concurrent|concomitant|other)\s+)*", re.IGNORECASE)
_OF_THESE = lazily(  # "at least one of the following active"
    r"\b(?:any|one|either|two|three|some|none)(?:\s+or\s+more)?\s+of\s+(?:the\s+following|these)\s+(?:[\w-]+\s+){0,3}\Z",
    re.IGNORECASE,
)
_KINDS = lazily(
    r"(?:\s+(?:sub)?(?:types?|groups?|diagnos[ei]s|histolog(?:y|ies)|entit(?:y|ies)))?\s*:(?=\s)",
    re.IGNORECASE,
)
_POINTS_ON = lazily(  # "unstable heart disease: subjects with any of the following are excluded: A"
    r"\W*(?:(?:subjects?|patients?|participants?)\s+(?:with|who\s+have|having)\s+)?(?:any|one|either)\s+(?:or\s+more\s+)?of\s+the\s+following\b"
    r"[^:.;]{0,60}:\s*\w",
    re.IGNORECASE,
)
_THE_FOLLOWING = lazily(r"\bthe\s+following\s+(?:[\w-]+\s+){0,2}\Z", re.IGNORECASE)
_JUDGED = lazily(  # "the following cancers are eligible if treated: A, B"
    r"\s+(?:are|is|(?:may|can|will|must|should)\s+(?:not\s+)?be)\s+(?:also\s+|not\s+)?(?:eligible|ineligible|allowed|permitted|acceptable|exempt"
    r"|excluded|included|enrolled)\b[^:.;]{0,100}:\s",
    re.IGNORECASE,
)
_WORDS = lazily(r"[\W\d]*(?:[a-z-]+\s+){0,6}", re.IGNORECASE)
_FAR = 60  # characters of such a lead
_DENIED = lazily(r"\W*(?:a\s+)?(?:negative|no|not|none|never|absent|excluded)\b", re.IGNORECASE)


def is_topic(item: Item, m: Finding) -> bool:
    """Whether a mention opens its line, a colon stands right behind it, and something else is told behind that; or is
    the label of a group of criteria."""
    if is_bare_label(item.head, item.text):
        return True
    if deviates(item, m) and heads_bounds(item, m) and not any(n.end <= m.start for n in item.negations):
        return True
    plain = _COLON.match(item.text, m.end - item.start)
    if plain is not None and _heads_bracket(item, m, item.start + plain.end()):
        return True
    if _JUDGED.match(item.text, m.end - item.start):
        return _THE_FOLLOWING.search(item.quote(max(item.start, m.start - _FAR), m.start)) is not None
    colon = _KINDS.match(item.text, m.end - item.start)
    if colon is None:
        return False
    before = item.quote(max(item.start, m.start - _FAR), m.start)
    kind = item.section == "inclusion" and m.label == "CONDITION" and _OF_THESE.search(before) is not None
    if m.label == "CONDITION" and plain is not None and _POINTS_ON.match(item.text, plain.end()):
        return _WORDS.fullmatch(item.text, _line(item, m.start), m.start - item.start) is not None
    if not kind and (
        plain is None or not _LEAD.fullmatch(item.text, _line(item, m.start), m.start - item.start)
    ):
        return False
    behind = item.start + colon.end()
    line_end = item.text.find("\n\n", colon.end())
    end = item.start + line_end if line_end >= 0 else item.end
    told = any(behind <= x.start and x.end <= end and _may_state(item, x) for x in item.mentions)
    if m.label == "PROCEDURE" or kind or _is_said_again(item, m, behind, end):
        return told
    return told and m.label in ("CONDITION", "DRUG") and _DENIED.match(item.text, colon.end()) is not None


def _is_said_again(item: Item, m: Finding, behind: int, end: int) -> bool:
    """`Hospitalization: hospitalization for asthma`."""
    words = item.quote(m.start, m.end).lower()
    inside = (x for x in item.mentions if behind <= x.start and x.end <= end and x.label == m.label)
    return any(item.quote(x.start, x.end).lower() == words or (m.name and x.name == m.name) for x in inside)


def _heads_bracket(item: Item, m: Finding, behind: int) -> bool:
    """`inducers (antibiotics: nafcillin, rifampin)`: of what sort the drugs are that the bracket names."""
    inside = item.segments.bracket(m.start)
    if m.label != "DRUG" or inside is None or not _OPENS.search(item.quote(inside[0], m.start)):
        return False
    return any(x.label == "DRUG" and behind <= x.start <= behind + 1 for x in item.mentions)


def _may_state(item: Item, m: Finding) -> bool:
    """Not where a time is only reckoned from it: `Surgery: at least 2 weeks since prior surgery` is about surgery."""
    return not item.is_bare(m) and not any(m.within(w.start, w.end) for w in item.windows)


def take_topics(item: Item, statements: list[Statement]) -> None:
    """What is said first behind a topic rests on it."""
    for m in item.mentions:
        following = next((s for s in statements if s.at >= m.end), None)
        if following is not None and is_topic(item, m):
            following.take(m.start, m.end)


def _line(item: Item, at: int) -> int:
    """Where the line of a position begins, in the item's text."""
    return item.text.rfind("\n", 0, at - item.start) + 1
