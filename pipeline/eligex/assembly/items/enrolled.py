"""Who was in this very trial before: `previous enrolment in this study`, `already randomised into the present trial`.

The vocabulary knows the participation in other trials alone, and not in "any previous study"; of trials that
are named by what they try `items/named_trials.py` tells.
"""

import re
from collections.abc import Sequence

from eligex.assembly.items.named_trials import with_named_trials
from eligex.assembly.items.naming import is_bare
from eligex.components.findings import Finding, overlapping, with_wholes
from eligex.text.scan import Scanner

_DEED = r"(?:(?:re-?)?enrol\w*|participa\w+|inclu(?:ded|sion)|(?:re-?)?randomi[sz]\w+)"
_BEFORE = r"(?:previous(?:ly)?|prior|already|past|earlier)"
_ENROLLED = Scanner(
    re.compile(
        rf"\b{_BEFORE}\s+(?:been\s+)?{_DEED}(?:\s+(?:or|and)\s+(?:(?:is|are|was|has|currently|previously|been)\s+){{0,3}}{_DEED})?"
        r"\s+(?:in|into|to|of)\s+(?:this|the|our)\s+(?:(?:same|present|current|clinical|research)\s+){0,2}(?:study|trial|protocol)\b"
        r"(?!\s+(?:of|with|for|drug|site|staff|period|medication|treatment|entry|arm|group|population)\b)",
        re.IGNORECASE,
    )
)
_EARLIER = Scanner(
    re.compile(
        rf"\b{_DEED}\s+(?:in|into)\s+(?:(?:any|an?)\s+)?(?:previous|prior|past|earlier|preceding)\s+(?:(?:clinical|interventional"
        r"|investigational|drug|research)\s+){0,3}(?:study|studies|trials?)\b(?!\s+(?:of|with|for)\b)",
        re.IGNORECASE,
    )
)
_THINGS = r"(?:devices?|drugs?|agents?|products?|procedures?|medications?)"
_TREATED = Scanner(  # "receiving treatment in another investigational device or drug study": of neither by itself
    re.compile(
        r"\b(?:(?:currently|presently)\s+)?(?:(?:(?:receiving|on|undergoing|completing|completed|ended|ending|finished)\s+)?"
        r"(?:treatment|therapy)\s+(?:in|on)|enrolled\s+in|participat\w+\s+in|completing|ending)"
        rf"\s+(?:(?:another|other|any|an)\s+){{1,2}}(?:investigational|experimental)\s+{_THINGS}"
        rf"(?:\s*(?:,|/|\bor\b|\band\b|\band/or\b)\s*{_THINGS})*\s+(?:study|studies|trials?)(?:\(s\))?(?!\w)",
        re.IGNORECASE,
    )
)
_LABEL, _WIDEST = "STATE", 200
SOURCE = "assembly:enrolled"
_NAMES = {_ENROLLED: "participation in this trial", _EARLIER: "participation in another trial"}


def enrolled(text: str, mentions: Sequence[Finding]) -> list[Finding]:
    """Findings (STATE) in text order. `text` is folded, `mentions` are sorted by position."""
    found = [(*m.span(), name) for pattern, name in _NAMES.items() for m in pattern.finditer(text)]
    return [
        Finding(a, b, _LABEL, SOURCE, name)
        for a, b, name in sorted(found)
        if all(is_bare(f, text[f.start : f.end]) for f in overlapping(mentions, a, b, widest=_WIDEST))
    ]


def with_trials(found: list[Finding], text: str) -> list[Finding]:
    """The findings of a text, with the trials that one was treated in standing for what their names hold."""
    name = _NAMES[_EARLIER]
    trials = [Finding(*m.span(), _LABEL, SOURCE, name) for m in _TREATED.finditer(text)]
    return with_named_trials(with_wholes(found, trials), text)
