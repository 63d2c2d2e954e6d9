"""For whom a limit is the normal one: `creatinine normal for age`, `≤ 1.5 x ULN for age and sex`, `80 % predicted for
age, sex and height`."""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_WHAT = r"(?:age|sex|gender|height|weight|race|body\s+size)"
_FOR = lazily(
    r"\s*(?:\([A-Za-z]{2,6}\)\s*)?\(?(?P<text>(?:(?:adjusted|corrected|matched)\s+)?for\s+(?:(?:the|their|his|her|patient['’]?s?)\s+)*"
    rf"{_WHAT}(?:\s*(?:,\s*(?:and\s+)?|/|and\s+){_WHAT})*)\b(?!\s*(?:\w*[<>≥≤=\d]|groups?\b|of\b))",
    re.IGNORECASE,
)


def tell_norms(item: Item, statements: list[Statement]) -> None:
    """Makes qualifiers of those words right behind a bound, a result or the test that has one."""
    for s in statements:
        if s.kind != "measurement" or (s.threshold is None and s.value is None):
            continue
        for _, b in sorted(s.taken):
            m = _FOR.match(item.text, b - item.start, item.segments.bounds(s.at)[1] - item.start)
            if m is not None:
                s.qualify_apart(item.start + m.start("text"), item.start + m.end("text"), m["text"])
