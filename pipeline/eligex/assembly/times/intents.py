"""`eligible for transplantation`, `scheduled to receive cisplatin`: what is meant to be done is not done yet.

A statement about the deed alone says more than the text, so the words that lead to it narrow it.
"""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import NEXT
from eligex.assembly.items.reading import Item

_MEANT = re.compile(
    r"\b(?:in|un)?(?P<meant>(?:(?:good|appropriate|suitable|potential)\s+)?(?:eligible|suitable|amenable|candidates?|scheduled|planned|planning|intend(?:ed|ing|s)?"
    r"|plans?|indicated|referred|listed|waiting|appropriate|fit|considered|recommended|due|qualif(?:y|ied))\s+(?:for|to)"
    r"(?:\s+(?:undergo|receive(?:\s+(?:treatment|therapy)\s+with)?|have|start|begin|initiate|be\s+(?:treated|started)\s+(?:with|on)"
    r"|(?:treatment|therapy)\s+with))?|able\s+to\s+(?:have|receive|undergo|tolerate)|listed\s+to\s+be)\s+"
    r"(?:(?:an?|the|any|further|elective|first|new|their|use\s+of)\s+)*\Z",
    re.IGNORECASE,
)
_DONE = re.compile(  # "have received or are" before "planning to receive"
    r"\b(?:has|have|had|having|(?:is|are)\s+currently|currently)\s+(?:\w+ly\s+)?(?:been\s+)?(?:had|\w{3,}(?:ed|en|ne|ing))"
    r"(?:\s+with)?\s*,?\s*\(?(?:or|and/or)\s+(?:(?:who|is|are|will|be|currently)\s+)*\Z",
    re.IGNORECASE,
)
_KINDS = ("drug", "procedure")
_REACH = 80
_HINT = re.compile(
    r"ligible|uitable|[Aa]menable|[Aa]ble\sto|andidate|cheduled|lann|lans?\s|ntend|ndicated|eferred|isted|aiting|ppropriate|fit\s|onsidered|ecommended|due\s|ualif"
)


def or_done(item: Item, at: int) -> int:
    """Where "have received or are planning to" begins, of which the intent stands at `at`; else `at` itself."""
    lo = max(item.segments.bounds(at)[0], at - _REACH)
    m = _DONE.search(item.quote(lo, at))
    return lo + m.start() if m else at


def intend(item: Item, statements: list[Statement]) -> None:
    """Qualifies a deed, and those joined to it, by the words that lead to it."""
    if not _HINT.search(item.text):
        return
    for i, s in enumerate(statements):
        if s.kind not in _KINDS or s.subject is None:
            continue
        lo = max(item.segments.bounds(s.at)[0], s.at - _REACH)
        first = s.begin(lo)
        m = _MEANT.search(item.quote(lo, first))
        if m is None:
            continue
        a, b = or_done(item, lo + m.start("meant")), lo + m.end("meant")
        words = item.quote(a, b)
        s.qualify_apart(a, b, words)
        for before, after in zip(statements[i:], statements[i + 1 :], strict=False):
            begin = after.begin(before.end)
            joined = before.end <= begin and NEXT.fullmatch(item.quote(before.end, begin))
            if after.kind not in _KINDS or not joined:
                break
            after.qualify_apart(a, b, words)
