"""Surface forms in running text: a tree of words, so that every start looks at its own forms only."""

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from eligex.text.fold import fold
from eligex.text.tokenizer import split
from eligex.text.view import View
from eligex.vocab.measurements import Form

_JOINT = re.compile(
    r"[ \t]{0,2}(?:[-/'+&:.]|[ \t][\[(]|[\])])?[ \t]{0,2}"
    r"|[ \t\r]*\n[ \t]*|[(\[]|'?[)\]][ \t]?|\+ |-\r?\n[ \t]*"
)
_END: str = ""  # no word is empty, so the node's forms lie under it


class Words(NamedTuple):
    """Words of a text in lower case, and where each stands."""

    starts: list[int]
    ends: list[int]
    texts: list[str]

    @classmethod
    def of(cls, text: str) -> "Words":
        """Those of a text by itself, folded."""
        pieces = split(text)
        ends = list(itertools.accumulate(map(len, pieces)))
        starts = [end - len(piece) for end, piece in zip(ends, pieces, strict=True)]
        return cls._choose(starts, ends, [piece.lower() for piece in pieces])

    @classmethod
    def of_doc(cls, seen: View) -> "Words":
        return cls._choose([seen.starts[i] for i in seen.at], [seen.ends[i] for i in seen.at], seen.small)

    @classmethod
    def _choose(cls, starts: list[int], ends: list[int], texts: list[str]) -> "Words":
        spelled = [text[0].isalnum() for text in texts]
        compress = itertools.compress
        return cls(
            list(compress(starts, spelled)), list(compress(ends, spelled)), list(compress(texts, spelled))
        )


class Match(NamedTuple):
    """Words `first` to `last` (exclusive) spell the forms."""

    first: int
    last: int
    forms: list[Form]


class Lexicon:
    """Finds forms; the caller chooses among them by case and context."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._tree: dict[str, Any] = {}
        for form in forms:
            folded = fold(form.text)
            for spelling in {folded, folded.lower()}:
                self._add(form, Words.of(spelling).texts)

    def _add(self, form: Form, path: list[str]) -> None:
        node = self._tree
        for word in path:
            node = node.setdefault(word, {})
        known = node.setdefault(_END, [])
        if form not in known:
            known.append(form)

    def begins(self, words: Iterable[str]) -> set[str]:
        """Those of the words that a form begins with."""
        return {word for word in set(words) if _step(self._tree, word) is not None}

    def at(self, text: str, row: Words, first: int) -> Iterator[Match]:
        """Every form that begins with word `first`, the longest first."""
        node = _step(self._tree, row.texts[first])
        found: list[Match] = []
        i = first
        while node is not None:
            i += 1
            if _END in node:
                found.append(Match(first, i, node[_END]))
            if i == len(row.texts) or not _JOINT.fullmatch(text, row.ends[i - 1], row.starts[i]):
                break
            node = _step(node, row.texts[i])
        return reversed(found)


def _step(node: dict[str, Any], word: str) -> Any:
    """The next node; a plural goes with its singular."""
    found = node.get(word)
    return node.get(word[:-1]) if found is None and len(word) > 5 and word[-1] == "s" else found
