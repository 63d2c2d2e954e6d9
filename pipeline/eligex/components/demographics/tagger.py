"""The words that name a patient's age or sex; `vocab/data/demographics.csv` holds the patterns."""

import re

from spacy.tokens import Doc

from eligex.components.base import Tagger
from eligex.components.findings import DEMOGRAPHICS, Finding, longest
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner
from eligex.text.view import view
from eligex.vocab.tables import table, unique

_UNIT = "age_unit"
_REACH = 60


class DemographicsTagger(Tagger):
    """Writes DEMOGRAPHICS: AGE and SEX with an empty value.

    A unit that implies an age ("18 years old") counts only where no word for age stands before it on
    its line.
    """

    key = DEMOGRAPHICS

    def __init__(self, name: str) -> None:
        super().__init__(name)
        rows = unique(table("demographics"), "key", where="demographics.csv")
        self._rules = [
            (key, row["label"], row["name"], Scanner(lazily(row["patterns"], re.IGNORECASE)))
            for key, row in rows.items()
        ]

    def match(self, doc: Doc) -> list[Finding]:
        text = view(doc).folded
        found = longest(
            Finding(m.start(), m.end(), label, f"demographics:{key}", name)
            for key, label, name, scanner in self._rules
            for m in scanner.finditer(text)
        )
        return _without_repeated(text, found)


def _without_repeated(text: str, found: list[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    age_end = -_REACH
    for f in found:
        unit = f.source.endswith(_UNIT)
        if unit and f.start - age_end < _REACH and "\n" not in text[age_end : f.start]:
            continue
        if f.label == "AGE":
            age_end = f.end
        kept.append(f)
    return kept
