"""What an inclusion lists in a bracket by commas alone are kinds, `symptoms (cough, fever, pain)`: one is enough."""

import re

from eligex.assembly.items.reading import Item
from eligex.assembly.logic.cells import Cell, Parts, as_choice, merged
from eligex.schema.trial import Logic

_TOGETHER = re.compile(r"\b(?:and|plus|with|both|all|but)\b|[+&;:]", re.IGNORECASE)
_EXAMPLES = re.compile(r"[(\[]\s*(?:e\.?\s?g|for\s+example|such\s+as|includ|like\b)", re.IGNORECASE)


def choose_in_brackets(item: Item, cells: list[Cell], nodes: list[Logic], signs: list[str]) -> Parts:
    """The cells, their nodes and the signs between them, with each such list as one."""
    at = 0
    while item.section == "inclusion" and at < len(signs):
        stop = _stop(item, cells, signs, at)
        if stop > at + 1:
            whole = merged(cells[at:stop])
            cells, nodes, signs = as_choice((cells, nodes, signs), at, stop, whole)
        at += 1
    return cells, nodes, signs


def _stop(item: Item, cells: list[Cell], signs: list[str], at: int) -> int:
    """Behind the last of the list that begins at a cell; `at` where none does."""
    inside = item.segments.bracket(cells[at].unit[0].at)
    if inside is None or _TOGETHER.search(item.quote(*inside)):
        return at
    stop = at + 1
    while stop < len(cells) and item.segments.bracket(cells[stop].unit[0].at) == inside:
        stop += 1
    bare = all(_is_bare(c) for c in cells[at:stop])
    kinds = {s.kind for c in cells[at:stop] for s in c.unit}
    listed = not any(signs[at : stop - 1])
    alike = kinds == {"condition"} or (len(kinds) == 1 and _EXAMPLES.match(item.quote(*inside)) is not None)
    return stop if bare and listed and alike else at


def _is_bare(cell: Cell) -> bool:
    told = [s for unit in (cell.unit, *cell.bounds) for s in unit]
    return all(s.threshold is None and s.value is None and not s.negated for s in told)
