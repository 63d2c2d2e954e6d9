"""medspaCy's ConText with the rules of `context_cues.csv`, run on a light copy of the Doc.

ConText hangs objects on a Doc that do not serialise; they stay on the copy.
"""

import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from medspacy.context import ConText, ConTextRule
from spacy.language import Language
from spacy.tokens import Doc

from eligex.vocab.tables import VocabularyError, table, unique

CATEGORIES = ("EXCEPTION", "ALLOWED", "HISTORY", "HYPOTHETICAL", "FAMILY", "PSEUDO")
MIN_TOKENS, MAX_TOKENS = 200, 1000  # of one piece given to ConText
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
        found: list[Cue] = []
        for offset, piece in _pieces(doc, sorted(sentence_starts)):
            with warnings.catch_warnings():  # spaCy's own matcher within ConText has no token patterns here
                warnings.filterwarnings("ignore", message=r"\[W036\]")
                copy = self._context(piece)
            for modifier in copy._.context_graph.modifiers:
                a, b = modifier.modifier_span
                span = copy[a:b]
                start, end = span.start_char + offset, span.end_char + offset
                found.append(Cue(start, end, modifier.category, modifier.direction.lower()))
        return [c for c in _longest(found) if c.category != "PSEUDO"]


def _rules() -> list[ConTextRule]:
    rows = table("context_cues")
    unique(rows, "literal", where="context_cues")
    for row in rows:
        if row["category"] not in CATEGORIES or row["direction"] not in DIRECTIONS:
            raise VocabularyError(
                f"context_cues: {row['literal']!r} has {row['category']!r}, {row['direction']!r}"
            )
    return [ConTextRule(r["literal"], r["category"], direction=DIRECTIONS[r["direction"]]) for r in rows]


def _pieces(doc: Doc, starts: Sequence[int]) -> Iterator[tuple[int, Doc]]:
    """Light copies of some sentences each, with their offset: ConText is quadratic in its cues."""
    first = _sentence_flags(doc, starts)
    begin = 0
    for i in range(1, len(doc) + 1):
        if i == len(doc) or i - begin >= MAX_TOKENS or (first[i] and i - begin >= MIN_TOKENS):
            tokens = doc[begin:i]
            words, spaces = [t.text for t in tokens], [bool(t.whitespace_) for t in tokens]
            yield (
                doc[begin].idx,
                Doc(doc.vocab, words=words, spaces=spaces, sent_starts=[True, *first[begin + 1 : i]]),
            )
            begin = i


def _sentence_flags(doc: Doc, starts: Sequence[int]) -> list[bool]:
    first, at = [], 0
    for token in doc:
        fresh = token.i == 0
        while at < len(starts) and starts[at] < token.idx + len(token):
            fresh, at = True, at + 1
        first.append(fresh)
    return first


def _longest(cues: Iterable[Cue]) -> list[Cue]:
    kept: list[Cue] = []
    for c in sorted(cues, key=lambda c: (c.start, -c.end)):
        if kept and c.start < kept[-1].end:
            if c.end - c.start > kept[-1].end - kept[-1].start:
                kept[-1] = c
            continue
        kept.append(c)
    return kept
