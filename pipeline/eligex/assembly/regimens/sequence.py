"""Facts in text order to the phases of an administration."""

import copy
import itertools
import re
from collections.abc import Iterable
from typing import Any, Optional

from eligex.assembly.regimens.phases import (
    CARRIED,
    HOUR,
    SCHEDULE,
    SHARED,
    Phase,
    same_dose,
    same_rate,
)
from eligex.components.findings import Finding

_THEN = re.compile(r"\b(?:then|thereafter|afterwards?|followed by|f/b|and after that)\b", re.IGNORECASE)
# What tells alternatives for different patients or cohorts apart.
_BAND = re.compile(r"\b(?:kg|lbs?|pounds|years?|yrs?|levels?|cohorts?|weight|aged?)\b", re.IGNORECASE)
# `2 mg/kg or 200 mg every 3 weeks`, `14 mg/m2 and at 17.5 mg/m2 on day 1`
_EITHER = re.compile(
    r"\s?,?\s(?:or|and/or|and(?=\s(?:at|a)\s))\s(?:at\s)?(?:a\s(?:dose\sof\s)?)?", re.IGNORECASE
)
_OR_ELSE = re.compile(r"[^.;]{0,40}\bor\s(?:at\s)?(?:a\sdose\sof\s)?", re.IGNORECASE)
_COURSE = ("cycle", "until", "total_duration")
_VOLUMES = ("mL", "uL", "L")
_AS = re.compile(r"\bas\s(?:an?\s|one\s)?(?:single\s)?\Z", re.IGNORECASE)
_JOINED = re.compile(
    r"\)?\s?,?\s(?:and|then|(?:with|after|following)\san?\s(?:loading|initial)\sdose\sof)\s", re.IGNORECASE
)
_BESIDE = 4  # characters between a length and the days on which it is one
_ADDED = re.compile(r"\+|\band\b|\bplus\b", re.IGNORECASE)
_AND = re.compile(r"(?:\band\b|[,;])[^,;]{0,12}$", re.IGNORECASE)


def phases_of(facts: list[Finding], text: str) -> list[Phase]:
    """A new phase begins with the first fact that states a dose, days or a frequency anew."""
    reader = _PhaseReader(text)
    for i, f in enumerate(facts):
        reader.ahead = facts[i + 1] if i + 1 < len(facts) else None
        reader.take(f)
    for p in reader.phases:
        p.settle()
    _share_cycle(reader.phases)
    _merge_hours(reader.phases)
    _share_way(reader.phases)
    _share_lead(reader.phases)
    for one, other in itertools.pairwise(reversed(reader.phases)):
        _share_band(other, one, text)
        _share_bolus(other, one)
    _share_behind(reader.phases, text)
    return [p for p in reader.phases if p.facts]


def _share_band(here: Phase, after: Phase, text: str) -> None:
    """`30 mg (15 kg or less) or 45 mg (above 15 kg) twice daily`: the schedule is of both."""
    at, to = here.places.get("dose"), after.places.get("dose")
    if at is None or to is None or at[1] > to[0]:
        return
    gap = text[at[1] : to[0]]
    if here.states(SCHEDULE):
        if here.states(("frequency",)) and not here.states(_COURSE) and _OR_ELSE.fullmatch(gap):
            _hand_back(here, after, _COURSE)  # `150 mg BID, or 75 mg BID in the elderly, for 3 months`
        return
    told = _BAND.search(gap) and not _THEN.search(gap) and len(gap) <= 80
    if told or _EITHER.fullmatch(gap):
        _hand_back(here, after, (*SCHEDULE, "route", "method"))


def _share_bolus(here: Phase, after: Phase) -> None:
    """`400 mg/m2 bolus, then 2400 mg/m2 over 46 hours every 2 weeks for 12 cycles`: both in each cycle."""
    if here.facts.get("method") != "bolus" or not after.states(("cycle",)):
        return
    if not here.states(SCHEDULE):
        _hand_back(here, after, ("cycle", "frequency"))
    elif set(SCHEDULE) & set(here.facts) == {"days"}:
        _hand_back(here, after, ("cycle",))  # `bolus on day 1, then over 46 hours every 2 weeks`


def _hand_back(here: Phase, after: Phase, keys: Iterable[str]) -> None:
    """Gives a phase what it leaves open of `keys` and a later one states."""
    for key in keys:
        if after.states((key,)) and not here.states((key,)):
            here.facts[key] = copy.deepcopy(after.facts[key])
            here.evidence |= {after.places[key]} if key in after.places else set()


