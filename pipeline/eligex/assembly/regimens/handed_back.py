"""What is told behind the last of several drugs and holds for those before it: `A 900 mg and B 200 mg IV on day 1`."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from eligex.assembly.regimens.groups import (
    Group,
    adjoin,
    as_cycle,
    cycle_of,
    is_followed,
    part_of,
    route_of,
    stated,
)
from eligex.assembly.regimens.phases import COUNT, SCHEDULE, SHARED, length_of
from eligex.assembly.regimens.plans import is_placebo
from eligex.assembly.regimens.sharing import share_brackets, share_count, share_led
from eligex.components.findings import Finding

_END = re.compile(r"\s?(?:[.;\n]|\Z|['\"](?:\]|,\s['\"]))")
_GIVEN = re.compile(r"\s(?:(?:are|were|will be)\s)?(?:all\s)?(?:administered|given|infused)\s", re.IGNORECASE)
_VERSUS = re.compile(r"\)?,?\s(?:vs\.?|versus)\s(?:an?\s)?", re.IGNORECASE)
_CONTINUED = re.compile(r"\b(?:continu\w+|or)\s$", re.IGNORECASE)
_PER_TIME = re.compile(r"/(?:\(\d+\.h\)|h|d|wk|mo|a|min)$")
_WAY = frozenset({"route", "method", "infusion"})


@dataclass(frozen=True, slots=True)
class _Pair:
    """A group, the one behind it, and what is told of the first: at all, and since it was named."""

    here: Group
    after: Group
    text: str
    known: set[str]
    own: set[str]
    behind: list[Finding]  # what is told behind the first drug of the second

    @classmethod
    def of(cls, here: Group, after: Group, text: str) -> "_Pair":
        known = stated([f for f in here.facts if f.start >= here.since])
        own = stated([f for f in here.facts if f.start > max(here.drugs[0].start, here.since)])
        return cls(here, after, text, known, own, _outside_brackets(after, text))

    @property
    def is_timed(self) -> bool:
        loose = {"frequency"} if _is_single(self.here) and _is_single(self.after) else set()
        return bool(self.own & set(SCHEDULE) - {"cycle", "until"} - loose)


def share_back(groups: list[Group], text: str) -> None:
    """The schedule at the end of a list is of all its members; of `A on day 1 and B on days 1-14 of each 21-day cycle`
    only the cycle is."""
    share_brackets(groups, text)
    share_led(groups, text)
    share_count(groups)
    for i in range(len(groups) - 2, -1, -1):
        here, after = groups[i], groups[i + 1]
        if not (stated(after.facts) & set(SCHEDULE) or _has_way_of_all(after, text)):
            continue
        if _is_against(here, after, text):
            _last_as_long(here, after)
        if adjoin(here, after, text) and not text.startswith(":", after.drugs[0].end):
            pair = _Pair.of(here, after, text)
            keys = (_open(pair) | _more(pair)) - _less(pair)
            here.facts = here.facts + [part_of(f, keys) for f in _told(pair, keys) if keys & set(f.value)]


def _last_as_long(here: Group, after: Group) -> None:
    keys = {"total_duration", "until"} - stated(here.facts)
    here.facts = here.facts + [part_of(f, keys) for f in after.facts[-1:] if keys & set(f.value)]


def _open(p: _Pair) -> set[str]:
    """The fields that may be handed back at all."""
    return ({"cycle", "until"} if p.is_timed else {*SCHEDULE, *_WAY}) - p.known


def _more(p: _Pair) -> set[str]:
    """What else is of both although the first has times of its own."""
    keys: set[str] = set()
    if p.is_timed and "days" not in p.own and _is_added_placebo(p.after):
        keys |= {"days"}
    if p.is_timed and not p.own & {"days", "total_duration"} and _ends_with_length(p.after, p.text):
        keys |= {"total_duration"}
    if len(p.behind) > 1 and p.behind[-1].label == "ROUTE" and not p.known & {"route", "method"}:
        keys |= {"route", "method"}
    return keys


def _less(p: _Pair) -> set[str]:
    """What is the last one's alone, by each reason that holds."""
    return set().union(*(keys for holds, keys in _REASONS if holds(p)))


def _has_own_way(p: _Pair) -> bool:
    return not p.is_timed and bool(p.known & {"route", "method"})


def _has_two_doses(p: _Pair) -> bool:
    return sum("dose" in f.value for f in p.after.facts) > 1


def _goes_another_way(p: _Pair) -> bool:
    return bool(route_of(p.here.facts)) and route_of(p.after.facts) not in (None, route_of(p.here.facts))


def _goes_more_often(p: _Pair) -> bool:
    rates = [f.value["frequency"] for f in p.after.facts if "frequency" in f.value]
    return _goes_another_way(p) and not all(length_of(rate) >= 7 for rate in rates)


def _goes_by_mouth(p: _Pair) -> bool:
    """`A IV and B orally on days 1-14`"""
    return _goes_another_way(p) and route_of(p.after.facts) == "oral"


