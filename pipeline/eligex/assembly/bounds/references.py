"""`PT > 4 seconds above control`, `FEV1 > 15 % below baseline`: a distance from another value, not the level itself."""

import re

from eligex.assembly.bounds.changes import LIMITS, rename
from eligex.assembly.bounds.restated import NUMERIC
from eligex.assembly.forms.extents import Extent
from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_SIDES = (
    r"(?P<below>below|under|lower\s+than|less\s+than|shorter\s+than)"
    r"|above|over|beyond|higher\s+than|longer\s+than|greater\s+than"
)
_MENTIONED = Scanner(re.compile(r"\b(?:above|over|beyond|below|under|than|prolonged)\b", re.IGNORECASE))
_REFERENCE = lazily(
    rf"\s*(?P<text>(?:{_SIDES})\s+(?:(?:the|an?|their|his|her|institutional|laboratory|most|subject['’]s|patient['’]s)\s+)*"
    r"(?:control|baseline|recent|previous|prior|ideal|predicted|expected|normal|mean|usual|upper|lower|reference|pre-?\w+|last)\b"
    r"(?:[^\S\n]+(?!(?:or|and|and/or|within|at|if|unless|except|who|that|which|is|are|with)\b)[\w-]+){0,4})"
    r"|\s*(?P<longer>prolonged|prolongation)\b",
    re.IGNORECASE,
)
_PROLONGED_BY = lazily(
    r"\bprolonged\s+by\s+(?:(?:more|greater)\s+than\s+|at\s+least\s+|[>≥]\s*)?\Z", re.IGNORECASE
)
_REACH = 40


def tell_references(item: Item, statements: list[Statement]) -> list[Statement]:
    """The statements with a bound; of a distance the subject is a change, and what it is from bounds nothing itself."""
    if not item.has(_MENTIONED):
        return statements
    gone: list[Extent] = []
    for s in statements:
        if _is_level(s) and not _is_within(s, gone):
            gone += _from_reference(item, s)
    return [s for s in statements if not _is_within(s, gone)]


def _is_level(s: Statement) -> bool:
    """A test with a bound of its own, and not one that a change or a phrase has, or a normal limit."""
    if s.threshold is None or s.subject is None or s.subject.label not in NUMERIC:
        return False
    named = s.source not in ("assembly:change", "assembly:phrase")
    return named and s.threshold.value.get("relative_to") not in LIMITS


def _is_within(s: Statement, extents: list[Extent]) -> bool:
    return s.threshold is not None and any(a <= s.threshold.start < b for a, b in extents)


def _from_reference(item: Item, s: Statement) -> list[Extent]:
    """Makes it one of a change; extents of what that is from."""
    assert s.threshold is not None
    t = s.threshold
    m = _REFERENCE.match(item.text, t.end - item.start)
    if m is not None and m["text"]:
        a, b = (item.start + at for at in m.span("text"))
        rename(item, s, s.at, "decrease in" if m["below"] else "increase in")
        s.qualify_apart(a, b, m["text"])
        read = [x for x in item.thresholds if a <= x.start < b]  # "above the upper limit of normal"
        for x in read:
            s.take(x.start, x.end)
        return [(a, max([b, *(x.end for x in read)]))]
    before = _PROLONGED_BY.search(item.quote(max(item.start, t.start - _REACH), t.start))
    if m is not None or before is not None:
        rename(item, s, s.at, "prolongation of")
    if m is not None:
        s.take(item.start + m.start("longer"), item.start + m.end("longer"))
    elif before is not None:
        s.take(t.start - len(before[0]), t.start)
    return []
