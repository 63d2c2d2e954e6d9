"""`Toxicities of prior therapy must have resolved to grade 1`: the level is asked for, and that they are gone.

Nobody needs to have had a toxicity, nor the treatment that it came from. The phrase qualifies the grade that it must
have come down to; where none is told, the toxicity itself is what must not be there.
"""

import re

from eligex.assembly.forms.statement import HEADED, Statement, is_treatment, others
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_GONE = r"(?:resolved|recovered|returned|improved|subsided|abated)"
_HARM = (
    r"(?:[\w-]*toxicit(?:y|ies)|toxic\s+effects?|adverse\s+(?:events?|effects?|reactions?)|side\s+effects?)"
)
_WORD = r"(?:(?!(?:and|or|from|of|no|not|without|must|that|which|who|with)\s)[\w/-]+\s+)"
_TOXICITY = Scanner(lazily(r"toxi|adverse\s|side\s+effects?\b", re.IGNORECASE))
_RESOLVED = lazily(
    rf"\b(?P<what>{_WORD}{{0,4}}{_HARM}\b(?:(?!\b(?:not|no|{_GONE})\b)[^.;:]){{0,160}}?)\s(?:(?:must|should|shall|will|need\s+to|are|is|have|has|had|be"
    rf"|been|fully|completely|either)\s+)*{_GONE}\b"
    rf"|\b(?:(?:full|complete|adequate)\s+)?(?:resolution|recovery)\s+(?:of|from)\s+(?P<that>{_WORD}{{0,4}}(?:(?:the|all|any)\s+)?{_WORD}{{0,4}}{_HARM}\b(?:(?!\b(?:according|before|within|prior\s+to)\b|,\s+as\b|\bper\b|\bto\s+(?:≤|<|grade|a\b|NCI|CTC|base|less|national|common))[^.;:()]){{0,160}})",
    re.IGNORECASE,
)
_UNASKED = re.compile(r"\b(?:not|no|never|without|if|un)\W*(?:\w+\s+){0,2}\Z", re.IGNORECASE)
_SUCH_AS = re.compile(r"\s*\((?:includ|such\s+as|e\.?g)[^()]*\)", re.IGNORECASE)
_EVERY = re.compile(r"\A(?:(?:all|any|the)\s+)+", re.IGNORECASE)
_FEW = 24


def resolve(item: Item, statements: list[Statement]) -> list[Statement]:
    """`statements` without those of a harm that must be over and of what it came from."""
    if item.section != "inclusion" or not item.has(_TOXICITY):
        return statements
    for m in _RESOLVED.finditer(item.whole, item.start, item.end):
        a, b = m.span("what" if m["what"] else "that")
        if _UNASKED.search(item.quote(max(item.start, m.start() - _FEW), m.start())):
            continue
        if of := _SUCH_AS.match(item.whole, b, item.end):
            b = of.end()
        inside = [s for s in statements if a <= s.at < b and s.kind != "score" and not s.negated]
        grade = next((s for s in statements if b <= s.end and _is_level(item, s, a)), None)
        if grade is not None and not grade.negated:
            grade.qualify_apart(a, b, item.quote(a, b).strip())
            grade.take(m.start(), max(b, m.end()))
            statements = others(statements, inside)
        elif above := next((s for s in statements if a <= s.start and s.end <= b and _is_above(s)), None):
            above.negated = not above.negated
            above.take(m.start(), m.end())
            statements = others(statements, inside)
        elif inside and inside[0].kind == "condition":
            inside[0].negated = True
            inside[0].take(m.start(), m.end())
            statements = others(statements, inside[1:])
        elif inside and is_treatment(*inside):
            harm = _harm(item, a, b)
            harm.take(m.start(), m.end())
            statements = sorted([harm, *others(statements, inside)], key=lambda s: (s.at, s.start))
    return statements


def _harm(item: Item, a: int, b: int) -> Statement:
    """`toxic effects of prior chemotherapy`, of which nothing is stated yet, denied."""
    words = item.quote(a, b)
    a += len(words) - len(_EVERY.sub("", words))
    s = Statement.of("condition", Finding(a, a + len(item.quote(a, b).rstrip()), "CONDITION", HEADED))
    s.negated = True
    return s


def _is_above(s: Statement) -> bool:
    """`toxicity > grade 1` that must be over."""
    return (
        s.kind == "score"
        and s.bounds is not None
        and s.bounds.get("high") is None
        and s.bounds["low"] is not None
    )


def _is_level(item: Item, s: Statement, at: int) -> bool:
    told = s.threshold is not None or s.value is not None
    return s.kind == "score" and told and item.segments.same(at, s.at)
