"""What several drugs of a sentence have in common: `A 10 mg and B 20 mg on day 1 of each cycle`."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Optional

from eligex.assembly.regimens.mentions import Mention
from eligex.assembly.regimens.phases import COUNT, FIELDS, SCHEDULE, SHARED, length_of
from eligex.assembly.regimens.plans import is_placebo
from eligex.components.findings import Finding

_JOINED = re.compile(
    r"(?:\.?[)\]]+)?\s*(?:,|;|/|\+|&|-(?=\Z)|\band\b|\bplus\b|\bor\b|\bwith\b|\bin combination with\b|\bcombined with\b"
    r"|\b(?:mixed|admixed|reconstituted|concurrently|simultaneously) with\b|\bemulsified (?:in|with)\b"
    r"|\balong with\b|\btogether with\b"
    r"|\b(?:then )?followed (?:immediately )?by\b|\bimmediately\b|\bas well as\b|\beither\b|\bthe\b"
    r"|(?<=or )\ban?\b|\ban?\s(?:fixed|flat|single|standard)\sdose\sof\b|\s|\()*\s*"
    r"(?:(?<=and )[a-z]+\s)?",
    re.IGNORECASE,
)
_PAIRED = re.compile(r"\s?(?:[/+-]|and|plus)\s?", re.IGNORECASE)
_END = re.compile(r"\s?(?:[.;\n]|\Z|['\"](?:\]|,\s['\"]))")
_TOGETHER = re.compile(
    r"\s?\)?,?\s(?:given\s|administered\s)?(?:in combination|combined|together|along|concurrently)\swith\s",
    re.IGNORECASE,
)
_TIMES = {"days", "cycle", "frequency"}
_GIVING = re.compile(r"^\)?\sadministration\b")
_GIVEN = re.compile(r"\s(?:(?:are|were|will be)\s)?(?:all\s)?(?:administered|given|infused)\s", re.IGNORECASE)
_VERSUS = re.compile(r"\)?,?\s(?:vs\.?|versus)\s(?:an?\s)?", re.IGNORECASE)
_LISTS = re.compile(r"\s?:\s*")
_RESPECTIVELY = re.compile(r"[^.;]{0,30}\brespectively\b", re.IGNORECASE)
_CONTINUED = re.compile(r"\b(?:continu\w+|or)\s$", re.IGNORECASE)
# `on day 1 of each treatment cycle + B`, `60 mg/m2* and B`
_OF_EACH = re.compile(
    r"^\s?\*|^\s(?:of|in)\s(?:each|every|the)\s(?:treatment\s|chemotherapy\s)?(?:cycle|course)\b",
    re.IGNORECASE,
)
_PER_TIME = re.compile(r"/(?:\(\d+\.h\)|h|d|wk|mo|a|min)$")
_ALIAS = re.compile(r"[®™]?\s?(?:\([^()]{1,30}\)|\[[^\[\]]{1,12}\])")


@dataclass(slots=True)
class Group:
    """Drugs that share the facts about them."""

    drugs: list[Mention]
    facts: list[Finding] = field(default_factory=list)
    since: int = 0  # where the drug is named once more, with another phase of it


def is_joined(gap: str) -> bool:
    """`, `, ` and `, ` (Avastin) plus oral `: nothing between two drugs that tells them apart."""
    gap = _OF_EACH.sub("", _ALIAS.sub("", gap))
    if gap.count("(") > gap.count(")"):
        return False
    return len(gap) < 40 and bool(_JOINED.fullmatch(gap))


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


def share_back(groups: list[Group], text: str) -> None:
    """`A 900 mg and B 200 mg IV on day 1`: the schedule at the end holds for both; of `A on day 1 and
    B on days 1-14 of each 21-day cycle` only the cycle does."""
    _share_brackets(groups, text)
    _share_led(groups, text)
    _share_count(groups)
    for i in range(len(groups) - 2, -1, -1):
        here, after = groups[i], groups[i + 1]
        headed = text.startswith(":", after.drugs[0].end)
        shared = bool(_stated(after.facts) & set(SCHEDULE)) or _has_way_of_all(after, text)
        if shared and _is_against(here, after, text):
            keys = {"total_duration", "until"} - _stated(here.facts)
            here.facts = here.facts + [_part(f, keys) for f in after.facts[-1:] if keys & set(f.value)]
        if headed or not shared or not _adjoin(here, after, text):
            continue
        known = _stated([f for f in here.facts if f.start >= here.since])
        own = _stated([f for f in here.facts if f.start > max(here.drugs[0].start, here.since)])
        loose = {"frequency"} if _is_single(here) and _is_single(after) else set()
        timed = own & set(SCHEDULE) - {"cycle", "until"} - loose
        keys = {"cycle", "until"} - known if timed else {*SCHEDULE, "route", "method", "infusion"} - known
        if timed and "days" not in own and _is_added_placebo(after):
            keys |= {"days"}
        if timed and not own & {"days", "total_duration"} and _ends_with_length(after, text):
            keys |= {"total_duration"}
        if not timed and known & {"route", "method"}:
            keys -= {"route", "method", "infusion"}
        if sum("dose" in f.value for f in after.facts) > 1:
            keys -= {"infusion"}
        if _route(here.facts) and _route(after.facts) not in (None, _route(here.facts)):
            behind = [f for f in after.facts if "frequency" in f.value]
            keys -= set() if all(length_of(f.value["frequency"]) >= 7 for f in behind) else {"frequency"}
            keys -= {"days"} if _route(after.facts) == "oral" else set()  # `A IV and B orally on days 1-14`
        told = (f for f in here.facts if f.start > here.drugs[0].start and f.source != SHARED)
        if any(_cycle(f).get("length") for f in told):
            keys -= {"frequency", "days"}  # `A every 3 weeks for 4 courses and B weekly`
        behind = _outside_brackets(after, text)
        if len(behind) > 1 and behind[-1].label == "ROUTE" and not known & {"route", "method"}:
            keys |= {"route", "method"}
        if any(_PER_TIME.search(f.value["dose"]["unit"]) for f in here.facts if f.value.get("dose")):
            keys -= {"frequency"}  # `50 mg/week` says how often
        if _followed(here, after, text):
            keys -= {"until"} if own & {"total_duration"} else set()
            keys -= {"cycle", "until", "days"} if "frequency" in known and "days" not in known else set()
        behind = [
            f for f in behind if "until" not in f.value or not _CONTINUED.search(text, f.start - 14, f.start)
        ]
        if own & {"total_duration"}:
            behind = [f for f in behind if f.source != COUNT]
        behind = [f for f in behind if f.source != "doses:on-off"]
        if "days" not in known:
            behind = [f for f in behind if not _is_of_week(f)]
        if "days" in known and "cycle" in keys:
            behind = [_as_cycle(f) for f in behind]
        if any("dose" in f.value and f.start < after.since for f in after.facts):
            behind = [f if f.start < after.since else _part(_as_cycle(f), {"cycle", "until"}) for f in behind]
        here.facts = here.facts + [_part(f, keys) for f in behind if keys & set(f.value)]


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
    return "days" in f.value and (_cycle(f).get("length"), _cycle(f).get("unit")) == (1, "wk")


def _is_added_placebo(after: Group) -> bool:
    """`A 5 mg twice daily plus placebo on days 1-3`: the days of both, where nothing else is said of the placebo."""
    blind = all(is_placebo(d) for d in after.drugs)
    return blind and _stated(after.facts) <= {"days", "cycle"}


def _outside_brackets(after: Group, text: str) -> list[Finding]:
    """What stands behind a group's first drug, but for what a bracket says of the last: `A and B (5 mg daily)`."""
    behind = [f for f in after.facts if f.start > after.drugs[0].start]
    opened = text.find("(", after.drugs[-1].end, after.drugs[-1].end + 2)
    closed = text.find(")", opened) if opened >= 0 else -1
    inside = [f for f in behind if opened < f.start < closed]
    if not any("dose" in f.value for f in inside):
        return behind
    return [f for f in behind if not opened < f.start < closed]


