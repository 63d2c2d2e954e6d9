"""What the grammar gives: one `Quantity` for each expression."""

from dataclasses import dataclass, fields
from typing import Any, Optional


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, a bound or a range, with the characters that say it.

    `start`/`end` cover comparator, numbers, unit and limit; `low`/`high` are as written, in UCUM
    `unit` (None: none written), or multiples of `relative_to` (`ULN`, `LLN`, `baseline`). `comparator`
    is False where the text has no operator and no range: `14 days` is then low == high. `offset` is
    `{"value","unit"}` on top of the multiple. `value` is `normal` for "within normal limits" (low and
    high None). `component` tells `systolic` from `diastolic`. `subject_span` is what stands between
    the signs of `18 ≤ age < 75`. `value_spans` are the spans of the numbers.
    """

    start: int
    end: int
    low: Optional[float] = None
    low_inclusive: Optional[bool] = None
    high: Optional[float] = None
    high_inclusive: Optional[bool] = None
    unit: Optional[str] = None
    unit_text: Optional[str] = None
    dimension: str = "dimensionless"
    relative_to: Optional[str] = None
    offset: Optional[dict[str, Any]] = None
    comparator: bool = False
    rule: str = "bare"
    value_spans: tuple[tuple[int, int], ...] = ()
    value: Optional[str] = None
    component: Optional[str] = None
    subject_span: Optional[tuple[int, int]] = None

    def to_dict(self) -> dict[str, Any]:
        """Plain values only, so that it can be written to a Doc."""
        plain = {name: getattr(self, name) for name in _NAMES}
        plain["value_spans"] = [list(s) for s in self.value_spans]
        plain["subject_span"] = list(self.subject_span) if self.subject_span else None
        return plain

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> "Quantity":
        """Reads `to_dict`'s result; further keys are ignored."""
        known = {name: plain[name] for name in _NAMES if name in plain}
        known["value_spans"] = tuple((s[0], s[1]) for s in known.get("value_spans") or ())
        if known.get("subject_span"):
            known["subject_span"] = tuple(known["subject_span"])
        return cls(**known)


_NAMES = tuple(f.name for f in fields(Quantity))
