"""How often what an amount is of is taken, behind it: `> 5 tablets of oxycodone per day`, `more than three
seizures a week`, `> 10 mg twice daily`.

A plain period belongs to the unit, as `mg/day` does; any other rhythm changes what the amount says and qualifies it.
"""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.quantities.units import TAKEN
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner
from eligex.vocab import units

_PERIODS = {"da": "d", "we": "wk", "mo": "mo", "ye": "a"}
_SAYS = Scanner(
    re.compile(r"\b(?:daily|weekly|monthly|day|days|week|month|year|hours?|[bt]\.?i\.?d)\b", re.IGNORECASE)
)
_ABOUT = (
    r"(?:\s*\([^()]{1,30}\))?"
    r"(?:\s*\)?,?\s+(?:on\s+average|in\s+total|total|consumed|taken|or\s+more|or\s+equivalent))?"
)
_PLAIN = lazily(
    rf"{_ABOUT}\s*(?:/|\b(?:per|an?|each|every|in\s+a|(?:once\s+)?(?=daily|weekly|monthly|yearly)))\s*(?P<period>da|we|mo|ye)(?:y|ek|nth|ar|ily|ekly|nthly|arly)\b"
    r"|\s+(?:in|over)\s+(?:a\s+)?24[\s-]*h(?:ours?|rs?)?\b",
    re.IGNORECASE,
)
_RHYTHM = lazily(
    r"\s*,?\s*(?P<text>(?:(?:twice|thrice|two|three|four|[2-6])(?:\s*(?:times|x))?\s*(?:daily|weekly|monthly|(?:an?|per|each|every)\s+(?:day|week|month))"
    r"|[btq]\.?i\.?d\b|(?:every|on)\s+(?:other|alternat(?:e|ing)|second|\d{1,2}|two|three|four)\s+(?:days?|weeks?|months?|hours?)))",
    re.IGNORECASE,
)


def tell_rates(item: Item, statements: list[Statement]) -> None:
    """Gives each amount the period or the rhythm that stands behind it or behind what it is of."""
    bounded = [s for s in statements if s.threshold is not None and s.bounds is not None]
    if not bounded or not item.has(_SAYS):
        return
    for s in bounded:
        assert s.threshold is not None
        for edge in (s.threshold.end, max(s.end, s.threshold.end)):
            if _tell(item, s, edge - item.start, [x for x in bounded if x.threshold is s.threshold]):
                break


def _tell(item: Item, s: Statement, at: int, alike: list[Statement]) -> bool:
    """Whether a period or a rhythm stands there; `alike` share the bound of `s`."""
    assert s.bounds is not None
    hi = item.segments.bounds(item.start + max(at - 1, 0))[1] - item.start
    if m := _RHYTHM.match(item.text, at, hi):
        for x in alike:
            x.qualify_apart(item.start + m.start("text"), item.start + m.end("text"), m["text"])
        return True
    m = _PLAIN.match(item.text, at, hi) if _is_taken(s) else None
    if m is None:
        return False
    unit = f"{s.bounds.get('unit') or ''}/{_PERIODS[(m['period'] or 'da').lower()]}"
    for x in alike:
        x.bounds = {**s.bounds, "unit": unit}
        x.take(item.start + m.start(), item.start + m.end())
    return True


def _is_taken(s: Statement) -> bool:
    """Whether so much of it comes in a period: a number of attacks, an amount of a drug; not a concentration."""
    assert s.bounds is not None
    assert s.threshold is not None
    unit = s.bounds.get("unit")
    known = units.atom(unit) if unit and "/" not in unit else None
    return (unit is None and s.threshold.source == "assembly:count") or (
        known is not None and known.dimension in TAKEN
    )
