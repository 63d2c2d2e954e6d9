"""Tests and scales in the text."""

import re
from typing import Any, Optional

from spacy.tokens import Doc

from eligex.components.base import Tagger
from eligex.components.findings import ABBREVIATIONS, MEASUREMENTS, Finding, read
from eligex.components.measurements import context
from eligex.components.measurements.lexicon import Lexicon, Match, Words
from eligex.text.fold import fold
from eligex.text.view import view
from eligex.vocab import measurements
from eligex.vocab.measurements import Form

_BLOOD = {"serum", "plasma", "blood"}
_GRADE = "grade"
_COORDINATED = re.compile(r"\s*(?:,\s*(?:and|or)?|/|and\s*/\s*or|and|or)\s*", re.IGNORECASE)
_MOST_SHARING = 3
_MARROW = ["bone", "marrow"]
_BRACKETS = {"(": ")", "[": "]"}


class MeasurementTagger(Tagger):
    """Writes MEASUREMENTS: MEASUREMENT and SCORE.

    value: {"analyte": table key, or None for a test of another specimen than the table's, "category",
    "unit": canonical UCUM unit or None, "timepoint": "D19" where a day stands before it}.
    """

    key = MEASUREMENTS

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._lexicon = Lexicon(measurements.forms())

    def match(self, doc: Doc) -> list[Finding]:
        text, row = view(doc).folded, Words.of_doc(view(doc))
        long_forms = {(a.start, a.end): a.value.get("long") or a.name for a in read(doc, ABBREVIATIONS)}
        short_forms = {start for start, _ in long_forms}
        begins = self._lexicon.begins(row.texts)
        found: list[Finding] = []
        taken_up_to = 0
        for i, (start, word) in enumerate(zip(row.starts, row.texts, strict=True)):
            if start < taken_up_to or (word not in begins and start not in short_forms):
                continue
            taken = self._at(text, row, i, long_forms, found[-1] if found else None)
            if taken is not None:
                finding, end = taken
                found += self._sharing(text, row, i, end, finding, found[-1] if found else None)
                found.append(finding)
                taken_up_to = max(finding.end, row.ends[end - 1])
        return found

    def _at(
        self,
        text: str,
        row: Words,
        i: int,
        long_forms: dict[Any, Optional[str]],
        last: Optional[Finding],
    ) -> Optional[tuple[Finding, int]]:
        defined = self._defined(text, row, i, long_forms, last)
        if defined is not None:
            return defined, i + 1
        for m in self._lexicon.at(text, row, i):
            start = row.starts[m.first]
            end = _closed(text, start, row.ends[m.last - 1])
            if end is None:
                continue
            form = self._choose(text, m, start, end, long_forms, last)
            if form is not None:
                rule = "ambiguous-form" if form.ambiguous else "form"
                return self._finding(text, form, start, end, last, rule), m.last
        return None

    def _defined(
        self,
        text: str,
        row: Words,
        i: int,
        long_forms: dict[Any, Optional[str]],
        last: Optional[Finding],
    ) -> Optional[Finding]:
        """A short form of one word whose definition in this document is exactly a test's name."""
        start, end = row.starts[i], row.ends[i]
        long = fold(long_forms.get((start, end)) or "")
        if not long:
            return None
        spelled = Words.of(long)
        for m in self._lexicon.at(long, spelled, 0) if spelled.texts else ():
            form = m.forms[0]
            if m.last == len(spelled.texts) and not (
                form.ambiguous or form.exact or self._is_other(row, i, text, form)
            ):
                return self._finding(text, form, start, end, last, "abbreviation")
        return None

    def _is_other(self, row: Words, i: int, text: str, form: Form) -> bool:
        """`haemoglobin (HbA1c)` of "glycosylated haemoglobin (HbA1c)": the short form is known as another test."""
        known = [m.forms[0] for m in self._lexicon.at(text, row, i) if m.last == i + 1]
        return any(not x.ambiguous and x.key != form.key for x in known)

    def _sharing(
        self, text: str, row: Words, first: int, end: int, whole: Finding, last: Optional[Finding]
    ) -> list[Finding]:
        """The tests before `whole` that share its last words: `liver` of "liver and kidney function"."""
        found: list[Finding] = []
        starts, ends, texts = row
        shared = texts[first + 1 : end]
        at, edge = first, max(whole.start, starts[first])
        while shared and len(found) < _MOST_SHARING:
            at = at - 2 if at > 1 and texts[at - 1] in ("and", "or") else at - 1
            if at < 0 or not _COORDINATED.fullmatch(text, ends[at], edge):
                break
            form = self._ending(texts[at], shared)
            if form is None or (last is not None and last.end > starts[at]):
                break
            last_word = at
            if at and texts[at - 1 : at + 1] == _MARROW:
                at -= 1
            edge = starts[at]
            found.insert(0, self._finding(text, form, edge, ends[last_word], last, "shared-head"))
        return found

    def _ending(self, word: str, shared: list[str]) -> Optional[Form]:
        """The unambiguous form of a word with the last of these words, as many as there is one for."""
        for k in range(len(shared)):
            spelled = " ".join([word, *shared[k:]])
            row = Words.of(spelled)
            matches = (m for m in self._lexicon.at(spelled, row, 0) if m.last == len(row.texts))
            form = next((f for m in matches for f in m.forms if not f.ambiguous), None)
            if form is not None:
                return form
        return None

    def _choose(
        self,
        text: str,
        m: Match,
        start: int,
        end: int,
        long_forms: dict[Any, Optional[str]],
        last: Optional[Finding],
    ) -> Optional[Form]:
        for form in m.forms:
            if not form.spelled(text[start:end]):
                continue
            long = long_forms.get((start, end))
            if long and not self._means(long, form):
                continue
            if form.ambiguous and long is None and not self._in_context(text, form, start, end, last):
                continue
            score = measurements.is_score(form.key)
            if not score and context.denied(text, start, end):
                continue
            return form
        return None

    def _in_context(self, text: str, form: Form, start: int, end: int, last: Optional[Finding]) -> bool:
        score = measurements.is_score(form.key)
        bracketed = (
            last is not None
            and last.value["analyte"] == form.key
            and text[last.end : start].strip() in ("(", "[")
        )
        if score and context.graded(text, end):
            return True
        named = form.key != _GRADE and context.named_as_test(text, start, end, score=score)
        if score or context.taken(text, start):
            return bracketed or named
        return bracketed or named or context.measured(text, start, end)

    def _means(self, long: str, form: Form) -> bool:
        """Whether a short form's definition in this document is the test, or holds it."""
        folded = fold(long)
        row = Words.of(folded)
        keys = {
            f.key for i in range(len(row.texts)) for m in self._lexicon.at(folded, row, i) for f in m.forms
        }
        return form.key in keys if form.ambiguous else bool(keys) or form.text.lower() in folded.lower()

    def _finding(
        self, text: str, form: Form, start: int, end: int, last: Optional[Finding], rule: str
    ) -> Finding:
        score = measurements.is_score(form.key)
        a, b = context.extent(text, start, end, score=score)
        a = max(a, last.end) if last else a
        a += len(text[a:start]) - len(text[a:start].lstrip())
        return _scale(text, form.key, (a, b), rule) if score else _test(text, form.key, (start, a, b), rule)


