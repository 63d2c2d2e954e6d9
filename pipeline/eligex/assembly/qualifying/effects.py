"""Objects of verbs that say what something does: `drugs causing arrhythmia`, `conditions hampering compliance`.

Nobody is asked for the object; what stands before the verb is narrowed by the clause.
"""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.reach import limit, reach
from eligex.assembly.grammar.residual import Lost, left_edge, requalify, verb_forms
from eligex.assembly.items.reading import Item

_KINDS = {"condition", "drug", "procedure", "state", "measurement"}
_LEAD = re.compile(
    r"(?:(?:\bto\s+)?(?:\b(?:that|which)\s+)?(?:\b(?:may|might|can|could|would|will)\s+)?(?:\b\w+ly\s+)*"
    r"(?:(?:\bhaving\s+|\bwith\s+)?(?:(?:an?|the|known|potential|possible|high)\s+)*\b(?:risk|potential|possibility|ability|tendency|side[\s-]effects?)\s+(?:of|to|for)\s+)?)\Z",
    re.IGNORECASE,
)
_GAP = re.compile(
    r"\s+(?:(?:with|to|in|on|from|of|the|an?|any|other|their|his|her|such|all|both|at|\w+(?:al|ic|ous|ive|ant|ent|ed))\s+){0,4}\Z",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?<![\w-])[A-Za-z]+(?![\w-])")
_BEFORE_VERB = re.compile(
    r"\b(?:to|that|which|who|may|might|can(?:not)?|could|would|will|not|or|and|potentially)\s+(?:\w+ly\s+)*\Z",
    re.IGNORECASE,
)
_NO_MORE = re.compile(r"\s*(?:(?!(?:or|and|but)\b)[\w-]+\s+){0,3}", re.IGNORECASE)
_NEAR = 80


def withhold(item: Item, statements: list[Statement], lost: Lost) -> list[Statement]:
    """The statements without those of such objects."""
    clauses: list[tuple[int, int]] = []
    objects: list[Statement] = []
    for s in statements:
        if (
            s.kind not in _KINDS
            or s.subject is None
            or s.threshold is not None
            or any(s is x for x in objects)
        ):
            continue
        verb = _verb(item, s, lost) if lost.within(s.at - 2 * _NEAR, s.at) else None
        if verb is None:
            continue
        a, b = verb
        stop, rest = reach(item, b, limit(item, b), commas=False, examples=False)
        inside = [x for x in statements if b <= x.at < max(stop, s.end) and x.threshold is None]
        objects += inside
        clauses.append((_begin(item, a), max([stop, rest, *(x.end for x in inside)])))
    kept = [s for s in statements if not any(s is x for x in objects)]
    for a, b in clauses:
        _narrow(item, kept, a, b)
    return kept


def _narrow(item: Item, statements: list[Statement], a: int, b: int) -> None:
    """Gives the clause to the thing right before it, of which it is told."""
    before = [s for s in statements if s.end <= a and item.segments.same(s.at, a)]
    if before and _NO_MORE.fullmatch(item.quote(before[-1].end, a)):
        requalify(item, before[-1], a, b)


def _verb(item: Item, s: Statement, lost: Lost) -> tuple[int, int] | None:
    """The lost verb a few small words before a name, in the same clause."""
    edge = left_edge(item, s)
    lo = max(item.segments.bounds(s.at)[0], edge - _NEAR)
    words = item.quote(lo, edge)
    for m in _WORD.finditer(words):
        if m[0].lower() not in verb_forms("effect") or not _is_verb(m) or not _GAP.match(words, m.end()):
            continue
        if lost.within(lo + m.start(), lo + m.end()):
            return lo + m.start(), lo + m.end()
    return None


def _is_verb(m: "re.Match[str]") -> bool:
    """`causing`; of `limit` and `limits` what stands before tells."""
    return m[0].endswith("ing") or _BEFORE_VERB.search(m.string, 0, m.start()) is not None


def _begin(item: Item, at: int) -> int:
    lo = max(item.segments.bounds(at)[0], at - _NEAR)
    m = _LEAD.search(item.quote(lo, at))
    return lo + m.start() + (len(m[0]) - len(m[0].lstrip())) if m else at
