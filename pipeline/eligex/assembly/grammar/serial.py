"""`radiculopathy associated with trauma, tumour or infection`: what a link leads over a whole list.

A list of three or more that `or` closes is one complement, its members being of one kind without words of their own;
behind `A from B, or C` the comma parts the two. A bracket that the link opens, `(for B, C or D only)`, is one whole.
Two are a list where one of them is a stay in hospital that a disease requires, or is only another disease.
"""

import re

from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_LINK = lazily(
    r"\b(?:associated\s+with|(?:related|secondary|attribut(?:ed|able)|due)\s+to|as\s+a\s+(?:result|consequence)\s+of"
    r"|(?:resulting|arising|originating)?\s?from|caused\s+by)\s[^,;()]*\Z",
    re.IGNORECASE,
)
# `infection requiring A, B or C`, `drugs to treat A, B or C`: of treatments alone, and of diseases alone
_NEED = lazily(
    r"\b(?:(?:requir|need)(?:ing|es?|s|ed)|interact(?:s|ing|ions?)?\s+with)\s[^,;()]*\Z", re.IGNORECASE
)
_AIM = lazily(r"\bto\s+(?:treat|manage|control|prevent|relieve)\s[^,;()]*\Z", re.IGNORECASE)
# `hypoglycemia resulting in seizure, coma or death`: of what is a disease by itself seldom
_RESULT = lazily(
    r"\b(?:resulting\s+in|leading\s+to|causing|complicated\s+by|accompanied\s+by)\s[^,;()]*\Z", re.IGNORECASE
)
_BY_ITSELF = lazily(
    r"\b(?:HIV|AIDS|hepatitis|tubercul\w+|COPD|heart|cardiac|coronary|angina|arrhythmias?|infarction|diabetes|stroke|colitis|asthma"
    r"|cancers?|carcinomas?|tumou?rs?|lymphomas?|disorders?|diseases?|syndromes?|dementia|pregnan\w+)\b",
    re.IGNORECASE,
)
_NEXT = lazily(
    r"\s*(?P<comma>,)?\s*(?P<or>(?:or|and/or|and)\s+)?(?:an?\s+)?(?P<other>(?:any\s+)?other\s+)?"
    r"(?:(?<=or\s)(?:(?:ongoing|chronic|continued|continuous)\s+)?use\s+of\s+)?(?:(?:IV|intravenous|oral|parenteral|systemic)\s+)?",
    re.IGNORECASE,
)
_OR_TREATED = lazily(  # "requiring hospitalization or treatment with IV antibiotics"
    r"\s+(?:or|and/or|and)\s+(?:(?:need\s+for\s+)?(?:treatment|therapy)\s+with\s+)?"
    r"(?:(?:an?|IV|i\.v\.|intravenous|oral|parenteral|systemic|emergency)\s+){0,3}",
    re.IGNORECASE,
)
_PAIR = lazily(r"\s(?:or|and/or|and)\s", re.IGNORECASE)  # "A, B or C agents", read as one behind A
_CLOSED = lazily(
    r"\s*(?:\Z|[.,;)\n]|(?:within|in\s+the|during|at|on|prior|before|who|which|that|are|is"
    r"|(?:or|and)\s+(?:any\s+)?other\s+(?:drugs?|medications?|treatments?|therap(?:y|ies)))\b)",
    re.IGNORECASE,
)
_JOINTS = lazily(r"(?:\s*(?:,|/|\b(?:or|and|and/or|an?|only)\b))*\s*", re.IGNORECASE)
_ENDED = lazily(
    r"\s*(?:\Z|[.,;)]|(?:within|during|over|prior|before|in\s+the\s+(?:past|last|previous))\b)", re.IGNORECASE
)
_FEWEST = 2  # members behind the first


def over_list(item: Item, a: int, b: int) -> int:
    """The end of the list that begins with the last thing of a complement [`a`, `b`); `b` where there is none."""
    if (closing := bracket_end(item, a, b)) is not None:
        return closing
    first = next((m for m in item.mentions if a <= m.start and m.end == b), None)
    if first is None:
        return b
    if (second := _second(item, a, first)) is not None:
        return second.end
    return _result_end(item, first) if _RESULT.search(item.quote(a, b)) else _end(item, a, first)