def _share_behind(phases: list[Phase], text: str) -> None:
    """`(8 mg/kg, then 6 mg/kg every 3 weeks) over 60 minutes`: what stands behind the brackets is of all within."""
    *earlier, last = phases
    first = earlier[0].places.get("dose") if earlier else None
    dose = last.places.get("dose")
    if first is None or dose is None or "dose" in last.carried or _is_outside(text, first[1], dose):
        return
    behind = [k for k in ("infusion", *_COURSE) if _is_outside(text, dose[1], last.places.get(k))]
    loading = _FIRST.search(text, max(0, first[0] - 16), first[1] + 16)
    for p in earlier:
        ends = loading or p.states(("until", "total_duration"))
        _hand_back(p, last, ["infusion"] if ends and "infusion" in behind else [] if ends else behind)


def _is_outside(text: str, start: int, place: Optional[tuple[int, int]]) -> bool:
    """Whether brackets that are open at `start` close before `place`."""
    between = text[start : place[0]] if place else ""
    return between.count(")") > between.count("(")


def _merge_hours(phases: list[Phase]) -> None:
    """`2 capsules in the morning and 2 at night`: one dose, twice a day."""
    for i in range(len(phases) - 1, 0, -1):
        here, after = phases[i - 1], phases[i]
        rates = here.facts.get("frequency"), after.facts.get("frequency")
        told = all(r and r["times"] == 1 and HOUR.search(r["text"]) for r in rates)
        if told and here.facts.get("dose") == after.facts.get("dose") and not after.states(("days", "start")):
            here.facts = {**after.facts, **here.facts, "frequency": {**(rates[0] or {}), "times": 2}}
            here.evidence |= after.evidence
            del phases[i]


def _share_lead(phases: list[Phase]) -> None:
    """`weekly (4 mg/kg, then 2 mg/kg)`: a frequency ahead of all doses is that of each."""
    first, *later = phases
    rate, dose = first.places.get("frequency"), first.places.get("dose")
    if rate is None or dose is None or rate[0] > dose[0]:
        return
    for p in later:
        if p.states(("dose",)) and not p.states(("frequency", "days")) and not _has_length(p):
            p.facts["frequency"] = copy.deepcopy(first.facts["frequency"])
            p.evidence.add(rate)


def _has_length(phase: Phase) -> bool:
    return (phase.facts.get("cycle") or {}).get("length") is not None


def _share_way(phases: list[Phase]) -> None:
    """`8 mg on days 1-2, 16 mg on days 3-7, continuous intravenous drip`: the way at the end is of all."""
    *earlier, last = phases
    if "route" in last.carried or any(p.states(("route",)) for p in earlier):
        return
    for p in earlier:
        for key in ("route",) if p.states(("method",)) else ("route", "method"):
            if last.states((key,)) and p.states(("dose",)):
                p.facts[key] = last.facts[key]
                p.evidence |= {last.places[key]}


def _share_cycle(phases: list[Phase]) -> None:
    """`bolus on day 1, then 46 hours from day 1 of each 14-day cycle`: days before are of that cycle too."""
    timed = [p for p in phases if p.states(("days",))]
    cycles = [p.facts["cycle"] for p in timed if p.states(("cycle",))]
    if len(cycles) == 1 and len(timed) > 1:
        for p in timed:
            p.facts.setdefault("cycle", copy.deepcopy(cycles[0]))


