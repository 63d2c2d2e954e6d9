"""The and/or tree of a criterion over its constraints' ids."""

import re
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
    r"\b(?:at least|≥|>=|minimum of)\s*\(?(?P<n>\d+|two|three|four|five)\)?\s*(?:\(\d\)\s*)?(?:or more\s*)?(?:of\b|criteri)",
    re.IGNORECASE,
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}
_OR = re.compile(r"\b(?:or|and/or)\b", re.IGNORECASE)
_AND = re.compile(r"\b(?:and|but|as well as|plus)\b|&", re.IGNORECASE)


def tree(item: Item, statements: list[Statement]) -> Logic:
    """Sentences together (all of an inclusion, any of an exclusion), members by their conjunctions,
    exceptions under their base."""
    own = [s for s in statements if s.base is None]
    if not own:
        return _join("all", [s.id for s in statements]) if statements else None
    parts: dict[int, list[Statement]] = {}
    for s in own:
        parts.setdefault(item.segments.index(s.at), []).append(s)
    nodes = [_members(item, group, statements) for group in parts.values()]
    return _join(_sentences_by(item, own), nodes)


def _sentences_by(item: Item, own: list[Statement]) -> str:
    return "any" if item.section == "exclusion" and any(not s.negated for s in own) else "all"


def _members(item: Item, group: list[Statement], everything: list[Statement]) -> Logic:
    """`A, B and C or D`: `and` binds closer than `or`, a comma takes the next word's side."""
    signs = [_sign(item, a, b) for a, b in zip(group, group[1:], strict=False)]
    default = "any" if item.section == "exclusion" else "all"
    filled: list[str] = []
    for i, sign in enumerate(signs):
        later = next((x for x in signs[i:] if x), default)
        filled.append(sign or later)
    runs: list[list[Statement]] = [[group[0]]]
    for s, sign in zip(group[1:], filled, strict=True):
        if sign == "all":
            runs[-1].append(s)
        else:
            runs.append([s])
    return _join("any", [_join("all", [_leaf(s, everything) for s in run]) for run in runs])


def _sign(item: Item, a: Statement, b: Statement) -> str:
    gap = item.quote(min(a.end, b.at), b.at) if a.end <= b.at else ""
    if a.subject is b.subject and a.subject is not None:
        gap = (
            item.quote(a.threshold.end, b.threshold.start)
            if a.threshold and b.threshold and a.threshold.end <= b.threshold.start
            else gap
        )
    if b.subject is a.subject and b.applies_to and not a.applies_to and b.threshold is not a.threshold:
        return "any"  # "≤ 2.5, or ≤ 5 if liver metastases": the wider bound is an alternative
    shared = a.cue is not None and a.cue is b.cue and a.negated and b.negated
    if _OR.search(gap):
        return "all" if shared else "any"
    if _AND.search(gap) or (a.threshold is not None and a.threshold is b.threshold and _AND.search(gap)):
        return "all"
    return "all" if shared else ""


def _leaf(s: Statement, everything: list[Statement]) -> Logic:
    carved = [x.id for x in everything if x.base is s]
    return {"base": s.id, "except": carved} if carved else s.id


def _join(how: str, nodes: list[Any]) -> Logic:
    kept = [n for n in nodes if n is not None]
    flat = [x for n in kept for x in (n[how] if isinstance(n, dict) and list(n) == [how] else [n])]
    return flat[0] if len(flat) == 1 else {how: flat} if flat else None


def head_tree(head: Item, own: Logic, children: list[Logic]) -> Logic:
    """A head with nested items: how many of them must hold, by the head's own words."""
    below = [c for c in children if c is not None]
    if not below:
        return own
    count = _COUNT_HEAD.search(head.text)
    if count and count["n"] != "1":
        n = _NUMBERS.get(count["n"].lower()) or int(count["n"])
        nested: Logic = {"at_least": n, "of": below}
    elif _ANY_HEAD.search(head.text) or (head.section == "exclusion" and not _ALL_HEAD.search(head.text)):
        nested = _join("any", below)
    else:
        nested = _join("all", below)
    return nested if own is None else {"all": [own, nested]}