def _end(item: Item, a: int, first: Finding) -> int:
    return list_end(item, first) if _leads(item.quote(a, first.end), first) else first.end


def _second(item: Item, a: int, first: Finding) -> Finding | None:
    """`B` of "requiring A or hospitalization" and "due to A or other disease": nothing else can be meant."""
    words = item.quote(a, first.end)
    if _is_stay(first) and _NEED.search(words):
        return _treatment_behind(item, first)
    joint = _NEXT.match(item.text, first.end - item.start)
    if joint is None or not joint["or"] or joint["comma"]:
        return None
    m = next((m for m in item.mentions if m.start == item.start + joint.end()), None)
    if m is None or not _ENDED.match(item.text, m.end - item.start):
        return None
    need = _NEED.search(words) is not None and _treats(first) and _is_stay(m)
    other = joint["other"] and _LINK.search(words) is not None and m.label == first.label == "CONDITION"
    return m if need or (other and a > item.start) else None


def _treatment_behind(item: Item, stay: Finding) -> Finding | None:
    """The last treatment behind a stay in hospital, without a comma between them."""
    joint = _OR_TREATED.match(item.text, stay.end - item.start)
    at = item.start + joint.end() if joint is not None else stay.end
    m = next((m for m in item.mentions if m.start == at > stay.end and _treats(m)), None)
    last = [m, *_members(item, m)][-1] if m is not None else None
    return last if last is not None and _ENDED.match(item.text, last.end - item.start) else None


def _is_stay(m: Finding) -> bool:
    return bool(m.value.get("state") == "hospitalization")


def _result_end(item: Item, first: Finding) -> int:
    """Of what comes of a disease: signs and harms, none of which is a disease by itself."""
    end = list_end(item, first)
    members = [m for m in item.mentions if first.start <= m.start and m.end <= end]
    alike = all(m.label == "CONDITION" and not _BY_ITSELF.search(item.quote(m.start, m.end)) for m in members)
    return end if alike else first.end


def list_end(item: Item, first: Finding) -> int:
    """Where the list ends that `first` is the first member of; its own end where it stands alone."""
    members = _members(item, first)
    closed = members and _CLOSED.match(item.text, members[-1].end - item.start)
    if not closed:
        return first.end
    # "binge eating, obesity", "antiviral or antifungal drugs" are two under one name
    count = len(members) + _is_pair(item, members[-1]) + ("," in item.quote(first.start, first.end))
    return members[-1].end if count >= _FEWEST else first.end


def _leads(words: str, first: Finding) -> bool:
    """Whether a link leads such a list: of causes any, of what is needed treatments, of aims diseases."""
    return _LINK.search(words) is not None or (_NEED if _treats(first) else _AIM).search(words) is not None


def bracket_end(item: Item, a: int, b: int) -> int | None:
    """The end of a bracket that opens before `a` and holds nothing but a list of what stands at [a, b), if any."""
    around = item.segments.bracket(a)
    if around is None or item.quote(around[0] + 1, a).strip() or b >= around[1]:
        return None
    at, shut = b, around[1] - 1
    for m in sorted((m for m in item.mentions if b <= m.start < shut), key=lambda m: m.start):
        if m.start < at or not _JOINTS.fullmatch(item.quote(at, m.start)):
            return None
        at = m.end
    return shut if _JOINTS.fullmatch(item.quote(at, shut)) else None


def _treats(m: Finding) -> bool:
    return m.label in ("DRUG", "PROCEDURE")


def _members(item: Item, first: Finding) -> list[Finding]:
    """Those behind the first up to the one that `or` joins; none where the list is not closed so."""
    found: list[Finding] = []
    last = first
    while (joint := _NEXT.match(item.text, last.end - item.start)) is not None:
        at = item.start + joint.end()
        alike = (m for m in item.mentions if m.start == at and _treats(m) == _treats(last))
        last = next(alike, last)
        if not (joint["comma"] or joint["or"]) or last.start != at or (joint["other"] and not joint["or"]):
            return []
        found.append(last)
        if joint["or"] or _is_pair(item, last):
            return found
    return []


def _is_pair(item: Item, m: Finding) -> bool:
    return _PAIR.search(item.quote(m.start, m.end)) is not None
