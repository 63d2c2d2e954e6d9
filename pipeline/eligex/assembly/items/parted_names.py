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
_OF_VIRUS = lazily(  # "HIV (human immunodeficiency virus) infection", "HIV- infections"
    r"\s*(?:[(\[][A-Za-z][\w\s-]{1,40}[)\]]\s*|-\s+)(?:infections?|disease)\b", re.IGNORECASE
)
_BEHIND_BRACKETS = lazily(  # "hepatitis C virus (HCV) (defined as detectable HCV RNA) infection"
    r"(?:\s+virus)?(?:\s*\((?:[^()\[\]]|\[[^\[\]]*\]|\([^()]*\)){1,200}\)){1,2}\s*(?P<noun>infections?)\b",
    re.IGNORECASE,
)
_VIRUS = re.compile(r"\b(?:HIV|HBV|HCV|CMV|EBV|RSV|virus|hepatitis\s+[A-E])\Z", re.IGNORECASE)
_TARGETED = lazily(  # behind a short form, not "anti-IL-6 (tocilizumab) therapy"
    r"\s*\((?-i:(?=[^)]*[A-Z0-9][^)]*[A-Z0-9])[\w-]{2,12})\)[\s-]+(?:(?:targeted|antibody)\s+)?(?:therap(?:y|ies)|treatments?|antibod(?:y|ies))\b",
    re.IGNORECASE,
)
_TARGET = re.compile(r"(?<![\w-])(?P<target>[A-Z][A-Z\d]{1,6}(?:-?\d{1,2})?[\s-])\Z")
_NEAR = 12
_VACCINE = lazily(r"\s+vaccines?\b", re.IGNORECASE)
_PATTERNS = {"CONDITION": _DISEASE, "DRUG": _DRUG}


def with_parted_names(found: list[Finding], text: str) -> list[Finding]:
    """The findings of a folded text, with each such whole for what its words hold; what a vocabulary knows stays."""
    wholes = [w for f in found if (w := _whole(f, text)) is not None]
    viruses = (f for f in found if f.label == "CONDITION")
    again = {e for f in viruses if (e := infection_behind(text, f.start, f.end)) is not None}
    return with_wholes([f for f in found if (f.start, f.end) not in again], wholes)


def infection_behind(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the noun of a virus's name at [start, end) stands behind the brackets that tell more of it."""
    m = _BEHIND_BRACKETS.match(text, end) if _VIRUS.search(text[start:end]) else None
    return m.span("noun") if m else None


def _whole(f: Finding, text: str) -> Finding | None:
    """The name with the part that stands behind or before it, by the first reading that fits."""
    pattern = _PATTERNS.get(f.label) if f.code is None else None
    if pattern is not None and (m := pattern.match(text, f.end)):
        return Finding(f.start, m.end(), f.label, _SOURCE, _lower(f"{text[f.start : f.end]} {m['noun']}"))
    if (end := _longer(f, text)) is not None:
        return replace(f, end=end)
    of_class = f.label == "DRUG" and f.value.get("kind") == "class"
    if of_class and (m := _VACCINE.match(text, f.end)):
        return Finding(f.start, m.end(), "DRUG", _SOURCE, _lower(text[f.start : m.end()]))
    if (m := _target(f, text)) is not None:
        start = m.start("target")
        return replace(f.renamed(_lower(text[start : f.end])), start=start)
    if f.label == "PROCEDURE" and (m := _OPERATION.match(text, f.end)):
        return replace(f, end=m.end(), name=f.name or _lower(text[f.start : f.end]))
    return None


def _lower(words: str) -> str:
    return " ".join(words.lower().split())


def _longer(f: Finding, text: str) -> int | None:
    """Where a name ends with words that say nothing new, and would be a second thing by themselves."""
    if f.label == "CONDITION" and _VIRUS.search(text[f.start : f.end]):
        m = _OF_VIRUS.match(text, f.end)
    else:
        m = _TARGETED.match(text, f.end) if f.label == "DRUG" and f.code is None else None
    return m.end() if m else None


def _target(f: Finding, text: str) -> "re.Match[str] | None":
    """`HER-2` of "HER-2 targeted agents", without which it would be any."""
    if f.label not in ("DRUG", "PROCEDURE") or not text.startswith("targeted", f.start):
        return None
    return _TARGET.search(text, max(0, f.start - _NEAR), f.start)
