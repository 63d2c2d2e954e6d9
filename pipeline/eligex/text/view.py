"""A Doc's text and tokens as plain values, taken out of it once.

`Doc.text` is put together anew at each access, and a loop over tokens makes an object of each; what
many components ask for is kept here for as long as the Doc lives.
"""

import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Optional

from spacy.tokens import Doc, Span

from eligex.text.fold import fold


@dataclass(frozen=True, slots=True)
class View:
    """`starts`, `ends`: offsets of each token; `spaced`: whether a blank follows it; `lower`: its text.

    `words`: the folded tokens that are not blank, `small` the same in lower case, `at` their numbers.
    """

    text: str
    folded: str
    starts: list[int]
    ends: list[int]
    spaced: list[bool]
    lower: list[str]
    first: dict[int, int]  # from a token's start and end to its number
    last: dict[int, int]
    at: list[int]
    words: list[str]
    small: list[str]


_VIEWS: "weakref.WeakKeyDictionary[Doc, View]" = weakref.WeakKeyDictionary()
_TEXTS: "weakref.WeakKeyDictionary[Doc, str]" = weakref.WeakKeyDictionary()
_last: tuple[Callable[[], Optional[Doc]], Optional[View]] = (lambda: None, None)  # asked for again and again


def remember(doc: Doc, text: str) -> None:
    """Keeps the text that a Doc was made from, by whom nothing of it was lost."""
    _TEXTS[doc] = text


def view(doc: Doc) -> View:
    """The view of a Doc; made anew where its tokens were merged or split since."""
    global _last
    of, known = _last
    if of() is doc and known is not None and len(known.starts) == len(doc):
        return known
    known = _VIEWS.get(doc)
    if known is None or len(known.starts) != len(doc):
        known = _VIEWS[doc] = _view(doc)
    _last = (weakref.ref(doc), known)
    return known


def _view(doc: Doc) -> View:
    text = _TEXTS.get(doc) or doc.text
    begin, length, spaced = doc.to_array(["IDX", "LENGTH", "SPACY"]).reshape(-1, 3).T
    starts, ends = begin.tolist(), (begin + length).tolist()
    lower = [text[a:b].lower() for a, b in zip(starts, ends, strict=True)]
    first, last = (
        dict(zip(starts, range(len(starts)), strict=True)),
        dict(zip(ends, range(len(ends)), strict=True)),
    )
    folded = fold(text)
    at = [i for i, word in enumerate(lower) if not word.isspace()]
    words = [folded[starts[i] : ends[i]] for i in at]
    small = [lower[i] for i in at] if folded is text else [word.lower() for word in words]
    return View(text, folded, starts, ends, (spaced != 0).tolist(), lower, first, last, at, words, small)


def span(doc: Doc, start: int, end: int, label: str) -> tuple[Optional[Span], int, int]:
    """The Span of text[start:end], widened to whole tokens, and its offsets; None where there are none."""
    seen = view(doc)
    first, last = seen.first.get(start), seen.last.get(end)
    if first is not None and last is not None and first <= last:
        return Span(doc, first, last + 1, label=label), start, end
    found = doc.char_span(start, end, label=label, alignment_mode="expand")
    if found is None or not len(found):
        return None, start, end
    return found, found.start_char, found.end_char
