"""`T3 N0 M0`, `stage T4`, `any T3 tumor`: how far a tumor reaches, which the vocabulary takes for a thyroid hormone."""

import re

from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_TUMOR = re.compile(r"T[34]")
_BEFORE = lazily(
    r"(?:\b(?:any|stages?|staged\s+as|TNM|clinical(?:ly)?|patholog\w+|AJCC|UICC|(?:locally\s+)?advanced)\s+|\b[cp]"
    r"|\bT(?:[012]|is)[a-d]?\s?[-/]\s?)\Z",
    re.IGNORECASE,
)
_BEHIND = lazily(
    r"\s?[-,;/(]*\s*(?:(?:any|all)\s+)?[NM][0-3xX+]|\s?-\s?T?[1-4]\b|/[1-4]\b"
    r"|\s+(?:tumou?rs?|lesions?|disease|cancers?|carcinomas?|stages?|NSCLC|bladder|prostate)\b"
)
_HORMONE = lazily(  # "T3-T4 abnormality"
    r"(?:\s?(?:[,/&-]|\b(?:or|and|and/or)\b)\s?(?:free\s+)?T[34])*\s+(?:\([^()]{1,20}\)\s+)?"
    r"(?:abnormal|levels?|tests?|values?|hormones?|concentrations?|assays?|results?|suppress|toxicosis|ratio)",
    re.IGNORECASE,
)
_REACH = 24


def is_tumor_stage(f: Finding, text: str) -> bool:
    """Whether `T3` or `T4` stands among stages, or before or behind a word that only a tumor has."""
    if f.label != "MEASUREMENT" or not _TUMOR.fullmatch(text, f.start, f.end):
        return False
    if _HORMONE.match(text, f.end):
        return False
    before = text[max(0, f.start - _REACH) : f.start]
    return bool(_BEFORE.search(before) or _BEHIND.match(text, f.end))