def _scale(text: str, key: str, at: tuple[int, int], rule: str) -> Finding:
    a, b = at
    item = context.item(text, b)
    if item is not None:
        value: dict[str, Any] = {"analyte": None, "category": "score", "unit": None}
        return Finding(a, item, "SCORE", "measurements:item-of-scale", text[a:item], value=value)
    s = measurements.score(key)
    value = {"analyte": s.key, "category": "score", "unit": None, "type": s.type}
    return Finding(a, b, "SCORE", f"measurements:{rule}", s.name, s.system, s.loinc, value)


def _test(text: str, key: str, at: tuple[int, int, int], rule: str) -> Finding:
    start, a, b = at
    known = measurements.analyte(key)
    if known.specimen in _BLOOD and context.other_specimen(text, start):
        value: dict[str, Any] = {"analyte": None, "category": known.category, "unit": None}
        name = " ".join(text[a:b].lower().split())
        return Finding(a, b, "MEASUREMENT", "measurements:other-specimen", name, None, None, value)
    value = {"analyte": known.key, "category": known.category, "unit": known.unit}
    day = context.day(text, a)
    if day:
        value["timepoint"] = day
    return Finding(a, b, "MEASUREMENT", f"measurements:{rule}", known.name, known.system, known.loinc, value)


def _closed(text: str, start: int, end: int) -> Optional[int]:
    """The end with a bracket closed that the form opened; None where it stays open."""
    inner = text[start:end]
    for opening, closing in _BRACKETS.items():
        if inner.count(opening) > inner.count(closing):
            return end + 1 if text[end : end + 1] == closing else None
        if inner.count(opening) < inner.count(closing):
            return None
    return end
