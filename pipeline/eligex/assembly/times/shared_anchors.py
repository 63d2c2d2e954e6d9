"""What several times are counted from stands behind the last of them: `surgery within 4 weeks or steroids within 7 days
before screening`, `within 30 days or 5 half-lives, whichever is longer, before the first dose`.
"""

import re
from dataclasses import replace

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.enrolled import SOURCE as TRIAL
from eligex.assembly.items.reading import Item, is_bounded
from eligex.components.findings import Finding

_ASIDE = re.compile(  # another length of the same time, or what a bracket tells of it
    r"""(?:\s*(?:[,()] | or\b | and\b | \d{1,2}\b | (?:two|three|four|five|six|seven|ten)\b | at\s+least\b
        | (?:(?:drug|plasma|elimination|terminal|biological)\s+)*half[\s-]?li\w+
        | of\s+(?:the|that)\s+(?:study\s+)?(?:drug|agent|product|compound|medication)s?\b
        | whichever\s+(?:(?:is|was|comes)\s+)?(?:the\s+)?\w+ | \([^()]{0,90}\)))+\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_TELLS = re.compile(r"half|whichever|\(", re.IGNORECASE)
_JOINED = re.compile(r"[^.;:]*(?:,|\b(?:or|and)\b)[^.;:]*", re.IGNORECASE)
_OF_NOW = re.compile(r"\b(?:last|past|previous|recent|preceding)\b", re.IGNORECASE)
_FARTHEST = 160
_ANCHOR = ("anchor", "anchor_start", "anchor_end")


def with_anchors(item: Item) -> list[Finding]:
    """The windows of an item; one without an anchor has that of the next, where the text tells it of both.

    `value["told"]` is then where the words stand that only tell the anchor.
    """
    found: list[Finding] = []
    for w in sorted(item.windows, key=lambda w: -w.start):
        after = found[-1] if found else None
        found.append(_anchored(item, w, after) if after is not None and _lacks(item, w) else w)
    return found[::-1]


def _lacks(item: Item, w: Finding) -> bool:
    counted = is_bounded(w) and w.value.get("anchor") is None and w.value.get("relation") == "before"
    return counted and not _OF_NOW.search(item.quote(w.start, w.end))


def _anchored(item: Item, w: Finding, after: Finding) -> Finding:
    value = after.value
    if value.get("anchor") is None or value.get("relation") != "before" or w.end > after.start:
        return w
    gap = item.quote(w.end, after.start)
    if not item.segments.same(w.start, after.start) or len(gap) > _FARTHEST:
        return w
    if is_bounded(after):
        return replace(w, value={**w.value, **anchor_of(value)}) if _JOINED.fullmatch(gap) else w
    if not _ASIDE.fullmatch(gap) or not _TELLS.search(gap):
        return w
    return replace(w, value={**w.value, **anchor_of(value), "told": (after.start, after.end)})


def anchor_of(value: dict[str, object]) -> dict[str, object]:
    return {key: value[key] for key in _ANCHOR if key in value}


def trial_of(w: Finding, statements: list[Statement]) -> Statement | None:
    """`less than 30 days since ending treatment in another drug study`: the trial that the anchor is a part of."""
    a, b = w.value.get("anchor_start"), w.value.get("anchor_end")
    trials = [s for s in statements if s.subject is not None and s.subject.source == TRIAL]
    return next((s for s in trials if a is not None and b is not None and s.at <= a and b <= s.end), None)
