"""`on A or B and cannot stop it`, `must take A or B and have C`: an `and` before a new verb joins all that stands
before it, not the last member of a list alone."""

import re

from eligex.assembly.forms.segments import BRACKETED
from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.assembly.logic.cells import Cell, edge
from eligex.assembly.logic.grouping import ATTACHED

_PEOPLE = r"(?:patients?|subjects?|participants?|individuals|they|he|she|he/she|wom[ae]n|m[ae]n)"
_FINITE = (
    r"(?:must|should|shall|will|can(?:not)?|could|ha(?:ve|s|d)|is|are|was|were|do(?:es)?\s+not"
    r"|un(?:able|willing)|(?:in)?abilit(?:y|ies)|(?:un)?willing(?:ness)?|refus(?:es?|als?)|(?:not\s+)?able)"
)
_NEW_VERB = re.compile(
    rf"[\s,)]*(?:and|but)\s+(?:(?:the\s+|these\s+)?{_PEOPLE}\s+|who\s+)?{_FINITE}\b", re.IGNORECASE
)
_NEW_CLAUSE = re.compile(rf"[\s,)]*(?:and|but)\s+(?:the\s+|these\s+)?{_PEOPLE}\s+{_FINITE}\b", re.IGNORECASE)
_NEW_PEOPLE = re.compile(  # "A, patients with B, and those who C": each tells of others
    rf"(?:,|\b(?:and|or|as\s+well\s+as)\b)\s*(?:(?:any|those|other|all)\s+)?(?:those|{_PEOPLE})\s+"
    r"(?:with|who|whose|that|having|on|receiving|taking|in\s+whom)\b",
    re.IGNORECASE,
)
_WHOM = (
    r"(?:[\w-]+\s+){0,2}?(?:patients|subjects|participants|individuals|persons|volunteers|children|adults|adolescents|infants|wom[ae]n|m[ae]n|those)"
    r"\s+(?:with|who\s+(?:have|had|are|were)|having|undergoing|receiving|aged?|\d)"
)
_FIRST_PEOPLE = re.compile(rf"\W*(?:both\s+)?(?:all\s+)?{_WHOM}\b", re.IGNORECASE)
_AND_PEOPLE = re.compile(rf"\band\s+{_WHOM}", re.IGNORECASE)
_DUTY = re.compile(r"\b(?:must|should|shall|needs?|required?|agree|willing|cannot|consent)", re.IGNORECASE)


def begins_clause(gap: str) -> bool:
    """Whether the words between two statements begin a clause with a subject of its own: no `or` behind that joins
    the two."""
    return _NEW_CLAUSE.match(gap) is not None


def before_verb(item: Item, cells: list[Cell], signs: list[str]) -> int | None:
    """How many of the first cells, among which an `or` stands, hold together with what a new verb tells of the same
    people; None where no verb does."""
    first = signs.index("any") if "any" in signs else len(signs)
    for i in range(first + 1, len(signs)):
        joined = signs[i] in ("all", ATTACHED)
        if joined and _is_told_anew(item, edge(item, cells[i]), cells[i + 1].unit[0]):
            return None if _bounded(cells[: i + 1]) else i + 1
    return None


def by_people(item: Item, cells: list[Cell], signs: list[str]) -> list[list[Cell]]:
    """The cells by whom they tell of: of an exclusion where a new verb tells more of the last ones, which is nothing of
    the others before them, of an inclusion where it lets in those with A and those with B."""
    if item.section == "exclusion":
        told = before_verb(item, cells, signs) is not None
        first = _NEW_PEOPLE
    else:
        told = _lets_in(item, cells)
        first = _AND_PEOPLE
    if not told:
        return []
    starts = [i for i in range(1, len(cells)) if _is_of_others(item, cells[i - 1], cells[i], first)]
    ends = [*starts, len(cells)]
    return [cells[a:b] for a, b in zip([0, *starts], ends, strict=True)] if starts else []


def _lets_in(item: Item, cells: list[Cell]) -> bool:
    """Whether an inclusion's sentence begins with people and neither asks anything of them nor denies."""
    lo, hi = item.segments.bounds(cells[0].unit[0].at)
    words = item.quote(lo, hi)
    denied = any(s.negated for c in cells for s in c.unit)
    return not denied and _FIRST_PEOPLE.match(words) is not None and _DUTY.search(words) is None


def _is_of_others(item: Item, a: Cell, b: Cell, first: "re.Pattern[str]") -> bool:
    one, other = edge(item, a), b.unit[0]
    end = other.threshold.end if other.threshold is not None and other.kind == "age" else other.start
    return first.search(BRACKETED.sub(" ", item.quote(one.end, max(one.end, end)))) is not None


def _is_told_anew(item: Item, a: Statement, b: Statement) -> bool:
    words = BRACKETED.sub(" ", item.quote(a.end, max(a.end, b.end)))
    return _NEW_VERB.match(words) is not None


def _bounded(cells: list[Cell]) -> bool:
    """`over 60, or over 50 and have diabetes`: of bounds the last may be told of alone."""
    return any(s.threshold is not None for c in cells for s in c.unit)
