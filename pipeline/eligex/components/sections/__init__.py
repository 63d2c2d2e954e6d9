"""Where the parts of a record begin and end: the registry's fields, or headings in plain text.

The group is `eligex_sections`; a finding's label is the contract's section kind, its span the section's
body without the heading; value `{"title": heading as written, "cohort": for whom, or None}`.

medspaCy's sectionizer labels a section by its heading's words alone, wherever they stand, and knows
nothing of an item that follows on the heading's own line or of a page's other headings, so lines are
matched here.
"""

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from eligex.components.base import Tagger
from eligex.components.findings import FIELDS, SECTIONS, Finding, by_position, read
from eligex.components.sections.patterns import opening
from eligex.text.fold import fold
from eligex.vocab.tables import table, unique

_LINE = re.compile(r"[^\r\n]+")
_MARK = re.compile(r"^[\s#*_>]+|[\s*_:]+$")
_LISTED = re.compile(r"^[ \t]*(?:[•*+-]|\(?\d{1,2}\s?[.)]|\(?[a-z]\))[ \t]+\S", re.MULTILINE)
_PARAGRAPH = re.compile(r"\n\s*\n")
_BEGINS = re.compile(
    r"\W*(?:(?:in|ex)clusion|(?:all|any|adult|eligible|healthy|normal|male|female)?\s*(?:patients|subjects|participants|volunteers|"
    r"individuals|adults|women|men|males|females|children|infants|people|persons|nurses|families|controls?)\b|age[ds]?\b|"
    r"histor(?:y|ical|olog)|diagnos(?:is|ed|tic)|known\b|written\b|signed\b|informed\b|must\b|no\b|able\b|willing|ability\b|"
    r"histologic|histologically|cytologic|documented|confirmed|disease characteristics|between\b|at least\b|evidence of|"
    r"presence of|absence of|clinical|pregnan|currently|prior\b|previous|group \w+\s*:|for \w+ patients)",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:eligib\w+|ineligible|must (?:be|have|not)|years? (?:of age|old|or older)|or older\b|(?:in|ex)clu(?:sion|ded)\b|"
    r"informed consent|volunteers|criteria|ages? (?:of )?\d|ages? between|DISEASE CHARACTERISTICS|recruit(?:ed|ment))",
    re.IGNORECASE,
)
_DESCRIBES = re.compile(
    r"\b(?:(?:this|our|the present) (?:study|trial|protocol)|in this study|(?:purpose|aim|goal|objective)s? (?:of|is|are)|"
    r"primary (?:end ?points?|outcome)|single-arm|open-label|randomi[sz]ed|double-blind|will be enrolled|overall survival|"
    r"event[- ]free survival|outcome|investigators? (?:propose|hypothesi)|we (?:propose|report|describe|present)|efficacy)\b",
    re.IGNORECASE,
)
_DOSES = re.compile(
    r"\b(?:\d[\d.,]*\s*(?:mg|mcg|ug|µg|g|IU|units?|mL)\b(?!\s*/\s*d?L)|will (?:receive|be (?:given|treated|administered|randomi))|"
    r"(?:is|are|was|were|be|been) (?:administered|given|infused|injected|treated|applied)|receiv(?:ed|es|ing)|(?:once|twice|three times) "
    r"(?:daily|weekly|a day|per day)|intravenously|orally|subcutaneously|infusion|placebo|q\d+[hdw]|(?:bi|ti|qi)d\b|"
    r"(?:arm|cohort|group) [A-Z\d]\b|cycles?\b|days? \d)",
    re.IGNORECASE,
)


class Mark(tuple[int, int, str, str, "str | None"]):
    """(start of the heading, start of its body, kind, title, cohort)."""


