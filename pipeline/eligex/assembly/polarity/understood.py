"""Words that leave what is said as it is, and ask for nothing themselves: `whether or not there are metastases`,
`even if it was treated`, `NNRTIs, a class of drugs`, `a port placement is not considered major surgery`, `on the same
day of surgery`.
"""

import re

from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_SETTLED = Scanner(
    lazily(
        r"\b(?:whether\s+or\s+not|(?:regardless|irrespective)\s+of\s+(?:whether|if))\b[^,;.()]*"
        # "even if it was treated", to the end of the line where another begins with a capital
        r"|\beven\s+(?:if|when)\b(?:(?!\s(?:(?:and|but)\s+(?:must|should|shall|will|agrees?)|starting|through(?:out)?)\b)"
        r"(?:[^,;.()\n]|\.\d|\n(?!\s*(?-i:[A-Z]))|\(i\.?\s?e\.?\W[^()]*\)))*"
        r"|\bconfirmation\s+(?:that\s+(?:the\s+)?\w+\s+(?:is|are)\s+not\s+pregnant|of\s+non-?pregnancy)"
        r"(?=\s+(?:must|should|will|has|is)\b)"
        # of malignancies that were named before
        r"|\bif\s+there\s+is\s+(?:any\s+)?evidence\s+of\s+(?:(?:the|other|any|such)\s+)*(?:malignanc(?:y|ies)|cancers?)"
        r"\s+(?:being\s+)?present(?=\s+within\b)"
        r"|\bfor\s+an?\s+[\w-]+\s+(?:or|and)\s+[\w-]+\s+(?:agents?|drugs?|therap(?:y|ies)),?\s+respectively\b"
        # "contraception, in case they are randomised to chemotherapy"
        r"|\b(?:in\s+case|if)\s+(?:(?:they|she|he|the\s+\w+)\s+(?:is|are)\s+)?(?:randomi[sz]ed|allocated)\s+to\s+[^.;,()]{3,60}"
        # "lesions may be in the field of prior radiotherapy"
        r"|\b(?:may|can)\s+be\s+(?:with)?in\s+(?:an?|the)\s+(?:[\w-]+\s+){0,3}(?:fields?|areas?|ports?|sites?)\b[^,;.()]*"
        r"|\bwhere\s+pregnancy\s+is\s+defined\s+as\b[^;.]*(?:\.\d[^;.]*)*",
        re.IGNORECASE,
    )
)
# "a port placement is not considered major surgery"
_NO_CASE_OF = lazily(
    r"^(?:(?!\b(?:who|patients?|subjects?|participants?|women|men|if)\b)[^.;])*?\b(?:is|are)\s+not\s+considered\s+(?:as\s+|to\s+be\s+)?"
    r"(?=(?:an?\s+)?(?:[\w-]+\s+)*[\w-]+[\s.)]*$)",
    re.IGNORECASE,
)
_APPOSED = Scanner(
    lazily(
        r",\s+an?\s+(?:class|type|kind|group|family)\s+of\s+(?:drugs?|medic|[\w-]+\s+)[^,;.()]*"
        r"|\b(?:on|for|until|by)\s+the\s+same\s+day\s+(?:of|as)\s+(?:the\s+)?[\w-]+",
        re.IGNORECASE,
    )
)


def understood(item: Item) -> list[tuple[int, int]]:
    """Extents that leave what is said before them as it is: `whether or not there are metastases`."""
    found = [m.span() for m in item.matches(_SETTLED)]
    return found + [(at, hi) for _, at, hi in no_cases(item)]


def no_cases(item: Item) -> list[tuple[int, int, int]]:
    """Where a sentence or bracket begins that says what is no case of a thing, where it names that, and its end."""
    found = []
    for lo, hi in (*item.sentences, *item.segments.brackets) if "not considered" in item.text else ():
        m = _NO_CASE_OF.match(item.whole[lo:hi])
        inside = item.segments.bracket(lo + m.end() - 1) if m else None
        if m is not None and (inside is None or inside[0] <= lo):
            found.append((lo, lo + m.end(), hi))
    return found


def appositions(item: Item) -> list[tuple[int, int]]:
    """Extents of what class a thing is of, and of the thing whose day only dates another."""
    return [m.span() for m in item.matches(_APPOSED)]
