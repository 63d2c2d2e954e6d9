"""Which facts before or within a drug's name are its own: `20 mg of oral A`, `weekly (days 1 and 8) B`."""

import re
from collections.abc import Sequence
from typing import Optional

from eligex.assembly.regimens.mentions import Mention
from eligex.assembly.regimens.phases import COUNT
from eligex.components.findings import Finding

BESIDE = re.compile(
    r"\s*(?:\([a-zμ]{1,3}(?:/(?:m\^?2|kg))?\)\s*)?(?:\)\s*)?(?:[(-]\s*)?(?:(?:doses?|dosing|administration|application)\s+)?(?:of\s+)?(?:(?:low|high)[-\s]dose\s+|continuous\s+)?(?:the\s+|an?\s+)?(?:elemental\s+\w+\s+(?:\([^()]{1,12}\)\s+)?as\s+)?(?:(?:tablets?|capsules?|puffs?|pills?)\s+(?:of\s+)?)?"
    r"(?:\d+(?:\.\d+)?\s?%\s+)?(?:[a-z]+[-\s]release\s+|long-acting\s+|(?:compound|micronized|micronised|pegylated|liposomal|recombinant|nebulized|hyperbaric|isobaric|autologous|human|oral|dry|dried|fresh)\s+|preservative[-\s]free\s+)?(?:alfa-|alpha-|dl?-|l-|all-rac-)?\Z",
    re.IGNORECASE,
)
_TREATED = re.compile(
    r"\s?of\s(?:treatment|therapy|active\s\w+)(?:\s(?:with|on))?\s(?:\w+\s)?\(?", re.IGNORECASE
)
_OTHER_NAME = re.compile(r"\)\s(?:or|and)\s\Z")  # `at 2 g (A) or 1.4 g (B)`
_BY = re.compile(r"(?<!ollowed )\b(?:by|via)\s$", re.IGNORECASE)
_ANOTHER = re.compile(r"\b(?:and|plus|with|or)\b|\+", re.IGNORECASE)
_CYCLES_OF = re.compile(r"\sof\s(?:(?!follow|then|and\b)[\w/+-]+\s){0,4}\(?", re.IGNORECASE)
_COURSE_OF = re.compile(r"\sof\s(?:the\s)?[A-Z][A-Z\d-]{2,}\b")
_WITH = re.compile(
    r"[^.;,()]{0,16},?\s*(?:given\s|in combination\s|combined\s|together\s)?"
    r"\b(?:with|plus|prior to|before|after|following)\s(?:either\s)?|\)\s?(?:\+|plus\b)\s?",
    re.IGNORECASE,
)
_TREATING = re.compile(
    r"\s(?:of\s)?(?:treatment|therapy|dosing|injections?|infusions?)\swith\s(?:the\s)?", re.IGNORECASE
)
_RECEIVES = re.compile(r"\b(?:receive[sd]?|given|treated|administered)\b", re.IGNORECASE)
_OTHERS_RECEIVE = re.compile(
    r"\b(?:and|while|whereas|but)\s(?:[\w-]+\s){0,4}(?:receive[sd]?|(?:be|are|is|were|was)\s(?:given|treated))\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\s(?:of\s)?[A-Za-z][\w-]{4,},\s(?:and\s)?")
_IS_SUM = re.compile(r"\s(?:of\s)?[\w-]{2,}(?:\s[\w-]+){0,3},?\si\.?e\.?,?\s", re.IGNORECASE)
_PARTS = re.compile(r"\sof\s[^()]{3,40}\s(?:and|plus|\+)\s\d[^()]{3,60}\)", re.IGNORECASE)
_SUBJECT = 4  # words before a schedule from which it is about something else than the drug behind it


def own_before(text: str, between: list[Finding], drug: Mention, facts: Sequence[Finding]) -> list[Finding]:
    """The facts directly before a drug that are its own: `20 mg of oral dexamethasone`."""
    taken: list[Finding] = []
    at = drug.start
    if text[drug.end : drug.end + 1] == ":":
        return []
    run = _told_first(text, between, drug, facts)
    if run:
        return run
    for f in reversed(between):
        gap = text[f.end : at]
        if f.source == "doses:of-drug" and gap.strip() == "of":
            taken.insert(0, f)
            break
        if f.source == COUNT and _CYCLES_OF.fullmatch(gap):
            return [f]  # `A weekly followed by four cycles of B`
        if f.source == "doses:course" and _TREATED.fullmatch(gap):
            taken.insert(0, f)
            break
        enclosed = text[f.start - 1 : f.start] == "("
        if gap.lstrip().startswith(")") and f.label != "ROUTE" and not enclosed:
            break
        if f.label == "ROUTE" and BESIDE.fullmatch(gap) and _BY.search(text, max(0, f.start - 14), f.start):
            return []
        if f.label == "DURATION" and not (taken and not gap.strip() and _is_length(text, f)):
            break
        days = "days" in f.value and not (enclosed and _is_explained(text, f, between))
        if "\n" in gap or days or _is_of_event(f) or not BESIDE.fullmatch(gap):
            break
        told = f.label == "DOSE" and gap.strip() == "(" and not _OTHER_NAME.search(text, f.start - 5, f.start)
        if told and sum("dose" in b.value for b in between) == 1:
            break  # `A 300 mg (also known as B)`
        if f.label == "DOSE" and "of" not in gap and _has_own_dose(text, drug, facts):
            return [] if _goes_on(text, f, taken) else taken
        taken.insert(0, f)
        at = f.start
    return taken


