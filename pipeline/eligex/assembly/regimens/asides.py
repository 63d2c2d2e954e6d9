"""What a sentence says of a dose or a day that is nobody's treatment: limits, sums, parts and tracers."""

import re
from collections.abc import Sequence

from eligex.assembly.regimens.phases import GRAYS
from eligex.components.findings import Finding, between

_LIMIT = re.compile(
    r"\b(?:(?:no|not)\smore\sthan|(?:not|never|cannot|without)\s(?:to\s)?exceed(?:ing)?)\s"
    r"(?:a\s(?:maximum|max|\w+\sdose|maximum\sdose)\sof\s)?$",
    re.IGNORECASE,
)
_BOUND = re.compile(r"(?:[≥≤<>]\s?\)?|\b(?:more|less|greater|higher|lower) than)\s*$", re.IGNORECASE)
_VISITS = re.compile(
    r"\b(?:attend|visit|seen|return|come|clinic|meet|session)\w*\s(?:\w+\s){0,4}(?:\d+,?\sand\s)?$",
    re.IGNORECASE,
)
_FRACTIONS = re.compile(r"\s?(?:daily\s|per\s|each\s)?fractions?\b", re.IGNORECASE)
_MAXIMUM = re.compile(
    r"\s*(?:the\s)?max(?:imum|imal)?\.?\s(?:(?:daily|total|single)\s)?dose\b", re.IGNORECASE
)
_SUM = re.compile(r"\s*(?:the\s)?total\s(?:\w+\s){0,2}dose\b", re.IGNORECASE)
_SUPPLIED = re.compile(
    r"\bformulated\sas\b|\b(?:tablets|capsules)\s(?:will\sbe|are|were)\s\d|\bcombinations\sof\sthese\b|\b(?:is|are|be|was|were)\ssupplied\b|\bsupplied\swith\b|\bcomposition\b|\bsingle-use\b[^.]{0,20}\bvials?\b"
    r"|\b(?:each|every|one)\s(?:(?!that\b|which\b)[\w.-]+\s){1,4}(?:\([^()]{1,30}\)\s)?(?:will\s)?contain(?:s|ed)?\b",
    re.IGNORECASE,
)
# `150 mg tablets taken at a dose of 300 mg`: the strength of what is taken.
_PIECE = re.compile(
    r"(?:\sand\s[\d.]{1,6}\s?m?c?g)?[\s-](?:strength\s)?(?:tablets?|capsules?|vials?)\b", re.IGNORECASE
)
_AT_DOSE = re.compile(r"\bat\s(?:a|the)\s(?:total\s)?(?:daily\s)?dose\sof\s$", re.IGNORECASE)
_PARTS = re.compile(
    r"\bas\s(?:(?:two|three|four|five|six|[2-9])\s(?:x\s)?)(?:(?:separate\s|consecutive\s|SC\s|IM\s)*(?:injections|infusions|doses|patches)\sof\s)?$|\bconsist(?:s|ed|ing)\sof\s(?:\w+\s){0,4}$",
    re.IGNORECASE,
)
# `After completion of 24 weekly doses, …`: how often what went before was given.
_DONE = re.compile(
    r"\W*(?:after|following|upon)\s(?:the\s)?(?:completion|completing|the\send)\b[^,]*$", re.IGNORECASE
)
# `biologically equivalent to 50 Gy`, `previously irradiated with 30 Gy`: radiation that is not given now.
_NOT_NOW = re.compile(
    r"\b(?:equivalent\sto|(?:previously|prior)[\s-](?:irradiated|treated|received)(?:\s(?:with|to))?)\s(?:an?\s|the\s)?$",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"\b(?:trough|level)s?\b[^.;]{0,60}\d\s?(?:ng|ug|μg|mcg)/mL[^.;,\d]{0,12}$", re.IGNORECASE
)
_MORE = re.compile(r"\b(?:additional|further|another|more)\b", re.IGNORECASE)
# `for 12 weeks prior to prostatectomy on day 84`: the day of an operation.
_OPERATED = re.compile(
    r"\b(?:prior\sto|before|followed\sby)\s(?:the\s|an?\s)?(?:[\w-]+\s){0,2}(?:\w+ectomy|surgery|operation|resection|transplantation)\s$",
    re.IGNORECASE,
)
_PAST = re.compile(r"\s(?:past|beyond|after)\s", re.IGNORECASE)
_CHECKS = re.compile(
    r"\s(?:visits?|assessments?|follow-ups?|calls?|sessions?|meetings?|questionnaires?|reminders?|monitoring)\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"\s*\(\s?(?:i\.e\.,?\s)?(?:the\s)?total\b", re.IGNORECASE)
_IN_ALL = re.compile(
    r"\(\s?(?:in\stotal|(?:a\s|the\s)?total(?:\s\w+)?\sdose\s?(?:of|=|:|,|is)?)\s?$", re.IGNORECASE
)
_MOST = re.compile(
    r"\(\s?(?:maximum|maximal|max\.?|cumulative)\s(?:[\w-]+\s){0,3}dose\s?(?:of|=|:|is|,)?\s?$"
    r"|\bcumulative\sdose\s(?:of\s)?$",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"\d\s?c?Gy\b.{0,40}\bfractions?\s(?:of|at|x|×)\s$", re.IGNORECASE)
_WHO = re.compile(
    r"(?:[^:\n]{0,60}:\s)?\W*(?:all\s|those\s)?(?:patients?|participants?|subjects?|women|men|children|recipients?|those|if)\s"
    r"(?:\w+\s)?(?:with|who|whose|without|not|in|having|achieving)\s",
    re.IGNORECASE,
)
# `If disease is present on day 22, patients receive …`
_IF = re.compile(r"\W*(?:if|for\sday\s\d+)\b[^,.]{1,120},", re.IGNORECASE)
_GETS = re.compile(
    r"\b(?:receives?|undergo(?:es)?|(?:are|is|will be)\s(?:given|treated)|proceed|take|get)\b", re.IGNORECASE
)
# `After 7 weeks of A (day 57), …`: the day of what is told next.
_REACHED_DAY = re.compile(r"\W*(?:after|following)\s[^,.;]{3,80}\(\s?$", re.IGNORECASE)
_REACHED = re.compile(r"\b(?:after|the first)\s$", re.IGNORECASE)
_ACTIVITIES = ("mCi", "uCi", "MBq")
_IMAGES = re.compile(
    r"\b(?:68Ga|18F|11C|13N|15O|99mTc|89Zr)|\b(?:scans?|imag(?:es?|ing)|PET(?:/CT)?|SPECT|scintigra\w+|tracer)\b",
    re.IGNORECASE,
)
_TEST = re.compile(r"\btolerance\stests?\b|\bOGTT\b|\bbreath\stests?\b", re.IGNORECASE)
_SKIN = re.compile(r"\b(?:skin\sprick|atopy\spatch|patch|prick)[\s-]test", re.IGNORECASE)
_SUGAR = re.compile(
    r"\d\s?g(?:rams?)?\s(?:of\s)?(?:\w+\s)?(?:glucose|dextrose|lactulose|lactose|fructose)\b", re.IGNORECASE
)


def is_aside(text: str, doses: Sequence[Finding], f: Finding, start: int, end: int) -> bool:
    """A limit that a dose must not exceed; a day on which patients are in some state."""
    before = text[max(start, f.start - 40) : f.start]
    if _DONE.match(text, start, f.start) and f.end <= text.find(",", f.start, end):
        return True
    if "dose" in f.value:
        told = [e.value["dose"]["unit"] for e in between(doses, start, f.start) if "dose" in e.value]
        part = _PARTS.search(text, max(start, f.start - 70), f.start)
        if part and (f.value["dose"]["unit"] in told or (told and part.group().startswith("as"))):
            return True
        ends = any(p.search(before) for p in (_LIMIT, _FRACTION, _BOUND, _MOST))
        opens = any(p.match(text, start) for p in (_TOTAL, _MAXIMUM))
        again = _SUM.match(text, start) and any("dose" in e.value for e in _before(doses, f, start))
        again = again or (_IN_ALL.search(before) and _is_told_before(doses, f))
        unit = f.value["dose"]["unit"]
        return (
            ends
            or opens
            or bool(unit in GRAYS and _NOT_NOW.search(before))
            or _is_strength(text, doses, f, end)
            or bool(again or _SUPPLIED.search(text, start, end))
            or _is_fraction(text, doses, f, start)
        )
    if "frequency" in f.value and _CHECKS.match(text, f.end):
        return True
    if {"frequency", "days"} & set(f.value) and "cycle" not in f.value and _VISITS.search(before):
        return True
    if f.label == "DURATION" and _is_for_some(text, f, start):
        return True
    if f.label == "DURATION" and _is_of_visits(text, doses, f, start):
        return True
    if "days" in f.value and _REACHED_DAY.fullmatch(text, start, f.start):
        return True
    if "days" in f.value and _OPERATED.search(text, max(start, f.start - 60), f.start):
        return True
    if "days" in f.value and _LEVEL.search(text, max(start, f.start - 80), f.start):
        return True
    if "days" not in f.value and "relative" not in f.value:
        return False
    when = _IF.match(text, start, end)
    if when and f.end <= when.end():
        return True
    who = _WHO.match(text, start)
    gives = _GETS.search(text, who.end(), end) if who else None
    return gives is not None and f.end <= gives.start()


def is_tracer(text: str, start: int, end: int, facts: list[Finding]) -> bool:
    """`a PET scan with 10 mCi of a tracer`: what is given for an image or a test treats nobody."""
    if _SKIN.search(text, start, end):
        return True
    if _TEST.search(text, start, end) and _SUGAR.search(text, start, end):
        return True
    units = {f.value["dose"]["unit"] for f in facts if "dose" in f.value}
    return bool(units & set(_ACTIVITIES) and _IMAGES.search(text, start, end))


def _is_told_before(doses: Sequence[Finding], f: Finding) -> bool:
    """`1000 mg IV (total dose 4000 mg)`: whether a part of the sum is told, in the same unit."""
    unit = f.value["dose"]["unit"].partition("/")[0]
    return any(
        e.value["dose"]["unit"].partition("/")[0] == unit
        for e in _before(doses, f, f.start)
        if "dose" in e.value
    )


def _is_strength(text: str, doses: Sequence[Finding], f: Finding, end: int) -> bool:
    """`150 mg and 50 mg tablets at a dose of 300 mg twice daily`: how much one of them holds."""
    if not _PIECE.match(text, f.end):
        return False
    return any(
        "dose" in e.value
        and e.value["dose"]["unit"] == f.value["dose"]["unit"]
        and _AT_DOSE.search(text, max(f.end, e.start - 30), e.start)
        for e in between(doses, f.end, end)
    )


def _is_for_some(text: str, f: Finding, start: int) -> bool:
    """`patients with a response receive an additional 6 months`: not how long all are treated."""
    more = _MORE.search(text, max(start, f.start - 20), f.end) or _PAST.match(text, f.end)
    return more is not None and _WHO.match(text, start, f.start) is not None


def _is_of_visits(text: str, doses: Sequence[Finding], f: Finding, start: int) -> bool:
    """`patients are seen weekly for 12 weeks`: how long they are."""
    last = next(reversed(between(doses, start, f.start)), None)
    return (
        last is not None
        and "frequency" in last.value
        and not text[last.end : f.start].strip()
        and _VISITS.search(text, max(start, last.start - 40), last.start) is not None
    )


def _is_fraction(text: str, doses: Sequence[Finding], f: Finding, start: int) -> bool:
    """`50 Gy in 1.8 Gy daily fractions`: a part of the dose told before."""
    dose = f.value["dose"]
    if dose["unit"] in GRAYS and _REACHED.search(text, max(start, f.start - 20), f.start):
        return True
    told = "fraction" in dose["unit_text"] or dose["unit_text"].endswith("fx")
    if dose["unit"] not in GRAYS or not (told or _FRACTIONS.match(text, f.end)):
        return False
    before = between(doses, start, f.start) if told else _before(doses, f, start)
    return any((e.value.get("dose") or {}).get("unit") in GRAYS for e in before)


def _before(doses: Sequence[Finding], f: Finding, start: int) -> list[Finding]:
    return between(doses, max(0, start - 200), f.start)
