"""`A ≤ 1, B ≤ 2 or C ≥ 3, D ≥ 4` of an inclusion: an `or` amid a list of bounds joins its two neighbours alone.

So does one at its end between two measures of one thing, `bilirubin ≤ 1, creatinine ≤ 1.5 or its clearance ≥ 60`, and
one behind a comma with `and`: `A ≤ 1, and B ≤ 2 or C ≥ 3`.
"""

import re
from itertools import pairwise

from eligex.assembly.forms.statement import Statement
from eligex.assembly.forms.trees import join
from eligex.assembly.items.reading import Item
from eligex.assembly.logic.cells import Cell, edge, gap_between
from eligex.schema.trial import Logic

_MARKED = re.compile(r"\s*[,;]")
_AND = re.compile(r"[^,;()]{0,40},\s*and\b", re.IGNORECASE)
_KIDNEY = re.compile(r"creatinine|glomerular|\be?GFR\b|renal", re.IGNORECASE)
_KINDS = ("measurement", "score")
Joined = tuple[list[Logic], list[str]]


def join_locally(item: Item, cells: list[Cell], nodes: list[Logic], signs: list[str]) -> Joined:
    """The nodes with such pairs as one, and the signs between them."""
    if item.section != "inclusion" or len(nodes) != len(cells) or len(cells) < 3:
        return nodes, signs
    gaps = [gap_between(item, edge(item, a), b.unit[0]) for a, b in pairwise(cells)]
    for i in reversed([i for i, sign in enumerate(signs) if sign == "any"]):
        if _are_bounds(cells[i : i + 3]) and _is_local(item, cells, signs, gaps, i):
            nodes = [*nodes[:i], join("any", nodes[i : i + 2]), *nodes[i + 2 :]]
            signs = [*signs[:i], *signs[i + 1 :]]
    return nodes, signs


def _are_bounds(cells: list[Cell]) -> bool:
    stated = [s for c in cells for s in c.unit]
    return all(s.threshold is not None and not s.negated and s.kind in _KINDS for s in stated)


def _is_local(item: Item, cells: list[Cell], signs: list[str], gaps: list[str], i: int) -> bool:
    before = i > 0 and signs[i - 1] in ("", "all")
    if i + 1 < len(signs) and signs[i + 1] in ("", "all") and _MARKED.match(gaps[i + 1]):
        return before or i == 0
    if not before or _MARKED.match(gaps[i]):
        return False
    parted = signs[i - 1] == "all" and _AND.match(gaps[i - 1]) is not None
    return parted or _is_one(edge(item, cells[i]), cells[i + 1].unit[0])


def _is_one(a: Statement, b: Statement) -> bool:
    """Two measures of one thing: `creatinine` and its clearance, two scales of performance."""
    if a.subject is None or b.subject is None:
        return False
    names = [s.name or "" for s in (a.subject, b.subject)]
    return (a.kind == b.kind == "score") or names[0] == names[1] != "" or all(map(_KIDNEY.search, names))
