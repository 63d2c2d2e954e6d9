"""The tumour that a treatment acts on or a sample is of: `resection of the primary tumor`, `radiation at the target
lesion`. It is the one that the trial is about, and no second thing that somebody has.
"""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.heads.lost_heads import transparent
from eligex.assembly.items.reading import Item

_OWN = re.compile(
    r"(?:(?:original|initial|known|treated|irradiated)\s+)?(?:primary|target|index|study)\s+(?:tumou?r|lesion|cancer|mass)(?:e?s)?",
    re.IGNORECASE,
)
_SPREAD = re.compile(
    r"(?:(?:regional|distant)\s+)?(?:metastas[ei]s|(?:metastatic|metastasis)\s+(?:lesion|site|tumou?r|disease)s?|(?:lymph\s+)?nodes?)",
    re.IGNORECASE,
)
_OF = re.compile(
    r"(?P<word>[a-z]+)\s+(?P<link>(?:of|to|at|on|from|in|involving|or\s+from)\s+(?:(?:either|the|an?|any|all|each|their|his|her|patient's)\s+)*)\Z",
    re.IGNORECASE,
)
_OR = re.compile(
    r"\s*(?:,|/|\b(?:or|and|and/or)\b)\s*(?:(?:of|to|at|on|from|the|an?|any)\s+)*", re.IGNORECASE
)
_TREATS = re.compile(r"treatments?|therap(?:y|ies)", re.IGNORECASE)
_REACH = 60


def without_own_tumors(item: Item, statements: list[Statement]) -> list[Statement]:
    """The statements, where such a tumour qualifies what stands right before it; else it is stated of nobody."""
    kept: list[Statement] = []
    last: tuple[Statement | None, int, int] | None = None  # whom it qualifies, from where and how far
    for s in statements:
        spread = last is not None and _is_bare(s) and _SPREAD.fullmatch(_words(item, s))
        if last is not None and spread and _OR.fullmatch(item.quote(last[2], max(last[2], s.at))):
            last = (last[0], last[1], s.end)
            continue
        _close(item, last)
        last = _owned(item, kept, s)
        if last is None:
            kept.append(s)
    _close(item, last)
    return kept


def _owned(item: Item, kept: list[Statement], s: Statement) -> tuple[Statement | None, int, int] | None:
    if not _is_bare(s) or not _OWN.fullmatch(_words(item, s)):
        return None
    lo = max(item.segments.bounds(s.at)[0], s.at - _REACH)
    m = _OF.search(item.quote(lo, s.at))
    if m is None or (m["word"].lower() in transparent() and not _TREATS.fullmatch(m["word"])):
        return None
    at = lo + m.start("link")
    owner = kept[-1] if kept and not item.quote(kept[-1].end, max(kept[-1].end, at)).strip() else None
    if owner is None and item.section != "inclusion":
        return None
    return owner, at, s.end


def _close(item: Item, last: tuple[Statement | None, int, int] | None) -> None:
    owner, a, b = last or (None, 0, 0)
    if owner is not None:
        owner.qualify_apart(a, b, item.quote(a, b))


def _is_bare(s: Statement) -> bool:
    return s.kind == "condition" and s.subject is not None and not (s.threshold or s.value or s.negated)


def _words(item: Item, s: Statement) -> str:
    return item.quote(s.at, s.end)
