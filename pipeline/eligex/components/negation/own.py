"""The project's own engine: cue table, clause-wise scopes, all members of a coordination."""

import re
from collections.abc import Sequence

from spacy.tokens import Doc

from eligex.components.blocks import blocks
from eligex.components.findings import CRITERIA, Finding, by_position, read
from eligex.components.negation import scopes
from eligex.components.negation.cues import Cue, cue_table
from eligex.components.negation.listed import announces
from eligex.text.sentences import sentences
from eligex.text.view import view

_NEARBY = 80
_CONDITIONAL = re.compile(
    r"\b(?:if|when|where|unless|in case)\b(?:[^,;.\n]|\n(?!\s*(?:\n|[-*•]|\d+[.)])))*$", re.IGNORECASE
)
_REASON = re.compile(
    r"\b(?:due to|because|owing to|as a result|caused by|on account"
    r"|for (?:\w+ )?(?:reasons?|toxicit\w+|lack|intoleran\w+|progress\w+|adverse|safety|inefficacy)"
    r"|(?:after|following|upon) (?:\w+ )?(?:progress\w*|failure|relapse\w*|inadequate|insufficient))\b",
    re.IGNORECASE,
)


class OwnEngine:
    """Reads the text alone; targets are not needed."""

    def __init__(self) -> None:
        self._table = cue_table()

    def cues(self, doc: Doc, targets: Sequence[Finding] = ()) -> list[Finding]:
        text = view(doc).folded
        reach = scopes.heads(read(doc, CRITERIA), text)
        found: list[Finding] = []
        for start, end, section in blocks(doc, text):
            for a, b, _ in sentences(text, start, end):
                cues = [c for c in self._table.find(text, a, b) if _counts(text, c, b, section)]
                found += [f for c in cues if (f := self._finding(text, c, a, b, cues, reach.get(end)))]
        return by_position(found)

    def _finding(
        self, text: str, cue: Cue, start: int, end: int, cues: Sequence[Cue], family_end: int | None
    ) -> Finding | None:
        lo, hi = self._scope(text, cue, start, end, cues)
        gaps = scopes.holes(text, lo, hi) if cue.kind in ("pre", "post") else []
        reaches = family_end and cue.kind == "pre" and not text[hi:end].strip(" :\n")
        if family_end and reaches and announces(text, cue.end, hi):
            hi = family_end
        lo, hi, gaps = _trim(text, lo, hi, gaps)
        if lo >= hi:
            return None
        value = {
            "scope": [lo, hi],
            "kind": cue.kind,
            "category": cue.category,
            "holes": [list(g) for g in gaps],
        }
        return Finding(cue.start, cue.end, "NEGATION", f"negation:{cue.kind}-{cue.category}", value=value)

    def _scope(self, text: str, cue: Cue, start: int, end: int, cues: Sequence[Cue]) -> tuple[int, int]:
        if cue.kind == "prefix":
            return cue.end, scopes.word_ahead(text, cue)
        if cue.kind == "tail":
            return scopes.word_behind(text, start, cue), cue.start
        if cue.kind == "post":
            return scopes.behind(text, start, cue), cue.start
        return cue.end, scopes.ahead(text, cue, end, self._table.stops, cues)


def _counts(text: str, cue: Cue, end: int, section: str | None) -> bool:
    """ "X will be excluded" and "X was stopped" negate among inclusion criteria; elsewhere the one repeats the
    heading and the other tells what is excluded. What was stopped for a reason was had ("due to toxicity").
    """
    if (
        section != "exclusion"
        and cue.kind == "post"
        and _CONDITIONAL.search(text, max(0, cue.start - _NEARBY), cue.start)
    ):
        return False
    if cue.category == "cessation":
        return section == "inclusion" and not _REASON.search(text, cue.end, end)
    return cue.category != "exclusion" or section == "inclusion"


def _trim(
    text: str, start: int, end: int, gaps: list[tuple[int, int]]
) -> tuple[int, int, list[tuple[int, int]]]:
    """Without blanks and holes at either end."""
    while True:
        inner = text[start:end]
        lo, hi = start + len(inner) - len(inner.lstrip(" \n\t,:")), start + len(inner.rstrip(" \n\t,"))
        if gaps and gaps[0][0] <= lo < hi:
            start, gaps = gaps[0][1], gaps[1:]
        elif gaps and gaps[-1][1] >= hi > lo:
            end, gaps = gaps[-1][0], gaps[:-1]
        else:
            return lo, hi, gaps