class Sections(Tagger):
    key = SECTIONS

    def __init__(self, name: str) -> None:
        super().__init__(name)
        rows = unique(table("headings"), "heading", where="headings.csv")
        self._kinds = {heading: row["kind"] for heading, row in rows.items()}

    def match(self, doc: Doc) -> list[Finding]:
        text = fold(doc.text)
        fields = read(doc, FIELDS)
        return by_position(self._from_fields(text, fields) if fields else self._from_headings(text))

    def _from_fields(self, text: str, fields: list[Finding]) -> list[Finding]:
        found = [
            Finding(f.start, f.end, f.label, f.source, value=_value(f.value.get("title", ""))) for f in fields
        ]
        if any(f.label in ("inclusion", "exclusion") for f in fields):
            return found
        for f in fields:
            if f.label == "eligibility":
                found += self._criteria(text, f.start, f.end, registered=True)
        return found

    def _from_headings(self, text: str) -> list[Finding]:
        marks = list(self._headings(text, 0, len(text), pages=True))
        pages = [m for m in marks if m[2] not in ("inclusion", "exclusion", "eligibility")]
        if not pages:
            return self._criteria(text, 0, len(text), registered=False)
        found = _bodies(text, marks, len(text))
        if not any(m[2] in ("inclusion", "exclusion") for m in marks):
            eligible = [
                f for f in found if f.label == "eligibility" and _looks_like_criteria(text[f.start : f.end])
            ]
            found += [
                Finding(f.start, f.end, "inclusion", "sections:no-header", value=f.value) for f in eligible
            ]
        return found

    def _criteria(self, text: str, start: int, end: int, *, registered: bool) -> list[Finding]:
        """Inclusion and exclusion within an eligibility text; without a header all of it is inclusion."""
        every = list(self._headings(text, start, end, pages=False))
        if every and every[0][2] == "eligibility" and not text[start : every[0][0]].strip():
            start = every[0][1] if text[every[0][1] : end].strip() else start
        marks = [m for m in every if m[2] != "eligibility"]
        first = marks[0][0] if marks else end
        prelude = text[start:first]
        found = _bodies(text, marks, end)
        wanted = not marks or marks[0][2] == "exclusion" or _LISTED.search(prelude)
        if prelude.strip() and wanted and (registered or marks or _looks_like_criteria(prelude)):
            found += _trimmed(text, start, first, "inclusion", "sections:no-header", _value(""))
        if not found and not registered:
            return _trimmed(text, start, end, "description", "sections:no-heading", _value(""))
        return found

    def _headings(self, text: str, start: int, end: int, *, pages: bool) -> Iterator[Mark]:
        for m in _LINE.finditer(text, start, end):
            line = m.group()
            kind = self._kinds.get(_MARK.sub("", line).lower()) if len(line) < 60 else None
            opens = opening(line)
            if opens is not None and kind != "eligibility":
                yield Mark(
                    (
                        m.start(),
                        m.start() + opens.end,
                        opens.kind,
                        line[: opens.end].strip(" *_#:"),
                        opens.cohort,
                    )
                )
            elif kind is not None and (pages or kind == "eligibility"):
                yield Mark((m.start(), m.end(), kind, line.strip(" *_#:"), None))


def _value(title: str, cohort: "str | None" = None) -> dict[str, "str | None"]:
    return {"title": title, "cohort": cohort}


def _bodies(text: str, marks: list[Mark], end: int) -> list[Finding]:
    """From each heading to the next one."""
    found: list[Finding] = []
    stops = [*(m[0] for m in marks[1:]), end][: len(marks)]
    for (_, body, kind, title, cohort), stop in zip(marks, stops, strict=True):
        found += _trimmed(text, body, stop, kind, "sections:heading", _value(title, cohort))
    return found


def _trimmed(
    text: str, start: int, end: int, kind: str, source: str, value: dict[str, "str | None"]
) -> list[Finding]:
    """The stretch without the blank lines around it; nothing where it is empty."""
    body = text[start:end]
    if not body.strip():
        return []
    a = start + len(body) - len(body.lstrip())
    a = max(text.rfind("\n", start, a) + 1, start)  # keeps the first line's indentation
    return [Finding(a, start + len(body.rstrip()), kind, source, value=value)]


def _looks_like_criteria(text: str) -> bool:
    """Whether a text without any header speaks as criteria do, rather than describes a study or a treatment."""
    paragraphs = [p for p in _PARAGRAPH.split(text) if p.strip()]
    speaks = 2 * len(_SAYS.findall(text)) + sum(_BEGINS.match(p) is not None for p in paragraphs)
    tells = len(_DESCRIBES.findall(text)) + len(_DOSES.findall(text))
    return speaks + len(_LISTED.findall(text)) >= tells


@Language.factory("eligex_sections", assigns=["doc.spans"])
def create(nlp: Language, name: str) -> Sections:
    return Sections(name)
