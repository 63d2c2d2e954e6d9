"""medspaCy's ConText with the rules of `context_cues.csv`, run on a light copy of the Doc.

ConText hangs objects on a Doc that do not serialise; they stay on the copy.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from medspacy.context import ConText, ConTextRule
from spacy.language import Language
from spacy.tokens import Doc

from eligex.vocab.tables import VocabularyError, table, unique

CATEGORIES = ("EXCEPTION", "ALLOWED", "HISTORY", "HYPOTHETICAL", "FAMILY", "PSEUDO")
DIRECTIONS = {"forward": "FORWARD", "backward": "BACKWARD", "both": "BIDIRECTIONAL"}


@dataclass(frozen=True, slots=True)
class Cue:
    start: int
    end: int
    category: str
    direction: str


class CueMatcher:
    """Finds the cues; where two overlap the longer counts, and a pseudo-cue hides what it covers."""

    def __init__(self, nlp: Language) -> None:
        self._context = ConText(nlp, rules=None, span_attrs=None)
        self._context.add(_rules())

    def find(self, doc: Doc, sentence_starts: Iterable[int]) -> list[Cue]:
        """Cues in text order; a sentence begins at the token that covers each of the offsets."""
        copy = self._context(_copy(doc, sorted(sentence_starts)))
        found = []
        for modifier in copy._.context_graph.modifiers:
            a, b = modifier.modifier_span
            span = copy[a:b]
            found.append(Cue(span.start_char, span.end_char, modifier.category, modifier.direction.lower()))
        return [c for c in _longest(found) if c.category != "PSEUDO"]


def _rules() -> list[ConTextRule]:
    rows = table("context_cues")
    unique(rows, "literal", where="context_cues")
    for row in rows:
        if row["category"] not in CATEGORIES or row["direction"] not in DIRECTIONS:
            raise VocabularyError(f"context_cues: {row['literal']!r} has {row['category']!r}, {row['direction']!r}")
    return [ConTextRule(r["literal"], r["category"], direction=DIRECTIONS[r["direction"]]) for r in rows]


def _copy(doc: Doc, starts: Sequence[int]) -> Doc:
    first, at = [], 0
    for token in doc:
        fresh = token.i == 0
        while at < len(starts) and starts[at] < token.idx + len(token):
            fresh, at = True, at + 1
        first.append(fresh)
    words, spaces = [t.text for t in doc], [bool(t.whitespace_) for t in doc]
    return Doc(doc.vocab, words=words, spaces=spaces, sent_starts=first)


def _longest(cues: Iterable[Cue]) -> list[Cue]:
    kept: list[Cue] = []
    for c in sorted(cues, key=lambda c: (c.start, -c.end)):
        if kept and c.start < kept[-1].end:
            if c.end - c.start > kept[-1].end - kept[-1].start:
                kept[-1] = c
            continue
        kept.append(c)
    return kept
