"""Fields to one text: each verbatim under its own heading, with the offsets of its body.

    Brief Summary:
    <verbatim>

    Eligibility Criteria:
    <verbatim>

A field with parts (arms, interventions) also gives one section for each part, titled with the arm's
label or the intervention's name, within the section of the whole field.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Optional, Union

from eligex.readers.source import Source, scrub
from eligex.schema.record import Record, Reject
from eligex.schema.trial import Section

NCT = re.compile(r"(?<![A-Za-z0-9])NCT\d{8}(?!\d)", re.IGNORECASE)
_WRAPPERS = ("textblock", "text", "value", "#text")  # what XML-to-JSON converters wrap a text in


@dataclass(frozen=True, slots=True)
class Field:
    """`parts` are (title, start, end) within `body`."""

    kind: str
    title: str
    body: str
    parts: tuple[tuple[str, int, int], ...] = ()


@dataclass(slots=True)
class Study:
    """What a structured reader found. `plain` is a text that has no fields of its own."""

    trial_id: Optional[str] = None
    title: Optional[str] = None
    fields: list[Field] = field(default_factory=list)
    plain: Optional[str] = None


def listed(kind: str, title: str, entries: Iterable[tuple[str, str]]) -> Field:
    """A field of several entries (part title, text), one below the other."""
    body, parts, at = [], [], 0
    for name, text in entries:
        if not text.strip():
            continue
        body.append(text)
        if name.strip():
            parts.append((name.strip(), at, at + len(text)))
        at += len(text) + 1
    return Field(kind, title, "\n".join(body), tuple(parts))


def compose(fields: Sequence[Field]) -> tuple[str, list[Section]]:
    """The text and its sections; a field whose body is blank is left out."""
    pieces: list[str] = []
    sections: list[Section] = []
    at = 0
    for item in fields:
        if not item.body.strip():
            continue
        start = at + len(item.title) + 2
        pieces.append(f"{item.title}:\n{item.body}\n\n")
        sections.append(Section(item.kind, item.title, start, start + len(item.body)))
        sections.extend(Section(item.kind, name, start + a, start + b) for name, a, b in item.parts)
        at += len(pieces[-1])
    return "".join(pieces), sections


def finish(
    source: Source, study: Study, *, index: int, format: str, sha256: str, place: str
) -> Union[Record, Reject]:
    """The record of a study, or why there is none; `place` (`line 4`) names it in messages."""
    label = study.trial_id or place
    text, sections = compose(study.fields)
    if not text.strip():
        return source.reject(f"{place}: the record holds no text; check its fields", label, "empty")
    if len(text) > source.max_chars:
        return source.reject(too_long(len(text), source.max_chars, place), label, "too-large")
    return Record(source.name, index, format, sha256, text, study.trial_id, study.title, sections)


def too_long(length: int, limit: int, place: str) -> str:
    return (
        f"{place}: {length} characters are over the limit of {limit}; shorten the text or raise --max-chars"
    )


def text_of(value: Any) -> str:
    """Any JSON value as text: a list one entry a line, an object `key: value` lines, null nothing.

    What lies deeper than ten levels is left out.
    """
    return scrub(_text(value, 10))


def _text(value: Any, depth: int) -> str:
    if isinstance(value, str):
        return value
    if value is None or depth == 0:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, (list, tuple)):
        return "\n".join(text for item in value if (text := _text(item, depth - 1)))
    if isinstance(value, dict):
        if len(value) == 1 and (inner := pick(value, *_WRAPPERS)) is not None:
            return _text(inner, depth - 1)
        pairs = ((str(key), _text(item, depth - 1)) for key, item in value.items())
        return "\n".join(f"{key}: {text}" for key, text in pairs if text)
    return str(value)


def short(value: Any) -> Optional[str]:
    """A one-line value such as an id or title, stripped; None where there is none."""
    if isinstance(value, (dict, list, tuple, bool)):
        return None
    return " ".join(text_of(value).split()) or None


def as_list(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def pick(obj: Any, *keys: str) -> Any:
    """The first of `keys` that an object holds with a value; None for anything else."""
    if isinstance(obj, dict):
        return next((obj[key] for key in keys if obj.get(key) not in (None, "", [])), None)
    return None


def arm_entry(arm: Any) -> tuple[str, str]:
    """(label, `label (type): description`) of an arm group; a bare string is its label."""
    if not isinstance(arm, dict):
        return text_of(arm), text_of(arm)
    label = text_of(pick(arm, "label", "armGroupLabel", "arm_group_label", "title", "name"))
    kind = text_of(pick(arm, "type", "armGroupType", "arm_group_type"))
    head = f"{label} ({kind})" if label and kind else label or kind
    return label, _said(head, text_of(pick(arm, "description")))


def intervention_entry(item: Any) -> tuple[str, str]:
    """(name, `type: name: description` and its other names on a line of their own)."""
    if not isinstance(item, dict):
        return text_of(item), text_of(item)
    name = text_of(pick(item, "name", "interventionName", "intervention_name"))
    kind = text_of(pick(item, "type", "interventionType", "intervention_type"))
    said = _said(_said(kind, name), text_of(pick(item, "description")))
    others = "; ".join(text_of(o) for o in as_list(pick(item, "otherNames", "other", "other_name")))
    return name, f"{said}\nOther names: {others}" if others else said


def outcome_entry(item: Any) -> tuple[str, str]:
    """(measure, `measure [time frame]: description`)."""
    if not isinstance(item, dict):
        return "", text_of(item)
    measure, frame = text_of(pick(item, "measure")), text_of(pick(item, "timeFrame", "time_frame"))
    return "", _said(f"{measure} [{frame}]" if frame else measure, text_of(pick(item, "description")))


def _said(head: str, tail: str) -> str:
    return f"{head}: {tail}" if head and tail else head or tail
