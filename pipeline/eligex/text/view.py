"""A Doc's text and tokens as plain values, taken out of it once.

`Doc.text` is put together anew at each access, and a loop over tokens makes an object of each; what
many components ask for is kept here for as long as the Doc lives.
"""

import weakref
from dataclasses import dataclass

from spacy.tokens import Doc

from eligex.text.fold import fold


@dataclass(frozen=True, slots=True)
class View:
    """`starts`, `ends`: offsets of each token; `spaced`: whether a blank follows it; `lower`: its text."""

    text: str
    folded: str
    starts: list[int]
    ends: list[int]
    spaced: list[bool]
    lower: list[str]


_VIEWS: "weakref.WeakKeyDictionary[Doc, View]" = weakref.WeakKeyDictionary()


def view(doc: Doc) -> View:
    """The view of a Doc; made anew where its tokens were merged or split since."""
    known = _VIEWS.get(doc)
    if known is None or len(known.starts) != len(doc):
        known = _VIEWS[doc] = _view(doc)
    return known


def _view(doc: Doc) -> View:
    text = doc.text
    table = doc.to_array(["IDX", "LENGTH", "SPACY"])
    starts, lengths, spaced = ([int(n) for n in column] for column in table.T.tolist())
    ends = [a + n for a, n in zip(starts, lengths, strict=True)]
    lower = [text[a:b].lower() for a, b in zip(starts, ends, strict=True)]
    return View(text, fold(text), starts, ends, [bool(s) for s in spaced], lower)
