"""Values and operators to quantities."""

from dataclasses import replace
from typing import Optional

from eligex.quantities.lexer import Value
from eligex.quantities.model import Quantity
from eligex.vocab.units import convert, dimension

LOW, HIGH = ("ge", "gt"), ("le", "lt")


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def year(v: Value) -> bool:
    return v.unit is None and v.relative_to is None and 1900 <= v.value <= 2100


def same(v: Value, again: Value) -> bool:
    """Whether the bracket's value says the same: equal numbers, or another unit of the same amount."""
    if again.void or again.relative_to != v.relative_to:
        return False
    if again.unit is None or v.unit is None:
        return again.value == v.value and (v.pair is None) == (again.pair is None)
    if again.unit == v.unit:
        return again.value == v.value
    converted = convert(v.value, v.unit, again.unit)
    if converted is None:
        return dimension(v.unit).rpartition("_")[2] == dimension(again.unit).rpartition("_")[2]
    return abs(converted - again.value) <= 0.12 * max(abs(converted), abs(again.value))


def bounded(op: str, v: Value, start: int, rule: str) -> Quantity:
    low = op in (*LOW, "eq")
    high = op in (*HIGH, "eq")
    first, last = v.value, v.second if v.pair == "list" and v.second is not None else v.value
    return Quantity(
        start,
        v.end,
        low=first if low else None,
        low_inclusive=op in ("ge", "eq") if low else None,
        high=last if high else None,
        high_inclusive=op in ("le", "eq") if high else None,
        unit=v.unit,
        unit_text=v.unit_text,
        dimension=dimension(v.unit),
        relative_to=v.relative_to,
        offset={"value": v.offset[0], "unit": v.offset[1]} if v.offset else None,
        comparator=True,
        rule=rule,
        value_spans=(v.number,),
    )


def joined(op: str, v: Value, op2: str, w: Value, start: int) -> Optional[Quantity]:
    """Two opposite bounds as one, None where they cannot hold together or differ in unit."""
    if op in HIGH:
        op, v, op2, w = op2, w, op, v
    if (v.unit and w.unit and v.unit != w.unit) or (
        v.relative_to and w.relative_to and v.relative_to != w.relative_to
    ):
        return None
    if (
        ((v.relative_to or w.relative_to) and (v.unit or w.unit))
        or v.offset
        or w.offset
        or v.value >= w.value
    ):
        return None
    spans = tuple(sorted((v.number, w.number)))
    main = w if w.unit or w.relative_to else v
    q = bounded(op, v, start, "two-bounds")
    return replace(
        q,
        start=min(start, v.start),
        end=max(v.end, w.end),
        high=w.value,
        high_inclusive=op2 == "le",
        unit=main.unit,
        unit_text=main.unit_text,
        dimension=dimension(main.unit),
        relative_to=main.relative_to,
        value_spans=spans,
    )


def sides(q: Quantity) -> list[Quantity]:
    """`outside 40-90` as two alternatives: below 40, above 90."""
    if q.low is None or q.high is None or len(q.value_spans) < 2:
        return []
    (_, first), (second, _) = q.value_spans[0], q.value_spans[-1]
    free = replace(q, low_inclusive=None, high_inclusive=None, low=None, high=None, rule="outside")
    return [
        replace(free, end=first, high=q.low, high_inclusive=False, value_spans=q.value_spans[:1]),
        replace(free, start=second, low=q.high, low_inclusive=False, value_spans=q.value_spans[1:]),
    ]


def pair(op: Optional[str], v: Value, start: int) -> list[Quantity]:
    """`> 140/90 mmHg` as a systolic and a diastolic bound; the sign belongs to both."""
    assert v.second is not None
    assert v.second_span is not None
    at, stop = v.second_span
    first = (v.number[0], v.number[0] + len(f"{v.value:g}"))
    one = replace(v, end=first[1], number=first, pair=None)
    two = replace(v, start=at, number=(at, stop), value=v.second, pair=None)
    found = [
        replace(bounded(op or "eq", one, start, "bp-pair"), component="systolic"),
        replace(bounded(op or "eq", two, at, "bp-pair"), component="diastolic"),
    ]
    return found if op else [replace(q, comparator=False) for q in found]
