"""What is tried out: `investigational drug or device` names two things, and the second is no drug; `a drug that has not
received regulatory approval` is an investigational one."""

import re
from collections.abc import Sequence

from eligex.assembly.items.naming import is_bare
from eligex.components.findings import Finding, overlapping, with_wholes
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
_THINGS = r"(?:drugs?|agents?|products?|medications?|treatments?|compounds?|biologics?|devices?)"
_BY_WHOM = (
    r"(?:\s+(?:by\s+(?:the\s+)?(?:FDA|EMA|Health\s+Canada|regulatory\s+authorit(?:y|ies))"
    r"|(?:for|in)\s+any\s+(?:use|indications?)(?:\s+or\s+disease\s+state)?|for\s+marketing"
    r"|at\s+the\s+time\s+of\s+(?:study\s+)?(?:entry|enrol\w+|screening))(?!\w))"
)
_UNAPPROVED = Scanner(
    re.compile(
        rf"\b{_THINGS}(?:\s*(?:,|/|\bor\b)\s*(?:an?\s+)?{_THINGS})*,?\s+(?:(?:that|which)\s+)?(?:(?:has|have|is|are|was|were)\s+)?"
        r"not\s+(?:yet\s+)?(?:been\s+)?(?:received\s+)?"
        rf"(?:(?:regulatory|FDA|marketing)\s+approv(?:al|ed)\b{_BY_WHOM}*|(?:approv(?:al|ed)|licensed){_BY_WHOM}+)",
        re.IGNORECASE,
    )
)
UNAPPROVED = "assembly:unapproved"

_TRIED = ("investigational drug", "investigational vaccine", "investigational biologic")


def with_unapproved(found: list[Finding], text: str) -> list[Finding]:
    """The findings of a folded text, with what is not approved (DRUG) standing for all that its words hold."""
    whole = [
        Finding(*m.span(), "DRUG", UNAPPROVED, "investigational drug") for m in _UNAPPROVED.finditer(text)
    ]
    return with_wholes(found, whole)


def investigational(text: str, mentions: Sequence[Finding]) -> list[Finding]:
    """Devices and procedures (PROCEDURE) that are tried out, by themselves or behind a drug that is.

    `text` is folded, `mentions` are sorted by position; what overlaps one of them that tells is named already.
    """
    found = {m.span(): m["kind"] for m in _ALONE.finditer(text)}
    for f in mentions:
        at = f.end if f.name in _TRIED else None
        while at is not None and (m := _NEXT.match(text, at)):
            if m["kind"]:
                found[m.span("name")] = m["kind"]
            at = m.end()
    return [
        Finding(a, b, _LABEL, "assembly:investigational", f"investigational {kind.lower()}")
        for (a, b), kind in sorted(found.items())
        if all(is_bare(f, text[f.start : f.end]) for f in overlapping(mentions, a, b, widest=_WIDEST))
    ]
