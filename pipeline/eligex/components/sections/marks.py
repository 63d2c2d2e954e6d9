"""The headings of a text, in order, with what each opens."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple, Optional

from eligex.components.sections.headers import is_registry_line, openings

CRITERIA_KINDS = ("inclusion", "exclusion")
_LINE = re.compile(r"[^\r\n]+")
_EDGE = " \t#*_>:"
_MAX_HEADING = 60


class Heading(NamedTuple):
    """A row of `headings.csv`: `alone` where the heading by itself tells a registry page, `part_of` the
    kind of section that it is an entry of."""

    kind: str
    alone: bool = False
    part_of: str = ""


class Mark(NamedTuple):
    """A heading: where it stands, where its body begins, the contract's kind, its words, for whom."""

    start: int
    body: int
    kind: str
    title: str
    cohort: Optional[str] = None
    heading: Optional[Heading] = None

    @property
    def tells_page(self) -> bool:
        return self.heading is not None and self.heading.alone

    @property
    def is_weak(self) -> bool:
        """Words that may as well be an item or a head among criteria."""
        return self.heading is not None and not self.heading.alone and self.kind != "eligibility"

    def within(self, other: "Mark") -> bool:
        """Whether this heading's section is a part of the other's."""
        if other.kind != "eligibility":
            return False
        return self.kind in CRITERIA_KINDS or (
            self.heading is not None and self.heading.part_of == other.kind
        )


def headings(rows: Mapping[str, Mapping[str, str]]) -> dict[str, Heading]:
    return {words: Heading(row["kind"], row["alone"] == "yes", row["part_of"]) for words, row in rows.items()}


def marks_of(text: str, start: int, end: int, known: Mapping[str, Heading]) -> Iterator[Mark]:
    """Headings of text[start:end] in order: those in `known`, and those that open criteria.

    A heading that does not tell a page by itself ("Sex") counts only outside of criteria. The registry
    writes its own lines ("Must have minimum age of 18 Years") between the inclusion and the exclusion
    criteria, often without any header: what follows them is exclusion.
    """
    inside = False  # of criteria
    block: Optional[int] = None  # where the registry's own lines began
    for m in _LINE.finditer(text, start, end):
        line, at = m.group(), m.start()
        if line.isspace():
            continue
        if is_registry_line(line):
            if block is None:
                block = at
                yield Mark(at, at, "inclusion", "")
            continue
        found = list(_of_line(line, at, known))
        if block is not None and not found and text[start:block].strip():
            inside = True
            yield Mark(at, at, "exclusion", "")
        block = None
        for mark in found:
            if not (inside and mark.is_weak):
                inside = mark.kind in CRITERIA_KINDS
                yield mark


def _of_line(line: str, at: int, known: Mapping[str, Heading]) -> Iterator[Mark]:
    words = line.strip(_EDGE).lower() if len(line) < _MAX_HEADING else ""
    heading = known.get(words)
    if heading is not None and heading.kind == "eligibility":
        yield Mark(at, at + len(line), heading.kind, line.strip(_EDGE), None, heading)
        return
    opened = list(openings(line))
    for o in opened:
        title = line[o.start : o.end].strip(_EDGE + "-•")
        yield Mark(at + o.start, at + o.end, o.kind, title, o.cohort)
    if heading is not None and not opened:
        yield Mark(at, at + len(line), heading.kind, line.strip(_EDGE), None, heading)
