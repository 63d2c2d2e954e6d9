"""One criterion after another: statements, their modifiers and polarity, the logic tree, what is left over."""

import re
from dataclasses import dataclass, field

from eligex.assembly.beside.shared_entry import share_entry
from eligex.assembly.beside.shared_purposes import share_purposes
from eligex.assembly.beside.shared_tails import share_tails
from eligex.assembly.constraints import constraint_of
from eligex.assembly.exceptions.carving import carve_beside, carve_nested, open_exceptions
from eligex.assembly.forms.extents import Extent, Extents
from eligex.assembly.forms.statement import Statement, others
from eligex.assembly.grammar.choices import COUNTS
from eligex.assembly.heads.awaited import awaits, fulfil, numbered, points_below
from eligex.assembly.items.naming import is_new
from eligex.assembly.items.phrases import content_words
from eligex.assembly.items.reading import Item, Reading, items_of
from eligex.assembly.logic.nested import nest
from eligex.assembly.logic.tree import tree_of
from eligex.assembly.people.addressed import address
from eligex.assembly.people.head_groups import group_of, inherited, only_names_group
from eligex.assembly.people.populations import limit_to_group
from eligex.assembly.polarity.denied_parts import fold_denied
from eligex.assembly.polarity.negation import polarity_warnings
from eligex.assembly.qualifying.reasons import give_reasons, set_reasons_aside
from eligex.assembly.remains.bare_kinds import bare_kinds
from eligex.assembly.remains.joined import join
from eligex.assembly.remains.leftovers import behind, leftovers, silent
from eligex.assembly.remains.numbers import keep_numbers
from eligex.assembly.remains.unaccounted import unaccounted
from eligex.assembly.remains.unclear import unclear
from eligex.assembly.remains.withheld import warning_of, withheld
from eligex.assembly.steps import statements_in
from eligex.assembly.times.heads import hand_on
from eligex.components.findings import between, by_position
from eligex.schema.trial import Constraint, Criterion, Logic, Warning_