def _has_own_course(p: _Pair) -> bool:
    """`A every 3 weeks for 4 courses and B weekly`"""
    own = (f for f in p.here.facts if f.start > p.here.drugs[0].start and f.source != SHARED)
    return any(cycle_of(f).get("length") for f in own)


def _is_dosed_per_time(p: _Pair) -> bool:
    """`50 mg/week` says how often."""
    return any(_PER_TIME.search(f.value["dose"]["unit"]) for f in p.here.facts if f.value.get("dose"))


def _ends_before(p: _Pair) -> bool:
    return is_followed(p.here, p.after, p.text) and "total_duration" in p.own


def _goes_on_before(p: _Pair) -> bool:
    return is_followed(p.here, p.after, p.text) and "frequency" in p.known and "days" not in p.known


_REASONS: tuple[tuple[Callable[[_Pair], bool], set[str]], ...] = (
    (_has_own_way, set(_WAY)),
    (_has_two_doses, {"infusion"}),
    (_goes_more_often, {"frequency"}),
    (_goes_by_mouth, {"days"}),
    (_has_own_course, {"frequency", "days"}),
    (_is_dosed_per_time, {"frequency"}),
    (_ends_before, {"until"}),
    (_goes_on_before, {"cycle", "until", "days"}),
)


def _told(p: _Pair, keys: set[str]) -> list[Finding]:
    """The facts behind the last drug that `keys` may be taken from."""
    behind = [f for f in p.behind if not _is_its_own(p, f)]
    if "days" in p.known and "cycle" in keys:
        behind = [as_cycle(f) for f in behind]
    since = p.after.since
    if any("dose" in f.value and f.start < since for f in p.after.facts):
        behind = [f if f.start < since else part_of(as_cycle(f), {"cycle", "until"}) for f in behind]
    return behind


def _is_its_own(p: _Pair, f: Finding) -> bool:
    """An end of what goes on, a count beside another length, pauses, days of the week."""
    goes_on = "until" in f.value and _CONTINUED.search(p.text, f.start - 14, f.start) is not None
    counted = "total_duration" in p.own and f.source == COUNT
    return goes_on or counted or f.source == "doses:on-off" or ("days" not in p.known and _is_of_week(f))


def _is_against(here: Group, after: Group, text: str) -> bool:
    """`A 25 mg weekly versus placebo for 24 weeks`: both for as long."""
    behind = max([here.drugs[-1].end, *(f.end for f in here.facts)])
    told = here.facts and after.facts[-1].start > after.drugs[-1].end
    return bool(told and is_placebo(after.drugs[0]) and _VERSUS.fullmatch(text, behind, after.drugs[0].start))


def _has_way_of_all(after: Group, text: str) -> bool:
    """`5 mg A and 10 mg B administered intravenously`: the way of both, where the doses lead the names."""
    ways = [f for f in after.facts if f.label == "ROUTE" and f.start >= after.drugs[-1].end]
    if ways and text.endswith(("infusions", "injections"), ways[0].start, ways[0].end):
        return True  # `A 300 mg + B 200 mg IV infusions`
    dosed = any("dose" in f.value and f.start > after.drugs[0].start for f in after.facts)
    return bool(ways) and not dosed and _GIVEN.fullmatch(text, after.drugs[-1].end, ways[0].start) is not None


def _is_single(g: Group) -> bool:
    """`a single dose of A with a single dose of B on day 1`: no frequency but that."""
    rates = [f.value["frequency"] for f in g.facts if f.value.get("frequency")]
    return all(r["period"] is None for r in rates)


def _is_of_week(f: Finding) -> bool:
    """`days 1-2 of each week`: no course that another drug shares."""
    return "days" in f.value and (cycle_of(f).get("length"), cycle_of(f).get("unit")) == (1, "wk")


def _is_added_placebo(after: Group) -> bool:
    """`A 5 mg twice daily plus placebo on days 1-3`: the days of both, where nothing else is said of the placebo."""
    blind = all(is_placebo(d) for d in after.drugs)
    return blind and stated(after.facts) <= {"days", "cycle"}


def _outside_brackets(after: Group, text: str) -> list[Finding]:
    """What stands behind a group's first drug, but for what a bracket says of the last: `A and B (5 mg daily)`."""
    behind = [f for f in after.facts if f.start > after.drugs[0].start]
    opened = text.find("(", after.drugs[-1].end, after.drugs[-1].end + 2)
    closed = text.find(")", opened) if opened >= 0 else -1
    inside = [f for f in behind if opened < f.start < closed]
    if not any("dose" in f.value for f in inside):
        return behind
    return [f for f in behind if not opened < f.start < closed]


def _ends_with_length(after: Group, text: str) -> bool:
    """`A 150 mg twice daily plus B 1 mg daily for 2 weeks`: how long both are given."""
    last = after.facts[-1]
    return (
        last.start > after.drugs[-1].end
        and "total_duration" in last.value
        and _END.match(text, last.end) is not None
    )
