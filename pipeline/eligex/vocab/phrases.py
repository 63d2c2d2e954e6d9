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

# first word → number of words → phrase, a blank between its words → keys
Index = dict[str, dict[int, dict[str, tuple[str, ...]]]]
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
                alike = _of_length(index, words.partition(" ")[0], words.count(" ") + 1)
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


def _of_length(index: Index, first: str, n: int) -> dict[str, tuple[str, ...]]:
    by_length = index.get(first)
    if by_length is None:
        by_length = index[first] = {}
    found = by_length.get(n)
    if found is None:
        found = by_length[n] = {}
    return found


def _search(index: Index, words: list[str], at: list[int]) -> Iterator[tuple[int, int, str]]:
    begins = [i for i, word in enumerate(words) if word in index] if index else []
    for i in begins:
        for n, phrases in index[words[i]].items():
            for key in phrases.get(" ".join(words[i : i + n]), ()):
                yield at[i], at[i + n - 1] + 1, key
