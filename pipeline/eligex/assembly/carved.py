"""What of an exception's members frees by itself, and what must hold together.

"Other than A, B and C" lists three exceptions. "Unless treated, stable and without steroids" is one that has three
parts, and so is what is said of the base itself ("metastases treated with surgery or radiotherapy and stable for
4 weeks are allowed").
"""

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from eligex.assembly.reading import Item
from eligex.assembly.statement import Statement
from eligex.components.findings import Finding
from eligex.schema.trial import Logic

# "unless", "if": a state of the same patients, whose parts hold together
_CLAUSAL = re.compile(
    r"\b(?:unless|if|when|provided|as\s+long\s+as|so\s+long\s+as|on\s+condition)\b", re.IGNORECASE
)
# the words behind a member that open more about that one
_SAYS_MORE = re.compile(
    r"^(?:(?:(?!\b(?:and|or)\b)[^,;])*[\s)])?(?:with|without|who|that|which|whose|treated|managed|controlled|after|following|on|receiving|taking"
    r"|undergoing|having|if|when|provided|plus)\b",
    re.IGNORECASE,
)
_NEXT_PART = re.compile(
    r"(?:,|\b(?:and|but)\b)\s*(?:(?:and|but|also|are|is|have|has|had|been|be|currently|previously)\s+)*"
    r"(?:with|without|who|that|which|are|is|have|has|had|on|no|not|treated|stable|if|only)\b",
    re.IGNORECASE,
)
_OR = re.compile(r"\b(?:or|and/or)\b|/", re.IGNORECASE)
_AND = re.compile(r"\band\b(?!/)", re.IGNORECASE)


def exceptions(item: Item, base: Statement, members: list[Statement]) -> list[Logic]:
    """The trees under `except` of a base, one for each thing that frees."""
    trees: list[Logic] = []
    for _, group in groupby(members, key=lambda s: s.carver and (s.carver.start, s.carver.end)):
        own = list(group)
        trees += _one(item, own) if _is_clause(item, base, own) else _listed(item, own)
    return trees


def is_clausal(item: Item, cue: Finding) -> bool:
    """Whether the cue opens a clause about the same patients ("unless"), no list of things ("other than")."""
    return _CLAUSAL.search(item.quote(cue.start, min(item.end, cue.end + 10))) is not None


def _is_clause(item: Item, base: Statement, members: list[Statement]) -> bool:
    cue = members[0].carver
    if cue is None or len(members) < 2:
        return False
    if cue.label == "EXCEPTION" or _CLAUSAL.match(
        item.quote(cue.end, min(item.end, cue.end + 20)).lstrip(" ,")
    ):
        return is_clausal(item, cue)
    return _same(base, members[0]) and _SAYS_MORE.match(_gap(item, members[0], members[1])) is not None


def _same(a: Statement, b: Statement) -> bool:
    if a.subject is None or b.subject is None:
        return False
    return a.subject.name == b.subject.name if a.subject.name else a.subject.label == b.subject.label


def _one(item: Item, members: list[Statement]) -> list[Logic]:
    """All parts together; an `or` joins members of one part, and a comma takes the next word's side."""
    signs, following = [], "all"
    for a, b in reversed(list(pairwise(members))):
        gap = _gap(item, a, b)
        if _NEXT_PART.search(gap) or _AND.search(gap):
            following = "all"
        elif _OR.search(gap):
            following = "any"
        signs.append("all" if _SAYS_MORE.match(gap) and not _OR.search(gap) else following)
    parts: list[list[str]] = [[members[0].id]]
    for sign, s in zip(reversed(signs), members[1:], strict=True):
        if sign == "any":
            parts[-1].append(s.id)
        else:
            parts.append([s.id])
    return [_join("all", [_join("any", part) for part in parts])]


def _listed(item: Item, members: list[Statement]) -> list[Logic]:
    """Each by itself, with what is said of it alone: `A, B treated with C, or D`."""
    cells: list[list[Statement]] = [[members[0]]]
    for a, b in pairwise(members):
        gap = _gap(item, a, b)
        if _SAYS_MORE.match(gap) and not _OR.search(gap):
            cells[-1].append(b)
        else:
            cells.append([b])
    return [_join("all", [s.id for s in cell]) for cell in cells]


def _gap(item: Item, a: Statement, b: Statement) -> str:
    return item.quote(a.end, b.at) if a.end <= b.at else ""


def _join(how: str, nodes: Sequence[Logic]) -> Logic:
    return nodes[0] if len(nodes) == 1 else {how: list(nodes)}
