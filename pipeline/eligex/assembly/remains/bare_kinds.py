"""Members of a list that are no more than a kind: `active infection or disease`, `statins or other drugs`.

A kind alone is nothing that can be asked for, and its word says nothing beside what was understood; but as a
member of its own, which no statement has, it is lost unless that is told.
"""

import re

from eligex.assembly.forms.extents import Extent, Extents
from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_ILL = (
    r"diseases?|illness(?:es)?|conditions?|disorders?|syndromes?|impairments?|abnormalit(?:y|ies)|symptoms?"
)
_TAKEN = r"drugs?|medications?|medicines?|treatments?|therap(?:y|ies)|substances?|agents?"
_WHICH = r"(?:(?:any|other|an?|the|all|such)\s+){0,3}"
_JOINT = r"\s*,?\s*\b(?:or|and/or|and)\s+"
_BEHIND = lazily(
    rf"{_JOINT}{_WHICH}(?P<kind>{_ILL}|{_TAKEN})(?=\s*(?:\Z|[.,;)\n]|(?:that|which|within|requiring"
    r"|in\s+the\s+(?:past|last|opinion|previous)|deemed|judged)\b))",
    re.IGNORECASE,
)
_AHEAD = lazily(
    rf"(?:^|[.;:]\s|\b(?:of|with|other|any)\s)\s*{_WHICH}(?P<kind>{_ILL})\s*(?:,|\bor\b|\band/or\b)\s*"
    rf"{_WHICH}\Z",
    re.IGNORECASE,
)
_SAME = lazily(  # "any medical condition or disease": the same said twice
    r"\b(?:diseases?|illness(?:es)?|conditions?|disorders?)\s+(?:or|and/or|and)\s+"
    r"(?:diseases?|illness(?:es)?|conditions?|disorders?)\Z",
    re.IGNORECASE,
)
_KINDS = ("condition", "drug", "procedure")
_NEAR = 48


def bare_kinds(item: Item, statements: list[Statement], told: list[Extent]) -> list[Extent]:
    """Their extents in text order; `told` is stated or unclaimed already."""
    if item.section != "exclusion":
        return []
    known = Extents([*told, *((m.start, m.end) for m in item.mentions)])
    found = {e for s in statements if s.kind in _KINDS for e in (_behind(item, s), _ahead(item, s)) if e}
    return sorted(e for e in found if not known.meet(e) and item.segments.bracket(e[0]) is None)


def _behind(item: Item, s: Statement) -> Extent | None:
    if s.subject is None:
        return None
    m = _BEHIND.match(item.text, s.subject.end - item.start)
    if m is None or _SAME.search(item.text, s.at - item.start, m.end("kind")):
        return None
    return (item.start + m.start("kind"), item.start + m.end("kind"))


def _ahead(item: Item, s: Statement) -> Extent | None:
    begin = s.begin(item.start)
    lo = max(item.segments.bounds(s.at)[0], begin - _NEAR)
    m = _AHEAD.search(item.text, lo - item.start, begin - item.start)
    return (item.start + m.start("kind"), item.start + m.end("kind")) if m else None