class _PhaseReader:
    def __init__(self, text: str) -> None:
        self.phases = [Phase()]
        self.ahead: Optional[Finding] = None  # the fact behind the one that is taken
        self._text = text
        self._before: Optional[Finding] = None
        self._dose_end = 0
        self._dose: Optional[Finding] = None
        self._aside_end = 0  # the end of brackets that say a dose again in other words
        self._listed = False  # whether these brackets list several doses
        self._inner_end = 0  # the end of brackets in which a phase began
        self._other: Optional[dict[str, Any]] = None  # a rate given as the alternative of the phase's
        self._again: Optional[dict[str, Any]] = None  # a dose stated a second time, unchanged

    def take(self, f: Finding) -> None:
        before, self._before = self._before, f
        self._return(f)
        last = self.phases[-1]
        if f.start < self._aside_end:
            self._take_aside(f)
            return
        gap = self._text[before.end : f.start] if before and f.source != SHARED else ""
        if before and (self._is_said_already(before, f, gap) or last.widen(before, f, gap)):
            return
        if self._is_of_same_way(before, f) or self._is_day_sum(f) or self._is_volume(f):
            return
        last.formed = last.formed and not _ADDED.search(gap)
        joined = before is not None and bool(_JOINED.fullmatch(gap)) and last.is_restated(f)
        if (
            joined
            or self._is_headed(f)
            or self._is_another_length(f)
            or last.differs(f)
            or (before and last.is_followed(f, self._is_later(f, gap)))
        ):
            if _is_restated(f, self._dose_end, self._text):
                self._aside_end, self._listed = self._end_of_aside(f), False
                last.either |= "route" in f.value
                self._other = f.value.get("frequency")
                return
            self._inner_end = self._end_of_aside(f) if "dose" in f.value else 0
            self.phases.append(_next(last, self._again))
            if f.value.get("route"):
                self.phases[-1].facts.pop("method", None)
            self._again = None
        dose, known = f.value.get("dose"), self.phases[-1].facts.get("dose")
        if dose:
            apart = not _opened(self._text[self._dose_end : f.start])
            self._again = dose if known and apart and same_dose(known, dose) else None
            self._dose_end = f.end
            self._dose = f
        self.phases[-1].take(f)

    def _is_headed(self, f: Finding) -> bool:
        """`Week 1: 50 mg, weeks 2-4: 100 mg`: a time that heads the dose behind it."""
        if f.source not in ("doses:week", "doses:weeks") or not self.phases[-1].states(("dose",)):
            return False
        ahead = self.ahead is not None and "dose" in self.ahead.value and self.phases[-1].states(("start",))
        return ahead and self._text[f.end : f.end + 2].strip().startswith(":")

    def _is_another_length(self, f: Finding) -> bool:
        """`over 30 minutes on days 1 and 15 and over 60 minutes on day 22`: another length, and its days."""
        known, last = self.phases[-1].facts.get("infusion"), self.phases[-1]
        if "infusion" not in f.value or known in (None, f.value["infusion"]) or not last.states(("days",)):
            return False
        return self.ahead is not None and "days" in self.ahead.value and self.ahead.start - f.end < _BESIDE

    def _is_of_same_way(self, before: Optional[Finding], f: Finding) -> bool:
        """`100 mg PO, 200 mg PO or 300 mg PO`: a range, its way said with each of its doses."""
        dose, last = self._dose, self.phases[-1]
        if before is None or dose is None or not before.value.get("route") or "dose" not in f.value:
            return False
        way = self._text[before.start : before.end]
        again = self._text[f.end : f.end + 24].lstrip().startswith(way)
        if not again or self._text[dose.end : before.start].strip():
            return False
        wider = last.widen(dose, f, self._text[before.end : f.start])
        self._dose = f if wider else dose
        return wider

    def _is_volume(self, f: Finding) -> bool:
        """`5 ug as a 0.5 mL injection`: the volume of a dose that is told; of `1 mL (200 mg)` the amount is kept."""
        known, dose = self._dose, f.value.get("dose")
        if known is None or dose is None or known.value["dose"]["per"] != dose["per"]:
            return False
        mine, other = (d["unit"] in _VOLUMES for d in (known.value["dose"], dose))
        if other and not mine:
            return _AS.search(self._text[known.end : f.start]) is not None
        counted = dose["unit"].startswith(("{", "[CFU]", "[drp]"))
        if not mine or other or counted or self._text[known.end : f.start].strip() != "(":
            return False
        self.phases[-1].restate(f)
        self._dose, self._dose_end = f, f.end
        return True

    def _is_day_sum(self, f: Finding) -> bool:
        """`4 g three times a day, 12 g a day`: the second says what the first adds up to."""
        facts, dose = self.phases[-1].facts, f.value.get("dose")
        known, rate = facts.get("dose"), facts.get("frequency")
        if not known or not rate or not dose or rate["times"] < 2 or rate["period_unit"] != "d":
            return False
        summed = all(abs(known[k] * rate["times"] - dose[k]) < 1e-6 for k in ("low", "high"))
        daily = dose["unit"] == f"{known['unit']}/d" and dose["per"] == known["per"]
        return summed and daily and rate["period"] == 1

    def _return(self, f: Finding) -> None:
        """`2 mg/kg (first dose 4 mg/kg) weekly`: what follows the brackets is about what stands before them."""
        if 0 < self._inner_end < f.start:
            self.phases[-2:] = self.phases[:-3:-1]
            self._inner_end = 0

    def _is_later(self, f: Finding, gap: str) -> bool:
        """`…, then monthly`, `at weeks 0 and 4 and monthly thereafter`."""
        behind = self._text[f.end : f.end + 14].lstrip(" ,(").lower()
        return bool(_THEN.search(gap)) or (behind.startswith("thereafter") and bool(_AND.search(gap)))

    def _is_said_already(self, before: Finding, f: Finding, gap: str) -> bool:
        """Whether a bare frequency only explains the one before it, or is its alternative."""
        if not _is_bare(f):
            return False
        rate = f.value["frequency"]
        if self._other and same_rate(self._other, rate):
            return True
        if "frequency" not in before.value:
            return False
        if gap.count("(") > gap.count(")") and len(gap) < 24:
            self._aside_end = max(0, self._text.find(")", f.end, f.end + 80))
            return True
        if re.fullmatch(r"\)?\s?(?:,\s?)?or\s\(?", gap):
            self._other = rate
            return True
        if f.source == "doses:divided" and not gap.strip():
            self.phases[-1].facts["frequency"] = dict(rate)
            self.phases[-1].evidence.add((f.start, f.end))
        return not gap.strip()

    def _take_aside(self, f: Finding) -> None:
        """`2000 mg/m2 per day (1000 mg/m2 BID)`: how a day's dose is divided; the days of a total's parts."""
        facts = self.phases[-1].facts
        ahead = self.ahead is not None and "dose" in self.ahead.value and self.ahead.start < self._aside_end
        self._listed |= ahead
        if "days" in f.value and "days" not in facts and not self._listed:
            self.phases[-1].take(f, ("days",))
        if f.value.get("route") and "route" not in facts:
            self.phases[-1].take(f, ("route",))
        rate, known = f.value.get("frequency"), facts.get("frequency")
        if (
            rate
            and known
            and rate["times"] > 1
            and rate["period_unit"] == "d"
            and known["text"].lower() == "daily"
        ):
            self.phases[-1].divide(f)
        if (
            "frequency" in f.value
            and "frequency" not in facts
            and facts.get("dose", {}).get("unit", "").endswith("/d")
        ):
            self.phases[-1].take(f, ("frequency",))

    def _end_of_aside(self, f: Finding) -> int:
        between = self._text[self._dose_end : f.start]
        if between.count("(") <= between.count(")"):
            return 0
        return max(0, self._text.find(")", f.end, f.end + 80))


