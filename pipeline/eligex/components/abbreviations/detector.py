"""Definitions of short forms by Schwartz and Hearst (2003) as scispaCy implements it, and their use.

scispaCy's matcher pairs every "(" with every later ")" and counts characters on words that a blank
follows. Here brackets are paired beforehand and its detector reads a plain copy of the words, so that
`Vindesine(VDS)` is found and a long record takes linear time. Two rules add what its algorithm, which
wants every letter of the short form in order, cannot see.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scispacy.abbreviation import AbbreviationDetector, filter_matches, find_abbreviation, short_form_filter
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span

from eligex.components.base import Tagger
from eligex.components.findings import ABBREVIATIONS, Finding, by_position
from eligex.text.view import view

_WORD = re.compile(r"[()\[\]]|[^\s()\[\],;:.\"]+(?:\.[^\s()\[\],;:.\"]+)*|[,;:.\"]")
_CLOSING = {"(": ")", "[": "]"}
_ROUND = {"[": "(", "]": ")"}
_BEFORE = 30  # words before a bracket: twice as many as the longest short form lets its long form have
_SHORT = re.compile(r"(?=[^A-Z]*[A-Z])[A-Za-z][\w/+&-]{1,9}")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9-]{1,7}")
_LONG_WORD = re.compile(r"[A-Za-z][a-z-]{4,}[a-rt-z]")
_FIRST_LETTER = re.compile(r"[A-Za-z][A-Za-z0-9]{1,5}")
_NO_WORD = [[{"ORTH": "( )"}]]  # spaCy warns of a matcher without a pattern
_NAME = re.compile(r"[A-Z][a-z]{4,}")  # a brand in brackets is no short form
_SENTENCES = re.compile(r"[.;:!?](?:\s|$)")
_PLURAL = re.compile(r"(?<=[A-Z])s$")


@dataclass(frozen=True, slots=True)
class Definition:
    """`short` stands for the text from `start` to `end`; `rule` found it."""

    short: str
    start: int
    end: int
    rule: str


class _Words:
    """The words around a text's brackets as a Doc with a blank after each, and where each stands."""

    def __init__(self, text: str, nlp: Language) -> None:
        found = list(_WORD.finditer(text))
        pairs = list(_brackets([m.group() for m in found]))
        near = sorted({i for first, end in pairs for i in range(max(0, first - _BEFORE), end + 1)})
        self.starts = [found[i].start() for i in near]
        self.ends = [found[i].end() for i in near]
        # scispaCy knows round brackets only
        words = [_ROUND.get(found[i].group(), found[i].group()) for i in near]
        self.doc = Doc(nlp.vocab, words=words, spaces=[True] * len(words))
        place = {i: n for n, i in enumerate(near)}
        self.brackets = [(place[first], place[end - 1] + 1) for first, end in pairs]


