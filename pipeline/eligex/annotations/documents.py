"""The one shape that every annotation format is read into and written from."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Optional

from eligex.annotations.losses import Losses
from eligex.corpora.brat import Note
from eligex.schema.regimen import Regimen
from eligex.schema.trial import Constraint, Criterion, Entity, Trial

_SPAN_ID = re.compile(r"T\d+")
_LINK_ID = re.compile(r"[RE]\d+|\*")
_NOTE_ID = re.compile(r"[N#]\d+")
_WORD = re.compile(r"\S+")
_ROLE = re.compile(r"[^\s:]*")
_FIELDS = ("section", "criterion", "name", "system", "code", "source")  # of an entity, as attributes


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled stretch; code points of the text, end exclusive.

    `id` is `T` and a number; `attributes` by name, "" for a bare flag; `fragments` are the pieces of a
    discontinuous span, at least two, the first beginning at `start` and the last ending at `end`.
    """

    id: str
    label: str
    start: int
    end: int
    negated: bool = False
    attributes: dict[str, str] = field(default_factory=dict)
    fragments: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """What joins spans: a relation (`R1`), an event (`E1`, with its trigger) or an equivalence (`*`).

    `arguments` are (role, id of a span or an event); an equivalence has no roles.
    """

    id: str
    label: str
    arguments: tuple[tuple[str, str], ...]
    trigger: Optional[str] = None
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return {"R": "relation", "E": "event", "*": "equivalence"}[self.id[0]]

    @property
    def targets(self) -> tuple[str, ...]:
        own = () if self.trigger is None else (self.trigger,)
        return own + tuple(target for _, target in self.arguments)


@dataclass(frozen=True, slots=True)
class Document:
    """One annotated text. `constraints`, `criteria` and `regimens` are the contract's, by offsets.

    Links stand by kind: events, relations, equivalences.
    """

    id: str
    text: str
    spans: tuple[Span, ...] = ()
    links: tuple[Link, ...] = ()
    notes: tuple[Note, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    regimens: tuple[Regimen, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "links", tuple(sorted(self.links, key=lambda k: "ER*".find(k.id[:1]))))


def of_trial(trial: Trial, id: str) -> Document:
    """The entities of a trial as spans, with its statements; registry fields and warnings are no annotations."""
    ids = numbered(e.id for e in trial.entities)
    return checked(
        Document(
            id,
            trial.text,
            tuple(_of_entity(e, i) for e, i in zip(trial.entities, ids, strict=True)),
            constraints=tuple(trial.constraints),
            criteria=tuple(trial.criteria),
            regimens=tuple(trial.regimens),
        )
    )


def _of_entity(e: Entity, id: str) -> Span:
    told = {name: getattr(e, name) for name in _FIELDS}
    return Span(id, e.label, e.start, e.end, e.negated, {k: str(v) for k, v in told.items() if v})


def checked(document: Document) -> Document:
    """The document itself. Raises ValueError, with its id, where an offset, a word or a reference is wrong."""
    try:
        _check(document)
    except ValueError as error:
        raise ValueError(f"document {document.id!r}: {error}") from error
    return document


def without(document: Document, ids: Iterable[str], losses: Losses) -> Document:
    """The document without these spans and links, and without what refers to them, which is counted."""
    gone = set(ids)
    links = [k for k in document.links if k.id == "*" or k.id not in gone]
    while stray := [k for k in links if gone.intersection(k.targets)]:
        for link in stray:
            losses.add(f"{link.kind} of something left out", document.id, link.id)
        gone |= {k.id for k in stray if k.id != "*"}
        links = [k for k in links if k not in stray]
    for note in document.notes:
        if note.target in gone:
            losses.add("note on something left out", document.id, note.id)
    return replace(
        document,
        spans=tuple(s for s in document.spans if s.id not in gone),
        links=tuple(links),
        notes=tuple(n for n in document.notes if n.target not in gone),
    )


def numbered(ids: Iterable[Optional[str]]) -> list[str]:
    """Ids `T…` for spans: those that are such already keep theirs, the others get free numbers in order."""
    given = list(ids)
    proper = [i if i is not None and _SPAN_ID.fullmatch(i) else None for i in given]
    used = {i for i in proper if i}
    if len(used) != sum(i is not None for i in proper):
        raise ValueError("two spans have one id")
    free = (f"T{k}" for k in range(1, len(given) + len(used) + 1) if f"T{k}" not in used)
    return [i or next(free) for i in proper]


def _check(document: Document) -> None:
    if not document.id:
        raise ValueError("a document needs an id")
    for span in document.spans:
        _check_span(span, len(document.text))
    ids = [s.id for s in document.spans] + [k.id for k in document.links if k.id != "*"]
    notes = [n.id for n in document.notes]
    for listed in (ids, notes):
        if twice := sorted(i for i, n in Counter(listed).items() if n > 1):
            raise ValueError(f"id given twice: {', '.join(twice)}")
    for link in document.links:
        _check_link(link)
    known = set(ids)
    for owner, targets in [(k.id, k.targets) for k in document.links] + [
        (n.id, (n.target,)) for n in document.notes
    ]:
        if missing := set(targets) - known:
            raise ValueError(f"{owner} refers to {', '.join(sorted(missing))}, which is not there")
    for note in document.notes:
        _expect(_NOTE_ID, note.id, "note id")
        _expect(_WORD, note.kind, "kind of note")
        if "\n" in note.text or "\r" in note.text:
            raise ValueError(f"note {note.id} has a line break")


def _check_span(span: Span, size: int) -> None:
    _expect(_SPAN_ID, span.id, "span id")
    _expect(_WORD, span.label, "label")
    if not 0 <= span.start < span.end <= size:
        raise ValueError(f"span {span.id} runs from {span.start} to {span.end} in a text of {size}")
    if span.attributes.get("negated") == "":
        raise ValueError(f"span {span.id}: `negated` is a field, no attribute")
    if span.fragments:
        edges = [x for piece in span.fragments for x in piece]
        if len(span.fragments) < 2 or edges != sorted(edges) or not all(a < b for a, b in span.fragments):
            raise ValueError(f"the pieces of span {span.id} are not in order")
        if (edges[0], edges[-1]) != (span.start, span.end):
            raise ValueError(f"the pieces of span {span.id} do not make up its extent")


def _check_link(link: Link) -> None:
    _expect(_LINK_ID, link.id, "id of a link")
    _expect(_WORD, link.label, "label")
    for role, target in link.arguments:
        _expect(_ROLE, role, "role")
        if (role == "") != (link.kind == "equivalence") or not target:
            raise ValueError(f"{link.id}: an argument needs a role and a target, an equivalence no roles")
    if (link.trigger is not None) != (link.kind == "event"):
        raise ValueError(f"{link.id}: events have a trigger, others none")
    if link.id == "*" and link.attributes:
        raise ValueError("an equivalence has no attributes")


def _expect(pattern: re.Pattern[str], value: str, what: str) -> None:
    if not pattern.fullmatch(value):
        raise ValueError(f"{value!r} is no {what}; it must be one word like {pattern.pattern}")
