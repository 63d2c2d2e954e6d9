"""Pairs of statements that can only be alternatives, or that hold only together, whatever word joins them."""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.assembly.polarity.negation import is_denied

_AND_TO = re.compile(r"\s(?:and|and/or)\s+to\s(?:[\w-]+\s+)*\Z", re.IGNORECASE)
# "HIV-positive patients receiving zidovudine", "food allergy undergoing immunotherapy"
_UNDER = re.compile(
    r"[\s)]*(?:(?:patients?|subjects?|participants?|individuals?|women|men|children|adults)\s+)?(?:(?:who|that|which)\s+)?"
    r"(?:(?:are|is|were|was|have\s+been|has\s+been|currently|still|already|being|actively|previously|earlier)\s+)*"
    r"(?:undergoing|receiving|taking|on|using|(?:treated|managed|maintained|controlled)\s+(?:with|by|on))\s+"
    r"(?:(?!\b(?:or|and|who|that|which|for)\b)[\w-]+\s+){0,4}",
    re.IGNORECASE,
)
_OPPOSED = re.compile(  # "diabetes not on insulin", "cirrhosis without ascites"
    r"\s*(?:(?:,\s*)?(?:that|which)\s+|(?:who|and|but)\s+)?(?:(?:is|are|was|were|has|have|do|does|did)\s+)?",
    re.IGNORECASE,
)
_GRADED = re.compile(
    r"\)?\s*(?:\([^()]{0,24}\)\s*)?(?:(?:events?|episodes?)\b\s*)?(?:of|at|is)?\s*", re.IGNORECASE
)

# "heart failure, NYHA ≥ III": what the scale is made for
_OF_DISEASE = {
    "nyha": re.compile(r"heart|cardi", re.IGNORECASE),
    "child_pugh": re.compile(r"liver|hepat|cirrho", re.IGNORECASE),
    "ccs_angina": re.compile(r"angina", re.IGNORECASE),
}
# "women | under the age of 18", "men | older than 65"
_ONE_PERSON = re.compile(
    r"\s*(?:\b(?:under|over|below|above|older|younger|aged?|than|the|of|who|are|with|an?|less|more|greater|at|least|between)\b\s*)*",
    re.IGNORECASE,
)
_BEHIND_COMMA = re.compile(r"\s*[,;]?\s*(?:\([^()]{0,24}\)\s*)?(?:with\s+)?")
_NEXT_TO = re.compile(r"\s+(?:\([^()]{0,24}\)\s*)?")
_WHOLE = re.compile(  # of which nothing more is told by the next: a comma was lost
    r"\b(?:diseases?|disorders?|syndromes?|failures?|infections?|conditions?|abuse|injur(?:y|ies))\Z",
    re.IGNORECASE,
)
_SHOWS = re.compile(  # "an ECG that shows QTc > 450 ms", "CT scan showing metastases"
    r"\s*(?:at\s+\w+\s+)?(?:(?:that|which)\s+)?(?:show|demonstrat|reveal|display)(?:e?s|ing|ed)\s+(?:(?:an?|the|any|evidence|signs?|of)\s+)*",
    re.IGNORECASE,
)


def tells_kind(item: Item, a: Statement, b: Statement) -> bool:
    """`NYHA class ≥ II heart failure`, `HER2 (IHC) positive cancer`, `squamous histology lung cancer`: a result or a
    kind right before a disease is told of it."""
    named = a.kind == "condition" and a.threshold is None
    kind = named and not _WHOLE.search(item.quote(a.at, a.end))
    told = kind or (a.kind in ("score", "measurement") and (a.threshold or a.value))
    if not told or b.kind != "condition" or a.negated != b.negated or a.end > b.at:
        return False
    begin = item.quote(b.at, min(item.end, b.at + 2))
    runs_on = begin[:1].isupper() and not begin.isupper()  # "creatinine > 2 Known cirrhosis"
    end = max([a.end, *(y for _, y in a.taken if a.value and y <= b.at)])
    gap = item.quote(end, b.at)
    return not runs_on and (gap == " " if kind else _NEXT_TO.fullmatch(gap) is not None)


def is_shown(gap: str, a: Statement, b: Statement) -> bool:
    """A test that shows something is no finding by itself; `gap` are the words between."""
    test = (
        a.kind in ("procedure", "measurement") and a.threshold is None and a.value is None and not a.negated
    )
    return test and b.kind in ("condition", "measurement") and _SHOWS.fullmatch(gap) is not None


