"""One annotated text of a corpus, and which part of the data it belongs to."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A labelled stretch; code points of the text, end exclusive. `label` is one of the contract's."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """`trial` decides the part, `corpus` the convention that the annotators followed."""

    id: str
    trial: str
    corpus: str
    text: str
    mentions: tuple[Mention, ...]

    @property
    def part(self) -> int:
        return part_of(self.trial)


def part_of(trial: str) -> int:
    """0 to 4: `int(sha256(id), 16) % 5`. Part 1 is the development part, part 0 is held out."""
    return int(hashlib.sha256(trial.encode()).hexdigest(), 16) % 5


def digest_of(texts: Iterable[AnnotatedText]) -> str:
    """The first 16 hex digits of the SHA-256 over ids, texts and mentions, in the order given."""
    digest = hashlib.sha256()
    for t in texts:
        spans = ";".join(f"{m.start},{m.end},{m.label}" for m in t.mentions)
        digest.update(f"{t.id}\0{t.text}\0{spans}\1".encode())
    return digest.hexdigest()[:16]


def apart(mentions: Iterable[Mention]) -> list[Mention]:
    """Of overlapping mentions the longest, then the first; sorted by position."""
    kept: list[Mention] = []
    for m in sorted(mentions, key=lambda m: (m.start - m.end, m.start, m.label)):
        if all(m.end <= k.start or k.end <= m.start for k in kept):
            kept.append(m)
    return sorted(kept)
