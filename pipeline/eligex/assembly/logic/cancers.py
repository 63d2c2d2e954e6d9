"""`neuroblastoma, glioblastoma and rhabdomyosarcoma` of an inclusion are a choice: a patient has one of them."""

import re
from itertools import pairwise

from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import CLOSED
from eligex.assembly.items.reading import Item
from eligex.assembly.logic.cells import Cell, edge, gap_between

_CANCER = re.compile(
    r"(?:cancers?|carcinomas?|sarcomas?|lymphomas?|leuka?emias?|myelomas?|gliomas?|(?:neuro|gli|medull|retin|hepat|nephr)o?blastomas?|melanomas?"
    r"|astrocytomas?|mesotheliomas?|seminomas?|ependymomas?|(?:germ\s+cell|wilms['’]?|carcinoid)\s+tumou?rs?)\Z",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"[\s,;/]*(?:\b(?:and|other|all|any|recurrent|advanced|metastatic)\b\s*)*", re.IGNORECASE
)


def one_of(item: Item, cells: list[Cell], signs: list[str]) -> list[str]:
    """The signs, with `any` between two different cancers of a list."""
    if item.section != "inclusion":
        return signs
    found = list(signs)
    for i, (a, b) in enumerate(pairwise(cells)):
        last, following = edge(item, a), b.unit[0]
        told = signs[i] in ("", "all") and is_cancer(item, last) and is_cancer(item, following)
        gap = CLOSED.sub(" ", gap_between(item, last, following, narrowed=True))
        if told and _name(item, last) != _name(item, following) and _LISTED.fullmatch(gap) and gap.strip():
            found[i] = "any"
    return found


def are_cancers(item: Item, unit: list[Statement]) -> bool:
    """`breast and ovarian cancer` of an inclusion, which share their head."""
    return item.section == "inclusion" and all(is_cancer(item, s) for s in unit)


def is_cancer(item: Item, s: Statement) -> bool:
    """Whether a bare condition is one by its words."""
    bare = s.kind == "condition" and s.threshold is None and not s.negated and s.subject is not None
    words = _name(item, s) if s.is_elided else item.quote(s.at, s.end)
    return bare and _CANCER.search(words) is not None


def _name(item: Item, s: Statement) -> str:
    return (s.subject.name if s.subject else None) or item.quote(s.at, s.end).lower()
