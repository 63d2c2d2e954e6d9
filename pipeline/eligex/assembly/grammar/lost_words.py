"""Words of a criterion that nothing reads: no statement rests on them, no cue has them, and they say something.

What says nothing by itself beside what was understood stands in `structure_words.csv` and the tables before it.
"""

import functools
import re
from collections.abc import Callable, Iterable, Iterator

from eligex.assembly.forms.extents import Extent, Extents
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.choices import COUNTS
from eligex.assembly.grammar.silent_words import stands_before, tells_nothing
from eligex.assembly.items.reading import Item

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9'’]*")
_OWNED = re.compile(r"['’]s?\Z")
_SHORTEST = 3  # letters; shorter ones are short forms where they are in capitals
_OR = r"(?:(?:\bor|\band/or|\band)\b|/|,\s*or\b)"
_NOW = r"(?:current|present|ongoing|active|concurrent|concomitant|recent)(?:ly)?"
_THEN = r"(?:history|prior|previous(?:ly)?|past|former|historical|earlier)"
_TOLD_BESIDE = re.compile(
    rf"""\b(?:{_THEN}\b[\s,]*(?:of|with)?[\s,]*{_OR}\s*{_NOW} | {_NOW}\s*{_OR}\s*(?:an?\s+)?{_THEN}  # at any time
    | {_NOW}(?=\s*\([^()]*\d) | (?:concurrent|concomitant)\s+with  # the time follows; having
    | outside\s+(?:of\s+)?(?:the\s+)?(?:normal|reference|laboratory)  # a value
    | dsm[\s-]+iv | (?<=\w-)infected  # "HIV-infected"
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


def lost_words(
    item: Item, statements: list[Statement], told: list[Extent], *, narrowing: bool = False
) -> list[Extent]:
    """Single words of which neither a statement nor a cue nor `told` has anything, in text order.

    `narrowing`: also those that may be left out but say more of a name that they stand before.
    """
    if not statements:
        return []
    words = [e for part in _speaking(item, statements) for e in _words(item, part, narrowing)]
    unread = "HYPOTHETICAL" if narrowing else ""  # "suspected", "planned": nothing is made of those cues
    lost = _beyond(words, lambda: _taken(item, statements, told, unread))
    return _beyond(lost, lambda: _told_by_words(item))


def _words(item: Item, part: Extent, narrowing: bool) -> list[Extent]:
    start = item.start + part[0]
    return [(start + a, start + b) for a, b in _spoken(item.text[slice(*part)], narrowing)]


@functools.lru_cache(maxsize=256)  # a criterion's words are asked for twice
def _spoken(text: str, narrowing: bool) -> list[Extent]:
    also = stands_before() if narrowing else frozenset()
    return [m.span() for m in _WORD.finditer(text) if _says(m[0]) or m[0].lower() in also]


def _speaking(item: Item, statements: list[Statement]) -> list[Extent]:
    """The sentences that something is stated of, by the item's own offsets; of others `silent` tells."""
    rests = Extents(e for s in statements for e in s.taken)
    own = [part for part in item.sentences if rests.meet(part)]
    return [(a - item.start, b - item.start) for a, b in own]


def _beyond(words: list[Extent], known: Callable[[], Iterable[Extent]]) -> list[Extent]:
    """Those of which neither the first nor the last letter is known: of `D28MRD` the test alone is."""
    if not words:
        return words
    first, end = words[0][0], words[-1][1]
    covered = bytearray(end - first)  # by letter: a matter of speed
    for a, b in known():
        a, b = max(a, first) - first, min(b, end) - first
        if a < b:
            covered[a:b] = b"x" * (b - a)
    return [(a, b) for a, b in words if not (covered[a - first] or covered[b - 1 - first])]


def _taken(item: Item, statements: list[Statement], told: list[Extent], unread: str) -> Iterator[Extent]:
    things = (
        *(c for c in item.contexts if c.label != unread),
        *item.negations,
        *item.mentions,
        *item.windows,
        *item.thresholds,
        *item.durations,
        *item.abbreviations,
        *item.groups,
    )
    subjects = (s.subject for s in (*statements, *item.silent) if s.subject)
    yield from told
    yield from (e for s in statements for e in s.taken)
    yield from ((f.start, f.end) for f in (*things, *subjects))


def _told_by_words(item: Item) -> Iterator[Extent]:
    yield from (m.span() for m in item.matches(COUNTS))
    yield from ((item.start + m.start(), item.start + m.end()) for m in _TOLD_BESIDE.finditer(item.text))


@functools.lru_cache(maxsize=20_000)
def _says(word: str) -> bool:
    if len(word) < _SHORTEST and not (len(word) > 1 and word.isupper()):
        return False
    return _OWNED.sub("", word.lower()) not in tells_nothing()
