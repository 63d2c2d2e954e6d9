"""`except lentigo maligna without evidence of disease`: what an exception must be without, in words that name nothing.

Nobody is carved out for "no disease" by itself, so the words narrow the exception that they stand right behind. A part
that names something, or that has a time or a bound, stays a denied statement of its own.
"""

import re

from eligex.assembly.forms.statement import Statement, others
from eligex.assembly.items.naming import generic_names
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_BEHIND = lazily(r"\s*,?\s*(?:(?:that\s+is|which\s+is|and|but)\s+)?(?:(?:currently|with)\s+)*", re.IGNORECASE)


def fold_denied(item: Item, statements: list[Statement]) -> list[Statement]:
    """The statements without those that are now a qualifier of the exception before them."""
    folded = []
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


def _is_bare_denial(item: Item, s: Statement) -> bool:
    words = item.quote(s.subject.start, s.subject.end).lower() if s.subject is not None else ""
    bare = s.kind == "condition" and words in generic_names()
    plain = s.threshold is None and s.window is None and s.duration is None and s.value is None
    return bare and plain and s.permitted and s.negated and s.base is not None
