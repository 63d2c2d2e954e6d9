"""One criterion after another: statements, their modifiers and polarity, the logic tree, what is left over."""

import re
from dataclasses import dataclass, field
from functools import partial

from eligex.assembly.beside.bracketed import narrow_by_brackets
from eligex.assembly.beside.languages import tell_languages
from eligex.assembly.beside.modifiers import modify, share_back
from eligex.assembly.beside.residue import attach
from eligex.assembly.beside.shared_organs import share_organs
from eligex.assembly.beside.shared_reasons import share_reasons
from eligex.assembly.beside.shared_states import share_states
from eligex.assembly.beside.shared_tails import share_tails
from eligex.assembly.beside.tails import add_tails
from eligex.assembly.bounds.caps import cap
from eligex.assembly.bounds.counts import count
from eligex.assembly.bounds.exposures import give_doses, without_equivalents
from eligex.assembly.bounds.grades import name_scale
from eligex.assembly.bounds.rates import tell_rates
from eligex.assembly.bounds.sensitivities import tell_sensitivities
from eligex.assembly.bounds.support import support
from eligex.assembly.bounds.timepoints import tell_timepoints
from eligex.assembly.constraints import constraint_of
from eligex.assembly.examples.exemplars import deny_examples, tell_examples, time_examples
from eligex.assembly.examples.ways import fold_ways, tell_kind
from eligex.assembly.exceptions.by_phrase import fill_bases, fill_exceptions, fill_tails
from eligex.assembly.exceptions.carving import carve, carve_beside, carve_nested, open_exceptions
from eligex.assembly.exceptions.definitions import read_defined
from eligex.assembly.exceptions.opinions import fold_opinions
from eligex.assembly.forms.extents import Extent, Extents
from eligex.assembly.forms.statement import Statement, others
from eligex.assembly.grammar.choices import COUNTS
from eligex.assembly.heads.awaited import awaits, fulfil, numbered, points_below
from eligex.assembly.items.naming import is_new
from eligex.assembly.items.phrases import content_words
from eligex.assembly.items.reading import Item, Reading, items_of
from eligex.assembly.logic.nested import nest
from eligex.assembly.logic.tree import tree_of
from eligex.assembly.people.addressed import address, limit_led, limit_trailing
from eligex.assembly.people.ages import absorb_ages
from eligex.assembly.people.conditionals import suppose
from eligex.assembly.people.head_groups import group_of, inherited, only_names_group
from eligex.assembly.people.populations import limit, limit_to_group
from eligex.assembly.people.relatives import of_relatives
from eligex.assembly.people.sexes import add_sexes
from eligex.assembly.polarity.defined import deny_definitions, permit_defined
from eligex.assembly.polarity.denied_bounds import only_limited
from eligex.assembly.polarity.denied_parts import fold_denied
from eligex.assembly.polarity.disproofs import ask_for_disproof
from eligex.assembly.polarity.fertile_women import leave_meanings
from eligex.assembly.polarity.negation import negate, permit, polarity_warnings
from eligex.assembly.polarity.obliged import oblige
from eligex.assembly.polarity.provisos import asks_nothing
from eligex.assembly.polarity.refusals import fold_into_deeds, refuse
from eligex.assembly.polarity.resolved import resolve
from eligex.assembly.polarity.told_of_denied import fold_told
from eligex.assembly.qualifying.explained import explain, explain_treatments
from eligex.assembly.qualifying.needs import over_bounded
from eligex.assembly.qualifying.outcomes import tell_outcomes
from eligex.assembly.qualifying.reasons import give_reasons, set_reasons_aside
from eligex.assembly.qualifying.shared_clauses import share_clauses
from eligex.assembly.remains.joined import join
from eligex.assembly.remains.leftovers import behind, leftovers, silent
from eligex.assembly.remains.numbers import keep_numbers
from eligex.assembly.remains.silent import keep_telling
from eligex.assembly.remains.unaccounted import unaccounted
from eligex.assembly.remains.unclear import unclear
from eligex.assembly.remains.withheld import warning_of, withheld
from eligex.assembly.statements import statements_of
from eligex.assembly.times.again import tell_again
from eligex.assembly.times.anchors import drop_anchors
from eligex.assembly.times.announced import time_announced
from eligex.assembly.times.cessations import end
from eligex.assembly.times.heads import hand_on, keep_said_by_head
from eligex.assembly.times.intents import intend
from eligex.assembly.times.lengths import give_lengths
from eligex.assembly.times.operations import face_surgery
from eligex.assembly.times.own_times import follow_whole, give_own_times, own_since, turn_gone
from eligex.assembly.times.parallel import tell_both_times
from eligex.assembly.times.present import tell_present
from eligex.assembly.times.ranges import lengthen_absence, turn_permitted
from eligex.assembly.times.since import forbid_since, share_since
from eligex.assembly.times.timing import give_times
from eligex.assembly.times.unsettled import leave_unsettled
from eligex.assembly.times.washouts import wash_out
from eligex.components.findings import between, by_position
from eligex.schema.trial import Constraint, Criterion, Logic, Warning_

