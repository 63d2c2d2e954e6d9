"""The most of a treatment that an inclusion takes: `no more than 8 courses of A`, `at most 6 weeks of A or B`.

More than that shuts out, so it is a bound of the treatments: a number of courses, or how long they lasted.
`Up to` permits only (`polarity/negation.py`), and a bracket explains.
"""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import NEXT
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.quantities import Quantity, find_quantities
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

SOURCE = "assembly:cap"
_FILL = r"(?:(?:prior|previous|full|complete|consecutive|total)\s+)*"
_CAPPED = Scanner(
    lazily(
        r"(?<!but\s)(?<!missing\s)\b(?P<cap>(?:(?:no|not)\s+more\s+than|at\s+most|(?:a\s+)?maximum\s+of|(?<!no\s)(?<!not\s)(?:less|fewer)\s+than)\s+(?:\d{1,3}|[a-z]+))\s+"
        rf"{_FILL}(?:(?P<course>courses?|cycles?|rounds?)|(?P<time>days?|weeks?|months?|years?))\s+(?:of|with)\s+"
        r"(?:(?:any|an?|the|total|prior|previous|cumulative|continuous|oral|systemic|treatment\s+with|therapy\s+with|use\s+of)\s+)*(?=[\w-])",
        re.IGNORECASE,
    )
)
_UNITS = {"d": "d", "w": "wk", "m": "mo", "y": "a"}
_TREATMENTS = ("drug", "procedure")
_LED = lazily(  # adjectives: "of intensive induction chemotherapy"
    r"(?:(?!(?:age|gestation|life|birth|\w+ing|who|and|or|in|on|at|with|for|of|to)\b)[\w-]+\s+){0,3}",
    re.IGNORECASE,
)


def cap(item: Item, statements: list[Statement]) -> None:
    """Bounds the treatments of an inclusion by the most that the words before them allow."""
    for m in item.matches(_CAPPED) if item.section == "inclusion" else ():
        q = next(iter(find_quantities(m["cap"])), None)
        if q is None or q.high is None or q.low is not None or item.segments.bracket(m.start()):
            continue
        for s in _capped(item, statements, m.end()):
            for a, b in [e for e in s.aside if e[0] < m.end() and m.start() < e[1]]:
                s.unqualify_within(a, b)
            s.take(m.start(), m.end())
            _bound(s, q, m)


def _capped(item: Item, statements: list[Statement], at: int) -> list[Statement]:
    """The treatments listed from a position on."""
    found: list[Statement] = []
    for s in statements:
        near = (
            s.at >= at and _LED.fullmatch(item.quote(at, s.at))
            if not found
            else NEXT.fullmatch(item.quote(found[-1].end, s.at))
        )
        free = s.threshold is None and s.value is None and s.base is None
        if near and free and s.kind in _TREATMENTS and item.segments.same(at, s.at):
            found.append(s)
        elif found:
            break
    return found


def _bound(s: Statement, q: Quantity, m: "re.Match[str]") -> None:
    if m["time"]:
        value = {"low": None, "low_inclusive": None, "high": q.high, "high_inclusive": q.high_inclusive}
        s.duration = Finding(
            m.start(), m.end("time"), "DURATION", SOURCE, value=value | {"unit": _UNITS[m["time"][0].lower()]}
        )
        return
    s.bounds = q.to_dict() | {"unit": f"{{{m['course'].lower().rstrip('s')}}}", "unit_text": m["course"]}
    s.threshold = Finding(m.start(), m.end("course"), "THRESHOLD", SOURCE, value=s.bounds)
    s.start = min(s.start, m.start())
