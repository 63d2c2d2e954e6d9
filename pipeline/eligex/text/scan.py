"""Regular expressions over long texts, tried only where a match can begin.

`re` tries a pattern at every character. Most patterns here begin with one of a few words, so the word
starts of a text are listed once, by their first letters, and every `Scanner` looks its own up. What it
finds is exactly what `re` finds.
"""

import bisect
import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Optional

from eligex.text.firsts import DIGIT, LENGTH, Key, keys
from eligex.text.lazily import lazily

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_DIGIT = re.compile(r"\d")
_SHORT = 200  # characters for which no list of starts pays
_ALL_DIGITS = "digits"  # longer than any key
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_NOTHING: Iterator[re.Match[str]] = iter(())  # most stretches have no place where a match can begin
_LIKE_ASCII = {"ſ": "s", "\u212a": "k", "ı": "i", "İ": "i"}  # where case does not matter
_FOREIGN = "foreign"  # where a letter outside of ASCII could stand for one of a key


class Starts:
    """Where something can begin in a text: see `firsts.Key`."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.words = _words(text)
        self._others: dict[str, list[int]] = {}  # shorter keys, signs and digits, as they are asked for
        self._longer: defaultdict[str, list[str]] = defaultdict(list)
        for key in self.words:
            for length in range(1, min(len(key), LENGTH)):
                self._longer[key[:length]].append(key)

    def of(self, key: str) -> list[int]:
        """The places of a key that `words` does not hold: shorter than `LENGTH`, or no word's."""
        known = self._others.get(key)
        if known is None:
            known = self._others[key] = list(self._find(key))
        return known

    def _find(self, key: str) -> Iterator[int]:
        if key == DIGIT:
            return (m.start() for m in _NUMBER.finditer(self._text))
        if key == _ALL_DIGITS:
            return (m.start() for m in _DIGIT.finditer(self._text))
        if key.isalpha():
            whole = self.words.get(key, [])
            return itertools.chain(whole, *(self.words[longer] for longer in self._longer.get(key, ())))
        return anywhere(self._text, key)


@functools.lru_cache(maxsize=4)
def starts(text: str) -> Starts:
    return Starts(text)


def anywhere(text: str, c: str) -> Iterator[int]:
    """All places of a character in either case."""
    for form in {c, c.upper()}:
        at = text.find(form)
        while at >= 0:
            yield at
            at = text.find(form, at + 1)


