"""`therapy directed at the tumour`, `agents targeting VEGF or EGFR`: a treatment told by what it acts on, which is no
disease and no drug that somebody has.
"""

import re

from eligex.components.findings import Finding, with_wholes
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

SOURCE = "assembly:directed"
_DRUG = r"(?P<drug>(?:agents?|drugs?|medications?|medicines?|compounds?|products?))"
_PROCEDURE = r"(?P<procedure>(?:therap(?:y|ies)|treatments?))"
_STOP = (
    r"(?:within|during|prior|before|after|for|in|with|at|on|by|from|to|of|as|that|which|who|is|are|was|were|has|have|had|must|should|may|will|can"
    r"|and|or|and/or|including|such|except|unless|given|used|other|not|if)\b"
)
_WORDS = rf"(?!{_STOP})[\w/+-]+(?:\s+(?!{_STOP})[\w/+-]+){{0,4}}"
_ADJECTIVE = r"(?:(?<=ory)|(?<=ive)|(?<=al)|(?<=ic)|(?<=ar))"  # "stimulatory or inhibitory receptors"
_TARGET = rf"(?:(?:either|the|any|an?)\s+)*(?!medical\b){_WORDS}(?:{_ADJECTIVE}\s+(?:or|and)\s+{_WORDS})?"
# a further one by its short name, or as the first: "PD-1, PD-L1 or CTLA-4", "IL-6 or the IL-6 receptor"
_MORE = (
    r"\s*(?:,\s*(?:and/or|or|and)?|/|\band/or\b|\bor\b|\band\b)\s*(?:the\s+)?"
    r"(?-i:[A-Z][A-Za-z]*[A-Z\d-][\w/-]*)(?:\s+receptors?\b)?"
)
_BOUND = lazily(r"\s*(?:[<>≥≤=]|\d)")
_DIRECTED = Scanner(
    lazily(
        rf"\b(?:{_DRUG}|{_PROCEDURE})\s+(?:targeting|(?:that\s+(?:is|are)\s+)?directed\s+(?:at|against|to|towards?)|against)\s+"
        rf"(?P<first>{_TARGET})(?:\s*\((?!e\.?g|i\.?e|incl|such)[^()]{{1,30}}\))?(?:{_MORE}){{0,6}}",
        re.IGNORECASE,
    )
)


def with_directed(found: list[Finding], text: str) -> list[Finding]:
    """The findings, with such treatments (DRUG or PROCEDURE) in place of what is named in them; what ends in the noun
    has a name of its own ("anticancer therapy")."""
    ends = {f.end: f.start for f in found if f.label in ("DRUG", "PROCEDURE")}
    told = [m for m in _DIRECTED.finditer(text) if ends.get(m.end(_noun(m)), m.start()) >= m.start()]
    return with_wholes(found, [Finding(m.start(), _end(m, found), _noun(m).upper(), SOURCE) for m in told])


def _noun(m: re.Match[str]) -> str:
    """The group that it stands in."""
    return "drug" if m["drug"] else "procedure"


def _end(m: re.Match[str], found: list[Finding]) -> int:
    """Behind the first target where a disease, a scale or a bound stands behind it: `at the tumour, HIV infection`."""
    other = any(
        f.name and f.label in ("CONDITION", "SCORE") and m.end("first") <= f.start < m.end() for f in found
    )
    return m.end("first") if other or _BOUND.match(m.string, m.end()) else m.end()