_NUMBER = re.compile(
    r"(?=[\dtfsen])(?:(?<![\w.,-])\d+(?:[.,]\d+)*(?!\w*[A-Za-z]\d|st\b|nd\b|rd\b|th\b)|(?<=[≥≤<>=~])\d+(?:[.,]\d+)*"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve)\b)",
    re.IGNORECASE,
)
_UNIT_LIKE = re.compile(r"\s?(?P<unit>[A-Za-zμ%°]{1,6}[\w^²³]*(?:/[A-Za-zμ][\w^²³.]*)+)")
# a number that only names something: a phase, a version of a scale, the day of an amendment
_NAMING = re.compile(
    r"\b(?:phase|part|cohort|arm|group|version|v|recist|dsm|ctcae|visit|day|cycle|appendix|section|step|schedule|amendment"
    r"|period|sub-?study|criterion|table|as\s+of|dated)[\s.-]*(?:\d{1,2}/){0,2}$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Assembled:
    criteria: list[Criterion] = field(default_factory=list)
    constraints: list[Constraint] = field(default_factory=list)
    warnings: list[Warning_] = field(default_factory=list)
    polarity: dict[tuple[int, int], bool] = field(default_factory=dict)


@dataclass(slots=True)
class _Stated:
    """What was read of an item."""

    item: Item
    statements: list[Statement]
    doubted: list[Statement]
    unclaimed: list[Extent]
    tree: Logic


def assemble(reading: Reading) -> Assembled:
    out = Assembled()
    items = items_of(reading)
    hand_on(items)
    reasons = set_reasons_aside(items)
    heads = {item.parent for item in items}
    stated: dict[str, _Stated] = {}
    for item in items:
        parent = stated.get(item.parent or "")
        found = _state(item, reasons.get(item.id, []), parent, is_head=item.id in heads)
        stated[item.id] = found
    carve_beside([(s.item, s.statements) for s in stated.values()])
    _limit_to_groups(stated, heads)
    for one in stated.values():
        _record(out, reading, one)
    _give_trees(out, stated, heads)
    return out


def _state(item: Item, reasons: list[Extent], parent: _Stated | None, *, is_head: bool) -> _Stated:
    address(item)
    statements = fulfil(item, statements_in(item))
    give_reasons(statements, reasons)
    carve_nested(item, statements, parent.statements if parent else [])
    statements = fold_denied(item, statements)
    if is_head:
        statements = open_exceptions(item, statements)
    elif points_below(item.text):  # of items that a list without levels does not nest
        statements = []
    if is_head and (item.general or _is_topic(item, statements)):
        item.mentions, statements = [], []
    elif is_head:  # what is nested under a test tells of it
        item.mentions = [m for m in item.mentions if all(m is not s.subject for s in item.silent)]
    unclaimed = _unclaimed(item, statements, heads=is_head)
    if keep_numbers(item, statements, unclaimed):
        unclaimed = _unclaimed(item, statements, heads=is_head)
    doubted = withheld(item, statements, unclaimed)
    statements, joined = join(item, others(statements, doubted), unclaimed)
    if joined:
        unclaimed = _unclaimed(item, statements, heads=is_head)
    share_tails(item, statements)
    share_entry(item, statements)
    share_purposes(item, statements)
    doubted += (vague := unclear(item, statements, unclaimed))
    statements = numbered(item, others(statements, vague))
    return _Stated(item, statements, doubted, unclaimed, tree_of(item, statements))


def _limit_to_groups(stated: dict[str, _Stated], heads: set[str | None]) -> None:
    groups: dict[str, str | None] = {}
    for key, one in stated.items():
        own = group_of(one.item) if key in heads else None
        groups[key] = own or inherited(one.item, groups.get(one.item.parent or ""))
        limit_to_group(one.statements, groups[key])


def _give_trees(out: Assembled, stated: dict[str, _Stated], heads: set[str | None]) -> None:
    trees = {key: one.tree for key, one in stated.items()}
    nest([(one.item, one.statements) for one in stated.values()], trees)
    for c in out.criteria:
        c.logic = trees[c.id]
        if c.id not in heads or c.status != "unparsed" or c.logic is None:
            continue
        if not c.unclaimed:  # a head says how its items hold together, and that was read
            c.status = "parsed"
        elif stated[c.id].item.silent:
            c.status = "partial"


def _is_topic(item: Item, statements: list[Statement]) -> bool:
    """`Chemotherapy:` over nested items names what they are about and asks for nothing."""
    if only_names_group(item) or awaits(item.own_words) or points_below(item.text):
        return True
    named = all(s.kind != "condition" for s in statements)
    if item.negations or not (named or item.text.rstrip().endswith(":")):
        return False
    bare = item.text
    for s in statements:
        if s.threshold or s.value or s.window or s.subject is None:
            return False
    for m in sorted(item.mentions, key=lambda m: m.start - m.end):  # the longest first
        bare = bare.replace(item.quote(m.start, m.end), " ", 1)
    return not content_words(bare)


def _record(out: Assembled, reading: Reading, one: _Stated) -> None:
    item, statements, doubted = one.item, one.statements, one.doubted
    out.warnings += polarity_warnings(item, statements) + [warning_of(s) for s in doubted]
    for s in (*item.silent, *statements, *doubted):
        if s.subject is not None:
            # "no contraindication to MRI" says nothing of an MRI
            out.polarity[s.subject.start, s.subject.value.get("head_end", s.subject.end)] = s.negated
    for s in statements:
        out.constraints.append(constraint_of(item, s, reading.text))
        if "implausible-value" in s.flags and s.threshold is not None:
            text = "the value lies outside what is plausible for this measurement"
            out.warnings.append(Warning_("implausible-value", text, s.threshold.start, s.threshold.end))
        out.warnings += _unknown_unit(item, s)
    kept = {e for s in statements for e in s.taken}
    lost = {e for s in doubted for e in _rested_on(s) - kept if item.start <= e[0] < item.end}
    unclaimed = sorted({*one.unclaimed, *lost})
    out.criteria.append(
        Criterion(
            id=item.id,
            parent=item.parent,
            section=item.section,
            start=item.start,
            end=item.end,
            text=reading.text[item.start : item.end],
            status="unparsed" if not statements else "partial" if unclaimed else "parsed",
            unclaimed=[list(e) for e in unclaimed],
        )
    )


def _unknown_unit(item: Item, s: Statement) -> list[Warning_]:
    """A bound without a unit that has something like one behind it (`> 0.35 kUA/L`)."""
    t = s.threshold
    if t is None or t.value.get("unit") or t.value.get("relative_to"):
        return []
    m = _UNIT_LIKE.match(item.quote(t.end, min(item.end, t.end + 24)))
    if m is None:
        return []
    text = f"the unit {m['unit']!r} is not known; the number stands without it"
    return [Warning_("unknown-unit", text, t.end + m.start("unit"), t.end + m.end("unit"))]


def _rested_on(s: Statement) -> set[Extent]:
    """What it takes up; of a name that it takes up as a whole not the parts as well."""
    name = (s.subject.start, s.subject.end) if s.subject is not None else None
    if name is None or name not in s.taken:
        return s.taken
    return {e for e in s.taken if e == name or not (name[0] <= e[0] and e[1] <= name[1])}


def _results(item: Item, statements: list[Statement]) -> set[tuple[int, int]]:
    """`impaired renal function` of the recogniser, where the test and its result are stated."""
    tests = by_position(s.subject for s in statements if s.value and s.subject)
    return {(m.start, m.end) for m in item.mentions if is_new(m) and between(tests, m.start, m.end)}


def _unclaimed(item: Item, statements: list[Statement], *, heads: bool) -> list[Extent]:
    """Every number, every entity, every member of a list and every narrowing phrase that no statement rests on, and
    the sentences of which nothing was made."""
    handed = [item.handed_on] if item.handed_on is not None else []
    taken = Extents([*handed, *(e for s in statements for e in s.taken)])
    groups = [] if heads and group_of(item) else item.groups  # that is told of what is nested under it
    things = (*item.mentions, *item.thresholds, *item.windows, *item.durations, *groups)
    left = [(f.start, f.end) for f in things if not taken.hold((f.start, f.end))]
    numbers = [
        (item.start + m.start(), item.start + m.end())
        for m in _NUMBER.finditer(item.text)
        if not _NAMING.search(item.text, max(0, m.start() - 16), m.start())
    ]
    numbers = [e for e in numbers if not taken.hold(e)]
    if numbers:  # some the logic tells, some are part of a name
        told = Extents([m.span() for m in item.matches(COUNTS)] + [(m.start, m.end) for m in item.mentions])
        left += [e for e in numbers if not told.hold(e)]
    left += leftovers(item, statements)
    known = [*left, *(e for s in statements for e in s.taken)]
    left += behind(item, statements, known)
    left += bare_kinds(item, statements, known)
    if not heads:
        left += silent(item, known)
    left += unaccounted(item, statements, [*left, *known])
    return sorted(set(left) - _results(item, statements))
