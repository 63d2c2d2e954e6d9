"""How components meet: findings in named span groups.

A `Finding` is written as a spaCy span in `doc.spans[key]` with its further fields in the group's
`attrs`, as plain values, so that a Doc survives `to_bytes`, `DocBin` and `n_process`. A payload is kept
as its keys and its values: medSpaCy's msgpack decoders claim every dict with a key such as `section`.
"""

import bisect
import operator
import weakref
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Optional

from spacy.tokens import Doc, Span, SpanGroup

from eligex.text.view import span

FIELDS = "eligex_fields"  # a reader's fields, written before the pipeline runs
SECTIONS = "eligex_sections"
CRITERIA = "eligex_criteria"
ABBREVIATIONS = "eligex_abbreviations"
DRUGS = "eligex_drugs"
MEASUREMENTS = "eligex_measurements"
DEMOGRAPHICS = "eligex_demographics"
STATES = "eligex_states"
CONDITIONS = "eligex_conditions"
PROCEDURES = "eligex_procedures"
RECOGNISED = "eligex_recognised"
THRESHOLDS = "eligex_thresholds"
WINDOWS = "eligex_windows"
DOSES = "eligex_doses"
NEGATION = "eligex_negation"
CONTEXT = "eligex_context"
ENTITIES = "sc"  # displaCy's default spans_key: the contract's entities


@dataclass(frozen=True, slots=True)
class Finding:
    """One stretch of text that a rule or a model labelled.

    `start`/`end` are code points of `doc.text`, end exclusive; `source` names the rule, as
    `component:rule`; `name`, `system`, `code` are the canonical name and its coding; `value` is a
    payload of plain values (dicts, lists, strings, numbers), its shape given by the component.
    """

    start: int
    end: int
    label: str
    source: str
    name: Optional[str] = None
    system: Optional[str] = None
    code: Optional[str] = None
    value: dict[str, Any] = field(default_factory=dict)

    def overlaps(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end

    def within(self, start: int, end: int) -> bool:
        return start <= self.start and self.end <= end

    def renamed(self, name: Optional[str]) -> "Finding":
        """Under another name, or none, which no code stands for."""
        return replace(self, name=name, system=None, code=None)


START = operator.attrgetter("start")  # of a finding, to look one up in a list by position


def by_position(found: Iterable[Finding]) -> list[Finding]:
    """In text order, the longer one first where two begin together."""
    found = list(found)
    return sorted(found, key=_place) if len(found) > 1 else found


def _place(f: Finding) -> tuple[int, int, str, str]:
    return f.start, -f.end, f.label, f.source


def _by_length(f: Finding) -> tuple[int, int, str]:
    return f.start - f.end, f.start, f.label


def longest(found: Iterable[Finding]) -> list[Finding]:
    """Of overlapping findings the longest, then the first; sorted by position."""
    found = list(found)
    if len(found) < 2:
        return found
    kept: list[Finding] = []
    starts: list[int] = []
    for f in sorted(found, key=_by_length):
        i = bisect.bisect_left(starts, f.end)
        if i and kept[i - 1].end > f.start:
            continue
        at = bisect.bisect_left(starts, f.start)
        starts.insert(at, f.start)
        kept.insert(at, f)
    return kept


def with_wholes(found: list[Finding], wholes: list[Finding]) -> list[Finding]:
    """The findings, with `wholes` in place of what overlaps one of them."""
    if not wholes:
        return found
    return [f for f in found if not any(f.overlaps(w.start, w.end) for w in wholes)] + wholes


# What was written last, so that not every reader makes it anew. Who changes a span of a group in place
# without `write` puts a new group there.
_WRITTEN: "weakref.WeakKeyDictionary[Doc, dict[str, tuple[SpanGroup, list[Finding]]]]" = (
    weakref.WeakKeyDictionary()
)


def write(doc: Doc, key: str, found: Sequence[Finding]) -> None:
    """Replaces `doc.spans[key]`; a finding off the token boundaries is widened to them."""
    spans: list[Span] = []
    rows: list[list[Any]] = []
    kept: list[Finding] = []
    for f in by_position(found):
        found_span, start, end = span(doc, f.start, f.end, f.label)
        if found_span is None:
            continue
        spans.append(found_span)
        kept.append(f if start == f.start and end == f.end else replace(f, start=start, end=end))
        rows.append([f.source, f.name, f.system, f.code, list(f.value), list(f.value.values())])
    group = doc.spans[key] = SpanGroup(doc, name=key, spans=spans, attrs={"rows": rows})
    _WRITTEN.setdefault(doc, {})[key] = (group, kept)


def read(doc: Doc, key: str) -> list[Finding]:
    """The findings of a group, by position; none where no component wrote it.

    Spans that somebody else put there (a plain list, a model's group) come without payload.
    """
    if key not in doc.spans:
        return []
    group = doc.spans[key]
    written = _WRITTEN.get(doc, {}).get(key)
    if written is not None and written[0] is group and len(written[1]) == len(group):
        return list(written[1])
    rows = group.attrs.get("rows") or [[key, None, None, None, [], []]] * len(group)
    return [
        Finding(
            s.start_char,
            s.end_char,
            s.label_,
            source,
            name,
            system,
            code,
            dict(zip(keys, values, strict=True)),
        )
        for s, (source, name, system, code, keys, values) in zip(group, rows, strict=True)
    ]


def overlapping(found: Sequence[Finding], start: int, end: int, *, widest: int) -> list[Finding]:
    """Those of a position-sorted list that share a character with [start, end).

    One that begins more than `widest` characters before `start` is not looked at.
    """
    lo = bisect.bisect_left(found, start - widest, key=START)
    hi = bisect.bisect_left(found, end, key=START)
    return [f for f in found[lo:hi] if f.overlaps(start, end)]


def between(found: Sequence[Finding], start: int, end: int) -> list[Finding]:
    """Those of a position-sorted list that lie within [start, end)."""
    lo = bisect.bisect_left(found, start, key=START)
    hi = bisect.bisect_left(found, end, key=START)
    return [f for f in found[lo:hi] if f.end <= end]