def _brackets(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last word (exclusive) inside each bracket that holds no other."""
    opened = -1
    for i, word in enumerate(words):
        if word in _CLOSING:
            opened = i
        elif opened >= 0 and word == _CLOSING[words[opened]]:
            if i - opened > 1:
                yield opened + 1, i
            opened = -1


class AbbreviationTagger(Tagger):
    """Writes ABBREVIATIONS: each use of a short form, with its long form and where that stands."""

    key = ABBREVIATIONS

    def __init__(self, nlp: Language, name: str, *, max_long_words: int) -> None:
        super().__init__(name)
        self._nlp = nlp
        self._max_long_words = max_long_words
        self._detector = AbbreviationDetector(nlp, make_serializable=True)

    def match(self, doc: Doc) -> list[Finding]:
        text = view(doc).folded
        defined: dict[str, Definition] = {}
        for definition in self.definitions(text):
            defined.setdefault(definition.short, definition)
        return by_position(_uses(text, view(doc).text, defined)) if defined else []

    def definitions(self, text: str) -> Iterator[Definition]:
        """Definitions in a folded text, those of scispaCy first."""
        words = _Words(text, self._nlp)
        if not words.brackets:
            return
        yield from self._by_letters(words)
        for first, last in words.brackets:
            found = self._reversed(words, first, last) or self._by_first_letter(words, first, last)
            if found:
                yield found

    def _by_letters(self, words: _Words) -> Iterator[Definition]:
        doc = words.doc
        brackets = [(0, a, b) for a, b in words.brackets if a > 1]
        # a matcher of its own for each text: one that a former text left behind would be looked up in vain
        self._detector.global_matcher = Matcher(self._nlp.vocab, validate=False)
        self._detector.global_matcher.add("", _NO_WORD)
        for long, uses in self._detector.find_matches_for(filter_matches(brackets, doc), doc):
            short = min(uses, key=lambda s: s.start)
            if _SHORT.fullmatch(short.text) and self._is_long(long, short.text):
                yield _definition(words, short.text, long, "scispacy")

    def _is_long(self, long: Span, short: str) -> bool:
        text = long.text
        if _NAME.fullmatch(short) and not text.lower().startswith(short.lower()):
            return False
        if _SENTENCES.search(text) or text.count("(") != text.count(")"):
            return False
        return len(long) <= self._max_long_words and len(text) > len(short) and short not in text.split()

    def _reversed(self, words: _Words, first: int, last: int) -> Definition | None:
        """`ICF (informed consent form)`: scispaCy sees it only with more than three words inside."""
        if first < 2 or last - first > self._max_long_words:
            return None
        before, inside = words.doc[first - 2 : first - 1], words.doc[first:last]
        if not _ACRONYM.fullmatch(before.text) or not short_form_filter(before) or len(inside.text) < 6:
            return None
        if inside.text.isupper() or before.text in inside.text:
            return None
        _, long = find_abbreviation(inside, before)
        if long is None or long.start != first:
            return None
        if len(before.text) == 2 and [w.text[0].lower() for w in inside] != list(before.text.lower()):
            return None
        return _definition(words, before.text, long, "reversed")

    def _by_first_letter(self, words: _Words, first: int, last: int) -> Definition | None:
        """`Cyclophosphamide(CTX)`: one long word and a short form that begins with its letter."""
        if first < 2 or last - first != 1:
            return None
        short, long = words.doc[first].text, words.doc[first - 2 : first - 1]
        if (
            not _SHORT.fullmatch(short)
            or not _FIRST_LETTER.fullmatch(short)
            or not _LONG_WORD.fullmatch(long.text)
        ):
            return None
        if short[0].lower() != long.text[0].lower():
            return None
        if not (long.text.lower().startswith(short.lower()) or sum(c.isupper() for c in short) > 1):
            return None
        return _definition(words, short, long, "first-letter")


def _definition(words: _Words, short: str, long: Span, rule: str) -> Definition:
    start = words.starts[long.start] + _lead(long[0].text, short[0].lower())
    return Definition(short, start, words.ends[long.end - 1], rule)


def _lead(word: str, initial: str) -> int:
    """Where in its first word a long form begins: `anti-Tumor Necrosis Factor` for TNF at the T."""
    parts = list(re.finditer(r"[^/+&*'-]+", word))
    fits = [m.start() for m in parts if m.group()[0].lower() == initial]
    return next(iter(fits or [m.start() for m in parts]), 0)


def _uses(text: str, original: str, defined: dict[str, Definition]) -> Iterator[Finding]:
    by_form = {form: d for short, d in defined.items() for form in _forms(short) if form not in defined}
    by_form.update(defined)
    longest_first = sorted(by_form, key=lambda s: (-len(s), s))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    for m in pattern.finditer(text):
        d = by_form[m.group()]
        long = " ".join(original[d.start : d.end].split())
        yield Finding(
            m.start(),
            m.end(),
            "ABBREVIATION",
            f"abbreviations:{d.rule}",
            name=long,
            value={"long": long, "defined_at": [d.start, d.end]},
        )


def _forms(short: str) -> Iterable[str]:
    """The other number: NSAIDs for NSAID and the reverse."""
    if _PLURAL.search(short):
        return (short[:-1],)
    return (short + "s",) if short.isupper() else ()
