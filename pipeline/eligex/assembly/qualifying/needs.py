"""`asthma, or requires steroids`, `gastroparesis and/or require prokinetics`: what the patients need is told anew.

Behind `or` the verb is the patients' own, so what it names is a member of the list and does not narrow the one before;
behind "asthma requiring", "that requires" and "and requires" it does.
"""

import re

from eligex.assembly.forms.statement import Statement, is_treatment
from eligex.assembly.grammar.lists import JOIN
from eligex.assembly.grammar.serial import over_list
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_ANEW = lazily(
    r"\)?\s*,?\s*(?:and\s*/\s*or|or)\s+(?:who\s+)?(?:(?:do|does|has|have|had|currently|also|still|recently|previously)\s+)*",
    re.IGNORECASE,
)
_NEEDS = lazily(  # "symptoms or required treatment" names nothing anew
    r"requires?\b|requiring\b|(?:(?:has|have|had)\s+)?required\b(?!\s+(?:[\w-]+\s+)?(?:treatment|therapy|intervention|medication)\s*(?:\Z|[.,;)]))",
    re.IGNORECASE,
)
_AMENABLE = lazily(
    r"(?:(?:that|which|and)\s+)?(?:(?:is|are)\s+)?(?:not|no\s+longer)\s+(?:\w+ly\s+)?amenable\b",
    re.IGNORECASE,
)
_OTHERS = lazily(  # "…, and those who require A"
    r"\s*,?\s*(?:and|or)\s+(?:any\s+)?(?:those|patients?|subjects?|participants?|individuals|persons)\s+(?:who\s+|that\s+)?",
    re.IGNORECASE,
)
_NEXT = lazily(r",?\s+(?P<or>or\s+)?(?:[\w-]+\s+){0,2}", re.IGNORECASE)
_REQUIRES = lazily(r"(?:(?:that|which)\s+)?(?:requir|need)(?:ing|es?|s|ed)\b", re.IGNORECASE)
_BOUNDED = lazily(r"\A\s*(?:\([^()]*\)|[≥≤<>][^,;()]*?(?=\s(?:or|and)\s))", re.IGNORECASE)
_OTHER = lazily(r"\bother\b", re.IGNORECASE)
_RELATIVE = lazily(r"\b(?:that|which)\b", re.IGNORECASE)


def needs_anew(item: Item, last: Finding | None, at: int) -> bool:
    """Whether `requires` at a position, behind the mention `last`, is said of the patients again."""
    if last is None or not _NEEDS.match(item.text, at - item.start):
        return False
    gap = item.quote(last.end, at)
    if _OTHERS.fullmatch(gap):
        return True
    lead = item.quote(item.segments.bounds(at)[0], last.end)
    return _ANEW.fullmatch(gap) is not None and not _RELATIVE.search(lead)


def with_choices(item: Item, a: int, b: int) -> int:
    """Where `not amenable to surgery |, radiotherapy or chemotherapy` and `associated with trauma |, tumour or gout`
    end, of which a comma was taken for the end."""
    if item.quote(b, b + 1) != ",":
        return b
    if not _AMENABLE.match(item.text, a - item.start):
        return over_list(item, a, b)
    end = b
    for m in item.mentions:
        if m.start < b or m.label not in ("PROCEDURE", "DRUG"):
            continue
        link = _NEXT.fullmatch(item.quote(end, m.start))
        if link is None:
            break
        end = m.end
        if link["or"]:
            return end
    return b


def over_bounded(item: Item, statements: list[Statement]) -> None:
    """`a disease requiring A (> 10 mg daily) | or B`: the clause goes on over the bound in it and the list."""
    for s in statements:
        for a, b in list(s.aside):
            needed = [d for d in statements if d.at > a and is_treatment(d)]
            first = next((d for d in needed if d.subject is not None and d.subject.end == b), None)
            if first is None or first.threshold is None or not _REQUIRES.match(item.text, a - item.start):
                continue
            end = _listed_end(item, [d for d in needed if d.at >= first.at])
            if end > b:
                s.qualify(a, end, item.quote(a, end))


def _listed_end(item: Item, listed: list[Statement]) -> int:
    """Where the list of treatments ends that begins with the first; of one alone where its name ends."""
    end = listed[0].subject.end if listed[0].subject is not None else listed[0].end
    for y in listed[1:]:
        gap = _BOUNDED.sub(" ", item.quote(end, max(end, y.at)))
        if not JOIN.fullmatch(_OTHER.sub(" ", gap)) or y.subject is None:
            break
        end = y.subject.end
    return end
