"""Phrase matching over a Doc with spaCy's PhraseMatcher: thousands of phrases at no cost per token."""

from collections.abc import Iterable, Iterator

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from eligex.text.fold import fold
from eligex.text.tokenizer import TrialTokenizer


class PhraseIndex:
    """Phrases to keys. A phrase of up to `exact_below` letters, all capitals, must match in case
    (`MS`, `ALL`); all others match in any case. Plurals and hyphen variants are the caller's."""

    def __init__(self, vocab: Vocab, *, exact_below: int = 5) -> None:
        self._exact_below = exact_below
        self._tokenizer = TrialTokenizer(vocab)
        self._any_case = PhraseMatcher(vocab, attr="LOWER")
        self._same_case = PhraseMatcher(vocab, attr="ORTH")
        self._strings = vocab.strings

    def add(self, key: str, phrases: Iterable[str]) -> None:
        """`key` comes back with each match; the same key may be added again."""
        exact: list[Doc] = []
        free: list[Doc] = []
        for phrase in phrases:
            case_matters = phrase.isupper() and len(phrase) < self._exact_below
            (exact if case_matters else free).append(self._tokenizer(fold(phrase)))
        if exact:
            self._same_case.add(key, exact)
        if free:
            self._any_case.add(key, free)

    def find(self, doc: Doc) -> Iterator[tuple[int, int, str]]:
        """(start, end, key) in tokens, every match, also overlapping ones."""
        for matcher in (self._any_case, self._same_case):
            if len(matcher):
                for key, start, end in matcher(doc):
                    yield start, end, self._strings[key]
