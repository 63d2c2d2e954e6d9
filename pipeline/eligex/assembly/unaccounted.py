"""Words of a criterion that nothing accounts for: no statement rests on them, no cue reads them, they say something.

`forbid metastases` is not what "metastases localized in the distal radius" asks for, unless what it leaves out is told.
What says nothing by itself beside what was understood stands in `structure_words.csv` and the tables before it.
"""

import functools
import re
from collections.abc import Callable, Iterable, Iterator

from spacy.lang.en.stop_words import STOP_WORDS

from eligex.assembly.choices import COUNTS
from eligex.assembly.extents import Extent, meets, merged
from eligex.assembly.reading import Item
from eligex.assembly.statement import Statement
from eligex.vocab.tables import table

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9'’]*")
_OWNED = re.compile(r"['’]s?\Z")
_SHORTEST = 3  # letters; shorter ones are short forms where they are in capitals
_MANNER = re.compile(r"\w{3,}ly", re.IGNORECASE)
_COLON = re.compile(r"\s?:")
_OPENS = re.compile(r"(?:\A|[.;:\n])\s*\Z")
_OR = r"(?:(?:\bor|\band/or|\band)\b|/|,\s*or\b)"
_OR_NON = re.compile(r"\s+or\s+non-?\s?(?P<word>\w+)", re.IGNORECASE)
_OF = re.compile(r"combinations?\s+of\b", re.IGNORECASE)  # that is told by the logic
_NOW = r"(?:current|present|ongoing|active|concurrent|concomitant|recent)(?:ly)?"
_THEN = r"(?:history|prior|previous(?:ly)?|past|former|historical|earlier)"
_TOLD_BESIDE = re.compile(
    rf"""\b(?:{_THEN}\b[\s,]*(?:of|with)?[\s,]*{_OR}\s*{_NOW} | {_NOW}\s*{_OR}\s*(?:an?\s+)?{_THEN}  # at any time
    | {_NOW}(?=\s*\([^()]*\d) | (?:concurrent|concomitant)\s+with  # the time follows; having
    | outside\s+(?:of\s+)?(?:the\s+)?(?:normal|reference|laboratory)  # a value
    | dsm[\s-]+iv)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_AGED = re.compile(
    r"(?:older\s+)?(?:adults?|child|children|infants?|adolescents?|current|young|elderly)", re.IGNORECASE
)
_NARROWING = {"serious", "only", "further"}  # that spaCy counts among the stop words
_BETWEEN = re.compile(r"[\s,/'-]*(?:\b(?:of|the|an?|and|or|and/or|to|in|on|for|by|from|with|as|at)\b[\s/]*)*")


def unaccounted(item: Item, statements: list[Statement], told: list[Extent]) -> list[Extent]:
    """Extents in text order; none where nothing is stated at all. `told` is stated or unclaimed already."""
    lost = lost_words(item, statements, told)
    return [e for e in _joined(item, lost) if not (_says_nothing(item, e) or _of_an_age(item, e, statements))]


def lost_words(item: Item, statements: list[Statement], told: list[Extent]) -> list[Extent]:
    """Single words of which neither a statement nor a cue nor `told` has anything, in text order."""
    if not statements:
        return []
    words = [e for part in _speaking(item, statements) for e in _words(item, part)]
    lost = _beyond(words, lambda: _taken(item, statements, told))
    return _beyond(lost, lambda: _told_by_words(item))


def _words(item: Item, part: Extent) -> list[Extent]:
    start = item.start + part[0]
    return [(start + a, start + b) for a, b in _spoken(item.text[slice(*part)])]


@functools.lru_cache(maxsize=256)  # a criterion's words are asked for twice
def _spoken(text: str) -> list[Extent]:
    return [m.span() for m in _WORD.finditer(text) if _says(m[0])]


def _says_nothing(item: Item, e: Extent) -> bool:
    """An adverb alone, a label, both sides of a choice, what the logic tells."""
    alone = _MANNER.fullmatch(item.quote(*e)) or _OF.match(item.text, e[0] - item.start)
    return alone is not None or _is_label(item, e) or _is_either(item, e)


def _of_an_age(item: Item, e: Extent, statements: list[Statement]) -> bool:
    """`Children younger than 12`, `current age`: the age says it."""
    return _AGED.fullmatch(item.quote(*e)) is not None and any(s.kind == "age" for s in statements)


def _speaking(item: Item, statements: list[Statement]) -> list[Extent]:
    """The sentences that something is stated of, by the item's own offsets; of others `silent` tells."""
    rests = [e for s in statements for e in s.taken]
    own = [part for part in item.sentences if meets(part, rests)]
    return [(a - item.start, b - item.start) for a, b in own]


def _is_label(item: Item, e: Extent) -> bool:
    """`Renal: Creatinine < 2 mg/dl`: what stands under it was understood without it."""
    text, a = item.text, e[0] - item.start
    return (
        _COLON.match(text, e[1] - item.start) is not None
        and _OPENS.search(text, max(0, a - 4), a) is not None
    )


def _is_either(item: Item, e: Extent) -> bool:
    """`myeloablative or non-myeloablative`: both are meant, which says nothing."""
    m = _OR_NON.match(item.text, e[1] - item.start)
    return m is not None and m["word"].lower() == item.quote(*e).lower()


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


def _taken(item: Item, statements: list[Statement], told: list[Extent]) -> Iterator[Extent]:
    things = (
        *item.contexts,
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
    return _OWNED.sub("", word.lower()) not in _silent()


def _joined(item: Item, lost: list[Extent]) -> list[Extent]:
    """Those with nothing but small words between them as one."""
    return merged(lost, lambda a, b: _BETWEEN.fullmatch(item.quote(a, b)) is not None)


@functools.cache
def _silent() -> frozenset[str]:
    """Words that name nothing by themselves."""
    tables = ("plain_words", "silent_words", "structure_words")
    return frozenset(STOP_WORDS - _NARROWING) | {
        row["word"].lower() for name in tables for row in table(name)
    }
