"""`a pregnancy test with a sensitivity of at least 25 mIU/mL`: how little a test can detect bounds no result."""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_SENSITIVE = Scanner(
    lazily(
        r"(?:\b(?:with|having|of)\s+(?:an?\s+)?)?\b(?:(?:minimum|minimal|test|assay|analytical|lower)\s+){0,2}sensitiv(?:ity|e)(?:\s+limit)?\s*"
        r"(?:(?:is|of|to|at|level)\s+){0,2}(?:(?:at\s+)?least\s+|[≥≤<>=:]\s*|(?:below|better\s+than|less\s+than|as\s+low\s+as)\s+)?"
        r"\d[\d.,]*\s*m?(?:IU|U|international\s+units?|units?)\b(?:\s*(?:/|per)\s*m?l\b)?"
        r"(?:\s+or\s+(?:better|lower|equivalent\s+units\s+of\s+[\w-]+(?:\s+[\w-]+){0,3}(?:\s*[(\[][A-Za-z-]{2,8}[)\]])?))?",
        re.IGNORECASE,
    )
)
_TESTS = ("pregnancy_test", "hcg")


def is_sensitivity(item: Item, t: Finding) -> bool:
    """Whether a bound tells what a test can detect."""
    return any(m.start() < t.end and t.start < m.end() for m in item.matches(_SENSITIVE))


def tell_sensitivities(item: Item, statements: list[Statement]) -> None:
    """To the test before it in its sentence, as which one it is."""
    for m in item.matches(_SENSITIVE):
        tests = [
            s for s in statements
            if s.analyte in _TESTS and s.at < m.start()
            and item.segments.same(s.at, m.start())
        ]  # fmt: skip
        for s in tests[-1:]:
            s.qualify(m.start(), m.end(), m[0])
