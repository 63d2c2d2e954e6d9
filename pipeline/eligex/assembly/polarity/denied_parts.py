"""`except lentigo maligna without evidence of disease`, `except skin cancer in remission`: what an exception must be
without, in words that name nothing, and in which state.

Nobody is carved out for "no disease" by itself, so the words narrow the exception that they stand right behind. A part
that names something, or that has a time or a bound, stays a denied statement of its own.
"""

import re
from itertools import pairwise

from eligex.assembly.forms.statement import Statement, others
from eligex.assembly.items.naming import generic_names
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_IN_STATE = lazily(
    r"\s*,?\s*(?:(?:that|which)\s+(?:is|are|has\s+been)\s+|currently\s+)?in\s+(?:[\w-]+\s+){0,2}remission",
    re.IGNORECASE,
)
_BEHIND = lazily(r"\s*,?\s*(?:(?:that\s+is|which\s+is|and|but)\s+)?(?:(?:currently|with)\s+)*", re.IGNORECASE)


def fold_denied(item: Item, statements: list[Statement]) -> list[Statement]:
    """The statements without those that are now a qualifier of the exception before them."""
    folded = _fold_states(item, statements) + _fold_means(item, statements)
    for s in statements:
        if s.cue is None or not _is_bare_denial(item, s):
            continue
        before = [
            x for x in statements if x.end <= s.at and x.permitted and x.base is s.base and not x.negated
        ]
        if not before:
            continue
        last = max(before, key=lambda x: x.end)
        if last.end <= s.cue.start and _BEHIND.fullmatch(item.quote(last.end, s.cue.start)):
            last.qualify(s.cue.start, s.end, item.quote(s.cue.start, s.end))
            last.end = max(last.end, s.end)
            folded.append(s)
    return others(statements, folded)


def _fold_means(item: Item, statements: list[Statement]) -> list[Statement]:
    """`cannot lie still without sedation`: without what something cannot be done is asked of nobody."""
    folded = []
    for last, s in pairwise(statements):
        cue = s.cue
        if not last.is_unable or cue is None or item.quote(cue.start, cue.end).lower() != "without":
            continue
        if last.end <= cue.start and not item.quote(last.end, cue.start).strip() and s.threshold is None:
            last.qualify(cue.start, s.end, item.quote(cue.start, s.end))
            folded.append(s)
    return folded


def _is_bare_denial(item: Item, s: Statement) -> bool:
    words = item.quote(s.subject.start, s.subject.end).lower() if s.subject is not None else ""
    bare = s.kind == "condition" and words in generic_names()
    plain = s.threshold is None and s.window is None and s.duration is None and s.value is None
    return bare and plain and s.permitted and s.negated and s.base is not None


def _fold_states(item: Item, statements: list[Statement]) -> list[Statement]:
    """The states that now narrow the exception right before them, and with it those that share its head."""
    folded = []
    for s, last in zip(statements[1:], statements, strict=False):
        alike = s.permitted and last.permitted and s.base is not None and s.base is last.base
        if not alike or s.negated or _IN_STATE.fullmatch(item.quote(last.end, s.end)) is None:
            continue
        told = [last, *(x for x in statements if x.is_elided and x.base is s.base and x.end <= last.at)]
        for x in told:
            x.qualify(s.start, s.end, " ".join(item.quote(last.end, s.end).split()))
            x.duration, x.window = x.duration or s.duration, x.window or s.window
            x.taken |= s.taken
        folded.append(s)
    return folded
