"""`A, B or other C that was stopped`: "other" says that A and B are of the same kind, so the clause tells of them too.

Not where the last is whatever else may be wrong ("asthma or other diseases that …"), unless "any" leads them all, nor
behind "any other". Behind a bracket of examples (`drugs (such as A, B) that prolong QT`) a clause tells of each.
"""

import re

from eligex.assembly.forms.segments import ANY_BRACKET
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.described import are_alike, is_general, is_otherwise
from eligex.assembly.grammar.lists import SIGN, TOLD_ANEW
from eligex.assembly.grammar.residual import left_edge
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_CLAUSE = lazily(
    r"(?:that|which|whose|in\s+the\s+(?:opinion|judge?ment)|(?:known|likely|believed|thought|refractory|secondary|due|related|attribut(?:ed|able))\s+to"
    r"|associated\s+with|requiring|considered|judged|deemed|caused\s+by|resulting\s+from|affecting|interfering\s+with)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(r"\b(?:or|and|and/or)\s+(?:similar\s+)?other\s+(?:[\w-]+\s+){0,2}\Z", re.IGNORECASE)
_OTHER_WORD = re.compile(r"\bother\b", re.IGNORECASE)
_ANY = re.compile(r"\bany\s+(?:[\w-]+\s+)?\Z", re.IGNORECASE)
_JOINT = re.compile(
    r"[)\]]?[\s,]*(?:(?:that|which)\s+)?(?:(?:is|are|was|were|has|have)\s+)?(?:been\s+)?", re.IGNORECASE
)
_EXAMPLES = re.compile(r"[\s,]*(?:such\s+as|including|like)\s+(?:(?:an?|the)\s+)?", re.IGNORECASE)
_NEAR = 24


def share_clauses(item: Item, statements: list[Statement]) -> None:
    for i, last in enumerate(statements):
        clauses = [
            (e, q) for e, q in zip(last.aside, last.qualifiers, strict=True) if _tells(item, last, e, q)
        ]
        for s in _members(item, statements[: i + 1], clauses[0][0][0]) if clauses else ():
            for (a, b), words in clauses:
                s.qualify_apart(a, b, words)


def _tells(item: Item, s: Statement, extent: tuple[int, int], words: str) -> bool:
    """Whether it is a clause right behind the name, or behind the bracket that the name ends."""
    behind = extent[0] >= s.end and _JOINT.fullmatch(item.quote(s.end, extent[0])) is not None
    return behind and _CLAUSE.match(words) is not None


def _members(item: Item, before: list[Statement], at: int) -> list[Statement]:
    last, inside = before[-1], item.segments.bracket(before[-1].at)
    if inside is not None and inside[1] <= at:
        return [s for s in before[:-1] if inside[0] < s.at and _is_alike(s, last)]
    if len(before) < 2 or not _OTHER.search(item.quote(before[-2].end, left_edge(item, last))):
        return []
    found: list[Statement] = []
    right = last
    for s in reversed(before[:-1]):
        gap = ANY_BRACKET.sub(" ", item.quote(s.end, max(s.end, left_edge(item, right))))
        gap = gap if found else _OTHER_WORD.sub(" ", gap)
        if s.base is not last.base or not (
            _is_alike(s, last) and SIGN.search(gap) and TOLD_ANEW.fullmatch(gap)
        ):
            break
        found.append(s)
        right = s
    lead = item.quote(max(item.start, left_edge(item, right) - _NEAR), left_edge(item, right))
    whatever = bool(found) and is_otherwise(item, right, last)
    if whatever and not _ANY.search(lead):
        return []
    heads = [s for s in before if is_general(item, s) and s.end <= right.at]
    return found + [
        s for s in heads[-1:] if found and _EXAMPLES.fullmatch(item.quote(s.end, left_edge(item, right)))
    ]


def _is_alike(a: Statement, b: Statement) -> bool:
    """Two diseases, or two treatments, without a bound."""
    return a.threshold is None and are_alike((a, b))
