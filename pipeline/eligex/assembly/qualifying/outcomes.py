"""How the treatment or the illness goes that was named: `epilepsy, and drug treatment is ineffective`.

The clause has a subject of its own, which only takes up what stands before it; so it asks for nothing by itself
and qualifies all of its sentence that stands before it.
"""

import re
from collections.abc import Iterable

from eligex.assembly.forms.extents import meets
from eligex.assembly.forms.statement import Statement, others
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.text.scan import Scanner

_NOUN = r"(?:treatments?|therap(?:y|ies)|medications?|dos(?:e|es|age)|responses?|symptoms|disease|condition|illness)"
_WHICH = r"(?:the|their|his|her|such|this|these|current|ongoing|standard|drug|medical|pharmacological)"
_VERB = (
    r"(?:cannot|can\s+not|do(?:es)?\s+not|did\s+not|(?:is|are|was|were|has|have|had)\s+(?!(?:not\s+|also\s+)?(?:allow|permit|acceptab|(?:in)?eligib"
    r"|exclu|planned|scheduled|required)))"
)
_CLAUSE = Scanner(
    re.compile(
        rf"\b(?:and|but)\s+(?P<text>(?:{_WHICH}\s+){{0,3}}{_NOUN}\s+{_VERB}[^,;.:()\[\]]+)(?=[,;.]|\Z)",
        re.IGNORECASE,
    )
)
_ILL = {"condition", "drug", "procedure"}


def tell_outcomes(item: Item, statements: list[Statement]) -> list[Statement]:
    """Makes the clause a qualifier; deeds that it tells are no statements, and what else it states is left alone."""
    for m in item.matches(_CLAUSE):
        a, b = m.start("text"), m.end("text")
        first = item.segments.bounds(a)[0]
        before = [s for s in statements if s.kind in _ILL and first <= s.at and s.end <= m.start()]
        inside = [s for s in statements if a <= s.at < b]
        told = (x for s in before for x in (s.window, s.duration) if x is not None)
        if not before or any(s.kind in _ILL or s.threshold for s in inside) or _meets(a, b, told):
            continue
        for s in before:
            s.qualify_apart(a, b, item.quote(a, b))
        statements = others(statements, inside)
    return statements


def _meets(a: int, b: int, told: Iterable[Finding]) -> bool:
    return meets((a, b), ((f.start, f.end) for f in told))
