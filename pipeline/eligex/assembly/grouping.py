"""Members of a sentence that hold together as one before its conjunctions are asked: treatments of one disease,
the choices behind `either`; and which `and` only ends a list."""

import re
from itertools import pairwise

from eligex.assembly.cells import Cell, edge, gap_between
from eligex.assembly.lists import is_comma, is_last
from eligex.assembly.reading import Item
from eligex.assembly.statement import Statement
from eligex.assembly.subjects import JOIN
from eligex.assembly.trees import join
from eligex.schema.trial import Logic

UNDER = "under"  # a treatment of it, of which there may be several
_EITHER = re.compile(r"\beither\s+(?:(?:an?|the)\s+)?$", re.IGNORECASE)
TOGETHER = re.compile(
    r"\b(?:both\s+(?:\w+\s+){0,2}|(?:combinations?|consisting)\s+of\s+[^.;:()]*)$", re.IGNORECASE
)
_NEAR = 80
Grouped = tuple[list[Logic], list[str]]


def grouped(item: Item, cells: list[Cell], nodes: list[Logic], signs: list[str]) -> Grouped:
    """The nodes, and the signs between them, with those as one that hold together."""
    return _treatments(item, cells, *_either(item, cells, nodes, signs))


def listed_alike(item: Item, cells: list[Cell], signs: list[str]) -> list[str]:
    """`an infection, A and long use of B`: behind commas the last of what excludes is one more, whatever it is."""
    if item.section != "exclusion" or "all" not in signs:
        return signs
    gaps = [gap_between(item, edge(item, a), b.unit[0]) for a, b in pairwise(cells)]
    found = list(signs)
    for i in range(1, len(signs)):
        plain = all(s.threshold is None and not s.negated for c in cells[i - 1 : i + 2] for s in c.unit)
        lists = signs[i - 1] == "" and signs[i] == "all" and plain
        together = TOGETHER.search(lead(item, cells[i - 1].unit[0]))
        if lists and is_comma(gaps[i - 1]) and is_last(gaps[i]) and not together:
            found[i] = "any"
    return found


def _either(item: Item, cells: list[Cell], nodes: list[Logic], signs: list[str]) -> Grouped:
    """`A plus either B or C`: what follows `either` up to its `or` holds together as one."""
    for i, (a, b) in enumerate(pairwise(cells)):
        if not _EITHER.search(item.quote(a.unit[-1].end, max(a.unit[-1].end, b.unit[0].at))):
            continue
        stop = next((k for k in range(i + 1, len(signs)) if signs[k] == "any"), None)
        if stop is not None:
            group = join("any", nodes[i + 1 : stop + 2])
            return [*nodes[: i + 1], group, *nodes[stop + 2 :]], [*signs[: i + 1], *signs[stop + 1 :]]
    return nodes, signs


def _treatments(item: Item, cells: list[Cell], nodes: list[Logic], signs: list[str]) -> Grouped:
    """`fibrillation under warfarin or dabigatran`: the treatments hold together as one."""
    if UNDER not in signs or len(nodes) != len(cells):
        return nodes, signs
    i = signs.index(UNDER)
    stop = i + 1
    while stop < len(signs) and signs[stop] == "any" and _is_more(item, cells[stop], cells[stop + 1]):
        stop += 1
    group = join("any", nodes[i + 1 : stop + 1])
    return [*nodes[: i + 1], group, *nodes[stop + 1 :]], [*signs[: i + 1], *signs[stop:]]


def _is_more(item: Item, a: Cell, b: Cell) -> bool:
    one, other = a.unit[-1], b.unit[0]
    return other.kind in ("drug", "procedure") and JOIN.fullmatch(gap_between(item, one, other)) is not None


def lead(item: Item, s: Statement) -> str:
    """The words before a statement."""
    return item.quote(max(item.start, s.at - _NEAR), s.at)
