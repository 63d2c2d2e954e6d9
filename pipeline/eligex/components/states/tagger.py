"""A patient's state that is no disease; `vocab/data/states.csv` holds the patterns."""

import re

from spacy.tokens import Doc

from eligex.components.base import Tagger
from eligex.components.findings import STATES, Finding, longest
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner
from eligex.text.view import view
from eligex.vocab.tables import VocabularyError, table, unique

LABELS = {"CONDITION", "STATE"}
_TAIL = lazily(r"(?:\s+(?:and|or|the|to|of|any|all|with))+\Z")
_SPACE = lazily(r"\[[^\]]*\]| ")  # a character class stays as it is
_WRAP = r"(?:[ \t]+|[ \t\r]*\n[ \t]*)"


class StateTagger(Tagger):
    """Writes STATES: CONDITION for findings (pregnancy, alcohol abuse), STATE for the others."""

    key = STATES

    def __init__(self, name: str) -> None:
        super().__init__(name)
        rows = unique(table("states"), "key", where="states.csv")
        wrong = {row["label"] for row in rows.values()} - LABELS
        if wrong:
            raise VocabularyError(f"states.csv: unknown label {', '.join(sorted(wrong))}")
        self._rules = [
            (key, row["label"], row["name"], Scanner(_compiled(row["patterns"]))) for key, row in rows.items()
        ]

    def match(self, doc: Doc) -> list[Finding]:
        text = view(doc).folded
        return longest(
            Finding(
                m.start(),
                m.start() + len(_TAIL.sub("", m.group())),
                label,
                f"states:{key}",
                name,
                value={"state": key},
            )
            for key, label, name, scanner in self._rules
            for m in scanner.finditer(text)
        )


def _compiled(pattern: str) -> re.Pattern[str]:
    """A blank may be a wrapped line's."""
    blank = _SPACE.sub(lambda m: m.group() if m.group() != " " else _WRAP, pattern)
    return lazily(blank, re.IGNORECASE)
