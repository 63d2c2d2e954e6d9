"""`emergency room visit for asthma`, `hospital admission due to COPD`: a visit or a stay, which is more than the
disease that it was for.

What is told at or since an admission ("at admission to the ICU") speaks of a time.
"""

import re

from eligex.components.findings import Finding, with_wholes
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_ER = r"(?:emergency(?:\s+(?:room|department))?|ER|ED|urgent[\s-]care)(?:\s+\(E[RD]\))?"
_HOSPITAL = r"(?:hospital|ICU|intensive\s+care(?:\s+unit)?)"
_TIMES = ("at", "on", "upon", "since", "during", "before", "after", "to", "preceding")
_NO_TIME = "".join(rf"(?<!\b{word}\s)" for word in (*_TIMES, "of", "from", "this", "index", "the"))
_VISIT = Scanner(
    lazily(
        rf"(?:(?P<visit>\b{_ER}\s+(?:visits?|admissions?|attendances?|presentations?)(?:\s+or\s+admissions?(?=\s+for|\s+due))?"
        r"|\b(?:visits?|admissions?|presentations?|treatment|treated|seen|admitted)\s+(?:to|in|at)\s+(?:the\s+|an?\s+)?"
        r"(?:emergency\s+(?:room|department|unit|ward)s?|ER|ED)(?:\s+\(E[RD]\))?(?:\s+or\s+(?:the\s+)?hospitals?)?)"
        rf"|{_NO_TIME}\b(?:admissions?\s+to\s+(?:the\s+|an?\s+)?{_HOSPITAL}|{_HOSPITAL}\s+(?:admissions?|stays?)))\b"
        r"(?=[^.;,()]{0,60}?\s(?:for|due\s+to|because\s+of|secondary\s+to)\s)",
        re.IGNORECASE,
    )
)


def with_visits(found: list[Finding], text: str) -> list[Finding]:
    """The findings, with such visits and stays (STATE) in place of what is named in them."""
    return with_wholes(found, [_state(m) for m in _VISIT.finditer(text)])


def _state(m: re.Match[str]) -> Finding:
    key, name = (
        ("emergency_visit", "emergency department visit")
        if m["visit"]
        else ("hospitalization", "hospitalization")
    )
    return Finding(m.start(), m.end(), "STATE", f"assembly:{key}", name, value={"state": key})
