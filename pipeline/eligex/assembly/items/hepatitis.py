"""`hepatitis A, B, or C`, `hepatitis B or C virus infection`: each letter names a disease; `chronic active hepatitis B`
is hepatitis B, and no chronic hepatitis."""

import re

from eligex.components.findings import Finding, with_wholes
from eligex.text.scan import Scanner

_LETTERS = Scanner(
    re.compile(
        r"\b(?i:hepatitis)\s+(?:(?i:types?)\s+)?[A-E](?P<more>(?:\s*,\s*[A-E]\b)*(?:\s*,?\s*(?:and/or|and|or)\s*|\s*[,/]\s*)[A-E])\b"
        r"(?P<tail>(?:\s+(?i:virus(?:es)?))?\s+(?i:infections?)\b)?"
    )
)
_BARE = re.compile(r"\bactive\s+hepatitis\Z", re.IGNORECASE)
_LETTERED = re.compile(
    r"\s+(?P<letter>[A-E])\b(?:(?:\s+(?i:virus))?\s+(?i:infections?)\b)?(?!\s*(?:,|/|(?:and|or)\b)\s*[A-E]\b)"
)
_LETTER = re.compile(r"\b[A-E]\b")
_SOURCE = "conditions:shared-head"


def with_letters(found: list[Finding], text: str) -> list[Finding]:
    """The findings, with one for each further letter; the last has the noun behind it."""
    told = [f for m in _LETTERS.finditer(text) for f in _each(m, text)]
    told += [
        Finding(f.start, m.end(), "CONDITION", "assembly:letter", f"hepatitis {m['letter'].lower()}")
        for f in found
        if f.label == "CONDITION"
        and _BARE.search(text, f.start, f.end)
        and (m := _LETTERED.match(text, f.end))
    ]
    return with_wholes(found, told)


def _each(m: re.Match[str], text: str) -> list[Finding]:
    letters = list(_LETTER.finditer(text, *m.span("more")))
    ends = [x.end() for x in letters[:-1]] + [m.end()]
    return [
        Finding(x.start(), end, "CONDITION", _SOURCE, f"hepatitis {x[0].lower()}")
        for x, end in zip(letters, ends, strict=True)
    ]
