"""`diseases of the central nervous system`: a disease by where it is, where no vocabulary and no model sees one."""

import re

from eligex.components.findings import Finding, with_wholes
from eligex.text.scan import Scanner

_NOUN = r"(?:diseases?|disorders?|illness(?:es)?|dysfunctions?|abnormalit(?:y|ies)|malformations?|anomal(?:y|ies))"
_ORGAN = (
    r"(?:systems?|tracts?|glands?|liver|kidneys?|heart|lungs?|brain|skin|eyes?|pancreas|joints?|blood|marrow|spine|bowel|stomach"
    r"|retina|cornea|bones?|muscles?|thyroid|bladder|prostate|spleen|esophagus|oesophagus)"
)
_WHERE = rf"(?:[\w-]+\s+){{0,3}}{_ORGAN}"
_OF_ORGANS = Scanner(
    re.compile(
        rf"\b{_NOUN}\s+(?:of|affecting|involving)\s+(?:the\s+)?{_WHERE}(?:\s*(?:,|\b(?:or|and|and/or)\b)\s*(?:the\s+)?{_ORGAN})*\b",
        re.IGNORECASE,
    )
)

# "central nervous system (CNS) metastases", of which the bracket hides the head
_OF_CNS = Scanner(
    re.compile(
        r"\b(?P<where>(?:central|peripheral)\s+nervous\s+system)\s*\((?:CNS|PNS)\)(?P<what>\s+(?:(?!(?:or|and)\b)[\w-]+\s+){0,2}?"
        rf"(?:metasta[st]\w+|involvement|lesions?|tumou?rs?|malignanc(?:y|ies)|lymphomas?|leuka?emias?|infections?|cancers?"
        rf"|progression|relapse|damage|{_NOUN}))\b",
        re.IGNORECASE,
    )
)


def of_organs(found: list[Finding], text: str) -> list[Finding]:
    """The findings, with such a disease in place of what stands in its words."""
    wholes = []
    for m in _OF_ORGANS.finditer(text):
        inside = [f for f in found if f.overlaps(*m.span())]
        if all((f.start > m.start() and f.end < m.end()) or f.start >= m.end() for f in inside):
            wholes.append(Finding(*m.span(), "CONDITION", "assembly:organs", " ".join(m[0].lower().split())))
    for m in _OF_CNS.finditer(text):
        name = " ".join(f"{m['where']}{m['what']}".lower().split())
        wholes.append(Finding(*m.span(), "CONDITION", "assembly:organs", name))
    return with_wholes(found, wholes)
