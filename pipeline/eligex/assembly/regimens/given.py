"""Which of a sentence's drugs are given: no former treatment, diluent, event, example or other name."""

import re
from collections.abc import Sequence
from typing import Optional

from eligex.assembly.regimens.mentions import Mention
from eligex.components.findings import Finding

_AND = re.compile(r"\b(?:and|plus|or|versus|vs)\b|\+", re.IGNORECASE)
_FORMER = re.compile(
    r"\b(?:similar to|identical to|(?<=as )deep as)\s(?:an?\s|the\s)?(?:typical\s)?$"
    r"|\bsame\s(?:[\w-]+\s){0,3}as\s(?:in\s)?(?:the\s)?(?:[\w-]+\s)?$"
    r"|\badd(?:ed)?[- ]on (?:therapy )?to\s(?:[\w'’-]+\s){0,5}$"
    r"|\b(?:prior|previous|previously"
    r"|(?<!with or )(?<!with/)without|history of|no|refractory to|failed)\s(?:[\w-]+\s)?$"
    r"|\b(?:switch|transition|chang|convert)\w*\s(?:\w+\s){0,5}?from\s(?:[\w-]+\s){0,2}$",
    re.IGNORECASE,
)
_TRACER = re.compile(
    r"\b(?:68Ga|18F|11C|13N|15O|99mTc|89Zr)-?[A-Z]"
)  # isotopes that only images are made with
_MADE_OF = re.compile(
    r"-(?:secreting|producing|expressing|transduced|modified|stimulated|mobili[sz]ed|primed)\b"
)
_SHELL = re.compile(r"gelatine?\s(?:coated\s)?(?:capsules?|shells?)", re.IGNORECASE)
DILUENT = re.compile(
    r"(?:normal |physiological )?saline|sodium chloride|dextrose|glucose|(?:sterile )?water|vehicle",
    re.IGNORECASE,
)
_IN = re.compile(
    r"\b(?:in|into|with)\s(?:(?:the|a|nasal|sterile|warm)\s)*(?:[\d.,%]+\s?(?:-\s?\d+\s?)?(?:mL|cc|cm3|L)?\s)*"
    r"(?:of\s)?(?:(?:pyrogen|preservative)[\s-]free\s|sterile\s)?(?:[\d.]+\s?%\s)?$",
    re.IGNORECASE,
)
# `in addition to their prenatal A, daily`: what is taken anyway.
_BESIDES = re.compile(
    r"\bin addition to\s(?:the\s)?(?:their|his|her|usual|standard|routine|current|ongoing)\s(?:[\w-]+\s)?$",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:(?:while (?:receiving|taking|on|(?:continuing|maintaining)(?: (?:treatment|therapy))?(?: (?:with|on))?)"
    r"|within [\w-]+ (?:hours?|hrs?|minutes|min|days?|weeks?) (?:of|from)"
    r"|during|throughout|before|after|prior to"
    r"|following|concurrent(?:ly)? with|with (?:the )?(?:daily |each )?doses? of|since|of the (?:first|last|next)"
    r"|(?<=on )days? \d{1,3} of|(?:first|last) (?:day|dose|cycle|course) of|(?:completion|start|end|initiation) of"
    r"|(?:before|after|prior to|surrounding|around) (?:all|each|every) (?:courses?|cycles?|doses?"
    r"|infusions?|injections?) of)\s)"
    r"(?:(?:the|each|their|current|first|last|standard|(?<=current )oral|routine|completion of|end of|start of"
    r"|IV|intravenous|subcutaneous|spinal|epidural|\w+-dimensional|conformal|external|beam|adjuvant|concurrent|whole|brain|stereotactic|induction)\s)*$",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(r"\((?:containing|including|based on|such as|e\.g\.,?)\s[^()]*$", re.IGNORECASE)
_NAMES = re.compile(r"\((?=[A-Za-z-]*/)[A-Za-z][A-Za-z/-]{1,20}(?:,\s[A-Za-z][A-Za-z/ -]{0,30})?\)")
_ELEMENT = re.compile(r"iron|calcium|zinc|magnesium|potassium|iodine|fluoride", re.IGNORECASE)
_HEADS = re.compile(r"\s?:\s(?:(?:oral|IV|intravenous|topical|subcutaneous)\s)?", re.IGNORECASE)
_IS_A = re.compile(r"(?:\s(?!is\b)[\w-]+){0,3}(?:\s\([^()]{1,30}\))?(?:,|\sis)\san?\s", re.IGNORECASE)


def is_given(text: str, m: Mention, start: int, facts: list[Finding], last: Optional[Mention]) -> bool:
    """Not a former treatment, a diluent, nor an event that a time is told from."""
    before = text[max(start, m.start - 70) : m.start]
    if (
        _TRACER.search(text, max(start, m.start - 6), m.end)
        or _FORMER.search(before)
        or _MADE_OF.match(text, m.end)
        or _SHELL.match(text, m.start)
        or (DILUENT.fullmatch(text[m.start : m.end]) and _IN.search(before))
    ):
        return False
    if any(f.start <= m.start and m.end <= f.end for f in facts if f.label in ("SCHEDULE", "DURATION")):
        return False
    dosed = any("dose" in f.value and f.start >= m.end for f in facts)
    if last is not None and not dosed and _BESIDES.search(before):
        return False
    event = _EVENT.search(before)
    begin = m.start - len(before) + event.start() if event else 0
    return not (event and (last is not None or any(f.start < begin for f in facts)))


def is_example(text: str, m: Mention, start: int, facts: list[Finding]) -> bool:
    """`chemotherapy (containing A, B or C) weekly`: what is only named in brackets as a member of a class."""
    opened = _EXAMPLE.search(text, max(start, m.start - 120), m.start)
    closed = text.find(")", m.end) if opened else -1
    return opened is not None and not any(opened.start() < f.start < closed for f in facts)


def is_acronym(text: str, m: Mention, kept: Sequence[Mention]) -> bool:
    """`A 500 mg/m2, B 100 mg/m2 and C 500 mg/m2 (ABC)`: a combination's name behind what it consists of."""
    enclosed = text.startswith("(", m.start - 1) and text.startswith(")", m.end)
    short = m.drug.name is None and text[m.start : m.end].isupper() and m.end - m.start <= 8
    return enclosed and short and len(kept) > 1 and kept[-1].end < m.start


def is_heading(text: str, last: Optional[Mention], m: Mention) -> bool:
    """`A: oral A plus B daily`: the name once more, behind itself as a heading."""
    same = last is not None and last.key == m.key
    return same and last is not None and _HEADS.fullmatch(text, last.end, m.start) is not None


def is_short(text: str, m: Mention) -> bool:
    """`A 200 mg/B 300 mg (A/B, Dramada)`: names in brackets for what was told before."""
    opened = text.rfind("(", max(0, m.start - 24), m.start)
    names = _NAMES.match(text, opened) if opened >= 0 else None
    return names is not None and names.end() > m.end


def is_measure(text: str, a: Mention, b: Mention, facts: list[Finding]) -> bool:
    """`ferric carboxymaltose 1000 mg iron`: the element in which the dose of a drug is told."""
    if not _ELEMENT.fullmatch(text[b.start : b.end]):
        return False
    return any(
        a.end <= f.start <= a.end + 20
        and not _AND.search(text, a.end, f.start)
        and not text[f.end : b.start].strip(" of")
        for f in facts
        if "dose" in f.value and f.end <= b.start
    )


def is_defined(text: str, m: Mention, start: int, end: int) -> bool:
    """`AB123 for injection, an inhibitor of X`: the sentence says what its subject is."""
    return not text[start : m.start].strip(" \n\t-*•['\"") and bool(_IS_A.match(text, m.end, end))
