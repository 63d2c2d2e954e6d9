"""`prescription or non-prescription drugs` names two kinds of drug, the first without its noun."""

import re
from collections.abc import Sequence

from eligex.assembly.items.naming import is_bare
from eligex.components.findings import Finding, overlapping
from eligex.text.scan import Scanner

_PAIR = Scanner(
    re.compile(
        r"\b(?P<first>prescription|prescribed)(?=\s*(?:,|/|\b(?:or|and|and/or)\b)\s*(?:or\s+|and\s+)?non-?\s?(?:prescription|prescribed)\s+"
        r"(?:drugs?|medications?|medicines?|medicinal\s+products?|products?)\b)",
        re.IGNORECASE,
    )
)
_WIDEST = 200


def prescribed(text: str, mentions: Sequence[Finding]) -> list[Finding]:
    """Findings (DRUG) in text order. `text` is folded, `mentions` are sorted by position."""
    found = (m.span("first") for m in _PAIR.finditer(text))
    return [
        Finding(a, b, "DRUG", "assembly:prescribed", "prescription drug")
        for a, b in found
        if all(is_bare(f, text[f.start : f.end]) for f in overlapping(mentions, a, b, widest=_WIDEST))
    ]
