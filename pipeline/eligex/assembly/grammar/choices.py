"""How many of a list must hold, by the words before it: `at least two of the following: a, b, c`."""

import re
from typing import Any

from eligex.schema.trial import Logic
from eligex.text.scan import Scanner

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_N = r"(?P<n>\d{1,2}|one|two|three|four|five)"
_OF = r"\s*(?:\(\d{1,2}\)\s*)?(?:or\s+more\s+)?(?:of\b|(?=criteri))"
COUNT = re.compile(
    rf"(?<![\w.])(?:(?:at\s+least|≥|>=|(?:a\s+)?minimum\s+of)\s*\(?{_N}\)?{_OF}"
    rf"|{_N.replace('?P<n>', '?P<m>')}\s+or\s+more\s+(?:of\b|(?=criteri))"
    rf"|{_N.replace('?P<n>', '?P<k>')}\s+of\s+(?:the\s+)?(?:(?:\d|two|three|four|five|six)\s+)?"
    r"(?:followings?|these)\b)",
    re.IGNORECASE,
)
COUNTS = Scanner(COUNT)
_LIST = re.compile(
    r"[^.;]{0,60}\b(?:followings?|these|below)\b[^.;,]{0,40}$|\s*(?:the\s+)?[^.;,]{0,40}:\s*$", re.IGNORECASE
)
_ANY = re.compile(
    r"\b(?:any|either)\s+(?:one\s+)?of\s+(?:the\s+)?(?:followings?|these|below)\b[^.;,]{0,40}$", re.IGNORECASE
)

_OR_ELSE = re.compile(r"[\s,)]*(?:and\s*/\s*or|or)\b", re.IGNORECASE)


def counted(head: str) -> int | None:
    """The number of a head over nested items; None where it gives none."""
    m = COUNT.search(head)
    return _value(m) if m else None


def chosen(lead: str) -> int | None:
    """The number of the words right before a list in the same sentence; 1 for `any of the following`."""
    if _ANY.search(lead):
        return 1
    m = next((m for m in COUNT.finditer(lead) if _LIST.match(lead, m.start())), None)
    return _value(m) if m else None


def beside(lead: str) -> str:
    """How the list holds together with what stands before it: `gout, or any of the following: …`."""
    return "any" if _OR_ELSE.match(lead) else "all"


def at_least(n: int, nodes: list[Any]) -> Logic:
    """`n` of the nodes."""
    if n == 1:
        return {"any": nodes} if len(nodes) > 1 else nodes[0]
    return {"at_least": n, "of": nodes}


def _value(m: "re.Match[str]") -> int:
    word = (m["n"] or m["m"] or m["k"]).lower()
    return _NUMBERS.get(word) or int(word)
