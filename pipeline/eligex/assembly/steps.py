"""The statements of one item: what is told, then one modification after another."""

from functools import partial

from eligex.assembly.beside.alternatives import unname_alternatives
from eligex.assembly.beside.bracketed import narrow_by_brackets
from eligex.assembly.beside.in_situ import share_in_situ
from eligex.assembly.beside.languages import tell_languages
from eligex.assembly.beside.modifiers import modify, share_back
from eligex.assembly.beside.residue import attach
from eligex.assembly.beside.shared_organs import share_organs
from eligex.assembly.beside.shared_reasons import share_reasons
from eligex.assembly.beside.shared_states import share_states
from eligex.assembly.beside.tails import add_tails
from eligex.assembly.beside.willing import tell_deeds
from eligex.assembly.bounds.caps import cap
from eligex.assembly.bounds.corrections import leave_corrections
from eligex.assembly.bounds.counts import count
from eligex.assembly.bounds.exposures import give_doses, without_equivalents
from eligex.assembly.bounds.grades import name_scale
from eligex.assembly.bounds.rates import tell_rates
from eligex.assembly.bounds.sensitivities import tell_sensitivities
from eligex.assembly.bounds.support import support
from eligex.assembly.bounds.timepoints import tell_timepoints
from eligex.assembly.examples.exemplars import deny_examples, tell_examples, time_examples
from eligex.assembly.examples.timed import time_listed
from eligex.assembly.examples.ways import fold_ways, tell_kind
from eligex.assembly.exceptions.by_phrase import fill_bases, fill_exceptions, fill_tails
from eligex.assembly.exceptions.carving import carve
from eligex.assembly.exceptions.definitions import read_defined
from eligex.assembly.exceptions.opinions import fold_opinions
from eligex.assembly.forms.statement import Statement, others
from eligex.assembly.heads.awaited import numbered
from eligex.assembly.items.reading import Item
from eligex.assembly.people.addressed import limit_led, limit_trailing
from eligex.assembly.people.ages import absorb_ages
from eligex.assembly.people.conditionals import suppose
from eligex.assembly.people.populations import limit
from eligex.assembly.people.relatives import of_relatives
from eligex.assembly.people.sexes import add_sexes
from eligex.assembly.polarity.defined import deny_definitions, permit_defined
from eligex.assembly.polarity.denied_bounds import only_limited
from eligex.assembly.polarity.disproofs import ask_for_disproof
from eligex.assembly.polarity.fertile_women import leave_meanings
from eligex.assembly.polarity.negation import negate, permit
from eligex.assembly.polarity.obliged import oblige
from eligex.assembly.polarity.provisos import asks_nothing
from eligex.assembly.polarity.refusals import fold_into_deeds, refuse
from eligex.assembly.polarity.resolved import resolve
from eligex.assembly.polarity.told_of_denied import fold_told
from eligex.assembly.qualifying.explained import explain, explain_treatments
from eligex.assembly.qualifying.needs import over_bounded
from eligex.assembly.qualifying.outcomes import tell_outcomes
from eligex.assembly.qualifying.own_tumors import without_own_tumors
from eligex.assembly.qualifying.shared_clauses import share_clauses
from eligex.assembly.qualifying.untreatable import tell_untreatable
from eligex.assembly.remains.silent import keep_telling
from eligex.assembly.statements import statements_of
from eligex.assembly.times.again import tell_again
from eligex.assembly.times.anchor_lists import drop_anchor_lists
from eligex.assembly.times.anchors import drop_anchors
from eligex.assembly.times.announced import time_announced
from eligex.assembly.times.cessations import end
from eligex.assembly.times.heads import keep_said_by_head
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

_LONGEST = 8000  # characters of an item that are read together


def statements_in(item: Item) -> list[Statement]:
    """The statements of an item, numbered in the order of the text."""
    return numbered(item, [s for part in item.stretches(_LONGEST) for s in _statements(part)])


def _statements(item: Item) -> list[Statement]:
    if asks_nothing(item):
        return []
    leave_meanings(item)
    leave_corrections(item)
    own_since(item)
    statements = _denied(item, _narrowed(item, _timed(item, _told(item))))
    return _rounded(item, _carved(item, statements))


def _told(item: Item) -> list[Statement]:
    """What is stated, of whom, and what is stated as an exception."""
    statements = without_own_tumors(item, read_defined(item, statements_of(item)))
    statements = drop_anchors(item, without_equivalents(item, statements))
    statements = of_relatives(item, absorb_ages(item, statements))
    add_sexes(item, statements)
    limit_trailing(item, statements)
    limit(item, statements)
    statements = fold_opinions(item, statements)
    fill_exceptions(item, statements)
    fill_bases(item, statements)
    return statements


def _timed(item: Item, statements: list[Statement]) -> list[Statement]:
    """With windows, durations and doses."""
    give_times(item, statements)
    time_announced(item, statements)
    give_lengths(item, statements)
    give_own_times(item, statements)
    turn_gone(item, statements)
    time_examples(item, statements)
    time_listed(item, statements)
    give_doses(item, statements)
    return drop_anchor_lists(item, statements)


def _narrowed(item: Item, statements: list[Statement]) -> list[Statement]:
    """With what the words beside them say more of them."""
    statements = narrow_by_brackets(item, support(item, statements))
    add_tails(item, statements)
    statements = explain(item, tell_outcomes(item, statements))
    share_organs(item, statements)
    modify(item, statements)
    statements = share_in_situ(item, statements)
    name_scale(item, statements)
    share_since(item, statements)
    tell_timepoints(item, statements)
    tell_present(item, statements)
    intend(item, statements)
    tell_examples(item, statements)
    count(item, statements)
    cap(item, statements)
    limit_led(item, statements)
    statements = tell_untreatable(item, statements)
    return tell_again(item, tell_both_times(item, statements))


def _denied(item: Item, statements: list[Statement]) -> list[Statement]:
    """With their polarity: denied, permitted, asked for as a duty."""
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
    return fold_ways(item, statements)


def _carved(item: Item, statements: list[Statement]) -> list[Statement]:
    """With conditions and exceptions, and with the times that turn on the polarity."""
    suppose(item, statements)
    carve(item, statements)
    turn_permitted(item, statements)
    lengthen_absence(item, statements)
    face_surgery(item, statements)
    wash_out(item, statements)
    end(item, statements)
    fill_tails(item, statements)
    return keep_telling(item, _without_support(item, statements))


def _rounded(item: Item, statements: list[Statement]) -> list[Statement]:
    """With what they share with each other, once all else is known."""
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
    unname_alternatives(item, statements)
    tell_deeds(item, statements)
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
