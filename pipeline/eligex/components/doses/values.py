"""Parts of what a finding states."""

from typing import Any

from eligex.components.doses.numbers import number, unit_of

Value = dict[str, Any]


def plain(n: float) -> float | int:
    """A whole number without its point."""
    return int(n) if n == int(n) else n


def cycle_of(n: str, unit: str) -> Value:
    """A cycle of `n` units of time, both as written."""
    return {"length": plain(number(n)), "unit": unit_of(unit), "count": None}


def rate(times_: float, period: float, unit: str, text: str) -> Value:
    """A frequency: `times_` in `period` units of time, the unit and the whole as written."""
    return {
        "times": plain(times_),
        "period": plain(period),
        "period_unit": unit_of(unit),
        "text": text.strip(),
    }


def length(n: str, unit: str) -> Value:
    """A length of time, number and unit as written."""
    return {"value": plain(number(n)), "unit": unit_of(unit)}
