"""`organ and bone marrow function`: two functions, which the vocabulary calls by the name of the first alone."""

import re
from collections.abc import Iterator
from dataclasses import replace

from eligex.components.findings import Finding
from eligex.text.lazily import lazily
from eligex.vocab import measurements

_BOTH = lazily(r"(?P<organ>organs?)\s+and\s+(?P<marrow>(?:bone\s+)?marrow\s+functions?)", re.IGNORECASE)
_SOURCE = "assembly:organ-and-marrow:shared-head"


def with_marrow(found: list[Finding], text: str) -> list[Finding]:
    """The findings, with that of the marrow beside that of the organs."""
    return [part for f in found for part in _parts(f, text)]


def _parts(f: Finding, text: str) -> Iterator[Finding]:
    both = _BOTH.fullmatch(text, f.start, f.end) if f.value.get("analyte") == "organ_function" else None
    if both is None:
        yield f
        return
    known = measurements.analyte("marrow_function")
    value = {**f.value, "analyte": known.key, "category": known.category, "unit": known.unit}
    yield replace(f, end=both.end("organ"), source=_SOURCE)
    yield replace(
        f, start=both.start("marrow"), name=known.name, system=known.system, code=known.loinc, value=value
    )
