"""`less than twice normal`: a multiple of the normal limit or of the baseline, of which only the number was read."""

import re
from dataclasses import replace

from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_TIMES = lazily(r".*\b(?:twice|thrice)\Z", re.IGNORECASE | re.DOTALL)
_REFERENCE = lazily(
    r"\s+(?:(?:the|an?|institutional|laboratory|their|his|her)\s+)*(?:(?P<normal>normal)|baseline)\b"
    r"(?:\s+(?:limits?|range|levels?|values?)\b)?",
    re.IGNORECASE,
)


def with_multiples(thresholds: list[Finding], text: str) -> list[Finding]:
    """The thresholds of a text, those that are such a multiple with what it is of."""
    found: list[Finding] = []
    told = 0
    for t in thresholds:
        if t.start >= told:  # "twice | the normal range" has been read as a bound too
            found.append(_of_reference(t, text))
            told = found[-1].end if found[-1] is not t else told
    return found


def _of_reference(t: Finding, text: str) -> Finding:
    bare = t.value.get("relative_to") is None and t.value.get("unit") is None
    behind = _REFERENCE.match(text, t.end) if bare and _TIMES.fullmatch(text, t.start, t.end) else None
    if behind is None:
        return t
    limit = "ULN" if behind["normal"] else "baseline"
    return replace(t, end=behind.end(), value={**t.value, "end": behind.end(), "relative_to": limit})
