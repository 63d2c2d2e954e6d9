"""Names in no vocabulary, by their head noun: `decompensated hepatic insufficiency`, `bone marrow biopsy`.

A table of heads (whole words, or suffixes written `-itis`) and one of words that end the phrase on its
left. The phrase is the head with the words before it, up to `MAX_LEFT`, that are joined to it by
nothing but a blank or a hyphen.
"""

import bisect
from dataclasses import dataclass

from spacy.tokens import Doc

from eligex.components.findings import CRITERIA, Finding, read
from eligex.text.view import View, view
from eligex.vocab.tables import VocabularyError, table

MAX_LEFT = 4
_USE = {("use", "disorder"), ("use", "disorders")}  # "cannabis use disorder": no use of a disorder


@dataclass(frozen=True, slots=True)
class Heads:
    """`alone` are heads that stand without a modifier ("epilepsy"); others need one ("active disease")."""

    words: frozenset[str]
    suffixes: tuple[str, ...]
    alone: frozenset[str]
    left_stop: frozenset[str]
    edge: frozenset[str]


def heads(name: str) -> Heads:
    """From `vocab/data/<name>.csv` (columns `head,alone`) and `phrase_stops.csv` (`word,role`).

    Raises VocabularyError on a head that is there twice.
    """
    rows = table(name)
    words = [r["head"] for r in rows]
    if len(set(words)) < len(words):
        raise VocabularyError(f"{name}.csv: a head is there twice")
    stops = table("phrase_stops")
    return Heads(
        words=frozenset(w for w in words if not w.startswith("-")),
        suffixes=tuple(w[1:] for w in words if w.startswith("-")),
        alone=frozenset(r["head"] for r in rows if r["alone"] == "1"),
        left_stop=frozenset(r["word"] for r in stops if r["role"] == "stop"),
        edge=frozenset(r["word"] for r in stops if r["role"] == "edge"),
    )


def find_phrases(doc: Doc, known: Heads, *, label: str, source: str) -> list[Finding]:
    """One finding for each head of the table, with the words that belong to it."""
    seen = view(doc)
    words = seen.lower
    here = {word for word in set(words) if _is_head(word, known)}
    wraps = _wraps(doc)
    found = []
    for i, word in enumerate(words):
        if word not in here or (i + 1 < len(words) and words[i + 1] in here and seen.spaced[i]):
            continue
        start = _left(seen, i, known, wraps)
        bare = start == i
        if "anti" in words[start:i] or (
            label == "CONDITION" and start > 1 and words[start - 2 : start] == ["anti", "-"]
        ):
            continue
        if bare and not _stands_alone(word, known):
            continue
        found.append(Finding(seen.starts[start], seen.ends[i], label, source))
    return found


def _is_head(word: str, known: Heads) -> bool:
    if word in known.words:
        return True
    return (
        len(word) > 6
        and word.endswith(known.suffixes)
        and word not in known.left_stop
        and word not in known.edge
    )


def _stands_alone(word: str, known: Heads) -> bool:
    return word in known.alone or word not in known.words


def _wraps(doc: Doc) -> set[int]:
    """Indices of the tokens that only end a line within a criterion, so that the sentence goes on behind them."""
    seen = view(doc)
    found = set()
    for c in read(doc, CRITERIA):
        at = seen.text.find("\n", c.start, c.end)
        while at >= 0:
            i = bisect.bisect_right(seen.starts, at) - 1
            if (
                seen.lower[i].isspace()
                and seen.lower[i].count("\n") == 1
                and seen.text[seen.ends[i]].islower()
            ):
                found.add(i)
            at = seen.text.find("\n", at + 1, c.end)
    return found


def _left(seen: View, i: int, known: Heads, wraps: set[int]) -> int:
    """Index of the phrase's first token: over blanks and hyphens, never over a stop word; a head that means nothing
    alone finds its modifier on the line before."""
    words = seen.lower
    start = at = i
    count = 0
    while at > 0 and count < MAX_LEFT:
        before = at - 1
        if before in wraps and at == i and not _stands_alone(words[i], known):
            before -= 1
        elif not seen.spaced[before]:
            if words[before] != "-" or before == 0 or seen.spaced[before - 1]:
                break
            before -= 1
        word = words[before]
        if at == i and (word, words[i]) in _USE:
            at = before
            continue
        if (
            len(word) < 2
            or not word[:1].isalpha()
            or word in known.left_stop
            or (_is_head(word, known) and word in known.words)
        ):
            break
        at = before
        count += 1
        start = at
    while start < i and (words[start] in known.edge or not words[start][:1].isalpha()):
        start += 1
    return start