def share_on(groups: list[Group], text: str) -> None:
    """`A 500 mg/m2 on day 1 every 3 weeks in combination with B 50 mg/m2 and C 500 mg/m2`: all are given then."""
    for i, here in enumerate(groups[:-1]):
        behind = [f for f in here.facts if f.start > here.drugs[-1].start and set(f.value) & _TIMES]
        rest = groups[i + 1 :]
        if not behind or any(_stated(g.facts) & set(SCHEDULE) for g in rest):
            continue
        if not all(any("dose" in f.value for f in g.facts) for g in rest):
            continue
        if _TOGETHER.fullmatch(text, max(f.end for f in here.facts), rest[0].drugs[0].start):
            for g in rest:
                g.facts = g.facts + [_part(f, _TIMES) for f in behind]
        return


def _share_led(groups: list[Group], text: str) -> None:
    """`four cycles of A 500 mg/m2, B 100 mg/m2 and C 500 mg/m2`: how many cycles of each."""
    for here, after in itertools.pairwise(groups):
        led = [f for f in here.facts if f.source in (COUNT, SHARED) and f.start < here.drugs[0].start]
        if not led or any(_cycle(f).get("count") for f in after.facts) or _followed(here, after, text):
            continue
        if all("cycle" in f.value for f in led) and _adjoin(here, after, text):
            after.facts = [_part(f, {"cycle"}) for f in led] + after.facts


