"""`At least two of the following: A; B; C`: a list that goes on over semicolons holds together as its head says."""

import re
from collections.abc import Callable
from functools import partial

from eligex.assembly.forms.statement import Statement
from eligex.assembly.forms.trees import join
from eligex.assembly.grammar.choices import at_least, beside, chosen
from eligex.assembly.items.reading import Item
from eligex.assembly.logic.cancers import are_cancers
from eligex.schema.trial import Logic

_COLON = re.compile(r":(?=\s)")
_OF_EACH = re.compile(  # "4 weeks since any of the following": each of them must be over
    r"\b(?:since|off|from|until|without|after)\s+(?:any|either|one)\b[^:]*\Z", re.IGNORECASE
)
_INCLUDING = re.compile(r"\b(?:including|such\s+as|e\.\s?g\.)[^;]*\Z", re.IGNORECASE)
_CLAUSE = re.compile(r"\b(?:must|should|is|are|has|have|had|was|were|who|and|with)\b", re.IGNORECASE)
_DUTY = re.compile(r"\b(?:must|should|shall)\b", re.IGNORECASE)
Groups = list[list[Statement]]
LogicOf = Callable[[list[Statement]], Logic]


def announced(
    item: Item, groups: Groups, nodes: list[Logic], logic_of: LogicOf
) -> tuple[Groups, list[Logic]]:
    """The statements of each sentence, and their nodes, with such a list and its head as one."""
    found: Groups = []
    made: list[Logic] = []
    at = 0
    while at < len(groups):
        head = _head(item, groups[at])
        may = head is not None or _includes(item, groups[at])
        stop = _stop(item, groups, at) if may else at + 1
        whole = _whole(item, head, groups[at:stop], nodes[at:stop], logic_of) if stop > at + 1 else None
        stop = stop if whole else at + 1
        found.append([s for g in groups[at:stop] for s in g])
        made.append(whole or nodes[at])
        at = stop
    return found, made


def _head(item: Item, group: list[Statement]) -> tuple[int, int] | None:
    """Where the head of a list in this sentence ends, and how many of its members are asked for."""
    lo, hi = item.segments.bounds(group[0].at)
    colons = _COLON.finditer(item.quote(lo, hi))
    return next(((lo + m.end(), n) for m in colons if (n := _number(item, lo, m))), None)


def _stop(item: Item, groups: Groups, at: int) -> int:
    """Behind the last sentence that only semicolons part from the one at `at`, and that asks for nothing anew."""
    here = item.segments.index(groups[at][0].at)
    asked = _is_duty(item, groups[at])
    for stop in range(at + 1, len(groups)):
        there = item.segments.index(groups[stop][0].at)
        parted = all(item.quote(c, c + 1) == ";" for c in item.segments.cuts[here:there])
        if not parted or (_is_duty(item, groups[stop]) and not asked):
            return stop
        here = there
    return len(groups)


def _whole(
    item: Item, head: tuple[int, int] | None, groups: Groups, nodes: list[Logic], logic_of: LogicOf
) -> Logic:
    """The first sentence with those behind it, where it ends with the head of a list; None where it does not, or
    where a member is denied."""
    if head is None:
        return join("any", nodes) if _are_kinds(item, groups) else None
    if nodes[0] != logic_of(groups[0]):
        return None
    colon, n = head
    before = [s for s in groups[0] if s.at < colon]
    first = [s for s in groups[0] if s.at >= colon]
    members = [*([logic_of(first)] if first else []), *nodes[1:]]
    denied = any(s.negated for g in (first, *groups[1:]) for s in g)
    if denied or n > len(members) or (n == 1 and item.section == "exclusion"):  # where each excludes anyhow
        return None
    how = beside(item.quote(before[-1].end, colon)) if before else "all"
    listed = join("any", members) if n == 1 else at_least(n, members)
    return join(how, [logic_of(before) if before else None, listed])


def _includes(item: Item, group: list[Statement]) -> bool:
    lo, _ = item.segments.bounds(group[0].at)
    return _INCLUDING.search(item.quote(lo, group[-1].at)) is not None


def _are_kinds(item: Item, groups: Groups) -> bool:
    """`lymphoma including A; B; C` of an inclusion, nothing but cancers: a kind and its examples."""
    last = [groups[0][-1], *(s for g in groups[1:] for s in g)]
    led = _includes(item, groups[0]) and are_cancers(item, last)
    return led and not any(map(partial(_is_clause, item), groups[1:]))


def _is_duty(item: Item, group: list[Statement]) -> bool:
    return _DUTY.search(item.quote(*item.segments.bounds(group[0].at))) is not None


def _is_clause(item: Item, group: list[Statement]) -> bool:
    return _CLAUSE.search(item.quote(*item.segments.bounds(group[0].at))) is not None


def _number(item: Item, lo: int, colon: "re.Match[str]") -> int | None:
    words = item.quote(lo, lo + colon.end())
    return None if _OF_EACH.search(words[:-1]) else chosen(words)
