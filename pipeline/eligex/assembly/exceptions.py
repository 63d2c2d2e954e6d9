"""Exceptions in words that no vocabulary knows: they are told by their phrase, so that none is lost."""

import re

from eligex.assembly.reading import Item
from eligex.assembly.statement import Statement
from eligex.components.findings import Finding

_END = re.compile(
    r"[;()\n≥>≤<]|\.(?:\s|$)|,\s|\bfor\s+(?:at least|more than|≥|>)|"
    r"\b(?:within|at least|(?:more|less) than|for the (?:last|past))\b"
)
_LEAD = re.compile(
    r"(?:\s|[:,-]|\b(?:for|if|when|that|those|who|the|they|it|is|are|has|have|been|patients?|subjects?)\b)+",
    re.IGNORECASE,
)
_MIN_LETTERS = 3


def fill_exceptions(item: Item, statements: list[Statement]) -> None:
    """`unless treated and stable`: a statement for the scope of a cue that holds none."""
    for c in item.contexts:
        scope = c.value.get("scope")
        if c.label != "EXCEPTION" or not scope or any(scope[0] <= s.at < scope[1] for s in statements):
            continue
        subject = _phrase(item, max(scope[0], item.start), min(scope[1], item.end))
        if subject is not None and any(s.end <= c.start or s.at >= scope[1] for s in statements):
            s = Statement("state", subject.start, subject.end, subject)
            s.take(subject.start, subject.end)
            statements.append(s)
    statements.sort(key=lambda s: (s.at, s.start))


def _phrase(item: Item, a: int, b: int) -> Finding | None:
    words = item.quote(a, b)
    lead = _LEAD.match(words)
    head = lead.end() if lead else 0
    stop = _END.search(words, head)
    body = words[head : stop.start() if stop else len(words)].rstrip(" .,;")
    if sum(ch.isalpha() for ch in body) < _MIN_LETTERS:
        return None
    return Finding(a + head, a + head + len(body), "STATE", "assembly:exception-phrase")