def _words(text: str) -> dict[str, list[int]]:
    """Offsets of the words by their first letters."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    if text.isascii():
        lower = text.lower()
        for m in _WORD.finditer(text):
            at = m.start()
            found[lower[at : at + LENGTH]].append(at)
        return found
    for m in _WORD.finditer(text):
        at = m.start()
        begin = text[at : at + LENGTH]
        own = begin.lower() if begin.isascii() else "".join(itertools.takewhile(str.isascii, begin)).lower()
        found[own].append(at)
    found[_FOREIGN] = sorted(m.start() for m in _NOT_ASCII.finditer(text) if m[0].isalpha())
    return found


def _keys(pattern: str, flags: int) -> frozenset[Key]:
    found = keys(pattern, flags)
    if found is None:
        raise ValueError(f"a match of {pattern[:60]!r} can begin with anything")
    return found


class _Begins(NamedTuple):
    """Where a match can begin: at words of these first letters, at other keys, at any of these letters."""

    keys: frozenset[str]
    others: list[str]
    letters: list[str]

    @classmethod
    def of(cls, found: frozenset[Key]) -> "_Begins":
        guarded = {k.text for k in found if k.guarded}
        shortest = {k for k in guarded if not any(k[:n] in guarded for n in range(1, len(k)))}
        loose = {k.text for k in found if not k.guarded}
        return cls(
            frozenset(k for k in shortest if len(k) == LENGTH) | {_FOREIGN},
            [k for k in shortest if len(k) < LENGTH] + [_ALL_DIGITS] * (DIGIT in loose),
            [k for k in loose if k != DIGIT],
        )


class Scanner:
    """A pattern with `finditer`. A long text raises ValueError for one that can begin with anything."""

    _short = _SHORT

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self._places: tuple[str, list[int]] = ("", [])  # of the text looked at last

    @functools.cached_property
    def begins(self) -> _Begins:
        return _Begins.of(_keys(self.pattern.pattern, self.pattern.flags))

    def finditer(self, text: str, start: int = 0, end: Optional[int] = None) -> Iterator[re.Match[str]]:
        """As of `re.Pattern`; many short stretches of one text cost little more than the whole."""
        end = len(text) if end is None else end
        if len(text) < self._short:
            return self.pattern.finditer(text, start, end)
        known, places = self._places
        if known is not text:
            places = self._candidates(text)
        if not places:
            return _NOTHING
        first = bisect.bisect_left(places, start)
        if first == len(places) or places[first] >= end:
            return _NOTHING
        return self._walk(text, end, places[first : bisect.bisect_left(places, end, first)])

    def _walk(self, text: str, end: int, places: Iterable[int]) -> Iterator[re.Match[str]]:
        done, match = 0, self.pattern.match
        for at in places:
            if at >= done and (m := match(text, at, end)):
                yield m
                done = m.end()

    def search(self, text: str, start: int = 0, end: Optional[int] = None) -> Optional[re.Match[str]]:
        """The first match at or after `start`; a walk through a text with it is linear."""
        end = len(text) if end is None else end
        if len(text) < self._short:
            return self.pattern.search(text, start, end)
        places = self._candidates(text)
        for i in range(bisect.bisect_left(places, start), len(places)):
            at = places[i]
            if at >= end:
                return None
            if m := self.match(text, at, end):
                return m
        return None

    def match(self, text: str, at: int, end: int) -> Optional[re.Match[str]]:
        return self.pattern.match(text, at, end)

    def _candidates(self, text: str) -> list[int]:
        known, places = self._places
        if known is not text:
            places = self._places_in(text)
            self._places = (text, places)
        return places

    def _places_in(self, text: str) -> list[int]:
        index = starts(text) if len(text) >= _SHORT else Starts(text)  # what is kept is a whole document's
        lists: list[Iterable[int]] = [index.words[k] for k in self.begins.keys & index.words.keys()]
        lists += map(index.of, self.begins.others)
        lists += (anywhere(text, letter) for letter in self.begins.letters)
        return sorted(itertools.chain.from_iterable(lists))


class Choice(Scanner):
    """Many alternatives, of which the first that fits counts, as of `"|".join(alternatives)`.

    At each place only those are tried that can begin there. With `begins`, patterns of how each begins (never
    with a letter outside of ASCII), they are not compiled as a whole at all.
    """

    def __init__(
        self, alternatives: Sequence[str], flags: int = 0, *, begins: Optional[Sequence[str]] = None
    ) -> None:
        super().__init__(lazily("|".join(alternatives), flags))
        self._flags = flags
        self._alternatives = alternatives
        self._begins = begins
        self._short = 0 if begins else _SHORT
        self._by_begin: dict[str, re.Pattern[str]] = {}

    @functools.cached_property
    def _keyed(self) -> list[tuple[str, frozenset[Key]]]:
        begins = self._begins or self._alternatives
        return [(a, _keys(b, self._flags)) for a, b in zip(self._alternatives, begins, strict=True)]

    @functools.cached_property
    def begins(self) -> _Begins:
        return _Begins.of(frozenset().union(*(own for _, own in self._keyed)))

    def _walk(self, text: str, end: int, places: Iterable[int]) -> Iterator[re.Match[str]]:
        done = 0
        for at in places:
            if at >= done and (m := self.match(text, at, end)):
                yield m
                done = m.end()

    def match(self, text: str, at: int, end: int) -> Optional[re.Match[str]]:
        begin = text[at : at + LENGTH]
        known = self._by_begin.get(begin)
        return (known or self._by_begin.setdefault(begin, self._of(begin))).match(text, at, end)

    def _of(self, begin: str) -> re.Pattern[str]:
        """The alternatives that a text with these first letters can be."""
        begin = _LIKE_ASCII.get(begin[:1], begin[:1]) + begin[1:]
        own = "".join(itertools.takewhile(str.isascii, begin)).lower()
        if not own and begin[:1].isalpha() and not self._begins:
            return self.pattern
        ways = {own[:n] for n in range(1, LENGTH + 1)} | {begin[:1]}
        ways |= {DIGIT} if begin[:1].isdigit() else set()
        cut = own if own and len(own) < len(begin) else None  # what follows may stand for a letter of ASCII
        fitting = [
            a
            for a, found in self._keyed
            if any(k.text in ways or (cut and k.text.startswith(cut)) for k in found)
        ]
        return re.compile("|".join(fitting) if fitting else "(?!)", self._flags)


def lines_with(needed: Scanner, text: str) -> Iterator[tuple[int, int]]:
    """The lines in which something is found, for a pattern that needs it and stays within a line."""
    done = -1
    for m in needed.finditer(text):
        if m.start() > done:
            start, end = text.rfind("\n", 0, m.start()) + 1, text.find("\n", m.end())
            done = len(text) if end < 0 else end
            yield start, done
