"""A choice that is held together with what stands before it: `diabetes and use of insulin or metformin`, `angina
treated with a nitrate (e.g. nitroglycerin)`. Without it whoever takes metformin would be shut out.

Examples of a treatment hold together with what that treats. Behind an `and` without a comma, things of one sort are a
choice where what stands before is of another.
"""

import re

from eligex.assembly.examples.kinds import examples_by
from eligex.assembly.items.reading import Item
from eligex.assembly.logic.cells import Cell, Parts, as_choice, edge, gap_between, merged
from eligex.schema.trial import Logic

_AND = re.compile(r"[^,;:()]*\band\b(?!\s*/)[^,;:()]*", re.IGNORECASE)
_BY = re.compile(
    r"\b(?:treated|treatment|therapy|managed|controlled|receiving|requiring|needing|taking|using|from|by|on)\b",
    re.IGNORECASE,
)
_SORTS = {"drug": "treatment", "procedure": "treatment", "score": "condition"}


def hold_choices(
    item: Item, cells: list[Cell], nodes: list[Logic], signs: list[str], holding: tuple[str, ...]
) -> Parts:
    """The cells, their nodes and the signs between them, with each such choice of an exclusion as one; `holding` are
    the signs of what holds together."""
    if item.section != "exclusion" or "any" not in signs or not set(holding) & set(signs):
        return cells, nodes, signs
    groups = examples_by(item, [s for cell in cells for s in cell.unit])
    at = 0
    while at < len(signs) - 1:
        stop = _stop(item, cells, signs, groups, at) if signs[at] in holding else at
        if stop > at + 1:
            whole = merged(cells[at + 1 : stop + 1])
            cells, nodes, signs = as_choice((cells, nodes, signs), at + 1, stop + 1, whole)
        at += 1
    return cells, nodes, signs


def _stop(item: Item, cells: list[Cell], signs: list[str], groups: list[set[int]], at: int) -> int:
    """Which cell the choice ends with that begins behind the sign at `at`."""
    stop = at + 1
    treated = _is_treated(item, cells[at], cells[stop])
    while (
        treated
        and stop < len(signs)
        and signs[stop] == "any"
        and _is_example(cells[stop], cells[stop + 1], groups)
    ):
        stop += 1
    if stop > at + 1 or not _parts_sorts(item, cells, signs, at):
        return stop
    sort = _sort(cells[stop])
    while stop < len(signs) and signs[stop] == "any" and _sort(cells[stop + 1]) == sort:
        stop += 1
    return stop if stop == len(signs) else at  # what follows of another sort may be a member of its own


def _is_treated(item: Item, a: Cell, b: Cell) -> bool:
    sorts = _sort(a), _sort(b)
    return (
        sorts[1] == "treatment" != sorts[0]
        and _BY.search(gap_between(item, edge(item, a), b.unit[0])) is not None
    )


def _is_example(a: Cell, b: Cell, groups: list[set[int]]) -> bool:
    own = {id(s) for c in (a, b) for s in c.unit}
    return any(own <= g for g in groups)


def _parts_sorts(item: Item, cells: list[Cell], signs: list[str], at: int) -> bool:
    """Whether a bare `and` stands between things of two sorts, and nothing is listed before it."""
    gap = gap_between(item, edge(item, cells[at]), cells[at + 1].unit[0])
    sorts = [_sort(cells[at]), _sort(cells[at + 1])]
    listed = any(sign != "all" for sign in signs[:at])
    parts = signs[at] == "all" and not listed and _AND.fullmatch(gap) is not None
    return parts and None not in sorts and sorts[0] != sorts[1]


def _sort(cell: Cell) -> str | None:
    """Of what sort all of it is; None where it is denied or of more than one."""
    kinds = {_SORTS.get(s.kind, s.kind) for s in cell.unit}
    denied = any(s.negated for s in cell.unit)
    return kinds.pop() if len(kinds) == 1 and not denied else None
