"""The text of a MedPath trial page: a fixed order of headings, tables with their cells glued.

Headings are lines of their own and come in the page's order, those of a group only below the group's
heading; so the same words within a description are no headings.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Optional

from eligex.readers.compose import NCT
from eligex.readers.medpath_arms import HEADER, arms
from eligex.schema.trial import Section

ELIGIBILITY = "Recruitment & Eligibility"
DESIGN = "Study & Design"
# heading, kind (None: a group's own heading or the footer), group it stands in, one-line value
_PAGE = (
    ("Conditions", "conditions", None, False),
    ("Interventions", "interventions", None, False),
    ("Registration Number", "other", None, True),
    ("First Posted Date", "other", None, True),
    ("Last Posted Date", "other", None, True),
    ("Lead Sponsor", "other", None, True),
    ("Brief Summary", "summary", None, False),
    ("Detailed Description", "description", None, False),
    (ELIGIBILITY, None, None, False),
    ("Status", "other", ELIGIBILITY, True),
    ("Sex", "other", ELIGIBILITY, True),
    ("Target Recruitment", "other", ELIGIBILITY, True),
    ("Inclusion Criteria", "inclusion", ELIGIBILITY, False),
    ("Exclusion Criteria", "exclusion", ELIGIBILITY, False),
    (DESIGN, None, None, False),
    ("Study Type", "other", DESIGN, True),
    ("Study Design", "other", DESIGN, True),
    ("Arm && Interventions", "arms", DESIGN, False),
    ("Primary Outcome Measures", "outcomes", DESIGN, False),
    ("Secondary Outcome Measures", "outcomes", DESIGN, False),
    ("Other Outcome Measures", "outcomes", DESIGN, False),
    ("Trial Locations", "other", None, False),
)
_RANK = {row[0]: rank for rank, row in enumerate(_PAGE)}
_OUTCOMES = "NameTimeMethod"
_FOOTER = re.compile(r"MedPath|©.*\bMedPath\b.*")
_MARKS = (HEADER, _OUTCOMES, ELIGIBILITY, DESIGN, "Arm && Interventions")


@dataclass(slots=True)
class Page:
    trial_id: Optional[str] = None
    title: Optional[str] = None
    sections: list[Section] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    text: str
    start: int
    end: int


def is_page(text: str) -> bool:
    """Whether a text (its head is enough) is a MedPath page: two of the lines that only such pages have."""
    lines = {line.strip() for line in text.split("\n")}
    return sum(mark in lines for mark in _MARKS) >= 2 or (
        text.lstrip().startswith("MedPath") and "Registration Number" in lines
    )


def parse(text: str) -> Page:
    """Title, registration number and sections of a page; offsets index `text`."""
    lines = list(_lines(text))
    headings = _headings(lines)
    if not headings:
        return Page()
    page = Page(sections=_head(lines[: headings[0][0]]))
    page.title = next((text[s.start : s.end].strip() for s in page.sections), None)
    ends = [at for at, _ in headings[1:]] + [_footer(lines, headings)]
    names: list[str] = []
    for (at, row), end in zip(headings, ends, strict=True):
        for section in _body(lines[at + 1 : end], *_PAGE[row]):
            page.sections.append(section)
            body = text[section.start : section.end]
            if section.title == "Registration Number" and (found := NCT.search(body)):
                page.trial_id = found.group().upper()
            if section.kind == "interventions":
                names = [name.split(": ", 1)[-1].strip() for name in body.split("\n") if name.strip()]
            if section.kind == "arms":
                page.sections += arms(text, section, names)
    return page


def _lines(text: str) -> Iterator[_Line]:
    at = 0
    for line in text.split("\n"):
        yield _Line(line.strip(), at, at + len(line.rstrip("\r")))
        at += len(line) + 1


def _headings(lines: list[_Line]) -> list[tuple[int, int]]:
    """(line, rank in the page) of every heading, in the page's order."""
    found: list[tuple[int, int]] = []
    reached, group = -1, None
    for at, line in enumerate(lines):
        rank = _RANK.get(line.text, -1)
        if rank <= reached or _PAGE[rank][2] not in (None, group):
            continue
        reached = rank
        group = line.text if _PAGE[rank][1] is None else _PAGE[rank][2]
        found.append((at, rank))
    return found


def _head(lines: list[_Line]) -> list[Section]:
    """The title: the first line that is not blank, below the page's brand."""
    line = next((item for item in lines if item.text and item.text != "MedPath"), None)
    return [] if line is None else [Section("title", "Title", line.start, line.end)]


def _footer(lines: list[_Line], headings: list[tuple[int, int]]) -> int:
    """Where the page's footer begins, below the last heading."""
    below = range(headings[-1][0] + 1, len(lines))
    return next((at for at in below if _FOOTER.fullmatch(lines[at].text)), len(lines))


def _body(
    lines: list[_Line], heading: str, kind: Optional[str], group: Optional[str], one_line: bool
) -> Iterator[Section]:
    """The section of a heading; what follows a one-line value is eligibility text or other."""
    said = [line for line in lines if line.text and line.text not in (HEADER, _OUTCOMES)]
    if kind is None or not said:
        return
    if not one_line:
        yield Section(kind, heading, said[0].start, said[-1].end)
        return
    yield Section(kind, heading, said[0].start, said[0].end)
    if len(said) > 1:
        rest = "eligibility" if group == ELIGIBILITY else "other"
        yield Section(rest, group or heading, said[1].start, said[-1].end)
