"""The recogniser's extents with the vocabularies' knowledge: name, code, payload."""

import functools
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from eligex.components.findings import Finding, overlapping
from eligex.vocab.tables import table

# What a vocabulary knows of these is needed to read a bound or a state, whatever a model calls them.
_DECIDES = {"MEASUREMENT", "SCORE"}
_JOINT = re.compile(r"[,;/]|\b(?:and|or)\b", re.IGNORECASE)
_LINK = re.compile(r"\s+(?:for|of|to|with)$")
_DESPITE = re.compile(r"(?:\S+\s+)?despite\s+", re.IGNORECASE)
_DRUG_ABUSED = re.compile(
    r"(?:opioid|cocaine|narcotic)[\s-]+(?:abuse|dependen|addiction|misuse|use)", re.IGNORECASE
)
_SMEAR = re.compile(r"PAP[\s-]+(?:test|smear)s?\b", re.IGNORECASE)  # no pressure of the pulmonary artery
_BOTH_SCREENED = re.compile(r"drugs?\s*/\s*alcohol\b", re.IGNORECASE)
_LACKING = re.compile(r"\bbarriers?\b|(?P<read>\billitera(?:te|cy)\b)", re.IGNORECASE)
_WIDEST = 200  # characters that a vocabulary's finding may begin before a recognised one


def named_by(recognised: Sequence[Finding], vocabulary: Sequence[Finding], text: str) -> list[Finding]:
    """Each recognised finding, named where a vocabulary knows it.

    One that joins several things which a vocabulary names one by one ("AST and ALT") is left out: the
    names stand for themselves.
    """
    known = sorted(vocabulary, key=lambda f: (f.start, f.end))
    found = []
    for m in recognised:
        near = overlapping(known, m.start, m.end, widest=_WIDEST)
        inside = [f for f in near if f.label == m.label and f.within(m.start, m.end)]
        if not _joined(inside, text):
            found.append(_named(m, near))
    return found


def _joined(inside: Sequence[Finding], text: str) -> bool:
    return any(a.end <= b.start and _JOINT.search(text, a.end, b.start) for a, b in pairwise(inside))


def _named(m: Finding, near: Sequence[Finding]) -> Finding:
    same = [f for f in near if (f.start, f.end) == (m.start, m.end) and _agree(f, m, exact=True)]
    best = same or [f for f in near if _agree(f, m, exact=False) and _covers(f, m)]
    if not best:
        return m
    f = max(best, key=lambda f: (f.end - f.start, -f.start))
    # A disease's name is not cut, "lung cancer" to "cancer"; a scale's class or a test's level may be.
    whole = m.within(f.start, f.end) and f.label == "CONDITION"
    start, end = (f.start, f.end) if whole else (m.start, m.end)
    return replace(f, start=start, end=end, source=f"{m.source}+{f.source}")


def is_bare(m: Finding, text: str) -> bool:
    """A recogniser's word that names nothing by itself: "test", "treatment", "disease"."""
    bare = _LINK.sub("", text.lower())
    return is_new(m) and bare in generic_names()


def is_new(m: Finding) -> bool:
    """Found by a recogniser where no vocabulary names anything, not even a part of it."""
    return m.source.startswith("recogniser:") and "+" not in m.source


@functools.cache
def generic_names() -> frozenset[str]:
    """`test`, `treatment`, `disease`, in lower case."""
    return frozenset(row["name"] for row in table("generic_names"))


def _agree(f: Finding, m: Finding, *, exact: bool) -> bool:
    if f.label == m.label or (f.label, m.label) == ("SCORE", "MEASUREMENT"):
        return True
    return exact and (f.label in _DECIDES or (f.label, m.label) == ("CONDITION", "MEASUREMENT"))


def _covers(f: Finding, m: Finding) -> bool:
    """A name tells a longer test or drug as well, but not a longer, hence narrower, disease or procedure."""
    return m.within(f.start, f.end) or m.label in ("MEASUREMENT", "DRUG")


def behind_despite(text: str, mentions: list[Finding]) -> list[Finding]:
    """`medical therapy` of "mmHg despite medical therapy", which words before a head were read together with."""
    found = []
    for m in mentions:
        lead = _DESPITE.match(text, m.start, m.end)
        found.append(replace(m, start=lead.end()) if lead else m)
    return found


def by_own_words(f: Finding, text: str) -> Finding:
    """`language barrier`, `illiterate`: named for what is lacking, and no ability; `opioid dependence` by its
    drug, `drug/alcohol screen` by both."""
    if f.value.get("state") == "drug_abuse" and _DRUG_ABUSED.match(text, f.start, f.end):
        return f.renamed(" ".join(text[f.start : f.end].lower().split()))
    if f.value.get("analyte") == "mpap" and _SMEAR.match(text, f.start):
        return replace(f.renamed("Papanicolaou test"), value={})
    if f.value.get("analyte") == "drug_screen" and _BOTH_SCREENED.match(text, f.start, f.end):
        return f.renamed("drug or alcohol screen")
    m = _LACKING.search(text, f.start, f.end) if f.value.get("state") == "language" else None
    return f.renamed("illiteracy" if m["read"] else "language barrier") if m else f