_NUMBER = re.compile(
    r"(?=[\dtfsen])(?:(?<![\w.,-])\d+(?:[.,]\d+)*(?!\w*[A-Za-z]\d|st\b|nd\b|rd\b|th\b)|(?<=[≥≤<>=~])\d+(?:[.,]\d+)*"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve)\b)",
    re.IGNORECASE,
)
_LONGEST = 8000  # characters of an item that are read together
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
    statements = fulfil(item, _read(item))
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


def _read(item: Item) -> list[Statement]:
    """The statements of an item, numbered in the order of the text."""
    return numbered(item, [s for part in item.stretches(_LONGEST) for s in _statements(part)])


def _statements(item: Item) -> list[Statement]:
    if asks_nothing(item):
        return []
    leave_meanings(item)
    own_since(item)
    statements = drop_anchors(item, without_equivalents(item, read_defined(item, statements_of(item))))
    statements = of_relatives(item, absorb_ages(item, statements))
    add_sexes(item, statements)
    limit_trailing(item, statements)
    limit(item, statements)
    statements = fold_opinions(item, statements)
    fill_exceptions(item, statements)
    fill_bases(item, statements)
    give_times(item, statements)
    time_announced(item, statements)
    give_lengths(item, statements)
    give_own_times(item, statements)
    turn_gone(item, statements)
    time_examples(item, statements)
    give_doses(item, statements)
    statements = narrow_by_brackets(item, support(item, statements))
    add_tails(item, statements)
    statements = explain(item, tell_outcomes(item, statements))
    share_organs(item, statements)
    modify(item, statements)
    name_scale(item, statements)
    share_since(item, statements)
    tell_timepoints(item, statements)
    tell_present(item, statements)
    intend(item, statements)
    tell_examples(item, statements)
    count(item, statements)
    cap(item, statements)
    limit_led(item, statements)
    statements = tell_again(item, tell_both_times(item, statements))
    negate(item, statements)
    forbid_since(item, statements)
    statements = resolve(item, fold_told(item, statements))
    statements = fold_into_deeds(item, refuse(item, statements))
    deny_examples(item, statements)
    deny_definitions(item, statements)
    permit(item, statements)
    permit_defined(item, statements)
    follow_whole(item, statements)
    oblige(item, statements)
    ask_for_disproof(item, statements)
    statements = fold_ways(item, statements)
    suppose(item, statements)
    carve(item, statements)
    turn_permitted(item, statements)
    lengthen_absence(item, statements)
    face_surgery(item, statements)
    wash_out(item, statements)
    end(item, statements)
    fill_tails(item, statements)
    statements = keep_telling(item, _without_support(item, statements))
    over_bounded(item, statements)
    statements = explain_treatments(item, attach(item, statements))
    leave_unsettled(item, statements)
    share_clauses(item, statements)
    share_states(item, statements)
    share_reasons(item, statements)
    tell_rates(item, statements)
    tell_sensitivities(item, statements)
    share_back(item, statements)
    keep_said_by_head(item, statements)
    tell_kind(item, statements)
    tell_languages(item, statements)
    _forget_bases(statements)
    return statements


def _forget_bases(statements: list[Statement]) -> None:
    """An exception of what was dropped since is one of the statement that names the same, or of nothing."""
    for s in statements:
        if s.base is not None and not any(s.base is x for x in statements):
            s.base = next((x for x in statements if x is not s and _holds(x, s.base)), None)


def _holds(s: Statement, dropped: Statement) -> bool:
    """`4 weeks since surgery`, where the surgery alone was stated too."""
    named = s.subject is not None and dropped.subject is not None and s.subject.name == dropped.subject.name
    return named and s.base is None and s.start <= dropped.start and dropped.end <= s.end


def _is_at(s: Statement, extent: tuple[int, int], _words: str) -> bool:
    return extent == (s.start, s.end)


def _without_support(item: Item, statements: list[Statement]) -> list[Statement]:
    """Drops what stands wholly inside another statement's qualifier or sub-population."""
    for s in statements:
        if s.carver is not None:  # an exception qualifies nothing
            for o in others(statements, [s]):
                o.taken -= o.unqualify(partial(_is_at, s))
    kept = []
    for s in statements:
        outer = [
            (a, b) for o in statements if o is not s for a, b in o.taken
            if a <= s.start and s.end <= b and (a, b) != (s.start, s.end)
        ]  # fmt: skip
        supports = any(a <= s.start and s.end <= b for o in statements if o is not s for a, b in o.aside)
        inside = s.threshold is None and (supports or (bool(outer) and s.window is None))
        inside = inside or only_limited(item, s, statements)
        if not inside:
            kept.append(s)
    return kept


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
    if not heads:
        left += silent(item, known)
    left += unaccounted(item, statements, [*left, *known])
    return sorted(set(left) - _results(item, statements))
