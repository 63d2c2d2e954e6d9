"""A mention together with the deed that it is the object of, or with what it came from."""

import re

from eligex.assembly.grammar.cause_lists import causes_end
from eligex.assembly.grammar.reach import CAUSES, limit, reach
from eligex.assembly.grammar.serial import list_end
from eligex.assembly.items.naming import is_new
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding

_DEED = re.compile(
    r"\b(?:plan(?:s|ning|ned)?|intend(?:s|ing)?|intention|expect(?:s|ed|ing)?|travel\w*|mov(?:e|es|ing)|relocat\w+|leav(?:e|es|ing)"
    r"|visit(?:s|ing|ed)?|liv(?:e|es|ing)|resid(?:e|es|ing|ence))\b[^,;.()]{0,40}\Z",
    re.IGNORECASE,
)
_ORIGIN = re.compile(
    r"\s+(?:that\s+)?(?:evolved|evolving|arisen|arising|transformed|progressed|derived|resulting|developed)\s+from\s+|"
    r"\s+(?:secondary|due|attributed|attributable)\s+to\s+|\s+(?:caused|induced)\s+by\s+",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"\s*\([A-Z][A-Z0-9-]{1,6}\)")


def with_deed(item: Item, m: Finding) -> Finding | None:
    """`plans to leave the Boston area`: what a model alone saw, with the deed that it is the object of."""
    if m.label != "MEASUREMENT" or not is_new(m):
        return None
    lo, _ = item.segments.bounds(m.start)
    deed = _DEED.search(item.quote(lo, m.start))
    return Finding(lo + deed.start(), m.end, "STATE", "assembly:deed") if deed else None


def with_origin(item: Item, m: Finding) -> Finding | None:
    """`ALL evolved from CML`: the condition together with where it comes from; else None."""
    if m.label != "CONDITION":
        return None
    _, hi = item.segments.bounds(m.start)
    rest = item.quote(m.end, hi)
    to = _ORIGIN.match(rest)
    if to is None:
        return None
    begin = m.end + to.end()
    end, _ = reach(item, begin, limit(item, begin), commas=True, examples=True, labels=CAUSES)
    if end <= begin:
        return None
    first = next((x for x in item.mentions if x.start == begin and x.end <= end), None)
    end = max(end, list_end(item, first)) if first is not None else end
    end = max(end, causes_end(item, begin))
    link = " ".join(to.group().lower().split())
    origin = _ACRONYM.sub("", item.quote(begin, end)).lower()
    name = f"{m.name or item.quote(m.start, m.end).lower()} {link} {origin}"
    return Finding(m.start, end, m.label, m.source, " ".join(name.split()), value=m.value)
