"""What a percentage is a share of: `weight loss > 10 % of body weight`, `lost more than 5 % of their weight`.

The weight behind the sign is no test with that bound. Where a change stands before the bound and names nothing, the
change of the weight is what is bounded. `radiotherapy encompassing > 25 % of bone marrow` bounds the radiotherapy, of
which the place is told.
"""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item, kind_of
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_OF = lazily(
    r"\s*(?:of\s+)?(?:(?:their|his\s+or\s+her|his|her|your|the|an?|total|initial|usual|baseline|ideal|normal|current|lean|habitual|pre-?\w+)\s+)*"
    r"(?:body[\s-]?)?weight\b",
    re.IGNORECASE,
)
_CHANGE = lazily(
    r"\b(?:(?P<change>chang(?:es?|ed|ing)|(?:gain|loss)\s*(?:or|and|/)\s*(?:loss|gain))"
    r"|(?P<loss>los(?:s|t|e|es|ing))|(?P<gain>gain(?:s|ed|ing)?))\b",
    re.IGNORECASE,
)
_PLACE = lazily(
    r"\s*(?P<place>of\s+(?:his\s+or\s+her\s+)?(?!(?:patients|subjects|participants|visits|doses|the\s+time)\b)(?:(?!(?:within|at|on|in|or|and|who|that|which|with|due|is|are|was|were|during|prior|before|after|to|from|by"
    r"|for|as|if|than|despite|allowed|permitted|per|using|without|above|below)\b)[A-Za-z][\w'’-]*(?:\s+|(?=\W|\Z))){1,5})",
    re.IGNORECASE,
)
_REACHING = lazily(
    r"\s+(?:that\s+|which\s+)?(?:encompass|involv|cover|affect|occupy|reach)(?:ing|ed|es|s|e)?\s*\Z",
    re.IGNORECASE,
)
_WHOLE = ("CONDITION", "PROCEDURE")
_REACH = 48


def tell_shares(item: Item, statements: list[Statement]) -> None:
    """`statements` are those with a bound."""
    for s in statements:
        t = s.threshold
        if t is None or t.value.get("unit") != "%":
            continue
        m = _OF.match(item.text, t.end - item.start)
        if m is None:
            _tell_place(item, s, t)
        if m is None or not item.segments.same(t.start, t.end + 1):
            continue
        a, b = t.end + len(m[0]) - len(m[0].lstrip()), item.start + m.end()
        for named in item.mentions:
            if a <= named.start and named.end <= b:
                s.take(named.start, named.end)
        if s.subject is None or a <= s.subject.start < b or s.subject.source == "assembly:phrase":
            _name_change(item, s, b)
        elif s.subject.end <= t.start:
            s.qualify(a, b, item.quote(a, b))


def _tell_place(item: Item, s: Statement, t: Finding) -> None:
    """`radiation encompassing > 10 % | of bone marrow`: what reaches so far, and of what."""
    m = _PLACE.match(item.text, t.end - item.start)
    if m is None or s.subject is None or s.subject.end > t.start:
        return
    a, b = s.subject.start, s.subject.end
    if s.subject.source == "assembly:phrase" and (verb := _REACHING.search(item.quote(a, b))):
        end = a + verb.start()
        reaching = next((x for x in item.mentions if x.end == end and x.label in _WHOLE), None)
        if reaching is None:
            return
        s.subject, s.kind, s.start = reaching, kind_of(reaching), min(s.start, reaching.start)
        s.take(a, b)
        s.take(reaching.start, reaching.end)
    elif s.kind not in ("procedure", "condition"):
        return
    at = item.start + m.start("place")
    place = m["place"].rstrip()
    if any(x.label == "MEASUREMENT" and x.within(at, at + len(place)) for x in item.mentions):
        return
    s.qualify(at, at + len(place), place)
    for x in item.mentions:
        if x.within(at, at + len(place)):
            s.take(x.start, x.end)


def _name_change(item: Item, s: Statement, end: int) -> None:
    """`lost > 5 % of their weight`"""
    assert s.threshold is not None
    at = s.threshold.start
    lo = max(item.segments.bounds(at)[0], at - _REACH)
    heads = list(_CHANGE.finditer(item.quote(lo, at)))
    if not heads:
        return
    start, kind = lo + heads[-1].start(), heads[-1].lastgroup
    s.subject = Finding(start, end, "MEASUREMENT", "assembly:change", name=f"{kind} of body weight")
    s.start, s.end, s.kind = min(s.start, start), max(s.end, end), "measurement"
    s.take(start, end)