def _share_count(groups: list[Group]) -> None:
    """`A on days 1-21 of each 28-day cycle for 3 cycles and B weekly for 3 cycles`: they are as long."""
    cycles = [_cycle(f) for g in groups for f in g.facts if f.value.get("cycle")]
    counted = {c["count"] for c in cycles if c["count"]}
    lengths = {(c["length"], c["unit"]) for c in cycles if c["length"]}
    if len(counted) != 1 or len(lengths) != 1:
        return
    length, unit = lengths.pop()
    for g in (g for g in groups if not any(_cycle(f).get("length") for f in g.facts)):
        g.facts = [_as_long(f, length, unit) if _cycle(f).get("count") else f for f in g.facts]


def _cycle(f: Finding) -> dict[str, Any]:
    return f.value.get("cycle") or {}


def _as_long(f: Finding, length: float, unit: str) -> Finding:
    return replace(f, value={**f.value, "cycle": {**_cycle(f), "length": length, "unit": unit}})


def _share_brackets(groups: list[Group], text: str) -> None:
    """`FOLFOX (A on day 1, then B) every 14 days`: what follows the bracket is of all within."""
    last = groups[-1]
    closed = text.find(")", last.drugs[-1].end, max((f.end for f in last.facts), default=0))
    opened = _opening(text, closed, groups[0].drugs[0].start - 40)
    behind = [_as_cycle(f) for f in last.facts if f.start > closed and f.label in ("SCHEDULE", "DURATION")]
    if opened >= 0 and text.startswith("or ", opened + 1):  # `A 40 mg (or B 9 mg) for 4 weeks`
        before = [g for g in groups[:-1] if g.drugs[0].start < opened][-1:]
        for g in before:
            g.facts = g.facts + [_part(f, set(SCHEDULE) - _stated(g.facts)) for f in behind]
    for g in groups[:-1]:
        if 0 <= opened < g.drugs[0].start:
            g.facts = g.facts + [
                _part(f, {"cycle", "until"} - _stated(g.facts)) for f in behind if "cycle" in f.value
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
        g.facts = [_part(f, set(f.value) - _stated(g.facts)) for f in first.facts] + g.facts
    del groups[0]


def has_no_time(groups: list[Group], text: str) -> bool:
    """`once daily an A 15 mg tablet and a B tablet`: B is given when A is."""
    here, after = groups
    behind = max([here.drugs[-1].end, *(f.end for f in here.facts)])
    told = any(f.label in ("SCHEDULE", "DURATION") for f in after.facts)
    return not told and is_joined(text[behind : after.drugs[0].start])


def _ends_with_length(after: Group, text: str) -> bool:
    """`A 150 mg twice daily plus B 1 mg daily for 2 weeks`: how long both are given."""
    last = after.facts[-1]
    return (
        last.start > after.drugs[-1].end
        and "total_duration" in last.value
        and _END.match(text, last.end) is not None
    )


def _followed(here: Group, after: Group, text: str) -> bool:
    """`A for 14 days followed by B until day 100`: the end is B's."""
    between = text[here.drugs[-1].end : after.drugs[0].start].lower()
    return "follow" in between or "then" in between


def _route(facts: Sequence[Finding]) -> Optional[str]:
    return next((f.value["route"] for f in facts if f.value.get("route")), None)


def _stated(facts: Sequence[Finding]) -> set[str]:
    return {k for f in facts for k, v in f.value.items() if v is not None and k in FIELDS}


def _part(f: Finding, keys: set[str]) -> Finding:
    value = {k: v for k, v in f.value.items() if k in keys or k == "warning"}
    return replace(f, value=value, source=SHARED)


def _as_cycle(f: Finding) -> Finding:
    """`every 3 weeks` behind a list of drugs with their days is the cycle's length."""
    rate = f.value.get("frequency")
    if rate is None or "cycle" in f.value or rate["times"] != 1 or length_of(rate) < 14:
        return f
    cycle = {"length": rate["period"], "unit": rate["period_unit"], "count": None}
    return replace(f, value={**f.value, "cycle": cycle})


def _adjoin(here: Group, after: Group, text: str) -> bool:
    last = max((f.end for f in here.facts), default=here.drugs[-1].end)
    first = min([f.start for f in after.facts if f.start > last] + [after.drugs[0].start])
    gap = text[max(last, here.drugs[-1].end) : first]
    return is_joined(_GIVING.sub("", gap))
