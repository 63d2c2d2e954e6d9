"""Sentences that are alternatives: `A. Alternatively, B`, `A; or B`, `A; B; or C`."""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.forms.trees import join
from eligex.assembly.items.reading import Item
from eligex.assembly.polarity.negation import is_denied
from eligex.schema.trial import Logic

_ALTERNATIVELY = re.compile(r"\W*(?:or\W+)?alternatively\b", re.IGNORECASE)
_OR = re.compile(r"[\s,]*(?:and/)?or\b", re.IGNORECASE)
_AND = re.compile(r"[\s,]*(?:and|but|in\s+addition|additionally|also)\b", re.IGNORECASE)


def joined_by(item: Item, own: list[Statement]) -> str:
    """What each sentence of an exclusion asks for excludes by itself; not where all only deny."""
    return "any" if item.section == "exclusion" and any(_excludes(item, s) for s in own) else "all"


def _excludes(item: Item, s: Statement) -> bool:
    return not is_denied(item, s) or s.is_unable


def alternatives(item: Item, parts: list[list[Statement]], nodes: list[Logic]) -> list[Logic]:
    """`nodes` of the sentences, `parts` their statements; alternatives as one node."""
    found = nodes[:1]
    for i, (part, node) in enumerate(zip(parts[1:], nodes[1:], strict=True), start=1):
        begin = _begin(item, part)
        if _ALTERNATIVELY.match(item.text, begin) or _is_choice(item, parts[i - 1], part):
            last = 1 if not _is_list(item, parts[: i + 1]) else len(found)
            found[-last:] = [join("any", [*found[-last:], node])]
        else:
            found.append(node)
    return found


def _is_choice(item: Item, before: list[Statement], part: list[Statement]) -> bool:
    """`; or` before it; what is denied on both sides is to be absent from either."""
    begin = _begin(item, part)
    if item.text[begin - 1 : begin] not in (";", ".") or not _OR.match(item.text, begin):
        return False
    return not all(is_denied(item, s) for s in (*before, *part))


def _is_list(item: Item, parts: list[list[Statement]]) -> bool:
    """`A; B; or C`: nothing but marks between them, and no bounds, which tell of a run of requirements."""
    bounded = any(s.threshold is not None for part in parts for s in part)
    begins = [_begin(item, part) for part in parts[1:]]
    marked = all(item.text[b - 1 : b] == ";" and not _AND.match(item.text, b) for b in begins)
    return marked and not bounded and not any(_OR.match(item.text, b) for b in begins[:-1])


def _begin(item: Item, part: list[Statement]) -> int:
    """Where its sentence begins in the item's text."""
    return item.segments.bounds(part[0].at)[0] - item.start
