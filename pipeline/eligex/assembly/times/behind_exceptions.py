"""`any malignancy except basal cell carcinoma within 5 years`: a time behind an exception is of what it is carved from.

Of sixty such lines of real records the time was the exception's own in two, with a verb of its own: "which cannot be
taken within 30 days".
"""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.assembly.times.spread import reached
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_CARVES = lazily(
    r"\b(?:except(?:ing)?|exception|excluding|exclusive|other\s+than|apart\s+from|aside\s+from|besides)\b",
    re.IGNORECASE,
)
_TELLS = lazily(  # what the time is told of is done to the exception itself
    r"\b(?:who|which|that|if|when|unless|not?|without|never|cannot|treated|cured|resected|excised|removed|completed?|stopped"
    r"|discontinued|diagnosed|resolved|free|remission|stable|since)\b|;|\bfor\s+(?:at\s+least|more|over|\d)",
    re.IGNORECASE,
)


def bases_timed(item: Item, w: Finding, statements: list[Statement]) -> list[Statement]:
    """The statements before an exception that a time at its end is of; they have no other."""
    cue = next((c for c in item.contexts if _ends_with(item, c, w)), None) if _is_recent(w) else None
    if cue is None:
        return []
    inside = item.segments.bracket(cue.start)
    before = [
        s for s in statements
        if s.end <= cue.start and item.segments.same(s.at, w.start) and item.segments.bracket(s.start) == inside
    ]  # fmt: skip
    if not before or any(s.window for s in before):
        return []
    return reached(item, w, before)


def _is_recent(w: Finding) -> bool:
    """`within 5 years`, `in the last month`: no least time, and none that is to come."""
    return w.value.get("relation") == "before" and w.value.get("low") is None


def _ends_with(item: Item, cue: Finding, w: Finding) -> bool:
    """The cue carves, its bracket is the time's, and between them stands only what is carved out."""
    scope = cue.value.get("scope") if cue.label == "EXCEPTION" else None
    if not scope or cue.end > w.start or item.quote(scope[1], w.start).strip(" ,"):
        return False
    carves = _CARVES.search(item.quote(cue.start, cue.end)) is not None
    alike = item.segments.bracket(cue.start) == item.segments.bracket(w.start)
    return alike and carves and _TELLS.search(item.quote(cue.end, w.start)) is None
