"""Run-on text of old cancer records: "Age: 18 and over Performance status: ECOG 0-2 Life expectancy: ...".

The labels are a closed list, those of the National Cancer Institute's protocol abstracts.
"""

import re

HEADS = (
    "DISEASE CHARACTERISTICS",
    "PATIENT CHARACTERISTICS",
    "DONOR CHARACTERISTICS",
    "PRIOR CONCURRENT THERAPY",
    "PRIOR/CONCURRENT THERAPY",
)
LABELS = (
    "Age",
    "Sex",
    "Menopausal status",
    "Hormone receptor status",
    "Performance status",
    "Life expectancy",
    "Hematopoietic",
    "Hepatic",
    "Renal",
    "Cardiovascular",
    "Pulmonary",
    "Neurologic",
    "Neurological",
    "Metabolic",
    "Gastrointestinal",
    "Immunologic",
    "Other",
    "Biologic therapy",
    "Chemotherapy",
    "Endocrine therapy",
    "Radiotherapy",
    "Radiation therapy",
    "Surgery",
)
_DASHED = r"--(?:Disease|Patients?|Population|Donor) Characteristics--|--Prior/Concurrent Therapy--"
_ANY = rf"(?:(?P<head>{'|'.join(HEADS)}):|(?P<dashed>{_DASHED})|(?:{'|'.join(LABELS)}):)"
_LABEL = re.compile(rf"(?<!\S){_ANY}(?!\S)".replace(" ", r"\s+"))
_HEAD = re.compile(rf"(?:{'|'.join(HEADS)}):?|{_DASHED}".replace(" ", r"\s+"))
_WHOLE = re.compile(rf"(?:{'|'.join(LABELS)}):?".replace(" ", r"\s+"))
_FEW = 2
_ENOUGH = 3


def is_run_on(words: str) -> bool:
    """Whether a line's end says nothing here: labels stand in mid-line."""
    return words.count(":") + words.count("--") >= _FEW and len(_LABEL.findall(words)) >= _FEW


def labelled_parts(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """(start, end, whether it is a head) of each part, its label included; none where few labels stand."""
    if text.count(":", start, end) + text.count("--", start, end) < _FEW:
        return []
    marks = list(_LABEL.finditer(text, start, end))
    headed = bool(marks) and _opens(marks[0]) and marks[0].start() == start
    if len(marks) < (_FEW if headed else _ENOUGH):
        return []
    starts = [m.start() for m in marks]
    if starts[0] > start:
        starts.insert(0, start)
    heads = {m.start() for m in marks if _opens(m)}
    stops = [*starts[1:], end]
    return [
        (a, a + len(text[a:b].rstrip()), a in heads)
        for a, b in zip(starts, stops, strict=True)
        if text[a:b].strip()
    ]


def _opens(m: re.Match[str]) -> bool:
    return m["dashed"] is not None or m["head"] is not None


def label_end(text: str, start: int, end: int) -> int:
    """Where a part's own words begin, behind its label."""
    m = _LABEL.match(text, start, end)
    return m.end() if m else start


def is_bare_label(head: str, words: str) -> bool:
    """Whether an item is a label alone ("Radiotherapy") under a head of such a record."""
    return _WHOLE.fullmatch(words.strip()) is not None and _HEAD.fullmatch(head.strip()) is not None
