"""Units of doses, routes and frequencies: the tables `dose_units`, `routes` and `frequencies`."""

import functools
from typing import NamedTuple, Optional

from eligex.vocab.tables import Row, VocabularyError, table, values

TIME_UNITS = {
    "s": "second|seconds|sec|secs|s",
    "min": "minute|minutes|min|mins|mn",
    "h": "hour|hours|hr|hrs|h",
    "d": "day|days|night|nights|d",
    "wk": "week|weeks|wk|wks|w",
    "mo": "month|months|mo|mos|mth|mths",
    "a": "year|years|yr|yrs|y",
}


class Unit(NamedTuple):
    """UCUM `code`; an amount in the written unit times `scale` is one in `code`."""

    code: str
    scale: float
    exact: bool
    kind: str


class Way(NamedTuple):
    """A route, a method or both. `kind`: route, method, both, form (cream) or item (tablet)."""

    route: Optional[str]
    method: Optional[str]
    kind: str


class Rate(NamedTuple):
    """`times` in `period` `period_unit` (UCUM); period None is a single administration."""

    times: float
    period: Optional[float]
    period_unit: Optional[str]
    warning: Optional[str]


def _forms(name: str) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in table(name):
        for form in values(row["forms"]):
            if form in found:
                raise VocabularyError(f"{name}.csv: the form {form!r} is twice there")
            found[form] = row
    return found


@functools.cache
def units() -> dict[str, Unit]:
    """By form. Raises VocabularyError on a form that is twice there."""
    return {
        form: Unit(r["unit"], float(r["scale"]), bool(r["exact"]), r["kind"])
        for form, r in _forms("dose_units").items()
    }


@functools.cache
def ways() -> dict[str, Way]:
    """By form. Raises VocabularyError on a form that is twice there."""
    return {
        form: Way(r["route"] or None, r["method"] or None, r["kind"]) for form, r in _forms("routes").items()
    }


@functools.cache
def rates() -> dict[str, Rate]:
    """By form. Raises VocabularyError on a form that is twice there or a unit unknown to UCUM."""
    found = {}
    for form, r in _forms("frequencies").items():
        if r["period_unit"] and r["period_unit"] not in TIME_UNITS:
            raise VocabularyError(f"frequencies.csv: unknown period_unit {r['period_unit']!r}")
        period = float(r["period"]) if r["period"] else None
        found[form] = Rate(float(r["times"]), period, r["period_unit"] or None, r["warning"] or None)
    return found


@functools.cache
def time_units() -> dict[str, str]:
    """UCUM unit of time by lower-case word."""
    return {form: code for code, forms in TIME_UNITS.items() for form in forms.split("|")}
