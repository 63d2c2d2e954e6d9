"""Lines of an inclusion's list that an `or` at their end or begin joins: `creatinine ≤ 1.5 OR` before `clearance ≥ 60`.

It joins its neighbours alone, for each line is asked for where nothing says otherwise, and what goes on by commas up to
it. No comma between bounds says so: `bilirubin ≤ 1, / creatinine ≤ 1.5, or / clearance ≥ 60`.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from eligex.assembly.forms.statement import Statement
from eligex.assembly.forms.trees import join
from eligex.assembly.items.reading import Item
from eligex.schema.trial import Logic

_END = re.compile(r"(?P<both>\band\s?/\s?)?\bor\W*\Z", re.IGNORECASE)
_BEGIN = re.compile(
    r"[\W_]*(?P<both>and\s?/\s?)?or\b(?!\s+(?:more|less|older|younger|greater|above|over)\b)", re.IGNORECASE
)
_ALONE = re.compile(r"\W*or\W*", re.IGNORECASE)
_MARKED = re.compile(r"[,;]\s*\Z")
_COMMA = re.compile(r",\s*\Z")
Line = tuple[Item, Sequence[Statement]]


def by_lines(lines: list[Line], nodes: list[Logic], ends: list[str]) -> list[Logic]:
    """The nodes of the lines, with those as one of which any is enough; `ends` are the last words of each, its own
    items' among them."""
    kept = [i for i, (item, _) in enumerate(lines) if not _ALONE.fullmatch(item.text)]
    signs = [_or_between(lines, ends, a, b) for a, b in pairwise(kept)]
    if True not in signs:
        return nodes
    _go_back([lines[i] for i in kept], signs, [ends[i] for i in kept])
    runs = [[nodes[kept[0]]]]
    for i, joined in zip(kept[1:], signs, strict=True):
        if joined:
            runs[-1].append(nodes[i])
        else:
            runs.append([nodes[i]])
    return [join("any", run) for run in runs]


def _or_between(lines: list[Line], ends: list[str], a: int, b: int) -> bool:
    """Of what is denied on both sides, `and/or` frees from neither."""
    m, begins = _END.search(ends[a]), _BEGIN.match(lines[b][0].text)
    both = any(x is not None and x["both"] for x in (m, begins))
    if both and all(s.negated for i in (a, b) for s in lines[i][1]):
        return False
    return b > a + 1 or m is not None or begins is not None


def _go_back(lines: list[Line], signs: list[bool], ends: list[str]) -> None:
    """Marks the lines before an `or` that go on to it; over semicolons where that is all of the list."""
    first = signs.index(True)
    whole = all(signs[first:]) and all(map(_MARKED.search, ends[:first]))
    for i in reversed(range(len(signs) - 1)):
        bounded = any(s.threshold is not None for _, statements in lines[i : i + 2] for s in statements)
        if signs[i + 1] and not bounded and (whole or _COMMA.search(ends[i])):
            signs[i] = True
