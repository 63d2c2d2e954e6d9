"""Facts in text order to the phases of an administration."""

import copy
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Optional

from eligex.components.findings import Finding

FIELDS = (
    "dose",
    "route",
    "method",
    "infusion",
    "days",
    "cycle",
    "frequency",
    "start",
    "until",
    "relative",
    "total_duration",
)
SCHEDULE = ("days", "frequency", "cycle", "until", "start", "total_duration", "relative")
SHARED = "regimens:shared"  # the source of a fact that stands behind another drug
# What a new phase takes over from the one before it.
_CARRIED = ("dose", "route", "method")
# What begins a new phase when it is stated a second time, differently.
_DIVIDING = ("dose", "days", "frequency")
# How many pieces are given beside how much: the amount is the dose.
_ITEMS = ("{tablet}", "{capsule}", "{pill}", "{vial}", "{sachet}", "{ampule}", "{patch}")
_METHOD_RANK = {"injection": 0, "infusion": 1, "bolus": 2, "continuous infusion": 3}
_NEVER_INFUSED = ("oral", "topical", "transdermal", "intranasal", "ophthalmic")


@dataclass(slots=True)
class Phase:
    """Stated fields of one phase with the extents and warnings that they rest on."""

    facts: dict[str, Any] = field(default_factory=dict)
    evidence: set[tuple[int, int]] = field(default_factory=set)
    warnings: set[tuple[str, int, int]] = field(default_factory=set)
    carried: set[str] = field(default_factory=set)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)  # where each field was stated
    former: dict[str, tuple[int, int]] = field(default_factory=dict)  # of these, in the phase before
    stage: Optional[str] = None  # maintenance or consolidation, where the text says so
    formed: bool = False  # the route is only that of a form: `cream`
    either: bool = False  # another route was named beside this one: `PO or IV over 2 hours`

    def take(self, f: Finding, keys: Iterable[str] = FIELDS) -> None:
        """Adds what is not stated yet; joins cycles; a method gives way to a more precise one."""
        used = False
        carried = set(self.carried)
        for key, value in self._reading(f).items():
            if key in keys and value is not None and self._set(key, value):
                used = True
                if key == "route":
                    self.formed = f.value.get("kind") == "form"
                self.places[key] = (f.start, f.end)
        if used:
            self.evidence.add((f.start, f.end))
            self._forget(carried - self.carried)
            if "warning" in f.value:
                self.warnings.add((f.value["warning"], f.start, f.end))

    def _forget(self, replaced: set[str]) -> None:
        """A phase no longer rests on what it had from the one before and now states itself."""
        self.evidence |= {self.places[k] for k in self.carried if k in self.places}
        for key in replaced:
            self.evidence.discard(self.former.pop(key, (0, 0)))

    def _reading(self, f: Finding) -> dict[str, Any]:
        """What a finding states in the light of the phase: a long period beside a shorter one is the
        cycle's, `per day` behind an amount is a part of it."""
        rate = f.value.get("frequency")
        if rate is None or "days" in f.value:
            return f.value
        if self._is_cycle(rate):
            cycle = {"length": rate["period"], "unit": rate["period_unit"], "count": None}
            one_day = self.facts.get("frequency") is None and _count(self.facts.get("days") or []) == 1
            return {"cycle": cycle, **({"frequency": rate} if one_day else {})}
        dose = self.facts.get("dose")
        if dose and rate["text"].lower() in ("per day", "a day") and "/" not in dose["unit"]:
            dose["unit"] += "/d"
            return {}
        return f.value

    def _is_cycle(self, rate: dict[str, Any]) -> bool:
        if rate["times"] != 1 or length_of(rate) < 14:
            return False
        known, days = self.facts.get("frequency"), self.facts.get("days") or []
        shorter = known is not None and known["period"] is not None and length_of(known) < length_of(rate)
        lasts = self.facts.get("total_duration")
        within = lasts is not None and length_of(
            {"period": lasts["value"], "period_unit": lasts["unit"]}
        ) < length_of(rate)
        return shorter or bool(days) or within

    def _set(self, key: str, value: Any) -> bool:
        known = self.facts.get(key)
        if known is None or key in self.carried or (key == "route" and self.formed):
            if key == "route" and known not in (None, value) and "method" in self.carried:
                self.facts.pop("method", None)
            self.facts[key] = copy.deepcopy(value)
            self.carried.discard(key)
            return True
        if key == "dose" and is_rough(known) and not is_rough(value):
            self.facts[key] = copy.deepcopy(value)
            return True
        if key == "cycle":
            joined = {k: known[k] if known[k] is not None else value[k] for k in known}
            self.facts[key] = joined
            return bool(joined != known)
        if key == "method" and _METHOD_RANK.get(value, -1) > _METHOD_RANK.get(known, 9):
            self.facts[key] = value
            return True
        if key == "frequency" and known["period"] is None and value["period"] is not None:
            if _HOUR.search(value["text"]):
                return False  # `a single dose in the morning`
            self.facts[key] = copy.deepcopy(value)
            return True
        return False

    def widen(self, before: Finding, f: Finding, gap: str) -> bool:
        """`50 mg, 75 mg or 100 mg`: alternatives of one dose are its range."""
        a, b = self.facts.get("dose"), f.value.get("dose")
        if not a or not b or "dose" not in before.value or not _OR.fullmatch(gap):
            return False
        if a["unit"] != b["unit"] or (a["per"] != b["per"] and a["per"]):
            return False
        a.update(low=min(a["low"], b["low"]), high=max(a["high"], b["high"]), per=b["per"])
        self.evidence.add((f.start, f.end))
        return True

    def differs(self, f: Finding, keys: Iterable[str] = _DIVIDING) -> bool:
        """Whether `f` states a dividing field otherwise."""
        said = (
            self._reading(f)
            if "frequency" in f.value and f.value["frequency"]["text"].lower() not in ("per day", "a day")
            else f.value
        )
        for key in keys:
            known, value = self.facts.get(key), said.get(key)
            if known is None or value is None or key in self.carried or known == value:
                continue
            if key == "frequency" and (_is_loose(known, value) or self._same_rate(known, value)):
                continue
            if key == "dose" and (_same_dose(known, value) or is_rough(known) != is_rough(value)):
                continue
            return True
        return False

    def _same_rate(self, known: dict[str, Any], value: dict[str, Any]) -> bool:
        """A single dose on a day is told from what is given daily on others."""
        single = known["period"] is None and value["period"] is not None
        return _same_rate(known, value) and not (single and self.states(("days",)))

    def is_restated(self, f: Finding) -> bool:
        """`40 mg before surgery and 40 mg daily`: the dose of a phase with its time, once more."""
        return "dose" in f.value and self.states(("dose",)) and self.states(SCHEDULE)

    def is_followed(self, f: Finding, then: bool) -> bool:
        """Whether a known schedule ends before `f`: `…, then monthly`; `IV on days 1-2 and PO on …`."""
        timed = self.states(("days", "frequency", "total_duration"))
        route, known = f.value.get("route"), self.facts.get("route")
        if (
            timed
            and route
            and known
            and route != known
            and not self.formed
            and (then or "route" not in self.carried)
        ):
            return True
        anew = timed and any(k in f.value and f.value[k] != self.facts.get(k) for k in _DIVIDING)
        method, given = f.value.get("method"), self.facts.get("method")
        if then and method and given and method != given and "method" not in self.carried:
            return True
        longer = "total_duration" in self.facts and ("total_duration" in f.value or "frequency" in f.value)
        again = "dose" in f.value and "dose" in self.facts and "dose" not in self.carried
        return then and (anew or longer or again or ("dose" in self.facts and "frequency" in f.value))

    def settle(self) -> None:
        self._settle_infusion()
        lasts = self.facts.get("infusion")
        if lasts and lasts["unit"] in ("h", "d") and {"method", "dose"} & self.carried == {"method"}:
            if self.facts.get("method") == "bolus":
                del self.facts["method"]
        cycle, rate = self.facts.get("cycle"), self.facts.get("frequency")
        if (
            cycle
            and cycle["count"]
            and cycle["length"] is None
            and rate
            and rate["times"] == 1
            and length_of(rate) >= 7
            and all(last <= length_of(rate) for _, last in self.facts.get("days") or [])
        ):
            cycle.update(length=rate["period"], unit=rate["period_unit"])

    def _settle_infusion(self) -> None:
        """`for 48 hours` is the length of an infusion only where something is infused."""
        lasts = self.facts.get("infusion")
        if (
            lasts
            and lasts["unit"] == "h"
            and not self.either
            and not self.facts.get("method")
            and self.facts.get("route") in _NEVER_INFUSED
        ) or (lasts and lasts["unit"] == "d" and self.facts.get("method") != "continuous infusion"):
            self.facts.setdefault("total_duration", self.facts.pop("infusion"))

    def states(self, keys: Iterable[str]) -> bool:
        return any(self.facts.get(k) is not None for k in keys)


