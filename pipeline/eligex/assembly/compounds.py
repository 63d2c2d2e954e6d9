"""Words that name a thing only as a part of a longer one: `folic acid-containing supplements`, `bleeding risk`."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from eligex.assembly.naming import is_new
from eligex.components.findings import Finding, between, by_position

_KINDS = ("DRUG", "CONDITION")
_HYPHENED = re.compile(
    r"-(?:containing|based|related|associated|induced|predisposition|predisposing|like|causing|prone)"
    r"\s+[\w-]+(?:\s+[\w-]+)?\Z",
    re.IGNORECASE,
)
_CARRIER = re.compile(
    r"\s+(?:supplement|product|preparation|formulation|compound|derivative)s?", re.IGNORECASE
)
# "HIV-associated dementia", "opportunistic (AIDS-related) infection"
_RELATED = re.compile(r"-(?:related|associated|induced)\)?\s+", re.IGNORECASE)
_OPENED = re.compile(r"(?:\b[a-z]+\s+)?\(\Z", re.IGNORECASE)
_RISK = re.compile(
    r"\s+risks?(?=\s*(?:$|[,.;:)\n]|\b(?:and|or|in|at|by|for|within|during|as|that|who|due)\b))",
    re.IGNORECASE,
)
_LITTLE = re.compile(
    r"\b(?:low|lower|minimal|reduced|average|no|acceptable|standard)\s+(?:\w+\s+)?\Z", re.IGNORECASE
)
_ADJECTIVE = re.compile(r"\b[a-z]+(?:al|ic|ar|ary|ous)\s+\Z", re.IGNORECASE)
_REACH = 30


def compounds(telling: Iterable[Finding], known: Iterable[Finding], text: str) -> list[Finding]:
    """What a recogniser saw as one thing, of which `known` has the first word.

    A drug keeps that word's name; a disease is another than the one it is named after.
    """
    places = by_position(f for f in known if f.label in _KINDS)
    found = []
    for r in telling:
        inner = [f for f in between(places, r.start, r.end) if f.label == r.label]
        if not inner or inner[0].start != r.start or any((f.start, f.end) == (r.start, r.end) for f in inner):
            continue
        first = max((f for f in inner if f.start == r.start), key=lambda f: f.end)
        rest = text[first.end : r.end]
        if _HYPHENED.match(rest) or (r.label == "DRUG" and _CARRIER.fullmatch(rest)):
            whole = replace(first, end=r.end, source=f"{r.source}+{first.source}")
            found.append(whole if r.label == "DRUG" else whole.renamed(None))
    return found


def is_part(f: Finding, whole: Sequence[Finding]) -> bool:
    return any(f is not w and f.label == w.label and f.within(w.start, w.end) for w in whole)


def joined(mentions: list[Finding], text: str) -> list[Finding]:
    """Sorted mentions: a disease with the one that it is related to as one, a risk with what it is of."""
    dropped: set[int] = set()
    found = list(mentions)
    for i, (f, g) in enumerate(pairwise(mentions)):
        if f.label == g.label == "CONDITION" and _RELATED.fullmatch(text, f.end, max(f.end, g.start)):
            opened = (
                _OPENED.search(text, max(0, f.start - _REACH), f.start) if text[g.start - 2] == ")" else None
            )
            found[i + 1] = replace(g.renamed(None), start=opened.start() if opened else f.start)
            dropped.add(i)
    return [_as_risk(f, text) for i, f in enumerate(found) if i not in dropped]


def _as_risk(f: Finding, text: str) -> Finding:
    m = _RISK.match(text, f.end) if f.label == "CONDITION" or is_new(f) else None
    if m is None or _LITTLE.search(text, max(0, f.start - _REACH), f.start):
        return f
    before = _ADJECTIVE.search(text, max(0, f.start - _REACH), f.start)
    start = before.start() if before else f.start
    source = f"{f.source}+assembly:risk"
    return replace(f.renamed(None), start=start, end=m.end(), label="CONDITION", source=source, value={})
