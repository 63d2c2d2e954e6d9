"""Courses that a text gives as a list of drugs, with the cycle that it defines elsewhere.

`Each cycle is 28 days` and `the induction is a combination of A, B and C` state together that A, B
and C are each given in cycles of 28 days; days and doses stay open.
"""

import re
from collections.abc import Sequence
from typing import Optional

from eligex.components.findings import Finding

_DEFINES = re.compile(r"\b(?:each|every|one|1|a)\s(?:treatment\s)?(?:cycle|course)\b", re.IGNORECASE)
_COURSE = re.compile(
    r"\b(?:induction|consolidation|maintenance|intensification|reinduction|(?:first|second|third"
    r"|fourth|last|each|next)\s(?:cycle|course)|(?:cycle|course)s?\s(?:\d|I|V))\b"
    r"[^.;\n]{0,60}\b(?:combin(?:ation|es|ed|ing)|consists?|includ(?:es?|ing)|compris(?:es?|ing)"
    r"|composed|contains?)\b",
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
