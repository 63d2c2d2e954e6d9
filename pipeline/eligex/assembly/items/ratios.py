"""`post-bronchodilator FEV1/FVC`: a ratio whose first part is known with the words before it is one test, not two."""

import re
from dataclasses import replace

from eligex.components.findings import Finding
from eligex.text.lazily import lazily
from eligex.vocab import measurements

_OVER_FVC = lazily(
    r"\s*[/:]\s*(?:FVC|forced\s+vital\s+capacity)(?:\s*\(FVC\))?(?:\s+ratio)?(?!\w)", re.IGNORECASE
)


def with_ratios(found: list[Finding], text: str) -> list[Finding]:
    """The findings, with a ratio instead of its two parts."""
    ratios = [r for f in found if (r := _ratio(f, text))]
    return [f for f in found if not any(f.overlaps(r.start, r.end) for r in ratios)] + ratios


def _ratio(f: Finding, text: str) -> Finding | None:
    m = _OVER_FVC.match(text, f.end) if f.value.get("analyte") == "fev1" else None
    if m is None:
        return None
    known = measurements.analyte("fev1_fvc")
    value = {**f.value, "analyte": "fev1_fvc"}
    return replace(f, end=m.end(), name=known.name, code=known.loinc, value=value)
