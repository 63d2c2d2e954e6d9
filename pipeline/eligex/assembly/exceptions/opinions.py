"""Exceptions that leave it to somebody's judgement: `unless, in the opinion of the investigator, it will not interfere
with the study procedures`.

What is judged is told by the words of the clause as one state. Nothing that the clause names is stated by itself.
"""

import re
from dataclasses import replace

from eligex.assembly.forms.extents import meets
from eligex.assembly.forms.statement import Statement, others
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding

_WHO = (
    r"(?:(?:principal|treating|study|site|local|attending|responsible|primary|trial|medical|clinical)\s+)*"
    r"(?:investigators?|physicians?|sponsors?|PI|monitors?|oncologists?|doctors?|clinicians?|chairs?|officers?|directors?"
    r"|designees?|delegates?)"
)
_BEGINS = re.compile(
    rf"""[\s,]*(?P<words>(?:
      (?:in|per|at|by|according\s+to|based\s+on|as\s+per)\s+(?:(?:the|an?|their|his)\s+)?(?:[\w'/-]+\s+){{0,3}}?
        (?:opinion|judge?ment|discretion|view|assessment|determination|evaluation)\b(?:\s+of\s+(?:the\s+)?{_WHO}\b)?
    | (?:the\s+|an?\s+)?{_WHO}(?:\s+(?:and|or|and/or)\s+(?:[\w'/-]+\s+){{0,3}}?{_WHO})?\s+(?:\w+ly\s+)?
        (?:believe|consider|judge|determine|feel|deem|decide|agree|approve|think|conclude)(?:s|d|ed)?\b
    | (?:(?:it|they|this|these)\s+(?:is|are|has\s+been|have\s+been)\s+)?
        (?:deemed|judged|considered|determined|felt|thought|approved|authori[sz]ed|agreed)\b(?=[^.;()]{{0,80}}\b{_WHO}\b)
    ))""",
    re.IGNORECASE | re.VERBOSE,
)
_AND_OTHERS = re.compile(
    r"(?:\s+(?:and|or|and/or)\s+(?:[\w'/-]+\s+){0,4}?" + _WHO + r"\b)?\s*,", re.IGNORECASE
)
_ENDS = re.compile(r"[,;]|\b(?:except|unless|provided)\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w-])\d")
_LISTS = ("mentions", "abbreviations", "negations")


def fold_opinions(item: Item, statements: list[Statement]) -> list[Statement]:
    """The statements, with one for each exception that is somebody's judgement in place of those within it."""
    for i, c in enumerate(item.contexts):
        found = _clause(item, c) if c.label == "EXCEPTION" and c.value.get("scope") else None
        if found is None:
            continue
        a, b = found
        inside = [s for s in statements if a <= s.at < b]
        outside = others(statements, inside)
        led = c.value.get("base") or any(s.end <= c.start for s in outside)
        if not led or any(s.threshold is not None for s in inside):
            continue
        statements = fold(item, statements, i, found)
    return statements


def fold(item: Item, statements: list[Statement], index: int, clause: tuple[int, int]) -> list[Statement]:
    """The statements, with one for the words of the `clause` of an exception, by its number among the contexts."""
    a, b = clause
    outside = [s for s in statements if not a <= s.at < b]
    for s in outside:
        _forget(s, a, b)
    for name in _LISTS:
        setattr(item, name, [f for f in getattr(item, name) if not f.within(a, b)])
    c = item.contexts[index]
    item.contexts[index] = replace(c, value={**c.value, "scope": [a, b]})
    told = Statement.of("state", Finding(a, b, "STATE", "assembly:opinion"))
    return sorted([*outside, told], key=lambda s: (s.at, s.start))


def _forget(s: Statement, a: int, b: int) -> None:
    """What the clause told of another statement: it narrows only the exception."""
    s.taken -= s.unqualify_within(a, b)


def _clause(item: Item, cue: Finding) -> tuple[int, int] | None:
    """From the words that say whose judgement it is to the end of the clause; None where numbers are in it."""
    m = _BEGINS.match(item.text, cue.end - item.start)
    if m is None:
        return None
    a = item.start + m.start("words")
    inside = item.segments.bracket(cue.start)
    hi = min(item.segments.bounds(cue.start)[1], inside[1] - 1 if inside is not None else item.end)
    aside = _AND_OTHERS.match(item.text, m.end())
    stop = _ENDS.search(item.text, aside.end() if aside else m.end(), hi - item.start)
    b = item.start + stop.start() if stop else hi
    b = a + len(item.quote(a, b).rstrip(" .\n"))
    timed = [(f.start, f.end) for f in (*item.windows, *item.durations, *item.thresholds)]
    return None if meets((a, b), timed) or _NUMBER.search(item.quote(a, b)) else (a, b)
