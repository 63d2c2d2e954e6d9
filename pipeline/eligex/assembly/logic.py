"""The and/or tree of a criterion over its constraints' ids."""

import re
from itertools import pairwise
from typing import Any

from eligex.assembly.reading import Item
from eligex.assembly.statement import Statement
from eligex.schema.trial import Logic

_ANY_HEAD = re.compile(
    r"\b(?:any|one|either|at least one|one or more)\b(?:\s+(?:\(?\d\)?|or more))*\s*(?:of\b|criteri)|\bor\s*:?\s*$",
    re.IGNORECASE,
)
_ALL_HEAD = re.compile(r"\b(?:all|both|each)\b\s*(?:of\b)?", re.IGNORECASE)
_COUNT_HEAD = re.compile(
    r"""\b(?:at\s+least|≥|>=|minimum\s+of)\s*\(?(?P<n>\d+|two|three|four|five)\)?\s*(?:\(\d\)\s*)?
    (?:or\s+more\s*)?(?:of\b|criteri)""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}
_OR = re.compile(r"\b(?:or|and/or)\b", re.IGNORECASE)
# "X patients with A or B", "X with A"
_HEADED = re.compile(r"\s*(?:patients?|subjects?|participants?)\s+(?:with|who)\b", re.IGNORECASE)
_WITH = re.compile(
    r"\s*(?:\([^()]{0,40}\)\s*)?(?:(?:patients?|subjects?|participants?)\s+)?with\b", re.IGNORECASE
)
_AND = re.compile(r"\b(?:and|but|as well as|plus)\b|&", re.IGNORECASE)
Carved = dict[int, list[str]]  # what is carved out of a statement, by the identity of that


def tree(item: Item, statements: list[Statement]) -> Logic:
    """Sentences together (all of an inclusion, any of an exclusion), members by their conjunctions,
    exceptions under their base."""
    own = [s for s in statements if s.base is None]
    if not own:
        return _join("all", [s.id for s in statements]) if statements else None
    parts: dict[int, list[Statement]] = {}
    for s in own:
        parts.setdefault(item.segments.index(s.at), []).append(s)
    carved: Carved = {}
    for s in statements:
        if s.base is not None:
            carved.setdefault(id(s.base), []).append(s.id)
    nodes = [_members(item, group, carved) for group in parts.values()]
    return _join(_sentences_by(item, own), nodes)


def _sentences_by(item: Item, own: list[Statement]) -> str:
    return "any" if item.section == "exclusion" and any(not s.negated for s in own) else "all"


def _members(item: Item, group: list[Statement], carved: Carved) -> Logic:
    """`A, B and C or D`: `and` binds closer than `or`, a comma takes the next word's side."""
    units = _units(item, group)
    signs = [_sign(item, a[0], b[0]) for a, b in pairwise(units)]
    default = _default(item)
    filled = [sign or next((x for x in signs[i:] if x), default) for i, sign in enumerate(signs)]
    nodes = [_join(_within(item, unit), [_leaf(s, carved) for s in unit]) for unit in units]
    if len(units) > 2 and _HEADED.match(_gap(item, units[0][-1], units[1][0])):
        return _join("all", [nodes[0], _members(item, [s for unit in units[1:] for s in unit], carved)])
    runs: list[list[Logic]] = [[nodes[0]]]
    for node, sign in zip(nodes[1:], filled, strict=True):
        if sign == "all":
            runs[-1].append(node)
        else:
            runs.append([node])
    return _join("any", [_join("all", run) for run in runs])


def _units(item: Item, group: list[Statement]) -> list[list[Statement]]:
    """Bounds of one subject together (`ALT ≤ 2.5 × ULN (≤ 5 × ULN if …)`), and subjects of one bound."""
    units: list[list[Statement]] = []
    for s in group:
        last = units[-1][-1] if units else None
        one_subject = last is not None and s.subject is not None and last.subject is s.subject
        one_bound = last is not None and s.threshold is not None and last.threshold is s.threshold
        if one_subject or one_bound:
            units[-1].append(s)
        else:
            units.append([s])
    return units


def _within(item: Item, unit: list[Statement]) -> str:
    """A wider bound for some patients is an alternative, and so is what `or` joins; all else holds together."""
    if len(unit) > 1 and unit[0].threshold is unit[1].threshold:
        gaps = " ".join(_gap(item, a, b) for a, b in pairwise(unit))
        both = re.search(r"\band\s*/\s*or\b", gaps, re.IGNORECASE)
        return (
            _default(item)
            if both
            else "any"
            if _OR.search(gaps)
            else "all"
            if _AND.search(gaps)
            else _default(item)
        )
    for a, b in pairwise(unit):
        if b.applies_to and not a.applies_to:
            return "any"
        if _apart(a, b):
            return "any"
        if a.threshold and b.threshold and a.threshold.end <= b.threshold.start:
            gap = item.quote(a.threshold.end, b.threshold.start)
            return "any" if _OR.search(gap) else "all" if _AND.search(gap) else _default(item)
    return _default(item)


def _default(item: Item) -> str:
    """Where no word says it: any of what excludes, all of what includes."""
    return "any" if item.section == "exclusion" else "all"


def _apart(a: Statement, b: Statement) -> bool:
    """Bounds that no value meets together (< 6.5 and > 9) can only be alternatives."""
    if (a.bounds or {}).get("unit") != (b.bounds or {}).get("unit"):
        return False
    highs = [s.bounds["high"] for s in (a, b) if s.bounds and s.bounds.get("high") is not None]
    lows = [s.bounds["low"] for s in (a, b) if s.bounds and s.bounds.get("low") is not None]
    return len(highs) == len(lows) == 1 and bool(highs[0] < lows[0])


def _sign(item: Item, a: Statement, b: Statement) -> str:
    """How two neighbours hold together, by the words between them; negated by one cue, both hold."""
    gap = _gap(item, a, b)
    shared = a.cue is not None and a.cue is b.cue and a.negated and b.negated
    if _OR.search(gap):
        return "all" if shared else "any"
    return "all" if _AND.search(gap) or shared or _WITH.match(gap) else ""


def _gap(item: Item, a: Statement, b: Statement) -> str:
    end = a.end if a.end <= b.at else a.subject.end if a.subject and a.subject.end <= b.at else b.at
    return item.quote(end, b.at)


def _leaf(s: Statement, carved: Carved) -> Logic:
    out = carved.get(id(s))
    return {"base": s.id, "except": out} if out else s.id


def _join(how: str, nodes: list[Any]) -> Logic:
    kept = [n for n in nodes if n is not None]
    flat = [x for n in kept for x in (n[how] if isinstance(n, dict) and list(n) == [how] else [n])]
    return flat[0] if len(flat) == 1 else {how: flat} if flat else None


def _denies(head: Item) -> bool:
    """`No history of any of the following:` holds where each of its items, negated, holds."""
    return any(n.value.get("scope", [0, 0])[1] > head.end for n in head.negations)


def head_tree(head: Item, own: Logic, children: list[Logic]) -> Logic:
    """A head with nested items: how many of them must hold, by the head's own words."""
    below = [c for c in children if c is not None]
    if not below:
        return own
    count = _COUNT_HEAD.search(head.text)
    if _denies(head):
        nested: Logic = _join("all", below)
    elif count and count["n"] != "1":
        n = _NUMBERS.get(count["n"].lower()) or int(count["n"])
        nested = {"at_least": n, "of": below}
    elif _ANY_HEAD.search(head.text) or (head.section == "exclusion" and not _ALL_HEAD.search(head.text)):
        nested = _join("any", below)
    else:
        nested = _join("all", below)
    return nested if own is None else {"all": [own, nested]}
