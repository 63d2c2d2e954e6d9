"""`A or B, failure of C, no D` of an inclusion: an `or` joins things of one sort, what is of another sort is asked for
beside all of them.

Read as `and` and `or` bind, whoever has A would need nothing else. Not of bounds: `LDL > 190 or LDL > 100 with
diabetes` asks for the diabetes with the last alone; nor where an `or` joins two sorts (`A with B, or C with D`).
"""

import re
from itertools import pairwise

from eligex.assembly.forms.statement import HEADED, Statement
from eligex.assembly.grammar.lists import CLOSED, JOIN
from eligex.assembly.items.reading import Item
from eligex.assembly.logic.cells import Cell, edge, gap_between

_COURSES = (HEADED, "assembly:governing")  # a failure of a treatment is no further disease
_SORTS = {"drug": "treatment", "procedure": "treatment"}
_APART = re.compile(r"\bOR\b|[,;]\s*(?:and/)?or\b")  # alternatives of their own, not two names of a list
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|who|whom|whose|that|which|with|without|must|should|will|may|can|cannot|not|no|on"
    r"|undergoing|receiving|taking|requir\w+|treated|if|when|both|but|because|unless|except|for|after|before|during)\b|[.;:()]",
    re.IGNORECASE,
)
_VERBS = re.compile(
    r"\b(?:that|which|who)\s+(?:[\w-]+\s+){1,4}(?:and/)?or\s+(?:(?:is|are|has|have|had)\s+)?\Z", re.IGNORECASE
)
_ONE_OF = re.compile(r"\b(?:one|1|any|either)\b[^:]{0,60}:\s*\Z", re.IGNORECASE)
_FEW = 2


def by_sorts(item: Item, cells: list[Cell], signs: list[str]) -> list[list[Cell]]:
    """The cells in parts that hold together, each with the choices in it; none where they are not of such sorts."""
    if item.section != "inclusion" or "any" not in signs:
        return []
    if _ONE_OF.search(item.quote(item.segments.bounds(cells[0].unit[0].at)[0], cells[0].unit[0].at)):
        return []
    signs = [
        "" if _is_in_clause(item, a, b) else sign for sign, (a, b) in zip(signs, pairwise(cells), strict=True)
    ]
    if {"any"} == set(signs):
        return []
    sorts = _sorts(item, cells)
    starts = [0]
    for i, (a, b) in enumerate(pairwise(sorts)):
        if (
            a is None
            or b is None
            or (signs[i] == "any" and (a != b or not _is_choice(item, cells, signs, i)))
        ):
            return []
        starts += [i + 1] if a != b else []
    told = all(_is_told(item, cells, signs, sorts, at) for at in starts[1:])
    parts = list(pairwise([*starts, len(cells)]))
    choices = [sorts[a] for a, b in parts if "any" in signs[a : b - 1]]  # of one sort they may be one list
    split = told and len(parts) > 1 and len(set(choices)) == len(choices)
    return [cells[a:b] for a, b in parts] if split else []


def _is_in_clause(item: Item, a: Cell, b: Cell) -> bool:
    """`A or B that has failed or progressed after C`: the second `or` joins two verbs of the clause."""
    end = edge(item, a).end
    return b.unit[0].source in _COURSES and _VERBS.search(item.quote(end, max(end, b.unit[0].at))) is not None


def _sorts(item: Item, cells: list[Cell]) -> list[str | None]:
    """Of what sort each is; what a bracket behind a cell holds is of that cell's."""
    found: list[str | None] = []
    outer = item.segments.bracket(cells[0].unit[0].at)
    for cell in cells:
        inside = item.segments.bracket(cell.unit[0].at)
        kinds = {_sort(s) for s in cell.unit}
        own = kinds.pop() if len(kinds) == 1 else None
        found.append(found[-1] if found and inside not in (None, outer) else own)
    return found


def _sort(s: Statement) -> str | None:
    if s.kind in ("sex", "age") or s.state in ("contraception", "childbearing_potential", "menopause"):
        return None
    if s.negated:
        return "denied"
    if s.threshold is not None:
        return "bound"
    return "course" if s.kind == "condition" and s.source in _COURSES else _SORTS.get(s.kind, s.kind)


def _is_choice(item: Item, cells: list[Cell], signs: list[str], i: int) -> bool:
    """Whether nothing but a joint stands between two cells of a list."""
    gap = CLOSED.sub(" ", gap_between(item, edge(item, cells[i]), cells[i + 1].unit[0], narrowed=True))
    pair = (i == 0 or signs[i - 1] not in ("", "any")) and _APART.search(gap)
    return not pair and not _CLAUSE.search(gap)


def _is_told(item: Item, cells: list[Cell], signs: list[str], sorts: list[str | None], at: int) -> bool:
    """Whether the part that begins at a cell says more of what stands before it, and is no further member of a list."""
    gap = CLOSED.sub(" ", gap_between(item, edge(item, cells[at - 1]), cells[at].unit[0]))
    if "(" in gap:  # of a bracket that nothing closes
        return False
    listed = at > 1 and signs[at - _FEW] == "any"
    if listed:
        return sorts[at - 1] != "bound" or signs[at - 1] == ""
    return signs[at - 1] != "" or JOIN.fullmatch(gap) is None
