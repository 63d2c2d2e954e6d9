"""brat standoff (`.ann` beside `.txt`): text-bound annotations, events, attributes.

The format is that of brat's manual (https://brat.nlplab.org/standoff.html). Offsets count code points of
the text as stored, carriage returns included; a discontinuous span keeps its first and last offset.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Span:
    label: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Event:
    """`arguments` are (role, id) pairs in file order; an id names a span or another event."""

    label: str
    trigger: str
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Standoff:
    """One document's annotations by their ids; `attributes` by target id, then by name."""

    text: str
    spans: dict[str, Span] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    attributes: dict[str, dict[str, str]] = field(default_factory=dict)


def parse(text: str, ann: str) -> Standoff:
    """Raises ValueError, with the line, where an annotation is malformed or its words are not the text's."""
    document = Standoff(text)
    for line in ann.splitlines():
        try:
            _add(document, line)
        except (IndexError, ValueError) as error:
            raise ValueError(f"not a brat annotation: {line[:120]!r} ({error})") from error
    return document


def documents(folder: Path) -> Iterator[tuple[str, Standoff]]:
    """(name, annotations) of every `.ann` of a folder, sorted. Raises FileNotFoundError where there is none."""
    names = sorted(folder.glob("*.ann"))
    if not names:
        raise FileNotFoundError(f"no .ann file in {folder}")
    for path in names:
        with open(path.with_suffix(".txt"), encoding="utf-8", newline="") as file:
            text = file.read()
        yield path.stem, parse(text, path.read_text(encoding="utf-8"))


def _add(document: Standoff, line: str) -> None:
    cells = line.split("\t")
    if line.startswith("T"):
        label, offsets = cells[1].split(" ", 1)
        pieces = [tuple(map(int, p.split())) for p in offsets.split(";")]
        span = Span(label, pieces[0][0], pieces[-1][1], cells[2])
        if not 0 <= span.start < span.end <= len(document.text):
            raise ValueError(f"offsets outside a text of {len(document.text)}")
        document.spans[cells[0]] = span
    elif line.startswith("E"):
        head, *arguments = cells[1].split()
        label, trigger = head.split(":")
        pairs = tuple((a.split(":")[0], a.split(":")[1]) for a in arguments)
        document.events[cells[0]] = Event(label, trigger, pairs)
    elif line.startswith("A"):
        name, target, *value = cells[1].split()
        document.attributes.setdefault(target, {})[name] = value[-1] if value else ""
