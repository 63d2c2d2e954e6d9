"""What stands right behind a name, narrows it, and that nothing has read: `epilepsy controlled by antiepileptics`.

A relative clause, a participle, an adjective or a phrase becomes a qualifier, whole or not at all; what is named in a
clause states nothing by itself.
"""

import re
from collections.abc import Sequence

from eligex.assembly.beside.tails import NO_PLACE
from eligex.assembly.forms.extents import meets
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.clauses import clause_end, is_whole, time_behind, with_list
from eligex.assembly.grammar.longer_names import join, lengthen
from eligex.assembly.grammar.residual import Lost, Token, requalify, right_edge, verb_forms
from eligex.assembly.items.premodifiers import is_adjective, is_listed
from eligex.assembly.items.reading import Item
from eligex.assembly.polarity.negation import governs

_KINDS = {"condition", "procedure", "drug", "state", "measurement"}
_FAR = 200  # characters to a word that is lost
_NARROWS = re.compile(
    r"\w{3,}ed|\w{3,}ing|stable|active|secondary|outside|proximal|distal|ongoing|accessible|post|(?:in)?dependent"
    r"|resistant|refractory|sensitive|free"
)
_FINITE = re.compile(r"appeared|became|began|remained|had|did|failed")
_RELATIVE = re.compile(
    r"\s+(?P<text>(?:that|which|whose|for\s+which)\s+(?!must\b|should\b|shall\b|will\s+be\b))", re.IGNORECASE
)
_PHRASE = re.compile(
    r"\s+(?P<text>(?:of|in|for|to|with|without|from|at|on|against|despite|via|under|near|outside|by)\s)",
    re.IGNORECASE,
)
_WITH = re.compile(r"\s+with\b", re.IGNORECASE)
_PARTICIPLE = re.compile(
    r"\s+(?P<text>(?:referred|scheduled|treated|requiring|undergoing|receiving|associated|related|caused|accompanied"
    r"|complicated)\s)",
    re.IGNORECASE,
)
_DURING = re.compile(
    r"\s+(?P<text>(?:during|throughout)\s+(?:the\s+|this\s+)?(?:entire\s+|whole\s+)?(?:study|trial|treatment)"
    r"(?:\s+(?:treatment|period|participation))*)\b",
    re.IGNORECASE,
)
_AFTER_ADVERB = re.compile(
    r"\s+\w+(?:ed|ing|able|ible|ive|al|ic|ant|ent|ous)\b|\s+(?:in|on|under|at)\b", re.IGNORECASE
)
_ONLY = re.compile(r"only|alone")
_AFTER_ONLY = re.compile(r"\s*(?:$|[.,;]|(?:in|with|for|during|at|on|requiring)\b)", re.IGNORECASE)
_AFTER_ADJECTIVE = re.compile(
    r"\s*(?:$|[.,;:()]|(?:in|with|for|during|at|on|to|of|from|by|or|and|and/or|that|which|despite|after|before|within"
    r"|prior)\b)",
    re.IGNORECASE,
)
_NEXT_WORD = re.compile(r"\s+(?=\w)")
_TITLE = re.compile(r"[A-Z][a-z]")


def follow(item: Item, statements: list[Statement], lost: Lost) -> list[Statement]:
    """Longer names and qualifiers; the statements without those that stand in a clause that tells of another."""
    told = join(item, statements, lost)
    for s in statements:
        bounded = s.threshold is not None and s.threshold.source != "assembly:count"
        if s.subject is None or s.kind not in _KINDS or bounded or any(s is x for x in told):
            continue
        if lost.within(s.end, s.end + _FAR):
            lengthen(item, s, statements, lost)
            told += _narrow(item, s, statements, lost)
    return [s for s in statements if not any(s is x for x in told)]


def _narrow(item: Item, s: Statement, statements: Sequence[Statement], lost: Lost) -> list[Statement]:
    """Qualifies `s` by what stands behind it, and gives the statements in that."""
    edge = right_edge(item, s)
    lo, hi = edge - item.start, item.segments.bounds(max(edge - 1, s.at))[1] - item.start
    if m := _DURING.match(item.text, lo, hi):
        if lost.within(edge, item.start + m.end()):
            requalify(item, s, item.start + m.start("text"), item.start + m.end())
        return []
    if s.threshold is not None and _WITH.match(item.text, lo):
        return []  # "more than one agent with the potential for"
    relative, phrase = _RELATIVE.match(item.text, lo, hi), _PHRASE.match(item.text, lo, hi)
    lead = relative or phrase or _PARTICIPLE.match(item.text, lo, hi)
    token = lost.behind(edge)
    if lead is not None:
        begin = item.start + lead.start("text")
    elif token is not None and _narrows(item, token):
        begin = token.start
    else:
        return []
    end = clause_end(item, s, begin, statements, finite=relative is not None)
    inside = [x for x in statements if begin <= x.at < end]
    end = with_list(item, statements, lost, end)
    if phrase and not relative and (inside or NO_PLACE.search(item.quote(begin, end))):
        return []
    if not _is_free(item, s, statements, (begin, end), inside, lost):
        return []
    timed = time_behind(item, end) if inside else 0
    if s.window is not None and begin <= s.window.start < timed:
        s.window = None  # of what happened, not of the disease
    requalify(item, s, begin, timed or end)
    return inside


def _narrows(item: Item, token: Token) -> bool:
    """Whether a participle, an adverb or an adjective begins something that tells of what is before it."""
    w, at = token.words, token.end - item.start
    if token.glued or _TITLE.match(item.quote(token.start, token.end)) or _FINITE.fullmatch(w):
        return False
    if _ONLY.fullmatch(w):
        return _AFTER_ONLY.match(item.text, at) is not None
    if w.endswith("ly"):
        return _AFTER_ADVERB.match(item.text, at) is not None
    verb = w in verb_forms("effect") | verb_forms("deed")
    if _NARROWS.fullmatch(w):
        return verb or not (w.endswith("ing") and _is_before_name(item, token))
    return (
        not verb and (is_adjective(w) or is_listed(w)) and _AFTER_ADJECTIVE.match(item.text, at) is not None
    )


def _is_before_name(item: Item, token: Token) -> bool:
    """`neutralising` of "RSV neutralising antibody"."""
    m = _NEXT_WORD.match(item.text, token.end - item.start)
    return m is not None and any(x.start == item.start + m.end() for x in item.mentions)


def _is_free(
    item: Item,
    s: Statement,
    statements: Sequence[Statement],
    clause: tuple[int, int],
    inside: Sequence[Statement],
    lost: Lost,
) -> bool:
    """Whether a clause has words that are lost, and nothing that is asked for by itself or that reaches beyond it."""
    a, b = clause
    if b <= a or not lost.within(a, b) or any(x.threshold or x.base is not s.base for x in inside):
        return False
    behind = [x.subject for x in statements if x.subject is not None and x.at >= b]
    cues = [n for n in item.negations if a <= n.start < b]
    if any(governs(n, f) for n in cues for f in behind):
        return False
    told = [e for e in s.aside if meets(clause, [e])]
    return all(a <= x and y <= b for x, y in told) and is_whole(item, a, b)
