"""A phase of an administration, and when two statements of a field say the same."""

import copy
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
COUNT = "doses:count"  # the source of `four cycles`
SHARED = "regimens:shared"  # the source of a fact that stands behind another drug
# What a new phase takes over from the one before it.
CARRIED = ("dose", "route", "method")
# What begins a new phase when it is stated a second time, differently.
_DIVIDING = ("dose", "days", "frequency")
# How many pieces are given beside how much: the amount is the dose.
_ITEMS = ("{tablet}", "{capsule}", "{pill}", "{vial}", "{sachet}", "{ampule}", "{patch}")
GRAYS = ("Gy", "cGy")
_METHOD_RANK = {"injection": 0, "infusion": 1, "bolus": 2, "continuous infusion": 3}
_NEVER_INFUSED = (
    "oral",
    "topical",
    "transdermal",
    "intranasal",
    "ophthalmic",
    "rectal",
    "vaginal",
    "sublingual",
)


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
            if HOUR.search(value["text"]):
                return False  # `a single dose in the morning`
            self.facts[key] = copy.deepcopy(value)
            return True
        if key == "frequency" and self._is_vague(known, value):
            self.facts[key] = copy.deepcopy(value)
            return True
        return False

    def restate(self, f: Finding) -> None:
        """Takes a dose in place of the one that is known, of which it says more."""
        self.facts["dose"] = copy.deepcopy(f.value["dose"])
        self.places["dose"] = (f.start, f.end)
        self.evidence.add((f.start, f.end))

    def divide(self, f: Finding) -> None:
        """Takes the frequency in which a day's dose is given: of `daily 100 mg (50 mg twice a day)`."""
        dose = self.facts.get("dose")
        if dose is not None and "/" not in dose["unit"]:
            dose["unit"] += "/d"
        self.facts["frequency"] = copy.deepcopy(f.value["frequency"])
        self.evidence.add((f.start, f.end))

    def widen(self, before: Finding, f: Finding, gap: str) -> bool:
        """`50 mg, 75 mg or 100 mg`: alternatives of one dose are its range."""
        a, b = self.facts.get("dose"), f.value.get("dose")
        if not a or not b or "dose" not in before.value or not _OR.fullmatch(gap):
            return False
        if a["unit"] in GRAYS and gap.strip() == ",":
            return False  # `28.8 Gy, 1.8 Gy per fraction`
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
            loose = key == "frequency" and (_is_loose(known, value) or self._is_vague(known, value))
            if loose or (key == "frequency" and self._same_rate(known, value)):
                continue
            if key == "dose" and (same_dose(known, value) or is_rough(known) != is_rough(value)):
                continue
            return True
        return False

    def _is_vague(self, known: dict[str, Any], value: dict[str, Any]) -> bool:
        """`daily A, 400 mg twice a day`: before its dose only said to be given every day."""
        at, dose = self.places.get("frequency"), self.places.get("dose")
        ahead = at is not None and dose is not None and at[1] < dose[0]
        return ahead and known["text"].lower() == "daily" and value["period_unit"] in ("d", "h")

    def _same_rate(self, known: dict[str, Any], value: dict[str, Any]) -> bool:
        """A single dose on a day is told from what is given daily on others."""
        single = known["period"] is None and value["period"] is not None
        return same_rate(known, value) and not (single and self.states(("days",)))

    def is_restated(self, f: Finding) -> bool:
        """`40 mg before surgery and 40 mg daily`: the dose of a phase with its time, once more."""
        return "dose" in f.value and self.states(("dose",)) and self.states(SCHEDULE)

    def is_followed(self, f: Finding, then: bool) -> bool:
        """Whether a known schedule ends before `f`: `…, then monthly`; `IV on days 1-2 and PO on …`."""
        timed = self.states(("days", "frequency", "total_duration"))
        cycle = (self.facts.get("cycle") or {}).get("count")
        long = "frequency" in f.value and length_of(f.value["frequency"]) >= 14
        if then and cycle and (long or "dose" in f.value):
            return True  # `every 14 days for 5 courses and then every 21 days for 14`
        route, known = f.value.get("route"), self.facts.get("route")
        if (
            (timed or then)
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
        lasts = "infusion" in f.value and "dose" in self.facts and "dose" not in self.carried
        if then and lasts and (given == "bolus" or "infusion" in self.facts):
            return True
        longer = "total_duration" in self.facts and ("total_duration" in f.value or "frequency" in f.value)
        again = "dose" in f.value and "dose" in self.facts and "dose" not in self.carried
        return then and (anew or longer or again or ("dose" in self.facts and "frequency" in f.value))

    def is_timed_ahead(self) -> bool:
        """`A is taken once daily. The first dose is 5 mg`: how often is told before how much."""
        at, dose = self.places.get("frequency"), self.places.get("dose")
        rate = self.facts.get("frequency") or {}
        return at is not None and dose is not None and at[1] < dose[0] and rate.get("period") is not None

    def settle(self) -> None:
        self._settle_infusion()
        self._settle_bolus()
        cycle, rate = self.facts.get("cycle"), self.facts.get("frequency")
        if (
            cycle
            and cycle["count"]
            and cycle["length"] is None
            and rate
            and rate["times"] == 1
            and length_of(rate) >= 7
            and self._are_of_cycles(cycle["count"], length_of(rate))
            and self._lasts(cycle["count"] * length_of(rate))
        ):
            cycle.update(length=rate["period"], unit=rate["period_unit"])

    def _are_of_cycles(self, count: int, length: float) -> bool:
        """Whether days are those of one cycle, or the first of each: `three cycles (days 1, 22, 43)`."""
        days = self.facts.get("days") or []
        return len(days) == count > 1 or all(last <= length for _, last in days)

    def _lasts(self, days: float) -> bool:
        """Whether so many days may be all of the treatment: not of `weekly for 12 weeks (4 courses)`."""
        lasts = self.facts.get("total_duration")
        whole = length_of({"period": lasts["value"], "period_unit": lasts["unit"]}) if lasts else days
        return whole <= 1.5 * days

    def _settle_bolus(self) -> None:
        """What takes hours or is told by the hour is no bolus, though the phase before was one."""
        lasts, carried = self.facts.get("infusion"), "method" in self.carried and "dose" not in self.carried
        steady = str((self.facts.get("dose") or {}).get("unit")).endswith(("/h", "/min"))
        long = lasts is not None and lasts["unit"] in ("h", "d")
        if (long or steady) and carried and self.facts.get("method") == "bolus":
            del self.facts["method"]

    def _settle_infusion(self) -> None:
        """`for 48 hours` is the length of an infusion only where something is infused."""
        lasts = self.facts.get("infusion")
        if (
            lasts
            and lasts["unit"] == "h"
            and not self.either
            and not self.facts.get("method")
            and (self.facts.get("route") in _NEVER_INFUSED or self._recurs_within(lasts))
        ) or (lasts and lasts["unit"] == "d" and self.facts.get("method") != "continuous infusion"):
            self.facts.setdefault("total_duration", self.facts.pop("infusion"))

    def _recurs_within(self, lasts: dict[str, Any]) -> bool:
        """`every 8 hours for 24 hours`: what is given again before the time is over does not last so long."""
        rate = self.facts.get("frequency")
        whole = length_of({"period": lasts["value"], "period_unit": lasts["unit"]})
        return rate is not None and 0 < length_of(rate) < whole * rate["times"]

    def states(self, keys: Iterable[str]) -> bool:
        return any(self.facts.get(k) is not None for k in keys)


_GRAMS = {"g": 1.0, "mg": 1e-3, "ug": 1e-6, "ng": 1e-9}
HOUR = re.compile(r"\b(?:morning|evening|afternoon|night|bedtime|hs)\b", re.IGNORECASE)
_DAYS_OF_WEEK = re.compile(r"day|fraction|treatment|session", re.IGNORECASE)
_OR = re.compile(r"\s*(?:,\s?and|,|/|,?\s?or|,?\s?and/or|to)\s*(?:up to\s)?", re.IGNORECASE)
_DAYS = {"s": 0.0, "min": 0.0, "h": 1 / 24, "d": 1.0, "wk": 7.0, "mo": 30.0, "a": 365.0}


def length_of(rate: dict[str, Any]) -> float:
    """The period in days."""
    return float(rate["period"] or 0) * _DAYS.get(rate["period_unit"], 0.0)


def whole_of(length: dict[str, Any]) -> float:
    """A length in days."""
    return length_of({"period": length["value"], "period_unit": length["unit"]})


def _count(days: list[list[int]]) -> int:
    return sum(b - a + 1 for a, b in days)


def same_rate(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether two frequencies say as often; a single administration may be any."""
    if a["period"] is None or b["period"] is None:
        return True
    return abs(length_of(a) * b["times"] - length_of(b) * a["times"]) < 1e-6


def _is_monthly(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """`monthly` and `every 28 days`."""
    return a["times"] == b["times"] == 1 and {28.0, 30.0} == {length_of(a), length_of(b)}


def _is_loose(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """`every 4 hours daily`, `twice daily 5 days a week`: the second only says on which days."""
    if b["period_unit"] == "wk" and _DAYS_OF_WEEK.search(b["text"]):
        return length_of(a) <= 1
    if HOUR.search(b["text"]) and (a["times"] > 1 or length_of(a) > 1):
        return True  # `twice a day, in the morning and in the evening`, `once a week, in the morning`
    if b["text"].lower() in ("every week", "each week", "weekly") and a["period_unit"] == "wk":
        return bool(a["times"] > 1)
    return b["text"].lower() in ("daily", "every day", "each day") and length_of(a) / (a["times"] or 1) < 1


def is_rough(dose: dict[str, Any]) -> bool:
    """Pieces or a strength, which an amount beside them makes precise."""
    return dose["unit"].partition("/")[0] in _ITEMS or dose["unit"] == "%"


def same_dose(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether two doses are the same amount of the same unit."""
    if a["per"] != b["per"]:
        return False
    grams = [_GRAMS.get(d["unit"]) for d in (a, b)]
    if None in grams:
        return all(a[k] == b[k] for k in ("low", "high", "unit"))
    return all(
        abs(a[k] * (grams[0] or 1) / (b[k] * (grams[1] or 1) or 1) - 1) < 1e-6 for k in ("low", "high")
    )


def agree(key: str, a: Any, b: Any) -> bool:
    """Whether two statements of a field say the same: `50 mg` and `50 mg/day`, `daily` and `once a day`."""
    if not isinstance(a, dict) or not isinstance(b, dict):
        return bool(a == b)
    if key == "dose":
        units = {a["unit"].removesuffix("/d"), b["unit"].removesuffix("/d")}
        return len(units) == 1 and all(a[k] == b[k] for k in ("low", "high", "per"))
    if key == "frequency":
        return same_rate(a, b) or _is_monthly(a, b)
    if key == "total_duration":
        return whole_of(a) == whole_of(b)  # `1 week` and `7 days`
    return a == b
