"""`negative serum pregnancy`, `negative test for pregnancy`, `pregnancy negative`: a test that is called by no more
than what it tests for.

Who is asked for one must not be taken for pregnant.
"""

import re
from dataclasses import replace

from eligex.components.findings import Finding, by_position, with_wholes
from eligex.text.lazily import lazily
from eligex.vocab import measurements

_SPECIMEN = r"(?:serum|urine|urinary|blood|plasma|(?:β|beta)-?\s?hCG|hCG)"
_BEFORE = lazily(
    rf"\b(?:negative|positive)\s+(?P<name>(?:{_SPECIMEN}\s*(?:,|/|\bor\b|\band\b|\band/or\b)?\s*)*(?:tests?\s+for\s+)?)\Z",
    re.IGNORECASE,
)
_AHEAD = lazily(
    rf"(?P<name>(?:\s+{_SPECIMEN})*(?:\s+(?:status|results?|screens?|screening|assays?|tests?))?)"
    r"(?!\s*(?:outcomes?|loss|history)\b)",
    re.IGNORECASE,
)
_BEHIND = lazily(
    r"(?:\s*[(-]\s*|\s+)(?:is\s+)?negative(?!\s+(?:pregnancy|test|screen|result|serum|urine))\b",
    re.IGNORECASE,
)
_UNITS_OF = lazily(r"(?:\bunits|\blevels?|\bconcentrations?|IU/m?L)\s+(?:of\s+)?\Z", re.IGNORECASE)
_HCG = lazily(r"(?:human\s+)?chorionic\s+gonadotr|hCG\b", re.IGNORECASE)
_NEAR = 60
_KEY = "pregnancy_test"


def with_pregnancy_tests(found: list[Finding], text: str) -> list[Finding]:
    """The findings, with the pregnancy that has a result standing for its test."""
    found = [_measured(f, text) for f in found]
    tests = [t for f in found if (t := _test(f, text)) is not None]
    return by_position(with_wholes(found, tests))


def _measured(f: Finding, text: str) -> Finding:
    """`equivalent units of human chorionic gonadotropin`: what such a test measures, and no drug."""
    units = _UNITS_OF.search(text, max(0, f.start - _NEAR), f.start) if f.label == "DRUG" else None
    if units is None or not _HCG.match(text, f.start, f.end):
        return f
    return replace(f.renamed("human chorionic gonadotropin"), label="MEASUREMENT", value={})


def _test(f: Finding, text: str) -> Finding | None:
    bare = text[f.start : f.end].lower() in ("pregnancy", "pregnancies")
    if f.value.get("state") != "pregnancy" or not bare:
        return None
    before = _BEFORE.search(text, max(0, f.start - _NEAR), f.start)
    ahead = _AHEAD.match(text, f.end) if before else None
    if before is not None and ahead is not None:
        return _named(f, before.start("name"), ahead.end())
    return _named(f, f.start, f.end) if _BEHIND.match(text, f.end) else None


def _named(f: Finding, start: int, end: int) -> Finding:
    known = measurements.analyte(_KEY)
    value = {"analyte": known.key, "category": known.category, "unit": known.unit}
    source = "assembly:pregnancy-test"
    return Finding(start, end, "MEASUREMENT", source, known.name, known.system, known.loinc, value)