_THEN = re.compile(r"\b(?:then|thereafter|afterwards?|followed by|and after that)\b", re.IGNORECASE)
# What tells alternatives for different patients or cohorts apart.
_BAND = re.compile(r"\b(?:kg|lbs?|pounds|years?|yrs?|levels?|cohorts?|weight|aged?)\b", re.IGNORECASE)
_HOUR = re.compile(r"\b(?:morning|evening|afternoon|night|bedtime|hs)\b", re.IGNORECASE)
_JOINED = re.compile(r"\)?\s?,?\s(?:and|then)\s", re.IGNORECASE)
_ADDED = re.compile(r"\+|\band\b|\bplus\b", re.IGNORECASE)
_AND = re.compile(r"(?:\band\b|[,;])[^,;]{0,12}$", re.IGNORECASE)
_OR = re.compile(r"\s*(?:,\s?and|,|/|,?\s?or|,?\s?and/or|to)\s*(?:up to\s)?", re.IGNORECASE)
_DAYS = {"s": 0.0, "min": 0.0, "h": 1 / 24, "d": 1.0, "wk": 7.0, "mo": 30.0, "a": 365.0}


def length_of(rate: dict[str, Any]) -> float:
    """The period in days."""
    return float(rate["period"] or 0) * _DAYS.get(rate["period_unit"], 0.0)


