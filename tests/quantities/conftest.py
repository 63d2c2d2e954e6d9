"""Shared by the grammar's tests: a quantity in one short line."""

from collections.abc import Callable
from typing import Optional

import pytest
from eligex.quantities import Quantity, find_quantities
from eligex.text.fold import fold


def _bound(sign: str, value: Optional[float], inclusive: Optional[bool]) -> list[str]:
    return [] if value is None else [f"{sign}{'=' if inclusive else ''}{value:g}"]


def _line(q: Quantity) -> str:
    if q.value:
        return q.value
    if q.low is not None and q.low == q.high:
        parts = [f"{'=' if q.comparator else '~'}{q.low:g}"]
    else:
        parts = _bound(">", q.low, q.low_inclusive) + _bound("<", q.high, q.high_inclusive)
    parts += [x for x in (q.unit, q.relative_to) if x]
    if q.offset:
        parts.append(f"+{q.offset['value']:g} {q.offset['unit']}")
    return " ".join(parts)


@pytest.fixture(scope="session")
def described() -> Callable[[str], str]:
    """Text to `>=18 <=65 a; <1 ULN`: every quantity of it, in order."""
    return lambda text: "; ".join(_line(q) for q in find_quantities(fold(text)))
