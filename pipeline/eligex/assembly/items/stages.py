"""`Stage III or IV disease`: a line of an inclusion that names no other disease than its stage."""

import re
from collections.abc import Sequence

from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_ONE = r"(?:(?-i:I{1,3}V?|IV)(?:[ABC]\d?|S)?|[0-4][abc]?)(?![\w.])"
_STAGE = lazily(
    r"\W*(?P<stage>(?:(?:clinical|pathologic(?:al)?|surgical|AJCC|FIGO|INSS|TNM|UICC|Ann\s+Arbor|un-?resect(?:able|ed)|resect(?:able|ed))\s+){0,3}"
    rf"stages?\s+{_ONE}(?:\s*(?:/|-|,|&|,?\s*\b(?:or|to|and|through)\b)\s*(?:stages?\s+)?{_ONE})*"
    r"(?:\s+(?:disease|cancer|tumou?rs?)\b|\s*(?=[*.,;(]|\n|\Z|(?:according|by|per|as|at)\b)))",
    re.IGNORECASE,
)


def stages(text: str, criteria: Sequence[Finding]) -> list[Finding]:
    found = []
    for c in criteria:
        if c.value["section"] == "inclusion" and (m := _STAGE.match(text, c.start, c.end)):
            a, b = m.span("stage")
            found.append(Finding(a, a + len(text[a:b].rstrip()), "CONDITION", "assembly:stage"))
    return found
