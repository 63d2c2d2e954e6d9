"""Phrase matching over a Doc by token sequences, with phrases that load in microseconds each.

spaCy's PhraseMatcher needs a Doc for every phrase: 47 thousand condition names took 1.7 s to load
that way and take 0.1 s here. Blanks in the text, line breaks included, match a blank in the phrase.
"""

import re
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from eligex.text.fold import fold
from eligex.text.tokenizer import split
from eligex.text.view import view

ByLength = dict[int, dict[str, tuple[str, ...]]]  # number of words → phrase, a blank between them → keys
# first word → the phrases that it is and that it begins, and the second words of these
Index = dict[str, tuple[ByLength, set[str]]]
_PLAIN = re.compile(r"[a-z]+(?: [a-z]+)*")


class PhraseIndex:
    """Phrases to keys. A phrase of fewer than `exact_below` letters, all capitals, must match in case
    (`MS`, `ALL`); all others match in any case. Plurals and hyphen variants are the caller's."""

    def __init__(self, *, exact_below: int = 5) -> None:
        self._exact_below = exact_below
        self._any_case: Index = {}
        self._same_case: Index = {}

    def add(self, key: str, phrases: Iterable[str]) -> None:
        """`key` comes back with each match; the same key may be added again."""
        own = (key,)
        for phrase in phrases:
            exact = len(phrase) < self._exact_below and phrase.isupper()
            plain = phrase if phrase.isascii() else fold(phrase)
            words = _words(plain if exact else plain.lower())
            if words:
                index = self._same_case if exact else self._any_case
                alike = _alike(index, words)
                keys = alike.setdefault(words, own)
                if key not in keys:
                    alike[words] = (*keys, key)

    def find(self, doc: Doc) -> Iterator[tuple[int, int, str]]:
        """(start, end, key) in tokens, every match, also overlapping ones."""
        seen = view(doc)
        yield from _search(self._any_case, seen.small, seen.at)
        yield from _search(self._same_case, seen.words, seen.at)


def _words(phrase: str) -> str:
    """As the tokenizer splits it, a blank between the words."""
    if _PLAIN.fullmatch(phrase):
        return phrase  # most phrases
    return " ".join(" ".join(split(phrase)).split())


def _alike(index: Index, words: str) -> dict[str, tuple[str, ...]]:
    """Where a phrase belongs: the phrases with its first word that are as long."""
    first, _, rest = words.partition(" ")
    known = index.get(first)
    if known is None:
        known = index[first] = ({}, set())
    by_length, seconds = known
    if rest:
        seconds.add(rest.partition(" ")[0])
    n = words.count(" ") + 1
    found = by_length.get(n)
    if found is None:
        found = by_length[n] = {}
    return found


def _search(index: Index, words: list[str], at: list[int]) -> Iterator[tuple[int, int, str]]:
    begins = [i for i, word in enumerate(words) if word in index] if index else []
    for i in begins:
        by_length, seconds = index[words[i]]
        longer = i + 1 < len(words) and words[i + 1] in seconds
        for n, phrases in by_length.items():
            if n == 1 or longer:
                for key in phrases.get(" ".join(words[i : i + n]), ()):
                    yield at[i], at[i + n - 1] + 1, key
