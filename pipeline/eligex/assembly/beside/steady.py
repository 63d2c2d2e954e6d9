"""`opioids are allowed if the dose has been stable for 2 weeks`: what has lasted so long is that it is stable."""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.residual import Lost
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_STABLE = lazily(
    r"(?<!un)(?P<text>(?:on\s+(?:an?\s+|the\s+)?(?:same\s+and\s+)?)?\bstable(?:\s+(?:and\s+unchanged|doses?|dosages?|dosing|regimens?|therapy"
    r"|treatment))?)(?P<gap>\s*(?:(?:for|during|over|since)\b)?\s*)\Z",
    re.IGNORECASE,
)
_NEAR = 60


def tell_steady(item: Item, statements: list[Statement], lost: Lost) -> None:
    """Makes a qualifier of the word that nothing has read, right before the time of what is stated before it."""
    for s in statements:
        time = s.duration or s.window
        if time is None or s.at > time.start or s.negated:
            continue
        lo = max(item.segments.bounds(s.at)[0], s.end, time.start - _NEAR)
        m = _STABLE.search(item.quote(lo, max(lo, time.start)))
        if m is not None and lost.within(lo + m.start("text"), lo + m.end("text")):
            s.qualify_apart(lo + m.start("text"), lo + m.end("text"), m["text"])
