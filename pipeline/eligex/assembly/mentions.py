"""One list of mentions out of the vocabularies, the trained recogniser and the head-noun rules.

What a vocabulary names comes first, then the recogniser, then a phrase that only its head noun tells.
A longer condition or procedure of the recogniser takes the place of a shorter name inside it.
"""

import bisect
import re

from spacy.tokens import Doc

from eligex.components import findings as groups
from eligex.components.findings import Finding, by_position, read

_VOCABULARY = (
    groups.DRUGS, groups.MEASUREMENTS, groups.DEMOGRAPHICS, groups.STATES, groups.CONDITIONS, groups.PROCEDURES,
)  # fmt: skip
# "no prior cancer therapy" speaks of a therapy, not of having cancer
_SERVES = re.compile(
    r"[\s-]+(?:(?:related|specific|directed)\s+)?(?:therap(?:y|ies)|treatments?|medications?|drugs?|surger(?:y|ies)|vaccin\w+|"
    r"screening|clinics?|cent(?:er|re)s?|stud(?:y|ies)|trials?|research|specialists?|agents?|tests?|testing|risk)\b",
    re.IGNORECASE,
)
# Where two mentions cover the same words, the vocabulary that knows more about them wins.
_RANK = {
    "STATE": 0, "AGE": 1, "SEX": 1, "MEASUREMENT": 2, "SCORE": 2, "DRUG": 3, "PROCEDURE": 4, "CONDITION": 5,
}  # fmt: skip
# What may stand inside a longer condition, procedure or state and still be told on its own.
_INNER = {"DRUG", "MEASUREMENT", "PROCEDURE", "SEX"}
_OUTER = {"CONDITION", "PROCEDURE", "STATE"}


def mentions_of(doc: Doc, abbreviations: list[Finding]) -> list[Finding]:
    """Sorted by position; no two of the same label overlap."""
    found = [f for key in _VOCABULARY for f in read(doc, key)]
    text = doc.text
    found = [f for f in found if f.label != "CONDITION" or not _SERVES.match(text, f.end)]
    named = [f for f in found if not f.source.endswith(":head-noun")]
    phrases = [f for f in found if f.source.endswith(":head-noun")]
    kept = Kept()
    for tier in (named, read(doc, groups.RECOGNISED), phrases):
        for f in sorted(tier, key=lambda f: (f.start - f.end, _RANK.get(f.label, 9), f.start)):
            kept.offer(f)
    _short_forms(kept, text, abbreviations)
    return by_position(kept.found)


class Kept:
    """Findings so far, by position, so that a rival is found without looking at all of them."""

    def __init__(self) -> None:
        self.found: list[Finding] = []
        self._longest = 0

    def rivals(self, f: Finding) -> list[Finding]:
        lo = bisect.bisect_left(self.found, f.start - self._longest, key=lambda g: g.start)
        hi = bisect.bisect_left(self.found, f.end, key=lambda g: g.start)
        return [g for g in self.found[lo:hi] if g.overlaps(f.start, f.end)]

    def offer(self, f: Finding) -> None:
        rivals = self.rivals(f)
        beaten = [g for g in rivals if _widens(f, g)]
        if all(g in beaten or _nests(f, g) or _nests(g, f) for g in rivals):
            for g in beaten:
                self.found.remove(g)
            self.found.insert(bisect.bisect_left(self.found, f.start, key=lambda g: g.start), f)
            self._longest = max(self._longest, f.end - f.start)


def _nests(inner: Finding, outer: Finding) -> bool:
    inside = inner.within(outer.start, outer.end) and (inner.start, inner.end) != (outer.start, outer.end)
    return inside and inner.label in _INNER and outer.label in _OUTER and inner.label != outer.label


def _widens(f: Finding, g: Finding) -> bool:
    """The recogniser, or a phrase with the same head, sees more of a condition or procedure than the name."""
    wider = g.within(f.start, f.end) and f.end - f.start > g.end - g.start
    same_head = f.source.endswith(":head-noun") and f.end == g.end
    better = same_head or f.source.startswith("recogniser:")
    return wider and better and f.label == g.label and f.label in ("CONDITION", "PROCEDURE")


def _short_forms(kept: Kept, text: str, abbreviations: list[Finding]) -> None:
    """A short form whose long form is a mention is one as well, wherever it stands."""
    long_forms = {text[f.start : f.end].lower(): f for f in reversed(kept.found)}
    for a in abbreviations:
        meant = long_forms.get(str(a.value.get("long", "")).lower())
        if meant is not None and not kept.rivals(a):
            name = meant.name or text[meant.start : meant.end].lower()
            kept.offer(
                Finding(a.start, a.end, meant.label, a.source, name, meant.system, meant.code, meant.value)
            )
