"""Words that say nothing by themselves, out of the vocabulary's tables and spaCy's stop words."""

import functools

from spacy.lang.en.stop_words import STOP_WORDS

from eligex.vocab.tables import table

_NARROWING = {"serious", "only", "further"}  # that spaCy counts among the stop words


@functools.cache
def names_nothing() -> frozenset[str]:
    """Words that are no part of a thing's name."""
    return _of("phrase_stops", "plain_words", "modifiers", "silent_words") | STOP_WORDS


@functools.cache
def tells_nothing() -> frozenset[str]:
    """Words that may be left out beside what was understood, and nothing is lost."""
    return _of("plain_words", "silent_words", "structure_words") | (STOP_WORDS - _NARROWING)


@functools.cache
def stands_before() -> frozenset[str]:
    """Words that narrow a name that they stand before (`abnormal gait`), though they may be left out elsewhere."""
    return _of("standing_words")


def _of(*tables: str) -> frozenset[str]:
    return frozenset(row["word"].lower() for name in tables for row in table(name))
