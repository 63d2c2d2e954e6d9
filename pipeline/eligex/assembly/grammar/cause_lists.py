"""`pain due to trauma, surgery, or cancer`: the causes of one thing, whatever they are, up to the end of the clause.

A member with a head, a verb or a history of its own is none, nor is what only a patient is (pregnant).
"""

import re

from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

LINKS = Scanner(lazily(r"\b(?:(?:due|secondary|attribut(?:able|ed))\s+to|caused\s+by)\s+", re.IGNORECASE))
_NONE = (
    r"(?:or|and|nor|of|use|history|who|that|which|with|without|within|during|any|other|prior|previous|currently|not|no|in|on|at|for|to|from|by|is"
    r"|are|was|has|have|requir\w+|due|patients?|subjects?|participants?|wom[ae]n|men|those|inability|unable|allerg\w+|hypersensitiv\w+|as|if|such|includ\w+)"
)
_MEMBER = rf"(?:(?!{_NONE}\b)[^\W\d][\w'’/-]*)(?:\s+(?!{_NONE}\b)[^\W\d][\w'’/-]*){{0,4}}"
_LIST = lazily(
    rf"{_MEMBER}(?:\s*,\s*(?!or\b|and\b){_MEMBER})+\s*,?\s*(?:and/or|or)\s+(?:(?:any\s+)?other\s+)?{_MEMBER}(?=\s*(?:[.;)\]]|\Z))",
    re.IGNORECASE,
)
_OWN_STATES = ("pregnancy", "lactation", "menopause", "sterility")  # what somebody is, whatever it causes


def causes_end(item: Item, begin: int) -> int:
    """Where a list of three causes or more ends that begins there; `begin` where there is none."""
    _, hi = item.segments.bounds(begin)
    m = _LIST.match(item.text, begin - item.start, hi - item.start)
    if m is None:
        return begin
    end = item.start + m.end()
    asked = any(x.value.get("state") in _OWN_STATES and begin <= x.start < end for x in item.mentions)
    return begin if asked else end
