"""What several drugs of a sentence have in common: `A 10 mg and B 20 mg on day 1 of each cycle`."""

import itertools
import re
from dataclasses import replace

from eligex.assembly.regimens.groups import (
    Group,
    adjoin,
    as_cycle,
    cycle_of,
    is_followed,
    is_joined,
    part_of,
    stated,
)
from eligex.assembly.regimens.phases import COUNT, SCHEDULE, SHARED
from eligex.components.findings import Finding

_PAIRED = re.compile(r"\s?(?:[/+-]|and|plus)\s?", re.IGNORECASE)
_TOGETHER = re.compile(
    r"\s?\)?,?\s(?:given\s|administered\s)?(?:in combination|combined|together|along|concurrently)\swith\s",
    re.IGNORECASE,
)
_TIMES = {"days", "cycle", "frequency"}
_LISTS = re.compile(r"\s?:\s*")
_RESPECTIVELY = re.compile(r"[^.;]{0,30}\brespectively\b", re.IGNORECASE)


def same_drug(groups: list[Group]) -> list[Group]:
    """A drug named twice in a row is one: what stands between is about it."""
    joined: list[Group] = []
    for g in groups:
        last = joined[-1] if joined else None
        same = last and len(last.drugs) == len(g.drugs) == 1 and last.drugs[0].key == g.drugs[0].key
        if last and same and not _has_way_and_dose(last, g):
            last.facts = last.facts + g.facts
            again = min([g.drugs[0].start, *(f.start for f in g.facts)])
            last.since = again if any("dose" in f.value for f in g.facts) else last.since
        else:
            joined.append(g)
    return joined


def _has_way_and_dose(last: Group, g: Group) -> bool:
    """`bolus A 400 mg and a 46-hour infusion of A 2400 mg`: how long and how much, each told anew."""
    since = last.drugs[-1].end
    led = any(since < f.start < g.drugs[0].start and "infusion" in f.value for f in g.facts)
    return led and all(any("dose" in f.value for f in x.facts) for x in (last, g))


def _split_pair(g: Group, text: str) -> list[Group]:
    """`A/B 10/20 mg daily`: of a pair of doses each is one drug's."""
    pair = next((f for f in g.facts if "doses" in f.value and f.start >= g.drugs[-1].end), None)
    if pair is None or len(g.drugs) != 2 or any("dose" in f.value for f in g.facts):
        return [g]
    if not _PAIRED.fullmatch(text, g.drugs[0].end, g.drugs[1].start):
        return [g]
    own = (replace(pair, value={"dose": dose}) for dose in pair.value["doses"])
    return [Group([d], [o if f is pair else f for f in g.facts]) for d, o in zip(g.drugs, own, strict=True)]


def split_respectively(groups: list[Group], text: str) -> list[Group]:
    """`A and B 1000 mg and 800 IU respectively daily`: each drug has its own dose."""
    parts: list[Group] = []
    for g in (part for group in groups for part in _split_pair(group, text)):
        doses = [f for f in g.facts if "dose" in f.value and f.start >= g.drugs[-1].end]
        told = len(doses) == len(g.drugs) > 1 and _RESPECTIVELY.match(text, doses[-1].end)
        rest = [f for f in g.facts if f not in doses]
        own = [[dose, *rest] for dose in doses] if told else []
        parts += [Group([d], f) for d, f in zip(g.drugs, own, strict=True)] if told else [g]
    return parts


def share_on(groups: list[Group], text: str) -> None:
    """`A 500 mg/m2 on day 1 every 3 weeks in combination with B 50 mg/m2 and C 500 mg/m2`: all are given then."""
    for i, here in enumerate(groups[:-1]):
        behind = [f for f in here.facts if f.start > here.drugs[-1].start and set(f.value) & _TIMES]
        rest = groups[i + 1 :]
        if not behind or any(stated(g.facts) & set(SCHEDULE) for g in rest):
            continue
        if not all(any("dose" in f.value for f in g.facts) for g in rest):
            continue
        if _TOGETHER.fullmatch(text, max(f.end for f in here.facts), rest[0].drugs[0].start):
            for g in rest:
                g.facts = g.facts + [part_of(f, _TIMES) for f in behind]
        return


