"""`during the study and for 3 months thereafter`: the second time is counted from the end of the first."""

import re

from eligex.components.findings import Finding
from eligex.components.windows.made import UNBOUNDED, duration, window
from eligex.components.windows.times import Time, times
from eligex.text.lazily import lazily

_AND = lazily(
    r"(?:\s+(?:period|phase))?\s*,?\s*(?:and/or|and|plus|or|until|up\s+to)\s+(?:(?:also|then|for|(?:a|the)\s+(?:further|minimum\s+of|period\s+of)|an?\s+additional)\s+)*",
    re.IGNORECASE,
)
_AFTER = lazily(
    r"'?\s*(?P<word>thereafter|afterwards?|after(?:wards)?(?=\s*(?:[.,;)]|\n\s*(?:\n|[-*•])|\Z)))",
    re.IGNORECASE,
)
_NEAR = 60


def with_thereafter(found: list[Finding], text: str) -> list[Finding]:
    """The windows and durations, with such times behind a time of an anchor."""
    added: list[Finding] = []
    for w in found:
        if w.label == "WINDOW" and w.value["relation"] == "during" and w.value["anchor"] is not None:
            added += _behind(w, found, text)
    late = [(f.start, f.end) for f in added if f.label == "WINDOW"]
    return [f for f in found if not any(_is_bare(f) and f.overlaps(*e) for e in late)] + added


def _is_bare(f: Finding) -> bool:
    """`3 months after.`, of which nothing told what it is counted from."""
    return f.label == "WINDOW" and f.value["anchor"] is None


def _behind(w: Finding, found: list[Finding], text: str) -> list[Finding]:
    joint = _AND.match(text, w.end)
    t = next(times(text, joint.end(), joint.end() + _NEAR), None) if joint else None
    m = _AFTER.match(text, t.end) if t is not None else None
    if joint is None or t is None or m is None or t.start != joint.end():
        return []
    known = any(f.label == "DURATION" and f.overlaps(t.start, t.end) for f in found)
    return [*([] if known else [duration(t.start, t.end, t)]), _after(w, t, m, text)]


def _after(w: Finding, t: Time, m: re.Match[str], text: str) -> Finding:
    """A state lasts so long; a lower bound is told by that alone."""
    anchor = (w.value["anchor_start"], w.value["anchor_end"])
    if t.kind.startswith("low") or t.kind == "range":
        return window(m.start("word"), m.end(), UNBOUNDED, "after", anchor, "thereafter", text)
    bounds = t.bounds("high_in") | {"unit": t.unit}
    return window(m.start("word"), m.end(), bounds, "after", anchor, "thereafter", text)
