"""Pairs of statements that can only be alternatives, or that hold only together, whatever word joins them."""

from eligex.assembly.reading import Item
from eligex.assembly.statement import Statement


def both_negative(item: Item, a: Statement, b: Statement) -> bool:
    """`negative for HIV or syphilis` among inclusions: one word denies both."""
    told = (
        item.section == "inclusion"
        and a.value == b.value == "negative"
        and a.threshold is b.threshold is None
    )
    return told and not a.taken.isdisjoint(b.taken)


def for_others(item: Item, a: Statement, b: Statement) -> bool:
    """`QTc > 450 ms in men and > 470 ms in women`: nobody is both, so either excludes."""
    told = a.applies_to is not None and b.applies_to is not None and a.applies_to != b.applies_to
    return item.section == "exclusion" and told and a.threshold is not None and b.threshold is not None


def apart(a: Statement, b: Statement) -> bool:
    """Bounds that no value meets together (< 6.5 and > 9) can only be alternatives."""
    if (a.bounds or {}).get("unit") != (b.bounds or {}).get("unit"):
        return False
    highs = [s.bounds["high"] for s in (a, b) if s.bounds and s.bounds.get("high") is not None]
    lows = [s.bounds["low"] for s in (a, b) if s.bounds and s.bounds.get("low") is not None]
    return len(highs) == len(lows) == 1 and bool(highs[0] < lows[0])
