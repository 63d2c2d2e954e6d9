"""`post-bronchodilator FEV1/FVC`, `urine protein-to-creatinine (UPC) ratio`, `HCV RNA viral load`, `DAS28 (ESR)`: a
test whose first part is known with the words before it is one, not two. So is any ratio that is called one."""

import re
from dataclasses import replace
from itertools import pairwise

from eligex.components.findings import Finding, by_position, with_wholes
from eligex.text.lazily import lazily
from eligex.vocab import measurements

_OVER_FVC = lazily(
    r"(?:\s*\(FEV-?\s?1\))?\s*[/:]\s*(?:FVC|forced\s+vital\s+capacity)(?:\s*\(FVC\))?(?:\s+ratio)?(?!\w)",
    re.IGNORECASE,
)
_SHORT_FVC = lazily(r"\s*\(FVC\)(?:\s+ratio)?(?!\w)", re.IGNORECASE)  # "FEV1/forced vital capacity (FVC)"
_OVER_CREATININE = lazily(
    r"\s*(?:[-/:\s]|to\b){1,6}creatinine\s*(?:[(\[]u?(?:UPCR?|UP/?C|UACR?|ACR|PCR)[)\]]\s*)?ratio(?:\s*\([A-Z]{3,5}\))?(?!\w)",
    re.IGNORECASE,
)
_VIRAL_LOAD = lazily(r"\s+viral\s+loads?(?!\w)|\s*\(viral\s+loads?\)", re.IGNORECASE)
_REACTANT = (
    r"(?:ESR|CRP|erythrocyte\s+sedimentation\s+rate(?:\s*\(ESR\))?|C-reactive\s+protein(?:\s*\(CRP\))?)"
)
_WITH_REACTANT = lazily(
    rf"(?:\s*[(\[]DAS[)\]])?(?:[\s-]*28)?(?:\s*\([34]\))?(?:[-/]{_REACTANT}|\s*\({_REACTANT}\))(?:\s*\([34]\))?(?!\w)",
    re.IGNORECASE,
)
_T_SCORE = lazily(r"(?:\s*\(BMD\))?\s*T[\s-]?scores?(?!\w)", re.IGNORECASE)
_OVER = lazily(r"\s*[/:]\s*|\s*-\s*to\s*-\s*|\s+to\s+", re.IGNORECASE)
_RATIO = lazily(r"\s+(?:\([A-Z/]{2,6}\)\s*)?ratio(?!\w)", re.IGNORECASE)
_ENDS = lazily(r"\sratio\Z", re.IGNORECASE)
_VIRUSES = ("hcv_rna", "hbv_dna", "hiv_rna", "cmv_dna", "ebv_dna")
# by its first part: what follows, and what both are
_WHOLES: dict[str, tuple[re.Pattern[str], str]] = {
    "fev1": (_OVER_FVC, "fev1_fvc"),
    "fev1_fvc": (_SHORT_FVC, "fev1_fvc"),
    "proteinuria": (_OVER_CREATININE, "upcr"),
    "albuminuria": (_OVER_CREATININE, "uacr"),
    "bmd": (_T_SCORE, "bmd_t"),
    "das28": (_WITH_REACTANT, "das28"),
    **{virus: (_VIRAL_LOAD, virus) for virus in _VIRUSES},
}


def with_ratios(found: list[Finding], text: str) -> list[Finding]:
    """The findings, with a whole instead of its two parts."""
    tests = by_position(f for f in found if f.label == "MEASUREMENT")
    wholes = [r for f in found if (r := _whole(f, text))]
    known = {r.start for r in wholes}
    wholes += [r for a, b in pairwise(tests) if a.start not in known and (r := _of_two(a, b, text))]
    return with_wholes(found, wholes)


def _of_two(a: Finding, b: Finding, text: str) -> Finding | None:
    """`calcium/creatinine ratio`: neither of them, and nothing that a vocabulary knows."""
    if a.end > b.start or _OVER.fullmatch(text, a.end, b.start) is None:
        return None
    behind = _RATIO.match(text, b.end)
    if behind is None and _ENDS.search(text[b.start : b.end]) is None:
        return None
    return Finding(a.start, behind.end() if behind else b.end, "MEASUREMENT", "assembly:ratio")


def _whole(f: Finding, text: str) -> Finding | None:
    pattern, key = _WHOLES.get(str(f.value.get("analyte")), (None, ""))
    m = pattern.match(text, f.end) if pattern is not None else None
    if m is None:
        return None
    if f.label == "SCORE" or key == f.value["analyte"]:
        return replace(f, end=m.end())
    known = measurements.analyte(key)
    value = {**f.value, "analyte": key, "unit": known.unit}
    return replace(
        f,
        end=m.end(),
        name=known.name,
        system=known.system,
        code=known.loinc,
        value=value,
    )
