"""What a patient is that no vocabulary of findings has: `outpatients`, `right-handed`, `resides in a nursing home`.

`person_states.csv` has the patterns, each with where it may stand: `led`, behind nothing but words of whom it is said;
`joined`, behind those or an `and`; `and`, behind that alone; no word, anywhere. A word alone says it of patients only
there: "double-blind", "staff will call".
"""

import functools
import re
from collections.abc import Sequence

from eligex.assembly.items.naming import is_new
from eligex.components.findings import Finding, overlapping
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner
from eligex.vocab.tables import Row, VocabularyError, table

PLACES = {"led", "joined", "and", ""}
SOURCE = "assembly:person"
_LED = lazily(
    r"(?:[\s,/*•\d-]|\b(?:patients?|subjects?|participants?|volunteers?|individuals?|persons?|people|those|adults?|children|wom[ae]n|m[ae]n"
    r"|(?:fe)?males?|an?|all|any|the|or|and|and/or|who|that|is|are|be|being|must|should|has|have|had|to|will|currently|either|only|known|healthy|also|adult|good|sufficient"
    r"|adequate|fully|officially|voluntarily|regular|reliable|previously|ambulatory|mildly|an?\s+immediate\s+family|member|of)\b)*",
    re.IGNORECASE,
)
_AND = lazily(
    r"\band\s+(?:(?:has|have|is|are|be|was|were|been|currently|previously|who)\s+)*\Z", re.IGNORECASE
)
_CLAUSE = lazily(r".*(?:[.;:]\s|\n\s*\n)", re.DOTALL)
_SUPPOSED = lazily(
    r"\b(?:if|when|where|unless|whose|until|whether|determined|most|not|no)\b[^.;]{0,40}\Z", re.IGNORECASE
)
_WIDEST = 300


def persons(text: str, criteria: Sequence[Finding], mentions: Sequence[Finding]) -> list[Finding]:
    """`text` is folded, `mentions` are sorted by position; what a vocabulary names is left to it."""
    found = []
    for c in criteria:
        for m in _all().finditer(text, c.start, c.end):
            row = _rows()[int((m.lastgroup or "_0")[1:])]
            near = overlapping(mentions, m.start(), m.end(), widest=_WIDEST)
            here = row["section"] in ("", c.value["section"]) and all(is_new(f) for f in near)
            if here and _stands(text, c.start, m.start(), row["place"]):
                found.append(Finding(m.start(), m.end(), row["label"], SOURCE, row["name"] or None))
    return found


def _stands(text: str, start: int, at: int, place: str) -> bool:
    before = text[start:at]
    if _SUPPOSED.search(before):
        return False
    if place == "" or (place in ("joined", "and") and _AND.search(before)):
        return True
    if place == "and":
        return False
    clause = _CLAUSE.match(before)
    return _LED.fullmatch(before, clause.end() if clause else 0) is not None


@functools.cache
def _rows() -> tuple[Row, ...]:
    rows = table("person_states")
    for row in rows:
        if row["place"] not in PLACES:
            raise VocabularyError(f"person_states.csv: unknown place {row['place']!r}")
    return rows


@functools.cache
def _all() -> Scanner:
    ways = "|".join(rf"(?P<r{i}>{row['pattern']})" for i, row in enumerate(_rows()))
    return Scanner(re.compile(rf"\b(?<!-)(?:{ways})", re.IGNORECASE))
