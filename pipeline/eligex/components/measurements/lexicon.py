"""Surface forms in running text: a tree of words, so that every start looks at its own forms only."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from eligex.text.fold import fold
from eligex.vocab.measurements import Form

# As the tokenizer: a day glued to its test, and a digit after small letters, begin a word.
_WORD = re.compile(r"[dD]\d{1,3}(?=[A-Z]{2,})|[^\W\d_]*[^\W\d_A-Z]{2}(?=\d)|[^\W_]+")
_JOINT = re.compile(
    r"[ \t]{0,2}(?:[-/'+&:.]|[ \t][\[(]|[\])])?[ \t]{0,2}"
    r"|[ \t\r]*\n[ \t]*|[(\[]|'?[)\]][ \t]?|\+ |-\r?\n[ \t]*"
)
_END: str = ""  # no word is empty, so the node's forms lie under it


class Word(NamedTuple):
    start: int
    end: int
    text: str


class Match(NamedTuple):
    """Words `first` to `last` (exclusive) spell the forms."""

    first: int
    last: int
    forms: list[Form]


def words(text: str) -> list[Word]:
    """The words of folded text, in lower case."""
    return [Word(m.start(), m.end(), m.group().lower()) for m in _WORD.finditer(text)]


class Lexicon:
    """Finds forms; the caller chooses among them by case and context."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._tree: dict[str, Any] = {}
        for form in forms:
            folded = fold(form.text)
            for spelling in {folded, folded.lower()}:
                self._add(form, [w.text for w in words(spelling)])

    def _add(self, form: Form, path: list[str]) -> None:
        node = self._tree
        for word in path:
            node = node.setdefault(word, {})
        known = node.setdefault(_END, [])
        if form not in known:
            known.append(form)

    def begins(self, word: str) -> bool:
        """Whether a form begins with this word."""
        return _step(self._tree, word) is not None

    def at(self, text: str, row: list[Word], first: int) -> Iterator[Match]:
        """Every form that begins with word `first`, the longest first."""
        node = _step(self._tree, row[first].text)
        found: list[Match] = []
        i = first
        while node is not None:
            i += 1
            if _END in node:
                found.append(Match(first, i, node[_END]))
            if i == len(row) or not _JOINT.fullmatch(text, row[i - 1].end, row[i].start):
                break
            node = _step(node, row[i].text)
        return reversed(found)


def _step(node: dict[str, Any], word: str) -> Any:
    """The next node; a plural goes with its singular."""
    found = node.get(word)
    return node.get(word[:-1]) if found is None and len(word) > 5 and word[-1] == "s" else found
