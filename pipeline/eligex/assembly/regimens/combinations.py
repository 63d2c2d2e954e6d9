"""Courses that a text gives as a list of drugs, with the cycle that it defines elsewhere.

`Each cycle is 28 days` and `the induction is a combination of A, B and C` state together that A, B
and C are each given in cycles of 28 days; days and doses stay open. What a product holds
(`1 g of A (in total 300 mg of B)`) is no drug of its own.
"""

import re
from collections.abc import Sequence
from typing import Optional

from eligex.assembly.regimens.mentions import Mention
from eligex.components.findings import Finding

_DEFINES = re.compile(r"\b(?:each|every|one|1|a)\s(?:treatment\s)?(?:cycle|course)\b", re.IGNORECASE)
_COURSE = re.compile(
    r"\b(?:induction|consolidation|maintenance|intensification|reinduction|(?:first|second|third"
    r"|fourth|last|each|next)\s(?:cycle|course)|(?:cycle|course)s?\s(?:\d|I|V))\b"
    r"[^.;\n]{0,60}\b(?:combin(?:ation|es|ed|ing)|consists?|includ(?:es?|ing)|compris(?:es?|ing)"
    r"|composed|contains?)\b",
    re.IGNORECASE,
)

_SUMMED = re.compile(
    r"\((?:i\.e\.,?\s)?(?:in total|a total|total(?:ling)?|corresponding to|equivalent to)\b[^()]{0,240}\)",
    re.IGNORECASE,
)


def definition(text: str, doses: Sequence[Finding]) -> Optional[Finding]:
    """The finding that says how long every cycle is, where the text gives one length only."""
    found = [
        f
        for f in doses
        if f.source in ("doses:cycle", "doses:repeat")
        and f.value.get("cycle", {}).get("length")
        and _DEFINES.match(text[f.start : f.end])
    ]
    lengths = {(f.value["cycle"]["length"], f.value["cycle"]["unit"]) for f in found}
    return found[0] if len(lengths) == 1 else None


def lists_a_course(sentence: str) -> bool:
    """Whether a sentence names what a course consists of."""
    return bool(_COURSE.search(sentence))


def without_sums(
    text: str, extent: tuple[int, int], drugs: list[Mention], facts: list[Finding]
) -> tuple[list[Mention], list[Finding]]:
    """`2 capsules of 500 mg A (in total 300 mg of B and 100 mg of C)`: parts of what is given."""
    for m in _SUMMED.finditer(text, *extent):
        dosed = any("dose" in f.value and f.end <= m.start() for f in facts)
        if dosed and any(m.start() < d.start < m.end() for d in drugs):
            drugs = [d for d in drugs if not m.start() < d.start < m.end()]
            facts = [f for f in facts if not m.start() < f.start < m.end()]
    return drugs, facts