def _told_first(text: str, between: list[Finding], drug: Mention, facts: Sequence[Finding]) -> list[Finding]:
    """`50 mg PO daily A on days 1-21 and 2 mg/kg IV on day 1 B`: where doses stand before their drugs, all
    behind `and` is the next one's."""
    if not between or any(f.start >= drug.end and "dose" in f.value for f in facts):
        return []
    if not any("dose" in f.value for f in facts if f.start < between[0].start):
        return []
    stops = [*(f.start for f in between[1:]), drug.start]
    gaps = [text[f.end : stop].strip() for f, stop in zip(between, stops, strict=True)]
    for i, f in enumerate(between):
        begins = "dose" in f.value and _ANOTHER.search(text, max(0, f.start - 5), f.start)
        if begins and i and not any(gaps[i:]):
            return between[i:]
    return []


def _is_of_event(f: Finding) -> bool:
    """`within 24 hours of the last dose of A`: a time told from an event."""
    return "relative" in f.value or bool((f.value.get("start") or {}).get("anchor"))


def _goes_on(text: str, dose: Finding, taken: list[Finding]) -> bool:
    """`A 180 ug subcutaneously per week B 1 g`: how A is given goes on directly behind its dose."""
    if not taken or text[dose.end : taken[0].start].strip():
        return False
    return any("frequency" in f.value or text[f.start : f.end].endswith("ly") for f in taken)


def _is_explained(text: str, days: Finding, between: list[Finding]) -> bool:
    """`A daily plus weekly (days 1 and 8) B`: the days of the frequency that stands before B."""
    return any(
        "frequency" in f.value
        and text[f.end : days.start].strip() == "("
        and _ANOTHER.search(text, max(0, f.start - 6), f.start)
        for f in between
    )


def _is_length(text: str, f: Finding) -> bool:
    """`a 3-hour infusion of`, and not `over 3 hours`, which stands behind its drug."""
    return "infusion" in f.value and text[f.start].isdigit()


def _has_own_dose(text: str, drug: Mention, facts: Sequence[Finding]) -> bool:
    after = [f for f in facts if f.start >= drug.end and "dose" in f.value]
    gap = text[drug.end : after[0].start] if after else ""
    enclosed = text[drug.start - 1 : drug.start] == "("
    return 0 < len(gap) < 25 and (enclosed or not _ANOTHER.search(gap))


def inner(drug: Mention, facts: Sequence[Finding]) -> list[Finding]:
    """The way that a name tells: `intravenous immunoglobulin`."""
    return [f for f in facts if drug.start <= f.start < drug.end and f.label == "ROUTE"]


def is_of_others(text: str, f: Finding, drugs: Sequence[Mention]) -> bool:
    """`four cycles of the usual course followed by A`: not how many cycles of A are given."""
    if f.source != COUNT or not text.startswith(" of ", f.end):
        return False
    behind = next((d.start for d in drugs if d.start >= f.end), None)
    if behind is not None and f.start < drugs[0].start:
        return not _CYCLES_OF.fullmatch(text, f.end, behind)
    return bool(_COURSE_OF.match(text, f.end)) and behind != f.end + len(" of ")


def of_another(text: str, ahead: list[Finding], drug: Mention) -> list[Finding]:
    """`50 mg/kg for 2 days with mesna`, `massage twice a week plus oral mesna`: what stands before
    the joining word is not the named drug's."""
    if not ahead:
        return []
    stops = [*(f.start for f in ahead[1:]), drug.start]
    gaps = [text[f.end : stop] for f, stop in zip(ahead, stops, strict=True)]
    begin = max(text.rfind(". ", 0, ahead[0].start), text.rfind("\n", 0, ahead[0].start)) + 1
    joined = (i for i, gap in enumerate(gaps) if _WITH.fullmatch(gap) and not _TREATING.fullmatch(gap))
    cut = next(joined, _clause_end(text, begin, ahead, gaps))
    if cut is None:
        return []
    told = len(text[begin : ahead[0].start].split()) >= _SUBJECT
    others = ahead[: cut + 1]
    timed = told and any(f.label in ("SCHEDULE", "DURATION") for f in others)
    return others if timed or any("dose" in f.value for f in others) else []


def _clause_end(text: str, begin: int, ahead: list[Finding], gaps: list[str]) -> Optional[int]:
    """`8 patients receive 5 mg of the extract, and two patients will receive A`: the dose is the extract's."""
    for i, gap in enumerate(gaps):
        given = _RECEIVES.search(text, begin, ahead[i].start)
        if "dose" in ahead[i].value and given and _OTHERS_RECEIVE.search(gap):
            return i
        dosed = i + 1 < len(ahead) and all("dose" in f.value for f in ahead[i : i + 2])
        if dosed and (_NAMED.fullmatch(gap) or _IS_SUM.fullmatch(gap)):
            return i  # `500 mg dramadan, 50 mg A`
        if dosed and gap.strip() == "(" and _PARTS.match(text, ahead[i + 1].end):
            return i  # `50 mL (40 mL of A and 10 mL of B)`
    return None
