"""`carcinoma in situ of the cervix or breast`, `in situ cervical or breast cancer`: all of them are in situ.

A cancer that has not grown into the tissue around it is what protocols except; of the same list an invasive one is not.
"""

import re
from dataclasses import replace
from itertools import pairwise

from eligex.assembly.forms.statement import Statement, others
from eligex.assembly.grammar.lists import JOINT, NEXT, NEXT_WORD
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_IN_SITU = lazily(r"\bin[\s-]+situ\b", re.IGNORECASE)
_ALONE = lazily(r"in[\s-]+situ", re.IGNORECASE)
_CANCER = lazily(
    r"\b(?:cancers?|carcinomas?|malignanc(?:y|ies)|tumou?rs?|neoplasms?|melanomas?)\b", re.IGNORECASE
)
_KINDS_OF = lazily(
    r"[\s,:(]*(?:including|such\s+as|like|e\.?\s?g\.?,?|for\s+example,?)\s+(?:the\s+following\s*:\s*)?",
    re.IGNORECASE,
)
_CELLS = lazily(
    r"(?:basal|squamous|non\W?melano\w*)", re.IGNORECASE
)  # of the skin, which has a head of its own
_OF_PLACE = lazily(r"\s+of\s+(?:the\s+)?[\w-]+(?:\s+(?:uteri|gland))?\s*", re.IGNORECASE)
# of which one in situ is as common in such a list
_PLAIN = lazily(r"(?:cervical|breast|bladder|vulvar|uterine)\s+(?:cancers?|carcinomas?)", re.IGNORECASE)
_NAME = "carcinoma in situ"


def share_in_situ(item: Item, statements: list[Statement]) -> list[Statement]:
    """The statements, each of such a list told in situ, and none of the two words alone."""
    if not _IN_SITU.search(item.text):
        return statements
    for a, b in pairwise(statements):
        _share_back(item, a, b)
    for i, s in enumerate(statements):
        if not _tells(item, s):
            continue
        if _ALONE.fullmatch(item.quote(s.at, s.end)):
            _give_ahead(item, s, statements[i + 1 :])
        elif _behind_head(item, s, statements[i + 1 :]):
            continue
        else:
            _name_places(item, s, statements[i + 1 :])
            _name_before(item, s, statements[:i])
    return others(statements, [s for s in statements if _tells(item, s) and _is_spent(item, s)])


def _share_back(item: Item, a: Statement, b: Statement) -> None:
    """`cervical cancer or breast cancer in situ`"""
    if a.kind != "condition" or a.aside or not _PLAIN.fullmatch(item.quote(a.at, a.end)):
        return
    told = [(x, y) for x, y in b.aside if x >= b.end and _ALONE.fullmatch(item.quote(x, y))]
    if (
        told
        and _PLAIN.fullmatch(item.quote(b.at, b.end))
        and JOINT.fullmatch(item.quote(a.end, max(a.end, b.at)))
    ):
        a.qualify(*told[0], item.quote(*told[0]))


def _tells(item: Item, s: Statement) -> bool:
    return s.kind == "condition" and s.subject is not None and bool(_IN_SITU.search(item.quote(s.at, s.end)))


def _is_spent(item: Item, s: Statement) -> bool:
    return _ALONE.fullmatch(item.quote(s.at, s.end)) is not None


def _give_ahead(item: Item, s: Statement, behind: list[Statement]) -> None:
    """`in situ` of "in situ cervical or breast cancer", up to the first with a head of its own."""
    end = s.end
    for b in behind:
        gap = item.quote(end, max(end, b.at))
        if b.kind != "condition" or not (gap.isspace() if end == s.end else JOINT.fullmatch(gap)):
            return
        b.qualify(s.at, s.end, item.quote(s.at, s.end))
        end = b.end
        if not b.is_elided:
            return


def _behind_head(item: Item, s: Statement, behind: list[Statement]) -> bool:
    """`in situ cancers including cervical cancer, melanoma and breast cancer`"""
    first = behind[0] if behind else None
    if first is None or not _KINDS_OF.fullmatch(item.quote(s.end, max(s.end, first.at))):
        return False
    told = _IN_SITU.search(item.quote(s.at, s.end))
    assert told is not None
    end = first.at
    for b in behind:
        gap = item.quote(end, max(end, b.at))
        if not _is_cancer(item, b) or (b is not first and not NEXT.fullmatch(gap)):
            break
        if not _IN_SITU.search(item.quote(b.at, b.end)):
            b.qualify(s.at + told.start(), s.at + told.end(), told[0])
        end = b.end
    return True


def _is_cancer(item: Item, s: Statement) -> bool:
    name = (s.subject.name or "") if s.subject is not None else ""
    return s.kind == "condition" and bool(_CANCER.search(f"{item.quote(s.at, s.end)} {name}"))


def _name_places(item: Item, s: Statement, behind: list[Statement]) -> None:
    """`breast` of "carcinoma in situ of the cervix or breast", to which a head was given that is not its own."""
    place = _OF_PLACE.match(item.text, s.end - item.start)
    end = item.start + place.end() if place is not None else s.end
    for b in behind if place is not None else ():
        gap = item.quote(end, max(end, b.at))
        listed = NEXT.fullmatch(gap) or not gap.strip()
        if b.kind != "condition" or not listed or not b.is_elided or _CELLS.match(item.quote(b.at, b.end)):
            return
        _rename(b, f"{_NAME} of the {item.quote(b.at, b.end)}")
        end = b.end


def _name_before(item: Item, s: Statement, ahead: list[Statement]) -> None:
    """`cervical` of "cervical or breast ductal carcinoma in situ"."""
    begin = s.begin(item.start)
    for b in reversed(ahead):
        gap = item.quote(b.end, max(b.end, begin))
        if b.kind != "condition" or not b.is_elided or not NEXT_WORD.fullmatch(gap):
            return
        _rename(b, f"{item.quote(b.at, b.end)} {_NAME}")
        begin = b.begin(item.start)


def _rename(s: Statement, name: str) -> None:
    assert s.subject is not None
    s.subject = replace(s.subject.renamed(" ".join(name.lower().split())), source="assembly:shared-head")
