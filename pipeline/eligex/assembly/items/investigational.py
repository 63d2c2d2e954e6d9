"""What is tried out beside drugs: `investigational drug or device` names two things, and the second is no drug."""

import re
from collections.abc import Sequence

from eligex.assembly.items.naming import is_bare
from eligex.components.findings import Finding, overlapping
from eligex.text.scan import Scanner

_KINDS = r"(?P<kind>device|procedure|intervention)s?"
_ENDS = r"(?!\w|-\w|\s+(?:study|studies|trials?|use|group|arm|related|period)\b)"
_ALONE = Scanner(
    re.compile(
        rf"\b(?:investigational|experimental|unapproved)\s+(?:medical\s+|study\s+)?{_KINDS}{_ENDS}",
        re.IGNORECASE,
    )
)
_NEXT = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:,\s*(?:or|and|and/or)\b|,|/|\b(?:or|and|and/or)\b)\s*(?:any\s+|other\s+|an?\s+)*"
    rf"(?P<name>(?:(?:investigational|experimental|medical|study)\s+)*(?:{_KINDS}|biologics?|vaccines?|products?|agents?)){_ENDS}",
    re.IGNORECASE,
)
_LABEL = "PROCEDURE"
_WIDEST = 200


def investigational(text: str, mentions: Sequence[Finding]) -> list[Finding]:
    """Devices and procedures (PROCEDURE) that are tried out, by themselves or behind a drug that is.

    `text` is folded, `mentions` are sorted by position; what overlaps one of them that tells is named already.
    """
    found = {m.span(): m["kind"] for m in _ALONE.finditer(text)}
    for f in mentions:
        at = f.end if f.name == "investigational drug" else None
        while at is not None and (m := _NEXT.match(text, at)):
            if m["kind"]:
                found[m.span("name")] = m["kind"]
            at = m.end()
    return [
        Finding(a, b, _LABEL, "assembly:investigational", f"investigational {kind.lower()}")
        for (a, b), kind in sorted(found.items())
        if all(is_bare(f, text[f.start : f.end]) for f in overlapping(mentions, a, b, widest=_WIDEST))
    ]
