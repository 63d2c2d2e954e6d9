"""Names that their own short form parts: `glucagon-like peptide 1 (GLP-1) receptor agonist`, `DPD (...) deficiency`.

Without the first part the drug would be any agonist of any receptor, without the last the disease a blood group.
"""

import re
from dataclasses import replace

from eligex.components.findings import Finding, with_wholes
from eligex.text.lazily import lazily

_SOURCE = "assembly:parted-name"
_SHORT_FORM = r"\s*\([A-Za-z0-9][\w-]{1,11}\)[\s-]+"
_DISEASE = lazily(
    rf"{_SHORT_FORM}(?P<noun>deficienc(?:y|ies)|incompatibilit(?:y|ies)|insufficienc(?:y|ies)|overload)\b",
    re.IGNORECASE,
)
_DRUG = lazily(
    rf"{_SHORT_FORM}(?P<noun>(?:receptor\s+)?(?:ant)?agonists?|(?:receptor\s+)?(?:inhibitors?|blockers?|modulators?|analogu?es?))\b",
    re.IGNORECASE,
)
_OPERATION = lazily(  # the noun says nothing new, and would be a second procedure
    r"\s*\([A-Za-z][\w-]{1,11}\)\s+(?:surger(?:y|ies)|operations?|procedures?)\b",
    re.IGNORECASE,
)
_PATTERNS = {"CONDITION": _DISEASE, "DRUG": _DRUG}


def with_parted_names(found: list[Finding], text: str) -> list[Finding]:
    """The findings of a folded text, with each such whole for what its words hold; what a vocabulary knows stays."""
    wholes = []
    for f in found:
        pattern = _PATTERNS.get(f.label)
        m = pattern.match(text, f.end) if pattern is not None and f.code is None else None
        if m is not None:
            name = " ".join(f"{text[f.start : f.end]} {m['noun']}".lower().split())
            wholes.append(Finding(f.start, m.end(), f.label, _SOURCE, name))
        elif f.label == "PROCEDURE" and (m := _OPERATION.match(text, f.end)) is not None:
            name = f.name or " ".join(text[f.start : f.end].lower().split())
            wholes.append(replace(f, end=m.end(), name=name))
    return with_wholes(found, wholes)
