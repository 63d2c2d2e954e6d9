"""Statements to the contract's constraints."""

import re
from typing import Any, Optional

from eligex.assembly.bounds.scales import is_scale
from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.assembly.people.bystanders import REPRESENTED
from eligex.assembly.polarity.negation import requirement
from eligex.components.findings import Finding
from eligex.schema.trial import Constraint, Duration, Normalized, Range, Subject, Window
from eligex.vocab import measurements

_ALTERNATIVE = re.compile(r"\s*,?\s*(?:or|and/or)\s+", re.IGNORECASE)
_PHRASE = re.compile(
    r"(?:of|due|secondary|caused|by|from|with|without|in|on|for|to|that|which|who|requiring|not|after|at)\b",
    re.IGNORECASE,
)
# the words deny the state that their group in the vocabulary is named by
_WITHOUT_CAPACITY = re.compile(
    r"incapa|incompeten|protect|under\s|guardianship|tutelage|curator|safeguard",
    re.IGNORECASE,
)
_LIMITED = re.compile(r"\b(?:limited|reduced|restricted|diminished|impaired|partial)\s+\Z", re.IGNORECASE)
_BEFORE_MENOPAUSE = re.compile(r"(?P<which>pre|peri)\W?\s?menopaus", re.IGNORECASE)
_BOUNDS = ("low", "low_inclusive", "high", "high_inclusive")


def constraint_of(item: Item, s: Statement, text: str) -> Constraint:
    """`text` is the document's own (unfolded) text, which every quotation comes from."""
    bounds = _range(s)
    return Constraint(
        id=s.id,
        criterion=item.id,
        section=item.section,
        kind=_kind(item, s, bounds),
        subject=_subject(item, s, text),
        range=bounds,
        normalized=_normalized(s, bounds),
        value=_in_one_line(s.value),
        negated=s.negated,
        requirement=requirement(item, s),
        duration=_timed(Duration, s.duration),
        window=_timed(Window, s.window),
        applies_to=_in_one_line(s.applies_to),
        qualifiers=_qualifiers(item, s),
        exception_of=s.base.id if s.base else None,
        evidence=[[a, b] for a, b in sorted(s.taken)],
        flags=s.flags,
    )


def _qualifiers(item: Item, s: Statement) -> list[str]:
    """In text order. Each narrows the subject by itself, so alternatives ("of hepatic origin or due to malnutrition")
    are one."""
    joined: list[tuple[int, int, str]] = []
    for (a, b), told in sorted(zip(s.aside, s.qualifiers, strict=True), key=lambda told: told[0]):
        if any(g.start <= a and b <= g.end for g in item.groups if "gloss" not in g.value):
            continue
        words = item.whole[a:b] if any(g.overlaps(a, b) for g in item.groups) else told
        between = item.quote(joined[-1][1], a) if joined and joined[-1][1] <= a else ""
        if _ALTERNATIVE.fullmatch(between) and _PHRASE.match(words):
            first, _, before = joined.pop()
            words, a = f"{before}{between}{words}", first
        joined.append((a, b, words))
    return [" ".join(words.split()) for _, _, words in joined]


def _in_one_line(words: Optional[str]) -> Optional[str]:
    """A registry breaks lines within a phrase; the offsets tell where."""
    return words and " ".join(words.split())


def _kind(item: Item, s: Statement, bounds: Optional[Range]) -> str:
    """What a model alone takes for a measurement, and nothing measures, is a state ("smoker", "poor diet")."""
    if s.kind == "measurement" and s.subject is not None and bounds is not None and s.threshold is not None:
        plain = bounds.relative_to is None and is_scale(item, s.subject, s.threshold)
        return "score" if plain else s.kind
    known = s.subject is None or s.subject.name is not None
    measured = known or bounds is not None or s.value is not None
    return "state" if s.kind == "measurement" and not measured else s.kind


def _subject(item: Item, s: Statement, text: str) -> Subject:
    f = s.subject
    if f is None:
        return Subject(None, None, None, name=s.implied)
    words = text[f.start : f.end]
    lacks = f.value.get("state") == "legal_capacity" and (
        _WITHOUT_CAPACITY.search(words)
        or REPRESENTED.search(lead := item.quote(max(item.start, f.start - 24), f.start))
        or _LIMITED.search(lead)
    )
    if lacks:
        return Subject(words, f.start, f.end, f"lack of {f.name}", f.system, f.code)
    before = _BEFORE_MENOPAUSE.match(words) if f.value.get("state") == "menopause" else None
    if before is not None:  # the opposite of what its group is named by
        return Subject(words, f.start, f.end, f"{before['which'].lower()}menopause")
    return Subject(words, f.start, f.end, f.name, f.system, f.code)


def _range(s: Statement) -> Optional[Range]:
    v = s.bounds
    if v is None or (v.get("low") is None and v.get("high") is None):
        return None
    assert s.threshold is not None
    bare_age = s.kind == "age" and not v.get("unit")  # an age without a unit is in years
    return Range(
        **{k: v.get(k) for k in _BOUNDS},
        unit="a" if bare_age else v.get("unit"),
        unit_text=v.get("unit_text"),
        relative_to=v.get("relative_to"),
        start=s.threshold.start,
        end=s.threshold.end,
        offset=v.get("offset"),
    )


def _normalized(s: Statement, r: Optional[Range]) -> Optional[Normalized]:
    """The bounds in the test's canonical unit; flags bounds that no patient can have."""
    key = s.analyte or ("age" if s.kind == "age" else None)
    if r is None or key is None or r.relative_to or r.offset:
        return None
    done = measurements.normalize(r.low, r.high, r.unit, key)
    if done is None:
        return None
    if measurements.implausible(r.low, r.high, r.unit, key):
        s.flags.append("implausible-value")
    low, high, unit = done
    return Normalized(low, r.low_inclusive, high, r.high_inclusive, unit)


def _timed(cls: Any, f: Optional[Finding]) -> Any:
    if f is None:
        return None
    bounds = {k: f.value.get(k) for k in (*_BOUNDS, "unit")}
    if cls is not Window:
        return cls(**bounds)
    return cls(**bounds, relation=f.value.get("relation"), anchor=_in_one_line(f.value.get("anchor")))
