"""Exceptions in words that no vocabulary knows: they are told by their phrase, so that none is lost."""

import re

from eligex.assembly.phrases import phrase_before
from eligex.assembly.reading import Item, kind_of
from eligex.assembly.statement import Statement
from eligex.assembly.unnamed import generic_labels
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
_SERVES = re.compile(r"(?<=\w)\s+for\s+(?!\d|at\b|the\s+(?:past|last)\b|more\b)", re.IGNORECASE)


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


def fill_bases(item: Item, statements: list[Statement]) -> None:
    """`any other significant health issue other than gout`: a statement for what an exception is carved from, where
    nothing names it."""
    cues = [c for c in item.contexts if c.label in ("EXCEPTION", "ALLOWED") and c.value.get("scope")]
    scopes = [c.value["scope"] for c in cues]
    told = [e for s in statements for e in s.aside]
    asking = [s for s in statements if not any(a <= s.at < b for a, b in told)]
    outside = [s for s in asking if not any(a <= s.at < b for a, b in scopes)]
    for c in cues if asking else []:
        base, scope = c.value.get("base"), c.value["scope"]
        if c.label == "ALLOWED" and item.segments.bracket(c.start) is None:
            continue  # "X is allowed" by itself is carved from another item
        if not base or base[1] > scope[0] or (outside and not _needs_own(item, c, asking)):
            continue
        subject = _base(item, base, served=item.segments.bracket(c.start) is None)
        if subject is not None and not any(
            s.start < subject.end and subject.start < s.end for s in statements
        ):
            s = Statement(kind_of(subject), subject.start, subject.end, subject)
            s.take(subject.start, subject.end)
            statements.append(s)
            statements.sort(key=lambda s: (s.at, s.start))
            return


def _needs_own(item: Item, cue: Finding, asking: list[Statement]) -> bool:
    """`illness (other than gout) or stroke`: a bracket that holds something, behind words that nothing stated."""
    (lo, hi), (a, b) = cue.value["base"], cue.value["scope"]
    inside = item.segments.bracket(cue.start)
    holds = any(a <= s.at < b for s in asking)
    return inside is not None and holds and not any(lo <= s.at < hi for s in asking)


def _base(item: Item, base: list[int], *, served: bool) -> Finding | None:
    """`any treatment for asthma (inhalers are allowed)`: the treatment, unless what it serves is meant (`served`)."""
    a, b = max(base[0], item.start), min(base[1], item.end)
    purpose = None if served else _SERVES.search(item.quote(a, b))
    b = a + purpose.start() if purpose else b
    named = [m for m in item.mentions if m.within(a, b) and m.label not in ("AGE", "SEX")]
    if named:
        return named[-1]
    p = phrase_before(item.text, a - item.start, b - item.start, source="assembly:base-phrase")
    if p is None:
        return None
    last = item.text[p.start : p.end].lower().split()[-1]
    label = generic_labels().get(last, "STATE")
    return Finding(p.start + item.start, p.end + item.start, label, p.source)


def _phrase(item: Item, a: int, b: int) -> Finding | None:
    words = item.quote(a, b)
    lead = _LEAD.match(words)
    head = lead.end() if lead else 0
    stop = _END.search(words, head)
    body = words[head : stop.start() if stop else len(words)].rstrip(" .,;")
    if sum(ch.isalpha() for ch in body) < _MIN_LETTERS:
        return None
    return Finding(a + head, a + head + len(body), "STATE", "assembly:exception-phrase")
