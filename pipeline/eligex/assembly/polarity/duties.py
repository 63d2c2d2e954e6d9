"""`comply with scheduled visits, laboratory tests and other study procedures`: what a trial asks of all its patients.

Behind the first of them, which the state names, the others only tell what there is to comply with: no test, no other
trial and no procedure is asked for.
"""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding

_OF = (
    r"(?:all|any|other|the|their|every|scheduled|required|planned|additional|specified|necessary|regular|routine|respective|study|trial|protocol|clinical"
    r"|clinic|treatment|laboratory|lab|follow|up|lifestyle|dietary|drug|dosing|dose|blood|urine|safety|imaging|biopsy|data|patient|symptom|home|site"
    r"|telephone|phone|hospital|outpatient|inpatient|visit|assigned|study-related|protocol-specified|protocol-related|related|restricted)"
)
_DUTY = (
    r"(?:visits?|tests?|testing|plans?|procedures?|requirements?|schedules?|regimens?|considerations?|restrictions?|assessments?|evaluations?"
    r"|instructions?|guidelines?|examinations?|appointments?|follow-?\s?ups?|activit(?:y|ies)|diar(?:y|ies)|entries|samplings?|collections?|draws?"
    r"|monitoring|measurements?|questionnaires?|interventions?|commitments?|obligations?|imaging)"
)
_OTHERS = re.compile(
    rf"(?P<list>(?:(?:\s*(?:[,/]|\band/or\b|\band\b|\bor\b))+\s*(?:{_OF}[\s-]+){{0,6}}{_DUTY}\b)+)"
    r"(?P<of>\s+(?:of|for|in|during)\s+(?:the|this)\s+(?:study|trial|protocol)\b)?",
    re.IGNORECASE,
)
_PLACED = r"(?:but|who|if|unless|within|during|prior|before|in|at)\b"
_WITH = re.compile(  # "noncompliant (< 70%) with the study drug": what one does not comply with is not asked for
    r"(?P<bracket>\s*\([^()]{1,60}\))?"
    rf"(?P<list>\s+(?:with|to)\s+(?:(?!\b(?:or|and)\b|\b{_PLACED})[^,;:.()]){{1,120}})(?=$|[,;:.()]|(?<=\s){_PLACED})",
    re.IGNORECASE,
)
_LACKING = re.compile(
    r"(?:non|poor|lack|insufficient|inadequate|not)\S*[\s-]*(?:\w+\s)?(?:compl|adher)", re.IGNORECASE
)
_LEAD = re.compile(r"[\s,/]*(?:\b(?:and/or|and|or)\b)?\s*", re.IGNORECASE)
Duty = tuple[Finding, int, int]


def duties_of(item: Item) -> list[Duty]:
    """The state, and where the rest of its list stands without what joins it."""
    found = []
    for m in item.mentions:
        if m.value.get("state") != "ability_to_comply":
            continue
        listed = _OTHERS.match(item.text, m.end - item.start) or _not_kept(item, m)
        if listed:
            lead = _LEAD.match(item.text, listed.start("list"))
            a = item.start + (lead.end() if lead else listed.start("list"))
            found.append((m, a, a + len(item.quote(a, item.start + listed.end()).rstrip())))
    return found


def _not_kept(item: Item, m: Finding) -> "re.Match[str] | None":
    """What a state that is lacking, or that a bound in a bracket is of, is told to be of."""
    behind = _WITH.match(item.text, m.end - item.start)
    lacking = behind is not None and (behind["bracket"] or _LACKING.match(item.quote(m.start, m.end)))
    return behind if lacking else None


def tell_duties(item: Item, statements: list[Statement], duties: list[Duty]) -> None:
    for m, a, b in duties:
        for s in statements:
            if s.subject is m:
                s.qualify(a, b, item.quote(a, b))