def _count(days: list[list[int]]) -> int:
    return sum(b - a + 1 for a, b in days)


def _same_rate(a: dict[str, Any], b: dict[str, Any]) -> bool:
    if a["period"] is None or b["period"] is None:
        return True
    return abs(length_of(a) * b["times"] - length_of(b) * a["times"]) < 1e-6


def _is_loose(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """`every 4 hours daily`, `twice daily 5 days a week`: the second only says on which days."""
    if b["period_unit"] == "wk" and "day" in b["text"].lower():
        return length_of(a) <= 1
    if b["text"].lower() in ("every week", "each week", "weekly") and a["period_unit"] == "wk":
        return bool(a["times"] > 1)
    return b["text"].lower() in ("daily", "every day", "each day") and length_of(a) / (a["times"] or 1) < 1


def is_rough(dose: dict[str, Any]) -> bool:
    """Pieces or a strength, which an amount beside them makes precise."""
    return dose["unit"].partition("/")[0] in _ITEMS or dose["unit"] == "%"


def _same_dose(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return all(a[k] == b[k] for k in ("low", "high", "unit", "per"))


def agree(key: str, a: Any, b: Any) -> bool:
    """Whether two statements of a field say the same: `50 mg` and `50 mg/day`, `daily` and `once a day`."""
    if not isinstance(a, dict) or not isinstance(b, dict):
        return bool(a == b)
    if key == "dose":
        units = {a["unit"].removesuffix("/d"), b["unit"].removesuffix("/d")}
        return len(units) == 1 and all(a[k] == b[k] for k in ("low", "high", "per"))
    if key == "frequency":
        return _same_rate(a, b)
    return a == b


def phases_of(facts: list[Finding], text: str) -> list[Phase]:
    """A new phase begins with the first fact that states a dose, days or a frequency anew."""
    reader = _PhaseReader(text)
    for f in facts:
        reader.take(f)
    for p in reader.phases:
        p.settle()
    _share_cycle(reader.phases)
    _merge_hours(reader.phases)
    _share_way(reader.phases)
    _share_lead(reader.phases)
    for one, other in itertools.pairwise(reversed(reader.phases)):
        _share_band(other, one, text)
    return [p for p in reader.phases if p.facts]


def _share_band(here: Phase, after: Phase, text: str) -> None:
    """`30 mg (15 kg or less) or 45 mg (above 15 kg) twice daily`: the schedule is of both."""
    at, to = here.places.get("dose"), after.places.get("dose")
    if at is None or to is None or at[1] > to[0] or here.states(SCHEDULE):
        return
    gap = text[at[1] : to[0]]
    if not _BAND.search(gap) or _THEN.search(gap) or len(gap) > 80:
        return
    for key in (*SCHEDULE, "route", "method"):
        if after.states((key,)) and not here.states((key,)):
            here.facts[key] = copy.deepcopy(after.facts[key])
            here.evidence |= {after.places[key]} if key in after.places else set()


def _merge_hours(phases: list[Phase]) -> None:
    """`2 capsules in the morning and 2 at night`: one dose, twice a day."""
    for i in range(len(phases) - 1, 0, -1):
        here, after = phases[i - 1], phases[i]
        rates = here.facts.get("frequency"), after.facts.get("frequency")
        told = all(r and r["times"] == 1 and _HOUR.search(r["text"]) for r in rates)
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
        if p.states(("dose",)) and not p.states(("frequency", "days", "cycle")):
            p.facts["frequency"] = copy.deepcopy(first.facts["frequency"])
            p.evidence.add(rate)


def _share_way(phases: list[Phase]) -> None:
    """`8 mg on days 1-2, 16 mg on days 3-7, continuous intravenous drip`: the way at the end is of all."""
    *earlier, last = phases
    if "route" in last.carried or any(p.states(("route", "method")) for p in earlier):
        return
    for p in earlier:
        for key in ("route", "method"):
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
        self._text = text
        self._before: Optional[Finding] = None
        self._dose_end = 0
        self._aside_end = 0  # the end of brackets that say a dose again in other words
        self._other: Optional[dict[str, Any]] = None  # a rate given as the alternative of the phase's
        self._again: Optional[dict[str, Any]] = None  # a dose stated a second time, unchanged

    def take(self, f: Finding) -> None:
        before, self._before = self._before, f
        last = self.phases[-1]
        if f.start < self._aside_end:
            self._take_aside(f)
            return
        gap = self._text[before.end : f.start] if before and f.source != SHARED else ""
        if before and (self._is_said_already(before, f, gap) or last.widen(before, f, gap)):
            return
        last.formed = last.formed and not _ADDED.search(gap)
        joined = before is not None and bool(_JOINED.fullmatch(gap)) and last.is_restated(f)
        if joined or last.differs(f) or (before and last.is_followed(f, self._is_later(f, gap))):
            if _is_restated(f, self._dose_end, self._text):
                self._aside_end = self._end_of_aside(f)
                last.either |= "route" in f.value
                self._other = f.value.get("frequency")
                return
            self.phases.append(_next(last, self._again))
            if f.value.get("route"):
                self.phases[-1].facts.pop("method", None)
            self._again = None
        dose, known = f.value.get("dose"), self.phases[-1].facts.get("dose")
        if dose:
            self._again = dose if known and _same_dose(known, dose) else None
            self._dose_end = f.end
        self.phases[-1].take(f)

    def _is_later(self, f: Finding, gap: str) -> bool:
        """`…, then monthly`, `at weeks 0 and 4 and monthly thereafter`."""
        behind = self._text[f.end : f.end + 14].lstrip(" ,(").lower()
        return bool(_THEN.search(gap)) or (behind.startswith("thereafter") and bool(_AND.search(gap)))

    def _is_said_already(self, before: Finding, f: Finding, gap: str) -> bool:
        """Whether a bare frequency only explains the one before it, or is its alternative."""
        if not _is_bare(f):
            return False
        rate = f.value["frequency"]
        if self._other and _same_rate(self._other, rate):
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
        """`2000 mg/m2 per day (1000 mg/m2 BID)`: how a day's dose is divided."""
        facts = self.phases[-1].facts
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
    carried = {k: copy.deepcopy(before.facts[k]) for k in _CARRIED if k in before.facts}
    stated = {"dose": copy.deepcopy(dose)} if dose else {}
    places = {k: before.places[k] for k in carried if k in before.places}
    return Phase(
        facts={**carried, **stated},
        carried=set(carried) - set(stated),
        places=places,
        evidence=set(places.values()),
        former=dict(places),
    )


_RAISED = re.compile(r"\b(?:increas|titrat|escalat|rais)\w*\s(?:[^.;]{0,40})$")
_LIMIT = re.compile(
    r"(?:=|\bmax(?:imum)?\b[^.;]{0,20}|\bexceed\w*|\bcapped at|\bno more than|\bequal\w*(?: to)?)\s*$"
)


def _is_limit(text: str, f: Finding) -> bool:
    """`maximum 10 mg`, but not `increased to a maximum of 10 mg`, which is given."""
    before = text[max(0, f.start - 80) : f.start].lower()
    return bool(_LIMIT.search(before[-24:])) and not _RAISED.search(before)


def _is_restated(f: Finding, given: int, text: str) -> bool:
    """`1000 mcg (1 mg)`, `500 mg BID (total daily dose 1000 mg)`; `IV or PO` names an alternative."""
    before = text[max(0, f.start - 36) : f.start].lower()
    if f.label == "DOSE":
        between = text[given : f.start]
        return between.count("(") > between.count(")") or "total" in before or _is_limit(text, f)
    return before.rstrip().endswith((" or", "/or"))
