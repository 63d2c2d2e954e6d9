"""What an inclusion would ask for in a sentence that begins with a denial: `No malabsorption due to A or B`.

Where a denial's scope ends too soon, the rest of its sentence asks for the contrary of what is meant: for B. Only words
that begin something new tell that it is not denied. What defines the denied thing or is an example of it
(`No accelerated phase, defined as: blasts ≥ 15 %`) is no new thing, whatever stands before it.
"""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.assembly.polarity.negation import requirement
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_THINGS = ("condition", "drug", "procedure")
_LED_BY = lazily(  # all that stands before a denial that begins its sentence
    r"\W*(?:\d+[.)]\s*)?(?:(?:patients?|subjects?|participants?|evidence|they|he|she|must|should|may|do(?:es)?"
    r"|have|has|had|with|be|is|are|who|known|clinical(?:ly)?)\s+)*",
    re.IGNORECASE,
)
_ANEW = lazily(
    r"[;:]|\b(?:but|must|should|shall|will|may|can|required|requires|need\w*|unless|except\w*|excluding|however|although"
    r"|if|agree\w*|only|at\s+least|at\s+(?:high|increased)|,\s*ha(?:ve|s|d)|or\s+ha(?:ve|s|d)"
    r"|or\s+(?:who|whose|if|(?:the\s+)?(?:patient|subject|participant)s?)"
    r"|and\s+(?:an?\s+)?(?:\w+ly\s+)?(?:has|have|is|are|able|willing|in|with|confirmed|documented|proven|adequate"
    r"|measurable))\b"
    r"|(?-i:(?<=[a-z)\d])\s+(?!(?:I|II|III|IV|V)\b)[A-Z][a-z]+\s)",
    re.IGNORECASE,
)
_FIRST_WORD = lazily(r"\w+\s?")
_JOINED = lazily(r"\b(?:of|to|by|with|from|or|and|the|a|an|for|in|than)\s+\Z", re.IGNORECASE)
_RULED = lazily(
    r"[^,;:.()]*\b(?:must|should|shall|will|may|required|mandatory|allowed|permitted|acceptable|eligible|indicated"
    r"|recommended)\b",
    re.IGNORECASE,
)
_DEFINED = lazily(
    r"\b(?:defined\s+(?:as|by)|(?:evidenced|manifested)\s+by|i\.\s?e\b|e\.\s?g\b)", re.IGNORECASE
)
_TELLING = lazily(r"\b(?:that|which|or)\b", re.IGNORECASE)
_BESIDE = lazily(r"\band\b|[;:]", re.IGNORECASE)
_PLAIN_DENIAL = lazily(r"no|not|without", re.IGNORECASE)


def beyond_denials(item: Item, statements: list[Statement]) -> list[Statement]:
    """Those that a sentence asks for behind the denial that it begins with, and that nothing begins anew."""
    if item.section != "inclusion" or not item.negations:
        return []
    found: list[Statement] = []
    for lo, hi in item.sentences:
        asked = [
            s for s in statements if lo <= s.at < hi and s.base is None and requirement(item, s) == "require"
        ]
        cue = _leading_denial(item, lo, hi) if asked else None
        if cue is not None:
            found += [s for s in asked if s.at >= cue.end and _is_denied_with(item, cue, s)]
    return found


def _leading_denial(item: Item, lo: int, hi: int) -> Finding | None:
    for cue in item.negations:
        if lo <= cue.start < hi:
            plain = cue.value["category"] == "negation" and cue.value["kind"] != "prefix"
            return cue if plain and _LED_BY.fullmatch(item.quote(lo, cue.start)) else None
    return None


def _is_denied_with(item: Item, cue: Finding, s: Statement) -> bool:
    if s.value == "negative":
        return False
    if s.cue is not None and not _PLAIN_DENIAL.fullmatch(item.quote(s.cue.start, s.cue.end)):
        return False  # "no inability to swallow" asks for that ability
    before = item.quote(cue.end, s.at)
    at = cue.end + defined.start() if (defined := _DEFINED.search(before)) else None
    if at is not None and item.segments.bracket(at) in (None, item.segments.bracket(s.at)):
        return not _begins_anew(item, cue.end, at)
    if s.threshold is not None or s.value is not None:
        told = _TELLING.search(before) is not None and not _BESIDE.search(before)
        if not told or item.segments.bracket(s.at) is not None:
            return False
    elif s.kind not in _THINGS or s.state is not None:
        return False  # who is sterile or postmenopausal is one of several kinds of people
    return not _begins_anew(item, cue.end, s.at) and not _RULED.match(item.text, s.end - item.start)


def _begins_anew(item: Item, at: int, end: int) -> bool:
    lo, hi = at - item.start, end - item.start
    first = _FIRST_WORD.match(item.text, hi)
    for m in _ANEW.finditer(item.text, lo, first.end() if first else hi):
        if not (m.group()[0].isspace() and _JOINED.search(item.text, lo, m.start() + 1)):
            return True
    return False