def is_graded(item: Item, a: Statement, b: Statement) -> bool:
    """`heart failure > NYHA class II`: the bound of the scale right behind a disease is about that disease."""
    scale = b.kind == "score" and b.threshold and a.kind == "condition" and not a.threshold
    if not scale or b.threshold is None or a.end > min(b.at, b.threshold.start):
        return False
    gap = item.quote(a.end, min(b.at, b.threshold.start))
    disease = _OF_DISEASE.get(str(b.analyte)) if b.subject is not None else None
    own = disease is not None and disease.search(item.quote(a.at, a.end)) and _BEHIND_COMMA.fullmatch(gap)
    return bool(own or _GRADED.fullmatch(gap))


def opposes(item: Item, a: Statement, b: Statement) -> bool:
    """`diabetes not on insulin`: only who has the one and not the other."""
    if not b.negated or a.negated or b.cue is None or not a.end <= b.cue.start:
        return False
    return _OPPOSED.fullmatch(item.quote(a.end, b.cue.start)) is not None


def is_treated(gap: str, a: Statement, b: Statement) -> bool:
    """`diabetes treated with insulin`: only who has the one under the other; `gap` are the words between."""
    ill = a.kind in ("condition", "measurement") and not a.negated and a.threshold is None
    return ill and b.kind in ("drug", "procedure") and _UNDER.fullmatch(gap) is not None


def both_negative(item: Item, a: Statement, b: Statement) -> bool:
    """`negative for HIV or syphilis` among inclusions: one word denies both; of `a negative CT or MRI` one is done."""
    told = (
        item.section == "inclusion"
        and a.kind != "procedure"
        and a.value == b.value == "negative"
        and a.threshold is b.threshold is None
    )
    return told and not a.taken.isdisjoint(b.taken)


def are_abilities(item: Item, a: Statement, b: Statement) -> bool:
    """`unable to hear or read` among exclusions: who cannot do either is excluded; of ways to prevent a pregnancy
    one suffices."""
    told = item.section == "exclusion" and a.is_unable
    deeds = a.kind == "state" and b.kind in ("state", "procedure") and not any(_prevents(s) for s in (a, b))
    return told and deeds and item.segments.bracket(a.at) == item.segments.bracket(b.at)


def each_unable(item: Item, a: Statement, b: Statement) -> bool:
    """`unable to return, and unlikely to complete the study` among exclusions: listed, each with a word of its own.
    Of `unable to consent and to comply` either is enough as well."""
    gap = item.quote(a.end, max(a.end, b.at))
    unable = all(is_denied(item, s) and (s.is_unable or s.state == "ability_to_comply") for s in (a, b))
    if item.section != "exclusion" or not unable:
        return False
    return "," in gap if a.cue is not b.cue else _AND_TO.search(gap) is not None


def _prevents(s: Statement) -> bool:
    return s.subject is not None and s.subject.value.get("state") in (
        "contraception",
        "childbearing_potential",
    )


def for_others(item: Item, a: Statement, b: Statement) -> bool:
    """`QTc > 450 ms in men and > 470 ms in women`: nobody is both, so either excludes."""
    told = a.applies_to is not None and b.applies_to is not None and a.applies_to != b.applies_to
    return item.section == "exclusion" and told and a.threshold is not None and b.threshold is not None


def is_of_people(item: Item, a: Statement, b: Statement) -> bool:
    """`women under 18`: a sex and an age right beside it are of one person."""
    kinds = {a.kind, b.kind} == {"sex", "age"}
    return kinds and a.end <= b.at and _ONE_PERSON.fullmatch(item.quote(a.end, b.at)) is not None


def apart(a: Statement, b: Statement) -> bool:
    """Bounds that no value meets together (< 6.5 and > 9) can only be alternatives."""
    if (a.bounds or {}).get("unit") != (b.bounds or {}).get("unit"):
        return False
    highs = [s.bounds["high"] for s in (a, b) if s.bounds and s.bounds.get("high") is not None]
    lows = [s.bounds["low"] for s in (a, b) if s.bounds and s.bounds.get("low") is not None]
    return len(highs) == len(lows) == 1 and bool(highs[0] < lows[0])
