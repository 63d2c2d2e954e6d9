"""The cues of `context_cues.csv`; their categories and directions are those of ConText.

ConText itself looks for such phrases in a copy of the Doc, compares each cue with each other and works
out scopes that `clauses` draws otherwise; only which cue hides another is left to do here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc

from eligex.text.view import view
from eligex.vocab.phrases import PhraseIndex
from eligex.vocab.tables import VocabularyError, table, unique

CATEGORIES = ("EXCEPTION", "ALLOWED", "HISTORY", "HYPOTHETICAL", "FAMILY", "PSEUDO")
DIRECTIONS = {"forward": "forward", "backward": "backward", "both": "bidirectional"}


@dataclass(frozen=True, slots=True)
class Cue:
    start: int
    end: int
    category: str
    direction: str


class CueMatcher:
    """Finds the cues; where two overlap the longer counts, and a pseudo-cue hides what it covers."""

    def __init__(self) -> None:
        self._index = PhraseIndex(exact_below=0)
        self._kinds = _kinds()
        for literal in self._kinds:
            self._index.add(literal, [literal])

    def find(self, doc: Doc) -> list[Cue]:
        """Cues in text order."""
        seen = view(doc)
        found = [
            Cue(seen.starts[a], seen.ends[b - 1], *self._kinds[literal])
            for a, b, literal in self._index.find(doc)
        ]
        return [c for c in _longest(found) if c.category != "PSEUDO"]


def _kinds() -> dict[str, tuple[str, str]]:
    """Category and direction by literal. Raises VocabularyError on an unknown or a doubled one."""
    rows = table("context_cues")
    unique(rows, "literal", where="context_cues")
    for row in rows:
        if row["category"] not in CATEGORIES or row["direction"] not in DIRECTIONS:
            raise VocabularyError(
                f"context_cues: {row['literal']!r} has {row['category']!r}, {row['direction']!r}"
            )
    return {r["literal"]: (r["category"], DIRECTIONS[r["direction"]]) for r in rows}


def _longest(cues: Iterable[Cue]) -> list[Cue]:
    kept: list[Cue] = []
    for c in sorted(cues, key=lambda c: (c.start, -c.end)):
        if kept and c.start < kept[-1].end:
            if c.end - c.start > kept[-1].end - kept[-1].start:
                kept[-1] = c
            continue
        kept.append(c)
    return kept
