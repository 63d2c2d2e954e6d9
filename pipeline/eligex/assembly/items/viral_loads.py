"""`a detectable viral load` is that of the virus that is spoken of: the vocabulary takes it for HIV's."""

import re
from dataclasses import replace

from eligex.components.findings import Finding
from eligex.text.lazily import lazily
from eligex.vocab import measurements

_BARE = lazily(r"(?:(?:plasma|serum)\s+)?viral\s+loads?", re.IGNORECASE)
_HIV = lazily(r"\b(?:HIV|AIDS|human\s+immunodeficiency|anti-?\s?retroviral|CD4)", re.IGNORECASE)
_OTHERS = {
    "hbv_dna": lazily(
        r"\bhepatitis(?:\s+virus)?\s+B\b|\bHBV\b|\bHBsAg\b|\bB\s+(?:and|or)\s+C\b", re.IGNORECASE
    ),
    "hcv_rna": lazily(r"\bhepatitis(?:\s+virus)?\s+C\b|\bHCV\b|\bB\s+(?:and|or)\s+C\b", re.IGNORECASE),
}
_BEFORE, _BEHIND = 200, 80


def with_viral_loads(found: list[Finding], text: str) -> list[Finding]:
    """The findings of a folded text; of two viruses near by the load is of neither alone, and has no code."""
    return [_named(f, text) if f.value.get("analyte") == "hiv_rna" else f for f in found]


def _named(f: Finding, text: str) -> Finding:
    if not _BARE.fullmatch(text, f.start, f.end):
        return f
    near = text[max(0, f.start - _BEFORE) : f.end + _BEHIND]
    viruses = [key for key, pattern in _OTHERS.items() if pattern.search(near)]
    if not viruses or _HIV.search(near):
        return f
    if len(viruses) > 1:
        return f.renamed("viral load")
    known = measurements.analyte(viruses[0])
    value = {**f.value, "analyte": known.key, "category": known.category, "unit": known.unit}
    return replace(f, name=known.name, system=known.system, code=known.loinc, value=value)
