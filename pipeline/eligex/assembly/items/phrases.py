"""The noun phrase that a threshold stands on, where no vocabulary knows it.

The words between the last boundary (sentence, comma, conjunction, bracket, another threshold) and
the threshold, without the words that only link them. Its code stays null.
"""

import re

from eligex.assembly.forms.segments import SHORT_BRACKET
from eligex.components.findings import Finding

LINK = (
    r"is|are|was|were|be|been|being|has|have|had|having|must|should|shall|will|may|can|need|needs|to|of|at|a|an|the|in|"
    r"with|for|as|by|than|that|which|who|equal|equals|value|values|result|results|defined|documented|measured|"
    r"assessed|confirmed|range|ranging|ranges|screening|baseline|visit|least|no|not|greater|less|more|between|from|"
    r"level|levels|count|counts|score|scores|scored|scoring|rate|maintained|it|their|its|currently|within|"
    r"this|any|both|either|each|all|and/or|i|ie|e|g|eg|i\.e\.|e\.g\.|including|using|via|only|if|when|also|up|"
    r"known|present|estimated|time|total|serum|plasma|blood|mean|average"
)
_LINKS = re.compile(rf"\b(?:{LINK})\b", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:(?:patients?|subjects?|participants?|individuals?|persons?|people|those|who|with|have|has|had|having|a|an|the|"
    r"any|no|of|and|or|and/or|but|must|should|be|is|are|at|in|for|to|on|if|all|his|her|their|adequate|known|current|"
    r"history|presence|evidence|defined|as|by|which|that|following|including|include|includes|than|not|without|"
    r"diagnosed|diagnosis|unless|except|excluding|documented|requiring|required|minimum|maximum|least|most|i\.?e\.?|e\.?g\.?|other|women|men|"
    r"males?|females?|from|both|either|ie|eg)\b|[\W_])+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"(?:[\W_]|\b(?:{LINK}|minimum|maximum|women|men|or|and|over|under|above|below|on|during|after|before)\b)+$",
    re.IGNORECASE,
)
_KEEP_TAIL = re.compile(r"\b(?:level|count|score|rate|value|time|ratio|range)s?\b\s*$", re.IGNORECASE)
_BOUNDARY = re.compile(
    r"[,;:()\[\]\n]|\b(?:and|or|with|but|who|has|have|if|in whom|whose|plus|versus|unless|except(?:ing)?)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]{2,}")
MAX_WORDS = 8


def content_words(gap: str) -> list[str]:
    """The words of a gap that say something: neither linking words nor bracketed asides."""
    bare = _LINKS.sub(" ", SHORT_BRACKET.sub(" ", gap))
    return _WORD.findall(bare)


def phrase_before(text: str, start: int, end: int, *, source: str) -> Finding | None:
    """The phrase at the end of text[start:end]; offsets are those of `text`."""
    piece = text[start:end]
    tail = _TAIL.search(piece)
    cut = tail.start() if tail else len(piece)
    kept = _KEEP_TAIL.match(piece[cut:].lstrip(" -:(,"))
    if kept and cut:
        cut = piece.index(kept.group(), cut) + len(kept.group().rstrip())
    piece = piece[:cut]
    head = 0
    for m in _BOUNDARY.finditer(piece):
        head = m.end()
    return _phrase(piece, head, start, source)


def phrase_after(text: str, start: int, end: int, *, source: str) -> Finding | None:
    """The phrase at the beginning of text[start:end], for a threshold that stands before it."""
    piece = text[start:end]
    lead = re.match(r"(?:\s|-|\b(?:of|for|in|the|a|an|or|more|consecutive)\b)*", piece, re.IGNORECASE)
    head = lead.end() if lead else 0
    stop = re.search(
        r"[,;:()\[\].\n]|\b(?:and|or|with|but|who|has|have|if|in|at|on|by|for|from|within|during|is|are|per|that|which|"
        r"prior|before|after|since|as|to|of|defined|required|will|must|should)\b",
        piece[head:],
        re.IGNORECASE,
    )
    return _phrase(piece[: head + stop.start() if stop else len(piece)], head, start, source)


def _phrase(piece: str, head: int, offset: int, source: str) -> Finding | None:
    lead = _LEAD.match(piece[head:])
    head += lead.end() if lead else 0
    words = list(re.finditer(r"\S+", piece[head:]))
    if len(words) > MAX_WORDS:
        head += words[-MAX_WORDS].start()
        lead = _LEAD.match(piece[head:])
        head += lead.end() if lead else 0
    body = piece[head:].rstrip(" \n\t-:,/")
    if not _WORD.search(body):
        return None
    return Finding(offset + head, offset + head + len(body), "MEASUREMENT", source)
