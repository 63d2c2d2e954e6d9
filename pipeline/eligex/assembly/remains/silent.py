"""Tests and scales of which a criterion says nothing: no statement is made of them.

Nobody has a serum creatinine or lacks one: "forbid serum creatinine" shuts out everyone, so a test's name needs
a bound, a result, a time or a qualifier to state something. What is itself a finding ("weight loss", "blasts in
the blood", "ECG abnormalities") is there or is not.
"""

import re
from itertools import pairwise

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.assembly.qualifying.methods import only_looked_at

_FINDING = re.compile(
    r"abnormal|\bloss\b|\bgain\b|express(?!ion\s+(?:status|levels?))|deformit|elevat|increas|decreas|declin|reduc|impair|dysfunction|failure|deficien"
    r"|prolong|progress|rising|\bpositiv|\bnegativ|burn|joints\b|disorder|disease|syndrome|(?:uri|[aoe]emi|peni|rrh[eo])a\b"
    r"|(?:osis|ities)\b",
    re.IGNORECASE,
)
# These are found in a patient or they are not.
_FOUND = {
    "blasts",
    "plasma_cells",
    "m_protein",
    "m_protein_urine",
    "ctc",
    "bcr_abl",
    "mrd",
    "nasal_polyp",
    "tbsa",
}
# By whom, when and how it is measured, not what comes out: no qualifier that states something by itself.
_HOW = re.compile(
    r"(?:in\s+the\s+(?:opinion|judge?ment|view)|as\s+\w+ed\s+by|as\s+per|according\s+to|based\s+on|that,?\s+(?:in\s+the|according\s+to)"
    r"|relevant|appropriate|standard|routine|planned|scheduled|previous|prior|recent|at|by|per|using|during|on|from|prior\s+to|before|after|with\s+\S+\s+correction)\b",
    re.IGNORECASE,
)
_LOOKED_FOR = ("serology", "virology")
_LABELS = re.compile(
    r"\s*(?:[:=(\[-]|,?\s*(?:as\s+)?(?:defined|shown|evidenced|indicated|demonstrated|assessed|measured)\s+(?:as|by)\b|\bwith\b|(?:\b(?:that|which)\s+)?\b(?:shows?|showing|reveals?)\b|\b(?:is|are)\b)"
    r"[\s:(\[-]*(?:(?:an?|the|i\.?e\.?,?|e\.?g\.?,?|serum|total)\s+)*",
    re.IGNORECASE,
)


def keep_telling(item: Item, statements: list[Statement]) -> list[Statement]:
    """Without the silent ones, which `item` keeps: what denies them still denies their mentions."""
    silent = [_is_silent(item, s) for s in statements]
    for (s, after), mute in zip(pairwise(statements), pairwise(silent), strict=True):
        if mute == (True, False) and _labels(item, s, after):
            after.taken |= {e for e in s.taken if e[1] <= after.start}
    item.silent += [s for s, mute in zip(statements, silent, strict=True) if mute]
    return [s for s, mute in zip(statements, silent, strict=True) if not mute]


def _is_silent(item: Item, s: Statement) -> bool:
    if only_looked_at(item, s):
        return not _is_deed(item, s)
    if s.kind not in ("measurement", "score") or s.subject is None or s.subject.name is None:
        return False
    told = s.threshold or s.value or s.window or s.duration or s.base or s.permitted
    return not told and all(map(_HOW.match, s.qualifiers)) and not _is_finding(item, s)


_OF_IT = re.compile(  # "EGFR mutation", "HER2 overexpression"
    r"[)\]]?\s*(?:\([^()]{1,40}\)\s*|\[[^\[\]]{1,40}\]\s*)*(?:gene\s+|activating\s+|sensitizing\s+)*(?:mutat|rearrang|amplif|(?:over)?express|fusion|deletion|translocat|deficien"
    r"|toxicit|abnormal|posit|present|detectable|elevat|increas|prolong)\w*",
    re.IGNORECASE,
)
# "inability to do a 6-minute walk test"
_DO = re.compile(
    r"\s*(?:to\s+)?(?:safely\s+|adequately\s+)?(?:do|perform|complete|undergo|tolerate|have|obtain|provide|undertake)\s+(?:(?:an?|the|any|baseline|study)\s+)*",
    re.IGNORECASE,
)


def _is_deed(item: Item, s: Statement) -> bool:
    cue = s.cue
    if cue is None or s.subject is None or cue.value["category"] != "inability" or cue.end > s.subject.start:
        return False
    return _DO.fullmatch(item.quote(cue.end, s.subject.start)) is not None


def _is_finding(item: Item, s: Statement) -> bool:
    assert s.subject is not None
    denied = s.negated and s.subject.value.get("category") in _LOOKED_FOR  # "no HIV antibody"
    if denied or s.subject.value.get("analyte") in _FOUND:
        return True
    if _is_deed(item, s) or _OF_IT.match(item.quote(s.subject.end, item.segments.bounds(s.at)[1])):
        return True
    return _FINDING.search(item.quote(s.subject.start, s.subject.end)) is not None


def _labels(item: Item, s: Statement, after: Statement) -> bool:
    """`Renal function: creatinine < 2`: what the name announces is told behind it."""
    return s.end <= after.start and _LABELS.fullmatch(item.quote(s.end, after.start)) is not None
