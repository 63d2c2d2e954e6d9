"""Statements that would say more than the text: withheld, and told as not understood.

`forbid tumor` is not what "tumor biopsy not likely to provide tissue sections" asks for. One stretch that nothing
accounts for may be a harmless word. Where a sentence has two, what forbids in the same clause as one of them is
wrong more often than right, so it states nothing. What it excepts goes with it, and all of a sentence that says
more than that each thing excludes by itself. One stretch is enough for an exclusion that asks for a disease or a
treatment, and of an exception: `malignancy except tumours` frees whom "except tumours cured by surgery" does not.
"""

import bisect
import re

from eligex.assembly.exceptions.carved import conditions_of, holds_together, together
from eligex.assembly.exceptions.kin import kin
from eligex.assembly.forms.extents import Extent, merged
from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.assembly.logic.tree import tree_of
from eligex.assembly.polarity.negation import requirement
from eligex.assembly.remains.beyond_denials import beyond_denials
from eligex.assembly.remains.contradicted import contradicted
from eligex.schema.trial import Logic, Warning_

_OTHER_TRIAL = "participation in another trial"
_FEWEST = 2  # stretches of a sentence that were not understood
_PARTS = re.compile(r"[,;:()\[\]\n/]|\.\s|\b(?:and/or|and|or|but)\b", re.IGNORECASE)
# words beside an exception that leave it what it is: "metformin plus insulin", "a remission was achieved"
_HARMLESS = re.compile(
    r"(?:(?:controlled|managed|maintained|treated)\s+(?:\w+ly\s+)?(?:with|by|on|using)|plus|achieved|attained|accounted)\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"\s*(?:[,(]?\s*(?:as\s+)?(?:defined|evidenced|indicated)\s+(?:as|by)\b|:|[,(]\s*i\.?e\.?)", re.IGNORECASE
)
_SMALL = re.compile(r"\W*(?:(?:of|the|an?|in|to|for|with|on|by|at|from|and|or)\b\W*)*", re.IGNORECASE)


def withheld(item: Item, statements: list[Statement], unclaimed: list[Extent]) -> list[Statement]:
    """Those of `statements` that are not to be stated, given the extents that were not understood."""
    unasked = [s for s in statements if _is_consent(item, s) or _is_other_trial(item, s)]
    unasked += [s for s in statements if _is_of_unknown(item, s)]
    unasked += [*beyond_denials(item, statements), *contradicted(item, statements)]
    if not unclaimed or not statements:
        return unasked
    freed = _freed_too_far(item, statements, unclaimed)
    freed += [
        s.base for s in freed if s.base is not None and s.base.base is not None
    ]  # a permission taken back
    freed += [s for s in statements if s.base is not None and any(s.base is x for x in freed)]
    doubted = unasked + _left_bare(item, statements, freed)
    for lo, hi in item.sentences:
        lost = apart(item, [e for e in unclaimed if lo <= e[0] < hi])
        here = [s for s in statements if lo <= s.at < hi]
        doubted += [s for s in here if lost and _lacks_words(item, s, here, lost)]
        if lost and (asking := [s for s in here if _asks_for_thing(item, s)]):
            doubted += here if is_interlaced(tree_of(item, here)) else asking
        if len(lost) < _FEWEST:
            continue
        beside = entangled(item, here, lost)
        if any(requirement(item, s) == "forbid" for s in beside):
            doubted += here if is_interlaced(tree_of(item, here)) else beside
    gone = {id(s) for s in (*freed, *with_exceptions(statements, doubted))}
    return [s for s in statements if id(s) in gone]


def _asks_for_thing(item: Item, s: Statement) -> bool:
    """Whether an exclusion asks for a disease or a treatment."""
    plain = s.kind in ("drug", "procedure", "condition") and s.threshold is None and s.value is None
    return plain and _asks(item, s)


def _is_other_trial(item: Item, s: Statement) -> bool:
    """`not currently participating in another trial`: a slip, nobody asks for one."""
    named = s.subject is not None and s.subject.name == _OTHER_TRIAL
    return named and s.negated and _asks(item, s)


def _asks(item: Item, s: Statement) -> bool:
    return item.section == "exclusion" and requirement(item, s) == "require"


def _is_of_unknown(item: Item, s: Statement) -> bool:
    """`any diagnosis other than asthma`, where what shuts out was not understood."""
    excepted = s.carver is not None and s.carver.label == "EXCEPTION"
    return item.section == "exclusion" and excepted and s.permitted and s.base is None


def _is_of_people(item: Item, s: Statement) -> bool:
    """`women of childbearing potential not using …`: nobody is shut out for that alone."""
    return s.state == "childbearing_potential" and shuts_out(item, s)


def _lacks_words(item: Item, s: Statement, here: list[Statement], lost: list[Extent]) -> bool:
    if s.state == "investigator_judgement" and item.section == "exclusion":
        return True  # whose subject was not understood
    return _is_of_people(item, s) or _lacks_its_head(item, s, lost) or _lacks_its_bound(item, s, here, lost)


def _lacks_its_bound(item: Item, s: Statement, here: list[Statement], lost: list[Extent]) -> bool:
    """`renal insufficiency: creatinine over twice the normal`, where the bound was not understood."""
    if s.kind != "condition" or not shuts_out(item, s):
        return False
    m = _DEFINES.match(item.text, s.end - item.start)
    if m is None:
        return False
    at, (_, hi) = item.start + m.end(), item.segments.bounds(s.at)
    unclear = {id(x) for x in entangled(item, here, lost)}
    stated = any(at <= x.at < hi and id(x) not in unclear for x in here)
    return not stated and any(at <= a < hi and any(c.isdigit() for c in item.quote(a, b)) for a, b in lost)


def _lacks_its_head(item: Item, s: Statement, lost: list[Extent]) -> bool:
    """`a heart block without a pacemaker`, where the block was not understood: nobody needs a pacemaker."""
    cue = s.cue
    if cue is None or item.section != "exclusion" or item.quote(cue.start, cue.end).lower() != "without":
        return False
    return any(b <= cue.start and not item.quote(b, cue.start).strip() for _, b in lost)


def _is_consent(item: Item, s: Statement) -> bool:
    """`requires a representative to give consent`: consent itself shuts out nobody."""
    return s.state == "informed_consent" and s.window is None and shuts_out(item, s)


def shuts_out(item: Item, s: Statement) -> bool:
    return item.section == "exclusion" and requirement(item, s) == "forbid"


def _freed_too_far(item: Item, statements: list[Statement], unclaimed: list[Extent]) -> list[Statement]:
    """Exceptions with words beside them that were not understood, and what frees only together with them."""
    if item.section != "exclusion":
        return []
    doubted: list[Statement] = []
    for own in [*together(item, statements), *_of_nothing(statements)]:
        cue = own[0].carver
        lo, hi = conditions_of(item, cue) if cue else (item.start, item.end)
        lost = [e for e in unclaimed if lo <= e[0] < hi and not _HARMLESS.match(item.whole, e[0])]
        if lost and ((cue and holds_together(item, cue)) or entangled(item, _untold(own), lost)):
            doubted += own
    known = {id(s) for s in doubted}
    return doubted + [
        s
        for s in statements
        if s.base is not None
        and s.negated
        and id(s) not in known
        and any(s.carver is x.carver and s.base is x.base for x in doubted)
    ]


def _of_nothing(statements: list[Statement]) -> list[list[Statement]]:
    """What one cue permits that nothing beside forbids."""
    groups: dict[int, list[Statement]] = {}
    for s in statements:
        if s.base is None and s.permitted and s.carver is not None:
            groups.setdefault(id(s.carver), []).append(s)
    return list(groups.values())


def _untold(own: list[Statement]) -> list[Statement]:
    """Those of which no number tells how much of them is meant."""
    return [s for s in own if s.threshold is None]


def _left_bare(item: Item, statements: list[Statement], freed: list[Statement]) -> list[Statement]:
    """Bases that lose all their exceptions with `freed`, not only what a note permits; and what is asked with them."""
    known = {id(s) for s in freed}
    kept = {id(s.base) for s in statements if s.base is not None and id(s) not in known}
    asking = [s for s in statements if s.base is None]
    bare: list[Statement] = []
    for s in freed:
        if s.base is None or s.carver is None or id(s.base) in kept or s.base.base is not None:
            continue
        lo, hi = s.carver.value["scope"]
        if s.carver.label == "EXCEPTION" or lo <= s.base.at < hi:  # "patients with A are eligible if …"
            bare += [s.base, *kin(item, s.base, s.carver, asking)]
    return bare


def warning_of(s: Statement) -> Warning_:
    text = "words beside it were not understood that may narrow it; nothing is stated of it"
    return Warning_("withheld", text, s.start, s.end)


def apart(item: Item, lost: list[Extent]) -> list[Extent]:
    """Those with nothing but small words between them as one."""
    return merged(lost, lambda a, b: _SMALL.fullmatch(item.quote(a, b)) is not None)


def entangled(item: Item, here: list[Statement], lost: list[Extent]) -> list[Statement]:
    """Those that rest on words of a clause that has something else in it which was not understood."""
    cuts = [item.start + m.start() for m in _PARTS.finditer(item.text)]

    def clauses(extents: list[Extent]) -> set[int]:
        return {bisect.bisect_right(cuts, at) for a, b in extents for at in (a, b - 1)}

    unclear = clauses(lost)
    return [s for s in here if not _is_bound(s) and clauses([(s.start, s.end), *s.aside]) & unclear]


def _is_bound(s: Statement) -> bool:
    """A number tells what it is of wherever it stands."""
    return s.threshold is not None and s.kind in ("measurement", "score", "age")


def is_interlaced(logic: Logic) -> bool:
    """Whether it says more than that each excludes by itself."""
    return isinstance(logic, dict) and not (
        set(logic) == {"any"} and all(isinstance(x, str) for x in logic["any"])
    )


def with_exceptions(statements: list[Statement], doubted: list[Statement]) -> list[Statement]:
    """A base without its exception forbids too much, an exception without its base says nothing."""
    known = {id(s) for s in doubted}
    known |= {id(s.base) for s in doubted if s.base is not None}
    known |= {id(s) for s in statements if s.base is not None and id(s.base) in known}
    return [s for s in statements if id(s) in known]
