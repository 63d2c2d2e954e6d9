"""Family history: an illness of relatives qualifies, and their age is nobody's criterion.

`personal or family history of X` and `a first-degree relative with X` name X; the words that say whose it is are
a qualifier, so that no query takes it for the patient's alone.
"""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.reach import limit, reach
from eligex.assembly.items.reading import Item
from eligex.text.scan import Scanner

_DEGREE = r"(?:first|second|third|1st|2nd|3rd)"
_RELATIVES = (
    rf"(?:{_DEGREE}(?:[\s-]*(?:or|and|/)\s*{_DEGREE})?[\s-]*degree\s+(?:(?:blood|biological|family)\s+)?(?:relatives?|members?)"
    r"|(?:immediate\s+|close\s+)?family\s+members?|(?:blood\s+|biological\s+|close\s+)?relatives?)"
)
_WHOSE = Scanner(
    re.compile(
        rf"""\b(?:
            (?:(?:personal|patient|individual|own|self)\s*(?:\([^()]{{0,40}}\)\s*)?(?:and/or|or|and|/)\s*)?
            (?:(?:strong|positive|known|significant|immediate|close|{_DEGREE}[\s-]degree)\s+)*
            famil(?:y|ial)\s*(?:\([^()]{{0,40}}\)\s*)?(?:(?:and/or|or|and|/)\s*(?:a\s+)?personal\s+)?(?:medical\s+)?
            (?:history|histories)
          | history\s+(?:and/or|or|and)\s+(?:a\s+)?family\s+history
          | (?:(?:patients?|subjects?|participants?)\s+(?:and/or|or|and)\s+(?:an?\s+|their\s+)?)?{_RELATIVES}
            (?:\s*\([^()]{{1,60}}\))?
          )(?=\s+(?:of|for|with|who\s+(?:has|have|had|is|are|was|were)|having|(?:diagnosed|affected)\s+(?:with|by))\b)""",
        re.IGNORECASE | re.VERBOSE,
    )
)
_LINK = re.compile(
    r"\s+(?:of|for|with|by|who|has|have|had|having|is|are|was|were|diagnosed|affected|an?|the|any|known|history)\b",
    re.IGNORECASE,
)
_OF_ALL = re.compile(r"\b(?:in|among)\s+(?:an?\s+|their\s+|his\s+or\s+her\s+)?" + _RELATIVES, re.IGNORECASE)
_OWN = re.compile(
    r",\s*(?:prior|previous|known|current|active|recent|personal|any)\b", re.IGNORECASE
)  # one's own again
_MIDST = re.compile(r"(?:,|\b(?:including|such\s+as)\b|,\s*(?:or|and)\b)\s*(?:an?\s+)?\Z", re.IGNORECASE)
_RELATIVE = re.compile(rf"\b{_RELATIVES}\b", re.IGNORECASE)  # "or sudden death of a close relative"
_NEAR = 60
_ILL = ("condition", "state", "procedure")


def of_relatives(item: Item, statements: list[Statement]) -> list[Statement]:
    """Qualifies what relatives have, and drops ages in the same sentence: they are told by that qualifier."""
    ages: set[int] = set()
    for m in item.matches(_WHOSE):
        begin = m.end()
        while link := _LINK.match(item.text, begin - item.start):
            begin = item.start + link.end()
        stop, _ = reach(item, begin, limit(item, begin), commas=True, examples=True)
        own = _OWN.search(item.text, begin - item.start, max(stop - item.start, 0))
        stop = item.start + own.start() if own else stop
        stop = _to_comma(item, m.start(), begin, stop)
        ill = [s for s in statements if s.kind in _ILL and s.subject and begin <= s.at < max(stop, begin + 1)]
        for s in ill:
            s.qualify(m.start(), m.end(), m.group())
        ages |= _their_ages(item, statements, m.start(), ill)
    return [s for s in statements if id(s) not in ages]


def _to_comma(item: Item, at: int, begin: int, stop: int) -> int:
    """`stroke, family history of stroke, migraine` of a list: what begins amid one ends at its next comma."""
    lo, _ = item.segments.bounds(at)
    comma = item.text.find(",", begin - item.start, max(stop - item.start, 0))
    amid = comma >= 0 and _MIDST.search(item.quote(lo, at))
    return (
        item.start + comma
        if amid and not _RELATIVE.search(item.quote(item.start + comma, stop + _NEAR))
        else stop
    )


def _their_ages(item: Item, statements: list[Statement], start: int, ill: list[Statement]) -> set[int]:
    """An age behind the relatives, in the sentence that names them."""
    end = item.segments.bounds(start)[1]
    ages = [s for s in statements if s.kind == "age" and start <= s.start < end and s.threshold]
    for s in ages:
        said = _OF_ALL.search(item.text, start - item.start, s.start - item.start)
        first = item.start + said.start() if said else s.start
        for other in ill:
            other.qualify(first, s.end, item.quote(first, s.end))
    return {id(s) for s in ages} if ill else set()
