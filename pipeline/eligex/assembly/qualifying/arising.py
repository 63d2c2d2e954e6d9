"""What a harm came from, told apart from it: `toxicity > grade 1 from prior therapy`, `adverse events (except alopecia)
due to prior chemotherapy`.

Right behind the harm's name `heads/objects.py` reads it. Nobody is asked to have had that treatment, nor shut out
for it.
"""

import re

from eligex.assembly.grammar.reach import limit, reach
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_ARISING = Scanner(
    lazily(
        r"\b(?:toxicit(?:y|ies)|toxic\s+effects?|adverse\s+(?:events?|effects?|reactions?)|side\s+effects?|AEs?|complications?|(?P<deed>recovered|recovery))\b"
        r"(?P<between>(?:(?!\b(?:who|that|which|or|and\s+(?:have|has|must|no)|prior|previous|within|receiv\w+|treat\w+)\b)[^.;:]|\.\d){2,140}?)"
        r"(?P<clause>(?:,\s*)?\b(?:from|f?or?m(?=\s+(?:any|all|prior|previous))|due\s+to|caused\s+by|induced\s+by|attribut(?:ed|able)\s+to|(?:related|secondary)\s+to|associated\s+with|as\s+a\s+result\s+of)"
        r"\s+(?:(?:any|all|the|their|most)\s+){0,2}(?=(?P<before>prior|previous(?:ly)?|earlier|recent|last|preceding)?))",
        re.IGNORECASE,
    )
)
_APART = re.compile(r"[),]\s*\Z")
_GRADE = re.compile(r"\bgrade\b|\bCTC", re.IGNORECASE)
_NEAR = 40  # characters from a grade to the harm behind it
_TREATMENTS = ("DRUG", "PROCEDURE")


def arising(item: Item) -> list[tuple[int, int]]:
    """Extents of such clauses, over the list of treatments, in text order."""
    found = []
    for m in item.matches(_ARISING):
        a, b = m.span("clause")
        graded = any(t.overlaps(m.start() - _NEAR, a) for t in item.thresholds)
        bounded = graded or _GRADE.search(m["between"])
        if not (bounded or (_APART.search(m["between"]) and _is_named(item, m))):
            continue
        if _names_treatment(item, m.start(), a):
            continue
        end, _ = reach(item, b, limit(item, b), commas=True, examples=True)
        inside = [x for x in item.mentions if b <= x.start < end]
        if inside and inside[0].label in _TREATMENTS and (m["before"] or bounded):
            found.append((a + len(m["clause"]) - len(m["clause"].lstrip(" ,")), end))
    return found


def _is_named(item: Item, m: "re.Match[str]") -> bool:
    """Whether the harm is named, so that the clause is not taken for one of what a bracket between carves out."""
    known = (x for x in item.mentions if x.overlaps(m.start(), m.start("between")) and not item.is_bare(x))
    return m["deed"] is not None or any(known)


def _names_treatment(item: Item, start: int, end: int) -> bool:
    """Whether a treatment stands between, of which the clause could be told."""
    return any(
        start <= x.start < end and x.label in _TREATMENTS and not item.is_bare(x) for x in item.mentions
    )
