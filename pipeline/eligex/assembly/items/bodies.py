"""Names of societies and of what they publish: the disease in them is nobody's.

`American Diabetes Association`, `Diagnostic and Statistical Manual of Mental Disorders`.
"""

import re

from eligex.assembly.forms.extents import Extents
from eligex.components.findings import Finding
from eligex.text.scan import Scanner

_BODIES = Scanner(
    re.compile(
        r"\b(?:(?:Academy|Committee|Council|Federation|Foundation|Institutes?|League|Organi[sz]ation|Network"
        r"|Working Group|Task Force|Union|Initiative|Consortium)\b"
        r"|(?:[Aa]ssociation|[Ss]ociety|[Ii]nstitute)\b"
        r"|(?P<work>(?:Classification|Manual)(?= of\b)|Criteria(?= (?:in|for Adverse)\b)))"
    )
)
# the disease that a formula or a scale is named after: "by the CKD-EPI equation"
_FORMULAS = Scanner(
    re.compile(
        r"\bCKD[\s-]?EPI\b|\bCommon\s+(?:Terminology|Toxicity)\s+Criteria\s+(?:for|of)\s+Adverse\s+(?:Events?|Effects?)|\bChronic\s+Kidney\s+Disease[\s-]+Epidemiology(?:\s+Collaboration)?|\bDiet\s+in\s+Renal\s+Disease\b",
        re.IGNORECASE,
    )
)
_CAPITAL = r"[A-Z][\w'’-]*"
_COUNTRIES = (
    r"American|British|Canadian|Chinese|European|French|German|International|Italian|Japanese|Korean|National"
    r"|World"
)
# What stands before the body's word: capital letters all through, or a country and one word.
_BEFORE = re.compile(
    rf"(?:\b{_CAPITAL}(?:[ /]|,? (?:of|and|the|for|in|on|&) (?:the )?))+\Z|\b(?:{_COUNTRIES}) \w+ \Z"
)
_AFTER = re.compile(
    rf" (?:of|for|on|in|[Aa]gainst) (?:the )?(?:Study of )?{_CAPITAL}(?:(?:,? (?:and|of|the|&) |[ /]){_CAPITAL})*"
)
_REACH = 120


def outside_names(found: list[Finding], text: str) -> list[Finding]:
    """`found` without the conditions that only such a name tells."""
    bodies = [_whole(text, m) for m in _BODIES.finditer(text)]
    names = Extents([*bodies, *(m.span() for m in _FORMULAS.finditer(text))])
    return [f for f in found if f.label != "CONDITION" or not names.hold((f.start, f.end))]


def _whole(text: str, m: re.Match[str]) -> tuple[int, int]:
    low = max(0, m.start() - _REACH)
    before = None if m["work"] else _BEFORE.search(text[low : m.start()])
    after = _AFTER.match(text, m.end(), m.end() + _REACH)
    return (low + before.start() if before else m.start()), (after.end() if after else m.end())
