"""medspaCy's ConText with the rules of `context_cues.csv`, run on a light copy of the Doc.

ConText hangs objects on a Doc that do not serialise; they stay on the copy.
"""

import bisect
import itertools
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from medspacy.context import ConText, ConTextRule
from spacy.language import Language
from spacy.tokens import Doc

from eligex.text.tokenizer import split
from eligex.text.view import View, view
from eligex.vocab.tables import VocabularyError, table, unique

CATEGORIES = ("EXCEPTION", "ALLOWED", "HISTORY", "HYPOTHETICAL", "FAMILY", "PSEUDO")
MIN_TOKENS, MAX_TOKENS = 200, 1000  # of one piece given to ConText
DIRECTIONS = {"forward": "FORWARD", "backward": "BACKWARD", "both": "BIDIRECTIONAL"}


Token = tuple[int, bool]  # its number, and whether a sentence begins with it


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
        rules = _rules()
        self._context.add(rules)
        self._first_words = frozenset(split(r.literal)[0].lower() for r in rules)

    def find(self, doc: Doc, sentence_starts: Iterable[int]) -> list[Cue]:
        """Cues in text order; a sentence begins at the token that covers each of the offsets."""
        found: list[Cue] = []
        seen = view(doc)
        for tokens in _chunks(seen, self._sentences(seen, sorted(sentence_starts))):
            with warnings.catch_warnings():  # spaCy's own matcher within ConText has no token patterns here
                warnings.filterwarnings("ignore", message=r"\[W036\]")
                copy = self._context(_copy(doc, seen, tokens))
            for modifier in copy._.context_graph.modifiers:
                a, b = modifier.modifier_span
                start, end = seen.starts[tokens[a][0]], seen.ends[tokens[b - 1][0]]
                found.append(Cue(start, end, modifier.category, modifier.direction.lower()))
        return [c for c in _longest(found) if c.category != "PSEUDO"]

    def _sentences(self, seen: View, starts: Sequence[int]) -> Iterator[range]:
        """Token numbers of the sentences that hold a cue's first word."""
        edges = sorted({bisect.bisect_right(seen.ends, at) for at in (0, *starts)} | {len(seen.ends)})
        for first, end in itertools.pairwise(edges):
            if not self._first_words.isdisjoint(seen.lower[first:end]):
                yield range(first, end)


def _rules() -> list[ConTextRule]:
    rows = table("context_cues")
    unique(rows, "literal", where="context_cues")
    for row in rows:
        if row["category"] not in CATEGORIES or row["direction"] not in DIRECTIONS:
            raise VocabularyError(
                f"context_cues: {row['literal']!r} has {row['category']!r}, {row['direction']!r}"
            )
    return [ConTextRule(r["literal"], r["category"], direction=DIRECTIONS[r["direction"]]) for r in rows]


def _chunks(seen: View, sentences: Iterable[range]) -> Iterator[list[Token]]:
    """The sentences' tokens, some sentences at a time: ConText is quadratic in its cues."""
    chunk: list[Token] = []
    for sentence in sentences:
        for i in sentence:
            chunk.append((i, i == sentence[0]))
            if len(chunk) == MAX_TOKENS:
                yield chunk
                chunk = []
        if len(chunk) >= MIN_TOKENS:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _copy(doc: Doc, seen: View, tokens: list[Token]) -> Doc:
    words = [seen.text[seen.starts[i] : seen.ends[i]] for i, _ in tokens]
    spaces = [seen.spaced[i] for i, _ in tokens]
    begins: list[bool | int | None] = [True, *(begins for _, begins in tokens[1:])]
    return Doc(doc.vocab, words=words, spaces=spaces, sent_starts=begins)


def _longest(cues: Iterable[Cue]) -> list[Cue]:
    kept: list[Cue] = []
    for c in sorted(cues, key=lambda c: (c.start, -c.end)):
        if kept and c.start < kept[-1].end:
            if c.end - c.start > kept[-1].end - kept[-1].start:
                kept[-1] = c
            continue
        kept.append(c)
    return kept