def _is_bare(f: Finding) -> bool:
    """Whether a finding states a frequency and nothing else."""
    return "frequency" in f.value and set(f.value) <= {"frequency", "warning"}


def _next(before: Phase, dose: Optional[dict[str, Any]]) -> Phase:
    carried = {k: copy.deepcopy(before.facts[k]) for k in CARRIED if k in before.facts}
    stated = {"dose": copy.deepcopy(dose)} if dose else {}
    places = {k: before.places[k] for k in carried if k in before.places}
    return Phase(
        facts={**carried, **stated},
        carried=set(carried) - set(stated),
        places=places,
        evidence=set(places.values()),
        former=dict(places),
    )


_FIRST = re.compile(
    r"\b(?:first|loading|initial|starting|followed|then|titrated|increased|escalated)\b", re.IGNORECASE
)
_RAISED = re.compile(r"\b(?:increas|titrat|escalat|rais)\w*\s(?:[^.;]{0,40})$")
_LIMIT = re.compile(
    r"(?:(?<!cycle )(?<!week )(?<!kg )(?<!level )(?<!dose )=|\bmax(?:imum)?\b[^.;]{0,28}|\bexceed\w*|\bcapped at"
    r"|\bno more than|\bequal\w*(?: to)?)\s*$"
)


def _is_limit(text: str, f: Finding) -> bool:
    """`maximum 10 mg`, but not `increased to a maximum of 10 mg`, which is given."""
    before = text[max(0, f.start - 80) : f.start].lower()
    return bool(_LIMIT.search(before[-36:])) and not _RAISED.search(before)


def _opened(text: str) -> bool:
    return any(text.count(a) > text.count(b) for a, b in ("()", "[]"))


def _is_restated(f: Finding, given: int, text: str) -> bool:
    """`1000 mcg (1 mg)`, `500 mg BID (total daily dose 1000 mg)`; `IV or PO` names an alternative."""
    before = text[max(0, f.start - 36) : f.start].lower()
    if f.label == "DOSE":
        between = text[given : f.start]
        enclosed = _opened(between) and not _FIRST.search(between)
        return enclosed or "total" in before or before.endswith(("tdd of ", "tdd ")) or _is_limit(text, f)
    return before.rstrip().endswith((" or", "/or"))
