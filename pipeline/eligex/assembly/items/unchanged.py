"""What must not have changed: `no change in the antihypertensive regimen for 4 weeks`, `no increase in steroid dose`.

The change makes the statement (STATE) with all that it is of: nobody needs to be on what has not changed. The
vocabulary of cues reads "no change" as no denial, for a scan without change; here it is one, of the change alone.
"""

import re
from collections.abc import Iterator, Sequence

from eligex.components.findings import Finding, between, by_position
from eligex.components.negation.engine import governs
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

SOURCE = "assembly:unchanged"
_CHANGE = r"(?:dos(?:e|age)\s+)?(?:changes?|increases?|decreases?|reductions?|modifications?|alterations?|adjustments?)"
_DENIED = Scanner(
    lazily(
        rf"\b(?P<cue>no|without)\s+(?:(?!(?:or|and|of|in)\b)[\w-]+\s+){{0,3}}?(?P<change>{_CHANGE}(?:\s*(?:/|,|\b(?:or|and|and/or)\b)\s*{_CHANGE})*"
        r"\s+(?:in|of|to)\s+(?!be\b)(?=[a-z]))",
        re.IGNORECASE,
    )
)
_ENDS = lazily(
    r"[,;:.()\[\]]|\n\s*\n|\s-\s|\b(?:for|during|within|since|over|through(?:out)?|prior|before|between|while|until|after|following|due|because|as|by|at|if"
    r"|that|which|who|is|are|was|were|will|has|have|had|may|must|should|but|unless|except|allowed|permitted|expected|planned|anticipated|and(?!\s+(?:other|(?:in|de)creases?|changes?|reductions?|dos\w+|dosages?|frequency|regimens?|drugs?)\b)"
    r"|in\s+(?:the\s+)?(?:last|past|prior|previous|preceding|study|\d+))\b",
    re.IGNORECASE,
)
_TIME = lazily(
    r"(?:the\s+)?(?:last|past|prior|previous|preceding)\b", re.IGNORECASE
)  # "no change in the last month"
_LISTED = lazily(  # ", metformin or diet"
    r"(?:,\s+(?:(?!(?:no|not|with|and|or|must|who)\b)[\w-]+\s+){0,2}[\w-]+)+,?\s+(?:or|and|and/or)\s+(?!no\b|not\b)[\w-]+(?:\s[\w-]+)?"
    r"(?=\s*(?:[.,;)]|\Z|\n)|\s+(?:for|within|in\s+the|during|since|prior|before|at)\b)",
    re.IGNORECASE,
)
_NAMED = lazily(r"\s*\([^()\d]{1,160}\)")  # "change in diuretics (furosemide or others)"
_RULED = lazily(r"\s*(?:(?:is|are|will\s+be)\s+)?(?:allowed|permitted)\b", re.IGNORECASE)
_FEWEST = 3  # characters of what did not change
_NEAR = 40  # characters behind it in which a number would bound the change
_PARTED = lazily(r"[,;:.)]|\b(?:and|or|with|but)\b", re.IGNORECASE)


def unchanged(text: str, criteria: Sequence[Finding], read: Sequence[Finding]) -> list[Finding]:
    """The changes that an inclusion denies, without those that a number bounds. `text` is folded, `read` are bounds and
    times by position."""
    found = []
    for c, m in _denied(text, criteria):
        times = [x.start for x in between(read, m.end(), c.end)]
        end = min([_end(text, m, c), *times])
        end = m.end() + len(text[m.end() : end].rstrip())
        if listed := _LISTED.match(text, end, c.end):
            end = listed.end()
        if named := _NAMED.match(text, end, c.end):
            end = named.end()
        if _TIME.match(text, m.end()):
            continue
        if end - m.end() >= _FEWEST and _bound(text, end, read) is None:
            found.append(Finding(m.start("change"), end, "STATE", SOURCE))
    return found


def with_denials(
    text: str, criteria: Sequence[Finding], negations: list[Finding], bounds: Sequence[Finding]
) -> list[Finding]:
    """The cues with those of what did not change, where none governs it."""
    new = []
    for c, m in _denied(text, criteria):
        a = m.start("change")
        end = _end(text, m, c)
        bound = _bound(text, end, bounds)
        ruled = _RULED.match(text, end)
        b = ruled.end() if ruled else end if bound is None else bound.end
        if not any(governs(n, a, m.end("change")) for n in negations):
            value = {"scope": [a, b], "holes": [], "kind": "pre", "category": "negation"}
            new.append(Finding(*m.span("cue"), "NEGATION", SOURCE, value=value))
    return by_position([*negations, *new]) if new else negations


def _denied(text: str, criteria: Sequence[Finding]) -> Iterator[tuple[Finding, re.Match[str]]]:
    asked = (c for c in criteria if c.value["section"] == "inclusion")
    return ((c, m) for c in asked for m in _DENIED.finditer(text, c.start, c.end))


def _end(text: str, m: re.Match[str], c: Finding) -> int:
    stop = _ENDS.search(text, m.end(), c.end)
    return stop.start() if stop else c.end


def _bound(text: str, at: int, read: Sequence[Finding]) -> Finding | None:
    """`of more than 1 g/dL`, `(≥ 5 letters)` right behind what changes."""
    bounds = (x for x in read if x.label == "THRESHOLD" and at - 1 <= x.start < at + _NEAR)
    return next((x for x in bounds if not _PARTED.search(text, at, x.start)), None)
