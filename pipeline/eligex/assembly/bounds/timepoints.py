"""`D19 MRD`, `week 12 ALT or AST`, `MRD at the end of induction`: when the test is made that a bound is set to.

The same marker at another time is another criterion, so these words qualify every test that they are told of. So does
how far a scale goes: `at least 5 out of a possible 8`.
"""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import NEXT
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding

_STAGE = r"cycle[\s-]\d{1,2}|induction|consolidation|maintenance|treatment|therapy|chemotherapy"
_END_OF = rf"end[\s-]of[\s-](?:the\s+)?(?:{_STAGE})"
_BEFORE = re.compile(
    rf"(?<![\w/.-])(?:(?:d|day|wk|week|month|cycle|visit)[ \t-]?\d{{1,3}}|{_END_OF})[ \t-]*\Z",
    re.IGNORECASE,
)
_BEHIND = re.compile(rf"\s*(?P<point>at\s+(?:the\s+)?{_END_OF})\b", re.IGNORECASE)
_OUT_OF = re.compile(
    r"\s*,?\s*(?P<most>\(?out\s+of\s+(?:(?:an?|the)\s+)?(?:(?:possible|maximum|maximal|total|highest)\s+)*(?:scores?\s+)?(?:of\s+)?\d{1,4}\b\)?)",
    re.IGNORECASE,
)
_REACH = 40
_KINDS = ("measurement", "score")


def tell_timepoints(item: Item, statements: list[Statement]) -> None:
    tests = [(s, s.subject) for s in statements if s.kind in _KINDS and s.subject is not None]
    for i, (_, subject) in enumerate(tests):
        floor = max(item.start, subject.start - _REACH)
        m = _BEFORE.search(item.quote(floor, subject.start))
        if m:
            point = m.group().rstrip(" \t-")
            for told in _list_of(item, tests[i:]):
                told.qualify_apart(floor + m.start(), floor + m.start() + len(point), point)
    for s in statements:
        if s.threshold is not None:
            _tell_behind(item, s, s.threshold.end)


def _tell_behind(item: Item, s: Statement, at: int) -> None:
    for pattern, group in ((_BEHIND, "point"), (_OUT_OF, "most")):
        m = pattern.match(item.text, at - item.start)
        if m:
            a, b = item.start + m.start(group), item.start + m.end(group)
            s.qualify_apart(a, b, item.quote(a, b).strip("()"))


def _list_of(item: Item, tests: list[tuple[Statement, Finding]]) -> list[Statement]:
    """The first of `tests` with those that are only listed beside it: `ALT or AST`."""
    stop = 1
    while stop < len(tests) and NEXT.fullmatch(item.quote(tests[stop - 1][1].end, tests[stop][1].start)):
        stop += 1
    return [s for s, _ in tests[:stop]]
