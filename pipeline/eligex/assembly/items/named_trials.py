"""Trials that are named by what they try: `participated in a previous dupilumab study`.

Who was in one took part in a trial, where he may have had the placebo, and need not have had the drug; nor
is the drug by itself what is asked about. The vocabulary knows trials without such a name alone.
"""

import re
from collections.abc import Iterator

from eligex.components.findings import Finding, by_position, overlapping, with_wholes
from eligex.text.scan import Scanner

_JOINED = (
    r"\s*(?:/|,?\s*\b(?:or|and|and/or)\b)\s*(?:(?:has|have|been|were|was|is|are|previously|prior|to)\s+){0,2}"
)
_DEED = (
    r"(?:participat(?:e[ds]?|ing|ions?)|(?:re-?|co-?)?enrol\w*|(?:re-?)?randomi[sz](?:ed|ations?)"
    r"|inclu(?:ded|sion)|t(?:ake[ns]?|ook|aking)\s+part|treated|treatment|dosed|withdr(?:awn|ew|awal)"
    r"|complet(?:ed|ing|ion)|discontinu(?:ed|ation))"
)
_WORD = (
    r"(?!(?:this|these|those|our|present|same|study|trial|studies|trials|to|of|for|in|with|who|whom|which"
    r"|that|is|are|was|were"
    r"|days?|weeks?|months?|years?)\b)[\w®™/+.-]*\w[®™]?"
)
_TRIED = Scanner(
    re.compile(
        rf"\b{_DEED}(?:{_JOINED}{_DEED})?\s+(?:(?:in|into|from)\s+"
        r"|(?:(?<=ion\s)of\s+)?(?=(?:an?|any|another|the|prior|previous)\s))"
        rf"(?P<which>(?:{_WORD}\s+){{1,7}}?)(?:stud(?:y|ies)|trials?)(?:\(s\)|/(?:stud(?:y|ies)|trials?))?"
        r"(?!\w|[/-]\w|\s+(?:drugs?|agents?|medications?|treatments?|therap(?:y|ies)|products?|sites?|staff"
        r"|periods?|visits?|arms?|groups?|parts?|populations?"
        r"|entry|procedures?|protocols?|regimens?|phases?|day|eyes?|cent(?:er|re)s?)\b)",
        re.IGNORECASE,
    )
)
_THINGS = ("DRUG", "CONDITION", "PROCEDURE")
_WIDEST = 200
_ANY = "participation in another trial"
SOURCE = "assembly:named-trial"


def with_named_trials(found: list[Finding], text: str) -> list[Finding]:
    """The findings of a folded text, with such trials (STATE) standing for all that their words hold."""
    return with_wholes(found, list(_trials(by_position(found), text)))


def _trials(found: list[Finding], text: str) -> Iterator[Finding]:
    for m in _TRIED.finditer(text):
        a, b = m.span("which")
        named = [f for f in overlapping(found, a, b, widest=_WIDEST) if f.label in _THINGS]
        if named and all(a <= f.start for f in named) and not _is_told(m, found):
            yield Finding(*m.span(), "STATE", SOURCE, None if any(map(_is_name, named)) else _ANY)


def _is_name(f: Finding) -> bool:
    """Not "investigational drug", which tells of most trials."""
    return not (f.name or "").startswith("investigational")


def _is_told(m: re.Match[str], found: list[Finding]) -> bool:
    """Whether another name begins or ends within its words."""
    over = overlapping(found, *m.span(), widest=_WIDEST)
    return any(not f.within(*m.span()) and f.label != "STATE" for f in over)
