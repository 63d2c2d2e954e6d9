"""Two times of one thing, `during the study and for 3 months after the last dose`, `within 4 weeks of screening or
planned during the study`: each of them is asked for, so the thing is stated once for each.
"""

import re
from dataclasses import replace
from itertools import pairwise

from eligex.assembly.forms.extents import Extent
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import SIGN, listed
from eligex.assembly.items.reading import Item, is_bounded
from eligex.assembly.times.planned_again import PLANNED_AGAIN
from eligex.components.findings import Finding
from eligex.components.windows.led import DURING

_JOINT = re.compile(
    rf"""\s*(?:period\s*)?{SIGN.pattern}(?:\s*{SIGN.pattern})*\s*
    (?P<meant>(?P<again>{PLANNED_AGAIN})|(?:(?:is|are)\s+)?(?:planned|planning|anticipated|expected|scheduled)(?:\s+to\s+be|\s+to)?(?:\s+(?:on|for))?
      (?:\s+(?:use|treatment|administration|receipt|participation|therapy|used?|administered|given|received?|taken?|start))?\s+)?
    (?:(?:for|then|also|until|up\s+to|at\s+least|a|an|the|additional|further|within|another|minimum\s+of|period\s+of)\s+)*""",
    re.IGNORECASE | re.VERBOSE,
)

_DURING_AND = re.compile(  # "during and for 3 months after treatment"
    rf"\b(?P<during>{DURING})\s*,?\s*(?:and/or|and|(?P<either>or))\s+(?:(?:for|then|also|until|up\s+to|within|at\s+least|the|a|an|minimum\s+of|period\s+of)\s+)*\Z",
    re.IGNORECASE,
)
_POINT = re.compile(  # during "the last dose of treatment", "completing treatment" is during treatment
    r"(?:the\s+)?(?:(?:complet|end|stopp|finish|discontinu|receiv)ing\s+|having\s+(?:received|completed|stopped|finished)\s+"
    r"|(?P<point>last|final|first|end|completion|discontinuation|cessation|termination)\b(?P<of>[^,;]*?\sof\s+)?)(?:the\s+)?",
    re.IGNORECASE,
)
_LASTS = re.compile(r"\b(?:therap(?:y|ies)|treatments?|regimens?|chemotherapy|course)\Z", re.IGNORECASE)
_RECENT = re.compile(  # "recent (within 6 weeks) or planned surgery"
    r"\b(?:recent(?:ly)?|prior|previous(?:ly)?|past|current(?:ly)?)"
    r"(?:\s+(?:history|use|treatment|therapy|exposure|diagnosis))?\s*\(\s*\Z",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\s*\)\s*,?\s*(?:or|and/or)\s+(?P<when>(?:planned|scheduled|anticipated|upcoming|current|ongoing|active|concurrent|concomitant|expected)\s+)"
    r"(?:[\w-]+\s+){0,4}",
    re.IGNORECASE,
)
_DUTIES = ("contraception", "gamete_donation")  # at both times, whatever word joins them
_OR = re.compile(r"\bor\b(?!\s+planned)", re.IGNORECASE)
_WORD = re.compile(r"[a-z]", re.IGNORECASE)  # not "within 5 days, before surgery"
_PEOPLE, _NEAR = ("age", "sex"), 40


def tell_both_times(item: Item, statements: list[Statement]) -> list[Statement]:
    """The statements, with one more for each that has only one of two times that are joined."""
    found = _recent(item, statements) if item.windows else statements
    for w in item.windows:
        if (during := _during_too(item, w)) is not None:
            found = [x for s in found for x in _both(item, s, w, during, None)]
    if len(item.windows) < 2:
        return found
    for first, second in pairwise(sorted(item.windows, key=lambda w: w.start)):
        m = joint(item, first, second)
        if m is None:
            continue
        if m["again"]:  # "such a vaccine" names nothing new
            if _times_others(item, first, found):
                continue
            a, b = (item.start + x for x in m.span("again"))
            found = [s for s in found if not a <= s.at < b]
        given = [w for w in (first, second) if any(s.window is w for s in found)]
        if len(given) == 1:
            other = second if given[0] is first else first
            duty = any(s.window is given[0] and s.state in _DUTIES for s in found)
            if (
                not duty and not m["again"] and _OR.search(m.group())
            ):  # one of the two is enough, as `is_either` tells
                other = replace(other, value={**other.value, "either": True})
            meant = (item.start + m.start("meant"), item.start + m.end("meant")) if m["meant"] else None
            found = [x for s in found for x in _both(item, s, given[0], other, meant)]
    return found


def joint(item: Item, first: Finding, second: Finding) -> "re.Match[str] | None":
    """What stands between two times of one thing; None where they are not joined."""
    if not (_tells_when(first, second) and item.segments.same(first.start, second.start)):
        return None
    a, b = first.end - item.start, max(first.end, _begin(item, second)) - item.start
    m = _JOINT.fullmatch(item.text, a, b)
    return m if m is not None and _WORD.search(m.group()) else None


def _times_others(item: Item, w: Finding, statements: list[Statement]) -> bool:
    """`A within 4 weeks or B within 2 weeks, or plans to receive such vaccines`: of which of them is not said."""
    before = (s.window for s in statements if s.window is not None and s.window.end <= w.start)
    return any(item.segments.same(x.start, w.start) for x in before)


