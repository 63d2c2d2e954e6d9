"""The drug vocabulary: names, classes and look-alikes, found in running text.

A name is keyed by its words, so that `beta-blocker`, `Beta blocker` and `beta - blocker` are one. The
tables hold tens of thousands of names and no pattern needs a token's attributes; a dictionary of word
sequences is therefore built (in a tenth of the time of a PhraseMatcher, once per process).
"""

import functools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from eligex.vocab.tables import VocabularyError, table, unique, values

_WORD = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"[ \t]*[-/'][ \t]*|[ \t]*\n?[ \t]*(?<=\s)|[()]")
_SHORTENED = re.compile(r"\.[ \t]?")  # behind a word of so many letters at most: "St. John's wort"
_SHORT = 2
_EXACT_BELOW = 6
SCOPES = {"never", "lab", "analyte", "phrase"}


class Entry(NamedTuple):
    """What a form means. `kind`: drug, biological, class, study-drug, supplement, substance or stop.

    `scope` is "" or, for a word that is also an analyte, `lab` (no drug in a laboratory's context) or
    `analyte` (a drug only in a drug's context).
    """

    name: str
    system: str
    code: str
    kind: str
    scope: str = ""


class Stem(NamedTuple):
    """An INN stem: a word that ends so, at least so long, names a drug of that class."""

    ending: str
    drug_class: str
    code: str
    shortest: int
    exceptions: frozenset[str]


def key(form: str) -> str:
    """The form's words in lower case, one blank between them."""
    lower = form.lower()
    return lower if lower.isalnum() else " ".join(_WORD.findall(lower))


def plural(form: str) -> str:
    """The regular English plural of the last word."""
    if form.endswith("y") and form[-2:-1] not in "aeiou":
        return form[:-1] + "ies"
    return form + ("es" if form.endswith(("s", "x", "ch")) else "s")


class Lexicon:
    """Forms to entries. A form with a capital and fewer than six letters matches in that case only."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._exact: dict[str, str] = {}
        self._longest: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, forms: Iterable[str], entry: Entry) -> None:
        """Raises VocabularyError where a form is already another entry's."""
        for form in forms:
            self.add_keyed(form, key(form), entry)

    def add_keyed(self, form: str, words: str, entry: Entry) -> None:
        """One form whose `key` is known."""
        known = self._entries.setdefault(words, entry)
        if known is not entry:
            raise VocabularyError(f"drugs: {form!r} is both {known.name!r} and {entry.name!r}")
        first, n = words.partition(" ")[0], words.count(" ") + 1
        if n > self._longest.get(first, 0):
            self._longest[first] = n
        if form != form.lower() and sum(map(str.isalpha, form)) < _EXACT_BELOW:
            self._exact[words] = " ".join(_WORD.findall(form))

    def get(self, form: str) -> Entry | None:
        return self._entries.get(key(form))

    def find(self, text: str) -> Iterator[tuple[int, int, Entry]]:
        """(start, end, entry) of the longest form at each word of a folded text."""
        lower = text.lower()
        if len(lower) > len(text):  # `İ` has two characters in lower case
            lower = "".join(c.lower()[:1] for c in text)
        words = _WORD.findall(lower)
        begins = [i for i, word in enumerate(words) if word in self._longest]
        starts = [m.start() for m in _WORD.finditer(lower)] if begins else []
        for i in begins:
            reach = self._longest[words[i]]
            hit = self._at(text, starts[i : i + reach], words[i : i + reach])
            if hit:
                yield starts[i], hit[0], hit[1]

    def _at(self, text: str, starts: list[int], words: list[str]) -> tuple[int, Entry] | None:
        joined, best, end = "", None, 0
        for start, word in zip(starts, words, strict=True):
            if joined and not _joins(text, joined, end, start):
                break
            joined += " " + word if joined else word
            end = start + len(word)
            entry = self._entries.get(joined)
            if entry and self._case_fits(joined, text[starts[0] : end]):
                best = (end, entry)
        return best

    def _case_fits(self, joined: str, written: str) -> bool:
        exact = self._exact.get(joined)
        return exact is None or exact == " ".join(_WORD.findall(written))


def _joins(text: str, joined: str, end: int, start: int) -> bool:
    """Whether the word at `start` may belong to one name with the `joined` words that end at `end`."""
    if _JOINT.fullmatch(text, end, start):
        return True
    last = len(joined) - joined.rfind(" ") - 1
    return last <= _SHORT and _SHORTENED.fullmatch(text, end, start) is not None


@functools.cache
def lexicon() -> Lexicon:
    """All tables in one. Raises VocabularyError on a duplicate or an unknown scope."""
    found = Lexicon()
    scopes = _add_stops(found)
    for row in unique(table("drug_classes"), "name", where="drug_classes.csv").values():
        entry = Entry(row["name"], "ATC" if row["code"] else "", row["code"], row["kind"])
        forms = dict.fromkeys([row["name"], *values(row["synonyms"])])
        _add_scoped(found, dict.fromkeys(f for s in forms for f in (s, plural(s))), entry, scopes)
    for name in ("drugs_extra", "drugs"):
        for row in unique(table(name), "name", where=f"{name}.csv").values():
            entry = Entry(row["name"], row["system"], row["code"], row.get("kind", "drug"))
            _add_scoped(found, [row["name"], *values(row["synonyms"])], entry, scopes)
    return found


def _add_scoped(found: Lexicon, forms: Iterable[str], entry: Entry, scopes: dict[str, str]) -> None:
    """A drug's other names share the scope of its canonical one."""
    own = scopes.get(key(entry.name), "")
    scoped: dict[str, Entry] = {}
    for form in forms:
        words = key(form)
        scope = scopes.get(words, own)
        if scope not in scoped:
            scoped[scope] = entry._replace(scope=scope)
        found.add_keyed(form, words, scoped[scope])


def _add_stops(found: Lexicon) -> dict[str, str]:
    scopes = {}
    for phrase, row in unique(table("drug_stop"), "phrase", where="drug_stop.csv").items():
        if row["scope"] not in SCOPES:
            raise VocabularyError(f"drug_stop.csv: {phrase!r} has the unknown scope {row['scope']!r}")
        if row["scope"] in ("never", "phrase"):
            found.add([phrase], Entry(phrase, "", "", "stop"))
        else:
            scopes[key(phrase)] = row["scope"]
    return scopes


@functools.cache
def stems() -> tuple[Stem, ...]:
    """INN stems, the longest ending first."""
    rows = unique(table("inn_stems"), "stem", where="inn_stems.csv").values()
    found = [
        Stem(r["stem"], r["class"], r["code"], int(r["min_length"]), frozenset(values(r["exceptions"])))
        for r in rows
    ]
    return tuple(sorted(found, key=lambda s: (-len(s.ending), s.ending)))
