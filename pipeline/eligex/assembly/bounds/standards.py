"""By which standard something counts: `measurable disease by RECIST 1.1`, `SLE according to the ACR criteria`.

The standard's own words name diseases and tests; none of them is asked for.
"""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.described import described
from eligex.assembly.items.reading import Item
from eligex.text.scan import Scanner

_NOUN = (
    r"(?:[im]?RECIST|criteri(?:a|on)|guidelines?|classifications?|definitions?|consensus|manual|DSM(?:-?[\w-]+|\s+(?:IV|V|5)(?:-TR)?)?"
    r"|ICD-?\d*)"
)
_STANDARD = Scanner(
    re.compile(
        r"\b(?:as\s+)?(?:(?:defined|assessed|determined|measured|evaluated|classified|diagnosed|specified|established|confirmed|documented|based)\s+)?"
        r"(?:by|per|according\s+to|in\s+accordance\s+with|based\s+(?:up)?on|(?<=based\s)(?:up)?on|using|as\s+per)\s+"
        rf"(?:(?!(?:following|and|or|in|ex)clusion\b|(?:following|these|eligibility|protocol|study|which|that|(?-i:who)|is|are|of)\b)[\"“(]?[\w/'’-]+[\"”)]?,?\s+){{0,8}}?{_NOUN}"
        r"(?![\w-])(?:\s+in\s+solid\s+tumou?rs|\s+(?:in|of|for)\s+(?:(?-i:[A-Z])[\w'-]*\s?|of\s|the\s|and\s|in\s){1,8}(?<=\w))?(?:\s*\([^()]{1,40}\))?"
        r"(?:,?\s*(?:(?:criteria|guidelines?)\s*)?(?:(?:version|v\.?|edition)\s*)?\d+(?:\.\d+)*\b"
        r"(?!\s*(?:mg|g|mL|%|x|×))(?:\s*\(v[\d. ]+\))?)?",
        re.IGNORECASE,
    )
)
_ROUTINE = Scanner(  # "according to standard clinical care procedures"
    re.compile(
        r"\b(?:as\s+)?(?:(?:defined|assessed|determined|measured|evaluated)\s+)?(?:according\s+to|in\s+(?:accordance|compliance)\s+with"
        r"|(?:as\s+)?per|based\s+on|consistent\s+with)\s+(?:(?!(?:and|or|as)\b)[\w/-]+\s+(?:and\s+)?){0,2}?"
        r"(?:standards?|standardi[sz]ed|routine|institutional|local|national|legislative|regulatory|usual)\s+(?:(?!(?:or|who|with)\b)[\w/-]+\s+){0,4}?"
        r"(?:procedures?|practices?|standards?|protocols?|care|charts?|norms|polic(?:y|ies)|regulations?|requirements?|laws?|label(?:l?ing)?|techniques?|methods?)\b"
        r"(?:\s+(?:procedures?|practices?|standards?|guidelines?|protocols?|methods?))*(?!\s+(?:of|for|therap\w+|treatments?|\w*therapy|regimens?)\b)",
        re.IGNORECASE,
    )
)
_NEAR = 60
_PARTS = re.compile(r"[;:]|\b(?:who|that|which|must|should|and|or|required)\b", re.IGNORECASE)
_FURTHER = re.compile(r"\s*,?\s*and\s+\w+ed\b", re.IGNORECASE)  # "by the criteria and confirmed by …"
_OR = re.compile(r"\bor\b", re.IGNORECASE)
Span = tuple[int, int]


def standards(item: Item) -> list[Span]:
    """Extents of the standards that something named right before them is measured by, in text order."""
    found = []
    for m in (*item.matches(_STANDARD), *item.matches(_ROUTINE)):
        a, b = m.start(), m.start() + len(m.group().rstrip())
        named = [x.end for x in item.mentions if x.end <= a and item.segments.same(x.start, a)]
        if not named or a - max(named) > _NEAR or _PARTS.search(item.quote(max(named), a)):
            continue
        cut = any(x.start < edge < x.end for x in item.mentions for edge in (a, b))
        if _FURTHER.match(item.text, b - item.start) or _either(item, a, b):
            continue
        if not cut and not any(t.overlaps(a, b) for t in item.thresholds):
            found.append((a, b))
    return sorted(found)


def _either(item: Item, a: int, b: int) -> bool:
    """`shown by a rising PSA or progression per PCWG2 criteria`: the standard is of the second alone."""
    names = [x.end for x in item.mentions if x.within(a, b) and not item.is_bare(x)]
    return bool(names) and _OR.search(item.quote(min(names), b)) is not None


def measure(item: Item, statements: list[Statement], extents: list[Span]) -> None:
    """Each standard to the statements that stand alike before it."""
    for a, b in extents:
        before = [s for s in statements if s.end <= a and item.segments.same(s.at, a)]
        for s in described(item, before, a) if before else []:
            if s.threshold is None or s is before[-1]:
                s.qualify(a, b, item.quote(a, b))
