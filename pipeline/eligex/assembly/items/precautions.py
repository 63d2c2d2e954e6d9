"""`precautions to avoid becoming pregnant` are contraception, and no wish to become pregnant; so is what one is
willing to avoid."""

import re

from eligex.components.findings import Finding, by_position, with_wholes
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

SOURCE = "assembly:precautions"
_AVOIDS = Scanner(
    lazily(
        r"\b(?:(?:an?|any|all|effective|highly|medically|acceptable|accepted|approved|adequate|necessary|appropriate|reliable|proper"
        r"|suitable|reasonable|contraceptive)\s+)*(?:precautions?|measures?|steps?|methods?|means)\s+"
        r"(?:to|of|for)\s+(?:avoid|prevent|protect\s+against)(?:ing)?\s+(?:(?:an?|any|the|becoming|getting|unwanted|unplanned)\s+)*"
        r"(?:pregnan(?:t|cy|cies)|conception)\b"
        r"|\bwilling\s+to\s+avoid\s+(?:becoming\s+|getting\s+)?pregnan(?:t|cy)\b(?:\s+by\s+(?:using|use\s+of|means\s+of)\b[^,;:.()]{0,80}?"
        r"\b(?:contracepti\w+|birth\s+control)\b)?",
        re.IGNORECASE,
    )
)


def with_precautions(found: list[Finding], text: str) -> list[Finding]:
    """The findings, with each such phrase (STATE) for all that is named within it; `text` is folded."""
    whole = [
        Finding(*m.span(), "STATE", SOURCE, "contraception", value={"state": "contraception"})
        for m in _AVOIDS.finditer(text)
    ]
    return by_position(with_wholes(found, whole))