def share_led(groups: list[Group], text: str) -> None:
    """`four cycles of A 500 mg/m2, B 100 mg/m2 and C 500 mg/m2`: how many cycles of each."""
    for here, after in itertools.pairwise(groups):
        led = [f for f in here.facts if f.source in (COUNT, SHARED) and f.start < here.drugs[0].start]
        if not led or any(cycle_of(f).get("count") for f in after.facts) or is_followed(here, after, text):
            continue
        if all("cycle" in f.value for f in led) and adjoin(here, after, text):
            after.facts = [part_of(f, {"cycle"}) for f in led] + after.facts


def share_count(groups: list[Group]) -> None:
    """`A on days 1-21 of each 28-day cycle for 3 cycles and B weekly for 3 cycles`: they are as long."""
    cycles = [cycle_of(f) for g in groups for f in g.facts if f.value.get("cycle")]
    counted = {c["count"] for c in cycles if c["count"]}
    lengths = {(c["length"], c["unit"]) for c in cycles if c["length"]}
    if len(counted) != 1 or len(lengths) != 1:
        return
    length, unit = lengths.pop()
    for g in (g for g in groups if not any(cycle_of(f).get("length") for f in g.facts)):
        g.facts = [_as_long(f, length, unit) if cycle_of(f).get("count") else f for f in g.facts]


def _as_long(f: Finding, length: float, unit: str) -> Finding:
    return replace(f, value={**f.value, "cycle": {**cycle_of(f), "length": length, "unit": unit}})


def share_brackets(groups: list[Group], text: str) -> None:
    """`FOLFOX (A on day 1, then B) every 14 days`: what follows the bracket is of all within."""
    last = groups[-1]
    closed = text.find(")", last.drugs[-1].end, max((f.end for f in last.facts), default=0))
    opened = _opening(text, closed, groups[0].drugs[0].start - 40)
    behind = [as_cycle(f) for f in last.facts if f.start > closed and f.label in ("SCHEDULE", "DURATION")]
    if opened >= 0 and text.startswith("or ", opened + 1):  # `A 40 mg (or B 9 mg) for 4 weeks`
        before = [g for g in groups[:-1] if g.drugs[0].start < opened][-1:]
        for g in before:
            g.facts = g.facts + [part_of(f, set(SCHEDULE) - stated(g.facts)) for f in behind]
    for g in groups[:-1]:
        if 0 <= opened < g.drugs[0].start:
            g.facts = g.facts + [
                part_of(f, {"cycle", "until"} - stated(g.facts)) for f in behind if "cycle" in f.value
            ]


def _opening(text: str, closed: int, start: int) -> int:
    """Where the bracket that ends at `closed` begins; -1 where none does behind `start`."""
    depth = 0
    for at in range(closed, max(0, start) - 1, -1):
        depth += (text[at] == ")") - (text[at] == "(")
        if depth == 0:
            return at
    return -1


def hand_over(here: Group, after: Group, text: str) -> None:
    """`an oral glucocorticoid (prednisolone 5 mg)`: the route of a class is its member's."""
    gap = text[here.drugs[-1].end : after.drugs[0].start]
    if gap.strip() == "(" and here.facts and all(f.label == "ROUTE" for f in here.facts):
        after.facts = here.facts + after.facts
        here.facts = []


def hand_on(groups: list[Group], text: str) -> None:
    """`one of the following taxanes for 18 weeks: docetaxel 100 mg/m2 or …`: the time is of each."""
    first, *rest = groups
    timed = first.facts and all(f.label in ("SCHEDULE", "DURATION") for f in first.facts)
    if not timed or not rest or not _LISTS.fullmatch(text, first.facts[-1].end, rest[0].drugs[0].start):
        return
    if not all(any("dose" in f.value for f in g.facts) for g in rest):
        return
    for g in rest:
        g.facts = [part_of(f, set(f.value) - stated(g.facts)) for f in first.facts] + g.facts
    del groups[0]


def has_no_time(groups: list[Group], text: str) -> bool:
    """`once daily an A 15 mg tablet and a B tablet`: B is given when A is."""
    here, after = groups
    behind = max([here.drugs[-1].end, *(f.end for f in here.facts)])
    told = any(f.label in ("SCHEDULE", "DURATION") for f in after.facts)
    return not told and is_joined(text[behind : after.drugs[0].start])
