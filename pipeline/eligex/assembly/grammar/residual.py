"""The words of a criterion that nothing accounts for, asked by place: which one stands right before or behind."""

import bisect
import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from eligex.assembly.forms.extents import Extent
from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.vocab.tables import VocabularyError, table

VERB_ROLES = {"deed", "effect"}
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9'’]*")
_TOKEN = r"[^\W_][\w'’+]*(?:[-/][\w'’+]+)*"
_BEFORE = re.compile(rf"(?<![\w-])(?P<word>{_TOKEN})(?P<gap>\s+|-)\Z")
_BEHIND = re.compile(rf"(?P<gap>\s+|-)(?P<word>{_TOKEN})")
_REACH = 60
_SHORTEST = 3  # letters of a word that must be lost itself


@dataclass(frozen=True, slots=True)
class Token:
    start: int
    end: int
    words: str  # in lower case
    glued: bool  # with a hyphen to what it stands beside


class Lost:
    """Extents of single words in text order, by document offsets."""

    def __init__(self, item: Item, words: Iterable[Extent]) -> None:
        self._item = item
        self._starts = [a for a, _ in words]

    def __bool__(self) -> bool:
        return bool(self._starts)

    def within(self, a: int, b: int) -> bool:
        """Whether any of them stands there."""
        i = bisect.bisect_left(self._starts, a)
        return i < len(self._starts) and self._starts[i] < b

    def before(self, edge: int) -> Token | None:
        """The lost word that ends right before `edge`, in its sentence."""
        joint = self._item.quote(edge - 1, edge)
        if joint != "-" and not joint.isspace():
            return None
        lo = max(self._item.segments.bounds(max(edge - 1, self._item.start))[0], edge - _REACH)
        return self._token(_BEFORE.search(self._item.quote(lo, edge)), lo)

    def behind(self, edge: int) -> Token | None:
        """The lost word that begins right behind `edge`, in its sentence."""
        hi = self._item.segments.bounds(max(edge - 1, self._item.start))[1]
        return self._token(_BEHIND.match(self._item.quote(edge, hi)), edge)

    def _token(self, m: "re.Match[str] | None", offset: int) -> Token | None:
        if m is None:
            return None
        a, b = offset + m.start("word"), offset + m.end("word")
        parts = list(_WORD.finditer(m["word"]))
        lost = [x for x in parts if self.within(a + x.start(), a + x.start() + 1)]
        if not lost or any(x not in lost and len(x[0]) >= _SHORTEST for x in parts):
            return None
        return Token(a, b, m["word"].lower(), m["gap"] == "-")


def left_edge(item: Item, s: Statement) -> int:
    """Where the words begin that belong to a statement and that end right before its name."""
    return _edge(item, s.at, [(b, a) for a, b in s.aside])


def right_edge(item: Item, s: Statement) -> int:
    """Where the words end that belong to a statement and that begin right behind its name."""
    return _edge(item, s.end, s.aside)


def requalify(item: Item, s: Statement, a: int, b: int) -> None:
    """Qualifies by the words there, in place of what told a part of them."""
    words = item.quote(a, b).rstrip(" .\n\r")
    kept = [(e, q) for e, q in zip(s.aside, s.qualifiers, strict=True) if not (a <= e[0] and e[1] <= b)]
    s.aside, s.qualifiers = [e for e, _ in kept], [q for _, q in kept]
    s.qualify_apart(a, a + len(words), words)


def _edge(item: Item, at: int, steps: Iterable[tuple[int, int]]) -> int:
    """Over the steps that begin there, with nothing but blanks between."""
    steps = sorted(steps, key=lambda e: abs(e[0] - at))
    for near, far in steps:
        between = item.quote(min(near, at), max(near, at))
        if not between.strip() and (far - near) * (near - at) >= 0 and abs(near - at) == len(between):
            at = far
    return at


@functools.cache
def verb_forms(role: str, *, bare: bool = False) -> frozenset[str]:
    """Of the verbs with this role, as they stand before an object: `causes`, `causing`, of a deed also `donated`."""
    rows = table("object_verbs")
    wrong = {row["role"] for row in rows} - VERB_ROLES
    if wrong:
        raise VocabularyError(f"object_verbs.csv: unknown role {', '.join(sorted(wrong))}")
    verbs = [row["verb"] for row in rows if row["role"] == role]
    return frozenset(verbs) if bare else frozenset(f for verb in verbs for f in _forms(verb, role))


def _forms(verb: str, role: str) -> Iterable[str]:
    stem = verb.removesuffix("e")
    yield from (verb, f"{verb}s", f"{stem}ing", f"{verb}{verb[-1]}ing")
    if verb.endswith(("s", "x", "h")):
        yield f"{verb}es"
    if role == "deed":
        yield from (f"{stem}ed", f"{verb}{verb[-1]}ed")
