"""Where the parts of a record begin and end: the registry's fields, or headings in plain text.

The group is `eligex_sections`; a finding's label is the contract's section kind, its span the section's
body without the heading; value `{"title": heading as written, "cohort": for whom, or None}`.

medspaCy's sectionizer labels a section by its heading's words alone, wherever they stand, and knows
nothing of an item that follows on the heading's own line or of a page's other headings, so lines are
matched here.
"""

from spacy.language import Language
from spacy.tokens import Doc

from eligex.components.base import Tagger
from eligex.components.findings import FIELDS, SECTIONS, Finding, by_position, read
from eligex.components.sections.leads import past_lead_in
from eligex.components.sections.marks import CRITERIA_KINDS, Heading, Mark, headings, marks_of
from eligex.components.sections.prose import is_listed, looks_like_criteria
from eligex.text.view import view
from eligex.vocab.tables import table, unique


class Sections(Tagger):
    key = SECTIONS

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._known: dict[str, Heading] = headings(unique(table("headings"), "heading", where="headings.csv"))

        self._eligibility = {w: h for w, h in self._known.items() if h.kind == "eligibility"}

    def match(self, doc: Doc) -> list[Finding]:
        text = view(doc).folded
        fields = read(doc, FIELDS)
        return by_position(self._from_fields(text, fields) if fields else self._from_headings(text))

    def _from_fields(self, text: str, fields: list[Finding]) -> list[Finding]:
        found = [
            Finding(f.start, f.end, f.label, f.source, value=_value(f.value.get("title", ""))) for f in fields
        ]
        if any(f.label in CRITERIA_KINDS for f in fields):
            return found
        for f in fields:
            if f.label == "eligibility":
                found += self._criteria(text, f.start, f.end, registered=True)
        return found

    def _from_headings(self, text: str) -> list[Finding]:
        marks = list(marks_of(text, 0, len(text), self._known))
        if not any(m.tells_page for m in marks):
            return self._criteria(text, 0, len(text), registered=False)
        found = _bodies(text, marks, len(text))
        if not any(m.kind in CRITERIA_KINDS for m in marks):
            eligible = [
                f for f in found if f.label == "eligibility" and looks_like_criteria(text[f.start : f.end])
            ]
            found += [
                Finding(f.start, f.end, "inclusion", "sections:no-header", value=f.value) for f in eligible
            ]
        return found

    def _criteria(self, text: str, start: int, end: int, *, registered: bool) -> list[Finding]:
        """Inclusion and exclusion within an eligibility text; without a header all of it is inclusion."""
        every = list(marks_of(text, start, end, self._eligibility))
        if every and every[0].kind == "eligibility" and not text[start : every[0].start].strip():
            start = every[0].body if text[every[0].body : end].strip() else start
        marks = _of_criteria(every)
        first = marks[0].start if marks else end
        prelude = text[start:first]
        found = _bodies(text, marks, end)
        wanted = not marks or marks[0].kind == "exclusion" or not marks[0].title or is_listed(prelude)
        if prelude.strip() and wanted and (registered or marks or looks_like_criteria(prelude)):
            found += _trimmed(text, Mark(start, start, "inclusion", ""), first, "sections:no-header")
        if not found and not registered:
            return _trimmed(text, Mark(start, start, "description", ""), end, "sections:no-heading")
        return found


def _of_criteria(marks: list[Mark]) -> list[Mark]:
    """Those that open criteria. "Eligibility Criteria for the substudy" after an exclusion section ends it
    and asks for what inclusion criteria ask."""
    kept: list[Mark] = []
    for mark in marks:
        if mark.kind in CRITERIA_KINDS:
            kept.append(mark)
        elif kept and kept[-1].kind == "exclusion" and mark.heading is None:
            kept.append(mark._replace(kind="inclusion"))
    return kept


def _value(title: str, cohort: "str | None" = None) -> dict[str, "str | None"]:
    return {"title": title, "cohort": cohort}


def _bodies(text: str, marks: list[Mark], end: int) -> list[Finding]:
    """From each heading to the next one of its own or a wider level."""
    found: list[Finding] = []
    for i, mark in enumerate(marks):
        stop = next((m.start for m in marks[i + 1 :] if not m.within(mark)), end)
        if mark.kind == "title":
            line_end = _first_line(text, mark.body, stop)
            again = any(f.label == "title" for f in found)
            found += [] if again else _trimmed(text, mark, line_end, "sections:heading")
            mark = mark._replace(body=mark.body if again else line_end, kind="other")
        found += _trimmed(text, mark, stop, "sections:heading")
    return found


def _first_line(text: str, start: int, end: int) -> int:
    """The end of the first line with words in text[start:end]."""
    body = text[start:end]
    words = len(body) - len(body.lstrip())
    stop = body.find("\n", words)
    return end if stop < 0 else start + stop


def _trimmed(text: str, mark: Mark, end: int, source: str) -> list[Finding]:
    """The stretch without its lead-in and the blank lines around it; nothing where it is empty."""
    start = mark.body
    if mark.kind in CRITERIA_KINDS:
        start = past_lead_in(text, start, end, mark.kind)
    body = text[start:end]
    if not body.strip():
        return []
    a = start + len(body) - len(body.lstrip())
    a = max(text.rfind("\n", start, a) + 1, start)  # keeps the first line's indentation
    title = mark.title or text[mark.body : start].strip(" -*\r\n:")
    return [Finding(a, start + len(body.rstrip()), mark.kind, source, value=_value(title, mark.cohort))]


@Language.factory("eligex_sections", assigns=["doc.spans"])
def create(nlp: Language, name: str) -> Sections:
    return Sections(name)
