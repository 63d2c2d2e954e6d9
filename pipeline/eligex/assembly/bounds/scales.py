"""Scales that no vocabulary knows: `SESoD score`, `target nail NAPSI`, `back pain score`, `a score of 3 on the PRAM`.

A name that ends with a word for a scale is one, whatever stands before it; so is a symptom of which a score is told.
"""

import re
from dataclasses import replace

from eligex.assembly.bounds.restated import NUMERIC
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding

_WORD = r"(?:sub-?)?(?:scores?|scales?)|questionnaires?|inventor(?:y|ies)|ratings?|VAS|NRS|P\.?S"
_INSTRUMENT = r"v?IGA|NAPSI|mGPS|[ZX]ubrod|PSS|NIS|CGAS|GSRS|MMT-?8|WPI|sPGA|EGA|PSGA|PP-?PASI"
_SCALE = re.compile(
    rf"(?:\b(?:{_WORD})|\b(?-i:{_INSTRUMENT}))\.?(?:\s*[(\[][^()\[\]]{{1,12}}[)\]])?\Z", re.IGNORECASE
)
_SCORE_BEHIND = re.compile(r"\)?\s*(?:total\s+|global\s+|composite\s+)?scores?\b", re.IGNORECASE)
_PLAIN_UNITS = (None, "{points}", "{percentile}", "%", "mm", "cm")
_OF_SYMPTOM = re.compile(
    r"\s*\)?\s*(?:\([^()]{1,30}\)\s*)?(?P<score>(?:(?:severity|intensity|total|mean|average|worst|NRS|VAS)\s+)*(?:scores?|ratings?|NRS|VAS)\b)"
    r"(?:\s*\([^()]{1,30}\))?[\s:(]*(?:(?:is|of|was|must|should|be)\b\s*)*\Z",
    re.IGNORECASE,
)
_SCORED = re.compile(
    r"(?:(?:\A[^\w…]*|\b(?:an?|the|with|by|total|mean|minimum|maximum)\s+)(?:scores?|rating)|\b(?:scored|rated|graded))\s*(?:(?:of|is|must|be|at|as)\b\s*)*\Z",
    re.IGNORECASE,
)
_ON = re.compile(
    r"\s*(?:or\s+[<>=≤≥]\s*-?\d+\s+)?(?:points?\s+)?(?:on|in|according\s+to|using)\s+(?:(?:the|an?|their)\s+)?",
    re.IGNORECASE,
)
_ITEM = re.compile(
    r"(?:items?|questions?)\s+#?\d{1,2}(?:\s*\([^()]{1,60}\))?(?:\s+(?:of|on|in)\s+(?:the\s+)?[A-Z][\w-]+)?",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"(?:[A-Z][\w'-]*(?:\s+(?:of|for|and|the))?\s+){1,7}(?:Scale|Score|Index|Measure|Instrument|Questionnaire|Inventory|Assessment|Test)\b"
    r"(?:\s*\([A-Z][\w-]{1,9}\))?"
)
_REACH = 40


def is_scale(item: Item, f: Finding, t: Finding) -> bool:
    """Whether what is bounded is a scale by its words or by the one behind it: `SCI score`."""
    unit = t.value.get("unit")
    if f.label != "MEASUREMENT" or "analyte" in f.value or unit not in _PLAIN_UNITS:
        return False
    if f.end <= t.start and _SCORE_BEHIND.match(item.text, f.end - item.start, t.start - item.start):
        return True
    return "scale" in f.value or _SCALE.search(item.quote(f.start, f.end)) is not None


def scored(item: Item, f: Finding, t: Finding) -> Finding:
    """The subject of a bound: of a symptom its score, where the bound is set to one."""
    plain = t.value.get("unit") in _PLAIN_UNITS and not t.value.get("relative_to")
    if f.label == "MEASUREMENT" and "analyte" not in f.value:
        return _with_long_form(item, f)
    if f.label != "CONDITION" or not plain or f.end > t.start:
        return f
    told = _OF_SYMPTOM.fullmatch(item.quote(f.end, t.start))
    if told is None:
        return f
    inside = item.segments.bracket(f.start)  # "spinal pain (back pain) score"
    before = [m for m in item.mentions if inside and m.end <= inside[0]]
    outer = before[-1] if inside and before and told.group().lstrip().startswith(")") else f
    return Finding(outer.start, f.end + told.end("score"), "MEASUREMENT", "assembly:symptom-score")


def _with_long_form(item: Item, f: Finding) -> Finding:
    """`Sleep Condition Indicator (SCI)`: what the brackets shorten belongs to the name, and is no disease."""
    inside = item.segments.bracket(f.start)
    told = next((x for x in item.abbreviations if (x.start, x.end) == (f.start, f.end)), None)
    long = str(told.value.get("long", "")) if told is not None else ""
    if inside is None or not long or item.quote(*inside)[1:-1].strip() != item.quote(f.start, f.end):
        return f
    before = item.quote(item.start, inside[0]).rstrip()
    start = item.start + len(before) - len(long)
    return replace(f, start=start, end=inside[1]) if before.lower().endswith(long.lower()) else f


def scale_behind(item: Item, t: Finding) -> Finding | None:
    """`a score of < 3 on the Respiratory Assessment Measure`: the scale stands behind the number."""
    lo, hi = item.segments.bounds(t.start)
    if t.value.get("unit") not in (None, "{points}") or t.value.get("relative_to"):
        return None
    near = item.quote(lo, t.start) if t.start - lo <= _REACH else f"…{item.quote(t.start - _REACH, t.start)}"
    scored = _SCORED.search(near)
    on = _ON.match(item.text, t.end - item.start, hi - item.start) if scored else None
    if on is None:
        return None
    at = item.start + on.end()
    m = next((m for m in item.mentions if m.start == at and m.label in NUMERIC), None)
    part = _ITEM.match(item.text, at - item.start, hi - item.start)
    if part is not None:
        return Finding(at, item.start + part.end(), "MEASUREMENT", "assembly:scale", value={"scale": True})
    titled = _TITLED.match(item.text, at - item.start, hi - item.start) if m is None else None
    if titled is not None:
        return Finding(at, item.start + titled.end(), "MEASUREMENT", "assembly:scale", value={"scale": True})
    return replace(m, value={**m.value, "scale": True}) if m is not None else None
