"""What a negation governs and nothing names: `no other treatment`, `unable to operate the pump`."""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from eligex.assembly.phrases import phrase_before
from eligex.components.findings import Finding, by_position, overlapping
from eligex.components.negation.engine import governs
from eligex.text.scan import Scanner
from eligex.vocab.tables import table

# Behind the noun something else than a word that it only modifies ("disease progression", "treatment plan").
_NOUN_ENDS = (
    r"(?=\s*(?:$|[,.;:)(]|-$)|\s+(?:for|of|to|that|which|who|affecting|causing|requiring|interfering|expected|known"
    r"|likely|and|or|in|at|on|within|during|prior|until|before|after|since|other|currently|is|are|was|were|has|have)\b)"
)
_ANNOUNCED = re.compile(r"\b(?:following|th(?:is|ese|ose)|such|above|below|study|trial)\s+$", re.IGNORECASE)
_DEED_ENDS = re.compile(
    r"[,;:()\n.]|\s-\s|\b(?:due|because|owing|as|for|while|during|within|if|unless|when|that|which|who|without|despite|"
    r"(?:and|or)\s+(?:who|other|any|patients?|subjects?|those|not|un\w+|in\w+ty))\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"\b(?:of|for|to|in|on|by|from|at)\s", re.IGNORECASE)
_CONTRAINDICATION = Scanner(re.compile(r"\bcontra-?\s?indications?\b", re.IGNORECASE))
_MAX_WORDS = 12
_WIDEST = 300


def unnamed(text: str, negations: Sequence[Finding], mentions: Sequence[Finding]) -> list[Finding]:
    """Generic nouns (CONDITION, DRUG, PROCEDURE) and deeds (STATE) that a cue of `negations` governs.

    `text` is folded, `mentions` are sorted by position; what overlaps one of them is named already.
    """
    found: dict[tuple[int, int], Finding] = {}
    for cue in negations:
        new = _nouns(text, cue) if cue.value["category"] == "negation" else _deed(text, cue)
        for f in new:
            if not overlapping(mentions, f.start, f.end, widest=_WIDEST):
                found.setdefault((f.start, f.end), f)
    return by_position(found.values())


def contraindications(text: str) -> list[Finding]:
    """The word alone, of which `asides.contraindications` makes a statement together with what it is to."""
    name = "contraindication"
    found = _CONTRAINDICATION.finditer(text)
    return [Finding(m.start(), m.end(), "CONDITION", f"assembly:{name}", name) for m in found]


def as_entity(f: Finding) -> Finding:
    """A deed that is not possible is a finding of the patient; STATE is no entity of the contract."""
    return replace(f, label="CONDITION") if f.label == "STATE" else f


def _nouns(text: str, cue: Finding) -> Iterator[Finding]:
    lo, hi = cue.value["scope"]
    labels = generic_labels()
    for m in _generic().finditer(text, lo, hi):
        if not governs(cue, *m.span()) or _ANNOUNCED.search(text, max(lo, m.start() - 20), m.start()):
            continue
        begin = max([lo, *(link.end() for link in _LINK.finditer(text, lo, m.start()))])
        phrase = phrase_before(text, begin, m.end(), source="assembly:negated-noun")
        if phrase is not None:
            yield replace(phrase, end=m.end(), label=labels[m[0].lower()])


def _deed(text: str, cue: Finding) -> Iterator[Finding]:
    lo, hi = cue.value["scope"]
    if cue.value["category"] != "inability" or cue.value["kind"] != "pre":
        return
    stop = _DEED_ENDS.search(text, lo, hi)
    end = lo + len(text[lo : stop.start() if stop else hi].rstrip())
    if 1 < len(text[lo:end].split()) <= _MAX_WORDS:
        yield Finding(lo, end, "STATE", "assembly:negated-deed")


@functools.cache
def generic_labels() -> dict[str, str]:
    """The nouns that name a kind of thing only ("medication") with its label."""
    return {row["name"]: row["label"] for row in table("generic_names") if row["label"]}


@functools.cache
def _generic() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, generic_labels()), key=len, reverse=True))
    return re.compile(rf"\b(?:{words})(?!\w|-\w){_NOUN_ENDS}", re.IGNORECASE)