def is_planned_again(item: Item, w: Finding) -> bool:
    """Whether it is another time of what was named before, `or plans to do so during the study`."""
    before = [x for x in item.windows if x.end <= w.start]
    m = joint(item, max(before, key=lambda x: x.end), w) if before else None
    return m is not None and m["again"] is not None


def _during_too(item: Item, w: Finding) -> Finding | None:
    """The time of an anchor itself, where a window tells of it and of what comes after it."""
    told, m = w.value.get("anchor"), _led_by_during(item, w)
    if m is None or told is None:
        return None
    if m["either"] and item.section == "inclusion" and not is_bounded(w):
        return None  # one of the two is enough; a bounded one is joined by `is_either`
    a, at = _begin(item, w) - len(m[0]), w.value["anchor_start"]
    if (point := _POINT.match(told)) is not None:
        lasts = point["point"] and not point["of"]
        if lasts and not _LASTS.search(told):
            return None
        at += 0 if lasts else point.end()  # "during their last therapy"
    value = {
        "relation": "during",
        "either": m["either"] is not None,
        "anchor_start": at,
        "anchor_end": w.value["anchor_end"],
    }
    value["anchor"] = item.quote(at, w.value["anchor_end"])
    return Finding(a, a + len(m["during"]), "WINDOW", "assembly:parallel", value=value)


def _recent(item: Item, statements: list[Statement]) -> list[Statement]:
    """The statements, with one more for each member of a list before which a bracket has a time as well."""
    found: list[Statement] = []
    led: tuple[Finding, Extent] | None = None
    for i, s in enumerate(statements):
        free = s.kind not in _PEOPLE and s.window is None and s.threshold is None
        goes_on = led is not None and i > 0 and listed(item, statements[i - 1], s)
        led = (_leading(item, s) or (led if goes_on else None)) if free else None
        found += [s] if led is None else _recent_too(item, s, *led)
    return found


def _leading(item: Item, s: Statement) -> tuple[Finding, Extent] | None:
    """The time of the bracket before it, and where the words stand that tell of the other time."""
    for w in item.windows:
        m = _OTHERWISE.fullmatch(item.quote(w.end, max(w.end, s.at))) if w.end <= s.at else None
        if m is not None and _RECENT.search(item.text, 0, w.start - item.start):
            return w, (w.end + m.start("when"), w.end + m.end("when"))
    return None


def _recent_too(item: Item, s: Statement, w: Finding, when: Extent) -> list[Statement]:
    """`s` within the time of the bracket before it as well."""
    told = [x for x in zip(s.aside, s.qualifiers, strict=True) if not when[0] <= x[0][0] < when[1]]
    recent = replace(
        s, window=w, aside=[a for a, _ in told], qualifiers=[q for _, q in told], taken=set(s.taken)
    )
    recent.take(w.start, w.end)
    words = item.quote(*when).rstrip()
    s.qualify_apart(when[0], when[0] + len(words), words)
    return [recent, s]


def _tells_when(first: Finding, second: Finding) -> bool:
    """Whether one of the two is the study itself, or one stands before and one behind it: no times since two things,
    "3 weeks since major or 10 days since minor surgery"."""
    told = (first.value.get("relation"), second.value.get("relation"))
    return "during" in told or told == ("before", "after")


def _begin(item: Item, w: Finding) -> int:
    """Where a time begins, with the length of it that stands right before: "for 3 months after the last dose"."""
    before = (d for d in item.durations if d.end <= w.start and not item.quote(d.end, w.start).strip())
    return next((d.start for d in before), w.start)


def is_parallel(unit: list[Statement]) -> bool:
    """Whether these are one thing at several times."""
    return len(unit) > 1 and all(s.subject is unit[0].subject and s.threshold is None for s in unit)


def is_either(item: Item, unit: list[Statement]) -> bool:
    """`progressed during or within 3 months of it` asks for one of the two times."""
    told = any(s.window is not None and s.window.value.get("either") for s in unit)
    return told and item.section == "inclusion" and not any(s.negated for s in unit)


def before_during(item: Item, w: Finding) -> int:
    """Where a window begins, with the words before it that tell of the time of its anchor itself."""
    m = _led_by_during(item, w)
    return _begin(item, w) - len(m[0]) if m is not None else w.start


def _led_by_during(item: Item, w: Finding) -> "re.Match[str] | None":
    """`during and` right before a time that follows its anchor."""
    if w.value.get("relation") != "after":
        return None
    begin = _begin(item, w)
    return _DURING_AND.search(item.quote(max(item.start, begin - _NEAR), begin))


def _both(
    item: Item, s: Statement, given: Finding, other: Finding, meant: tuple[int, int] | None
) -> list[Statement]:
    """`s`, and what it says at the other time, in the order of the times."""
    told = any(a <= other.start and other.end <= b for a, b in s.aside)  # "that cannot be stopped during …"
    if s.window is not given or s.threshold is not None or s.kind in _PEOPLE or told:
        return [s]
    copy = replace(
        s,
        window=other,
        qualifiers=list(s.qualifiers),
        aside=list(s.aside),
        flags=list(s.flags),
        taken=(s.taken - {(given.start, given.end)}) | {(other.start, other.end)},
    )
    (first, second) = (copy, s) if other.start < given.start else (s, copy)
    if s.duration is not None:  # "and for at least 3 months after it"
        late = s.duration.start >= min(given.end, other.end)
        (first if late else second).duration = None
    if meant is not None:
        words = item.quote(*meant).rstrip()
        second.qualify(meant[0], meant[0] + len(words), words)
    return [first, second]
