"""What a list is told of behind its last member: when a patient is looked at (`HBsAg, HCV antibody or HIV positive at
screening`, `fever or rash at enrolment`), and how several bounds are measured (`SBP > 160 or DBP > 100 on treatment`).

Not of what a history tells, nor of a member that is told of otherwise.
"""

import re

from eligex.assembly.bounds.test_rows import are_bounds
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import NEXT
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_ENTRY = lazily(
    r"(?:at|on|upon)\s+(?:the\s+)?(?:time\s+of\s+)?(?:the\s+)?(?:(?:study|trial|initial|first)\s+)?(?:screening|baseline|entry|enrol\w+"
    r"|inclusion|randomi[sz]ation|admission|presentation|consent|day\s+of)\b",
    re.IGNORECASE,
)
_MEASURED = lazily(
    r"(?:in|on(?!\s+dialysis)|at|by|using|after|despite|confirmed|measured|while)\s", re.IGNORECASE
)
_APART = lazily(
    r"\b(?:(?:an)?other|scale|score|index|inventory|questionnaire|items?|subscales?)\b|\bin\s+order\b",
    re.IGNORECASE,
)
_HISTORY = lazily(r"\bhistory\b", re.IGNORECASE)
_FEMALE = {"pregnancy", "lactation"}
_NEAR = 40


def share_entry(item: Item, statements: list[Statement]) -> None:
    for i, last in enumerate(statements):
        end = last.threshold.end if last.threshold is not None else last.end
        for (a, b), words in list(zip(last.aside, last.qualifiers, strict=True)):
            if a < end:
                continue
            if last.threshold is not None:
                measured = _MEASURED.match(words) and not _APART.search(words)
                told = _bounds(item, statements[: i + 1]) if measured else []
            else:
                told = _listed(item, statements[: i + 1]) if _ENTRY.match(words) else []
            for s in told:
                s.qualify_apart(a, b, words)


def _bounds(item: Item, before: list[Statement]) -> list[Statement]:
    """The bounds of the same test, or of another pressure, right before the last."""
    found = before[-1:]
    for s in reversed(before[:-1]):
        if not are_bounds(item, s, found[0]) or _noun(s) != _noun(found[0]):
            break
        found.insert(0, s)
    return found[:-1]


def _noun(s: Statement) -> str:
    """Its name; one for all pressures."""
    name = (s.subject.name or "").lower() if s.subject is not None else ""
    return "pressure" if name.endswith(" pressure") else name


def _listed(item: Item, before: list[Statement]) -> list[Statement]:
    """The members of the list that the last one ends, where none is told of otherwise."""
    found = before[-1:]
    for s in reversed(before[:-1]):
        gap = item.quote(s.end, max(s.end, found[0].begin(s.end)))
        if not (_is_alike(item, s, found[0]) and NEXT.fullmatch(gap)):
            break
        found.insert(0, s)
    first = found[0].begin(item.start)
    lead = item.quote(max(item.segments.bounds(first)[0], first - _NEAR), first)
    return [] if _HISTORY.search(lead) else found[:-1]


def _is_alike(item: Item, s: Statement, right: Statement) -> bool:
    """Results that are alike, diseases, or the two states of a woman."""
    free = s.window is None and s.duration is None and s.threshold is None and s.base is right.base
    if not free or s.negated != right.negated or any(a >= s.end for a, _ in s.aside):
        return False
    beside = item.segments.same(s.at, right.at) and item.segments.bracket(s.at) == item.segments.bracket(
        right.at
    )
    diseases = s.kind == right.kind == "condition" and s.value is None and right.value is None
    results = s.value is not None and s.value == right.value
    return beside and (diseases or results or {s.state, right.state} == _FEMALE)
