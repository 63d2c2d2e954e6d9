"""brat standoff (`.ann` beside `.txt`), read and written.

The format is that of brat's manual (https://brat.nlplab.org/standoff.html): text-bound annotations,
relations, equivalences, events, attributes, normalisations and notes. Offsets count code points of the
text as stored, carriage returns included.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

_BLANKS = str.maketrans("\n\r\t", "   ")
_EXTENTS = re.compile(r"\d+ \d+(?:;\d+ \d+)*")


@dataclass(frozen=True, slots=True)
class Span:
    """`fragments` are the (start, end) pieces of a discontinuous span, at least two, else empty."""

    label: str
    start: int
    end: int
    text: str
    fragments: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """`arguments` are (role, id) pairs in file order; an id names a span or another event."""

    label: str
    trigger: str
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Relation:
    label: str
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A line `#…` (`kind` such as AnnotatorNotes) or a normalisation `N…` (`text` is `DB:id` TAB name)."""

    id: str
    kind: str
    target: str
    text: str


@dataclass(frozen=True, slots=True)
class Standoff:
    """One document's annotations by their ids; `attributes` by target id, then by name ("" is a flag)."""

    text: str
    spans: dict[str, Span] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    attributes: dict[str, dict[str, str]] = field(default_factory=dict)
    relations: dict[str, Relation] = field(default_factory=dict)
    equivalences: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def parse(text: str, ann: str) -> Standoff:
    """Raises ValueError, with the line, where an annotation is malformed or its words are not the text's."""
    document = Standoff(text)
    for line in ann.split("\n"):
        line = line.removesuffix("\r")
        if not line.strip():
            continue
        try:
            _add(document, line)
        except (IndexError, ValueError, KeyError) as error:
            raise ValueError(f"not a brat annotation: {line[:120]!r} ({error})") from error
    return document


def dump(document: Standoff) -> str:
    """The lines of an `.ann`; `parse(document.text, dump(document)) == document`."""
    lines = [_span_line(i, s) for i, s in document.spans.items()]
    lines += [f"{i}\t{e.label}:{e.trigger}{_arguments(e.arguments)}" for i, e in document.events.items()]
    lines += [f"{i}\t{r.label}{_arguments(r.arguments)}" for i, r in document.relations.items()]
    lines += [f"*\t{' '.join((label, *members))}" for label, members in document.equivalences]
    named = [(t, n, v) for t, values in document.attributes.items() for n, v in values.items()]
    lines += [f"A{k}\t{n} {t} {v}".rstrip(" ") for k, (t, n, v) in enumerate(named, start=1)]
    lines += [
        f"{n.id}\t{n.kind} {n.target}{' ' if n.id.startswith('N') else chr(9)}{n.text}"
        for n in document.notes
    ]
    return "".join(line + "\n" for line in lines)


def documents(folder: Path) -> Iterator[tuple[str, Standoff]]:
    """(name, annotations) of every `.ann` of a folder, sorted. Raises FileNotFoundError where there is none."""
    names = sorted(folder.glob("*.ann"))
    if not names:
        raise FileNotFoundError(f"no .ann file in {folder}")
    for path in names:
        try:
            yield path.stem, parse(_stored(path.with_suffix(".txt")), _stored(path))
        except ValueError as error:
            raise ValueError(f"{path.name}: {error}") from error


def covered(text: str, extents: Iterable[tuple[int, int]]) -> str:
    """The words of a span as an `.ann` quotes them: pieces joined by a blank, breaks and tabs as blanks."""
    return " ".join(text[a:b] for a, b in extents).translate(_BLANKS)


def _stored(path: Path) -> str:
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def _span_line(id: str, span: Span) -> str:
    pieces = span.fragments or ((span.start, span.end),)
    return f"{id}\t{span.label} {';'.join(f'{a} {b}' for a, b in pieces)}\t{span.text}"


def _arguments(pairs: tuple[tuple[str, str], ...]) -> str:
    return "".join(f" {role}:{target}" for role, target in pairs)


def _add(document: Standoff, line: str) -> None:
    id, _, body = line.partition("\t")
    if id in document.spans or id in document.events or id in document.relations:
        raise ValueError("this id stands twice")
    kind = id[:1]
    if kind == "T":
        document.spans[id] = _span(document.text, body)
    elif kind == "E":
        head, *rest = body.split()
        label, trigger = head.split(":")
        document.events[id] = Event(label, trigger, _pairs(rest))
    elif kind == "R":
        label, *rest = body.split()
        document.relations[id] = Relation(label, _pairs(rest))
    elif kind == "*":
        label, *members = body.split()
        document.equivalences.append((label, tuple(members)))
    elif kind in "AM":
        name, target, *value = body.split()
        _attribute(document, name, target, " ".join(value))
    elif kind in "N#":
        document.notes.append(_note(id, body))
    else:
        raise ValueError("no such kind of line")


def _attribute(document: Standoff, name: str, target: str, value: str) -> None:
    own = document.attributes.setdefault(target, {})
    if own.get(name, value) != value:
        raise ValueError(f"{target} has two values of {name}")
    own[name] = value


def _span(text: str, body: str) -> Span:
    head, _, quote = body.partition("\t")
    label, _, offsets = head.partition(" ")
    if not _EXTENTS.fullmatch(offsets):
        raise ValueError(f"no offsets in {head!r}")
    pairs = [piece.split() for piece in offsets.split(";")]
    pieces = tuple((int(a), int(b)) for a, b in pairs)
    if not all(0 <= a < b <= len(text) for a, b in pieces):
        raise ValueError(f"offsets outside a text of {len(text)}")
    said = covered(text, pieces)
    if said != quote.translate(_BLANKS):
        raise ValueError(f"the text has {said!r} there")
    return Span(label, pieces[0][0], pieces[-1][1], quote, pieces if len(pieces) > 1 else ())


def _pairs(arguments: list[str]) -> tuple[tuple[str, str], ...]:
    pairs = [a.split(":") for a in arguments]
    return tuple((role, target) for role, target in pairs)


def _note(id: str, body: str) -> Note:
    if id.startswith("N"):
        kind, target, text = body.split(" ", 2)
        return Note(id, kind, target, text)
    head, _, text = body.partition("\t")
    kind, target = head.split()
    return Note(id, kind, target, text)
