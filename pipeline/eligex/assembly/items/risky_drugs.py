"""`drugs with a known risk of QT prolongation`: the drugs are meant (DRUG), and not the risk of what they may cause."""

import re
from collections.abc import Sequence

from eligex.components.findings import Finding
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_HAVE = r"(?:have|has|having|carry|carries|carrying|pose|poses)"
_TOLD = r"(?:\w+ly\s+)?(?:accepted|known|considered|reported|thought|recogni[sz]ed|likely)\s+to"
_STOP = (
    r"(?:within|during|in\s+the|prior|before|after|at|as|if|when|unless|except|but|who|that|which|is|are|was|were|must|will|would|should|shall|cannot"
    r"|includ\w+|such|e\.?g|https?|see|(?:and|or|and/or|,)\s+(?:an?|the|any|other|all|currently|cannot|who|has|have|is|are|known|history|patients?|subjects?"
    r"|participants?|drugs?|medications?|medicines?|agents?|treatment|therapy|use|use\s+of|taking|receiving|not))\b"
)
# "and cannot be switched to another drug", "if treatment cannot be discontinued": which of them
_NOT_TO_STOP = (
    r"(?:\s+(?:\([A-Za-z]{2,6}\)\s+)?(?:and|if|where|when)\s+(?:(?!(?:an?|any|other|history)\b)[\w-]+\s+){0,3}?(?:cannot|can\s+not|(?:is|are)\s+(?:unable|not\s+able)\s+to)\b"
    r"[^.;()]*?(?=\s*(?:[.;()\n]|\Z|\b(?:prior|before|within|during)\b)))"
)
_RISKY = Scanner(
    lazily(
        r"\b(?:drugs?|medications?|medicines?|agents?|substances?)\s+(?:with|at"
        rf"|(?:(?:that|which)\s+)?(?:(?:are|is|may\s+be)\s+)?(?:{_TOLD}\s+)?{_HAVE}|(?:(?:that|which)\s+(?:are|is)\s+)?associated\s+with)\s+"
        r"(?:(?!(?:or|and|without|no)\b)[\w-]+\s+){0,4}?risks?\s+(?:of|for)"
        rf"(?:\s+(?:(?!{_STOP})[^\s,;:.()]+|\([A-Za-z]{{2,6}}\)(?=\s+\w))){{1,14}}{_NOT_TO_STOP}?",
        re.IGNORECASE,
    )
)


def risky_drugs(text: str, criteria: Sequence[Finding]) -> list[Finding]:
    return [
        Finding(m.start(), m.end(), "DRUG", "assembly:risky")
        for c in criteria
        for m in _RISKY.finditer(text, c.start, c.end)
    ]
