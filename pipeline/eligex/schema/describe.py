"""A regimen in words that, read again, give the same regimen."""

from collections.abc import Iterator
from typing import Optional

from eligex.schema.regimen import Dose, Event, Frequency, Regimen, Start

_UNITS = {
    "[IU]": "IU", "U": "units", "meq": "mEq", "{cells}": "cells", "[CFU]": "CFU", "[PFU]": "PFU",
    "{vg}": "vector genomes",
    "{vp}": "viral particles", "{tablet}": "tablets", "{capsule}": "capsules", "{pill}": "pills",
    "{puff}": "puffs",
    "{spray}": "sprays", "[drp]": "drops", "{patch}": "patches", "{sachet}": "sachets", "{ampule}": "ampules",
    "{vial}": "vials", "[tsp_us]": "teaspoons", "[ppm]": "ppm",
}  # fmt: skip
_TIMES = {"s": "second", "min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month", "a": "year"}


def describe(regimen: Regimen) -> str:
    """One sentence: drug, dose, route, days, frequency, cycle, lengths, start and end, as far as stated."""
    return " ".join(_parts(regimen)).replace(" ,", ",") + "."


def _parts(r: Regimen) -> Iterator[str]:
    yield (r.drug.name or r.drug.text or "Study drug").strip()
    if r.dose:
        yield _dose(r.dose)
    if r.route:
        yield r.route
    if r.method:
        yield r.method
    if r.infusion:
        yield "over " + _length(r.infusion.value, r.infusion.unit)
    if r.frequency:
        yield _frequency(r.frequency)
    if r.days:
        yield "on days " + " and ".join(_range(a, b) for a, b in r.days)
    if r.cycle and r.cycle.length:
        yield f"in {_number(r.cycle.length)}-{_TIMES[r.cycle.unit or 'd']} cycles"
    if r.cycle and r.cycle.count:
        yield f"for {r.cycle.count} cycles"
    if r.total_duration:
        yield "for " + _length(r.total_duration.value, r.total_duration.unit)
    if r.relative:
        yield ", given " + _event(r.relative)
    if r.start:
        yield ", " + _start(r.start)
    if r.until:
        yield ", until " + _event(r.until)


def _number(value: Optional[float]) -> str:
    return "" if value is None else f"{value:.12g}".replace("e+", "E")


def _length(value: Optional[float], unit: Optional[str]) -> str:
    return f"{_number(value)} {_TIMES[unit or 'd']}" + ("" if value == 1 else "s")


def _range(a: int, b: int) -> str:
    return str(a) if a == b else f"{a} to {b}"


def _dose(d: Dose) -> str:
    if d.unit == "mg.min/mL":
        return "AUC " + _span(d)
    if d.unit == "%":
        return f"{_number(d.low)}% cream"
    base, _, time = (d.unit or "mg").partition("/")
    per = {"m2": "/m2", "kg": "/kg"}.get(d.per or "", f" per {d.per}" if d.per else "")
    return f"{_span(d)} {_UNITS.get(base, base)}{per}" + (f"/{_TIMES[time]}" if time in _TIMES else "")


def _span(d: Dose) -> str:
    return _number(d.low) if d.low == d.high else f"{_number(d.low)} to {_number(d.high)}"


def _frequency(f: Frequency) -> str:
    if f.period is None:
        return "as a single dose"
    unit = _TIMES[f.period_unit or "d"]
    if f.times == 1:
        return f"every {_number(f.period)} {unit}s"
    each = unit if f.period == 1 else f"{_number(f.period)} {unit}s"
    return f"{_number(f.times)} times {'per' if f.period == 1 else 'every'} {each}"


def _event(e: Event) -> str:
    when = [] if e.value is None else [_length(e.value, e.unit)]
    return " ".join([*when, *(w for w in (e.relation, e.anchor) if w)])


def _start(s: Start) -> str:
    if s.relation is None:
        return f"starting on {_TIMES[s.unit or 'd']} {_number(s.low)}"
    if s.low is None:
        return f"starting within {_length(s.high, s.unit)} {s.relation} {s.anchor}"
    span = _number(s.low) if s.low == s.high else f"{_number(s.low)} to {_number(s.high)}"
    return f"starting {span} {_TIMES[s.unit or 'd']}s {s.relation} {s.anchor}"
