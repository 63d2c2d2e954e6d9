"""Words right before a name, in its noun phrase, that nothing has read: `licensed vaccines`, `stage IIIB cancer`.

Without a comma, a conjunction, a verb or a preposition between they narrow what the name tells.
"""

import re

from eligex.assembly.lists import shares_head
from eligex.assembly.lost_heads import transparent
from eligex.assembly.premodifiers import is_adjective, is_listed
from eligex.assembly.reading import Item
from eligex.assembly.residual import Lost, Token, left_edge, requalify, verb_forms
from eligex.assembly.statement import Statement

_KINDS = {"condition", "procedure", "drug", "state", "measurement", "age"}
_MOST = 5  # words
_REACH = 40
_FAR = 120  # characters to a word that is lost
_NO_MODIFIER = re.compile(  # a preposition, a verb, a plural, an adverb
    r"post|despite|outside|plus|via|versus|per|upon|amid|least|exceed\w*|(?:[a-z]{3,}(?<!s)(?<!u)(?<!i)(?<!ou)s)|\w+ly|lives|wom[ae]n|men"
    r"|know|got|took|cause"
)
_VERB_BEFORE = re.compile(
    r"(?:\b(?:to|who|that|which|not|can|cannot|will|would|may|might|could|should|must|shall|do|does|did|is|are|was|were|be|been|being"
    r"|they|he|she|we|it|patients?|subjects?|participants?|individuals?|persons?|people|women|men|investigators?)|n't)\s+(?:\w+ly\s+)*\Z",
    re.IGNORECASE,
)
_DONE_BEFORE = re.compile(r"\b(?:has|have|had|having|never)\s+(?:\w+ly\s+|been\s+|not\s+)*\Z", re.IGNORECASE)
_DONE = re.compile(r"\w+(?:ed|en)\Z")
_JOINT = re.compile(r"\s*(?:,|/|\b(?:or|and|and/or|to)\b)\s*\Z", re.IGNORECASE)
_ROMAN = re.compile(r"[ivx]{1,4}[a-c]?(?:[-/][ivx]{1,4}[a-c]?)?\Z")
_STAGE = re.compile(
    r"\b(?:clinical\s+|tnm\s+)?(?:stages?|groups?|types?|class|grades?|phases?|axis)\s+(?:[ivx]+\s*[-/]\s*)?\Z",
    re.IGNORECASE,
)
_TITLE = re.compile(r"[A-Z][a-z]")
_ALTERNATIVE = re.compile(
    r"(?<![\w-])(?P<word>[A-Za-z][\w-]*)\s*(?:,\s*)?(?:,|/|\b(?:or|and/or)\b)\s*\Z", re.IGNORECASE
)
_OPENING = {"of", "with", "for", "known", "suspected", "prior", "previous", "past"}
_HEAD = re.compile(r"\b(?P<head>[a-z]+)\s+(?:of|for)\s+(?:(?:an?|the|any|other)\s+)*\Z", re.IGNORECASE)
_DETERMINED = re.compile(r"\b(?:an?|the|any|another|other|further|their|new|such|more)\s+\Z", re.IGNORECASE)


def precede(item: Item, statements: list[Statement], lost: Lost) -> None:
    """Makes qualifiers of them, also of what shares its head with the one that they stand before."""
    for i, s in enumerate(statements):
        if s.subject is None or s.kind not in _KINDS or not lost.within(s.at - _FAR, s.at):
            continue
        edge = left_edge(item, s)
        chain = _chain(item, edge, lost, statements)
        if chain is None:
            continue
        a, b = chain
        _qualify(item, s, a, b)
        while i + 1 < len(statements) and shares_head(item, statements[i], statements[i + 1]):
            i += 1
            _qualify(item, statements[i], a, b)


def _qualify(item: Item, s: Statement, a: int, b: int) -> None:
    """As one with what narrows it right behind: `insulin` and `dependent`."""
    for x, y in sorted(s.aside):
        if b <= x and y <= s.at and item.quote(b, x).isspace():
            b = y
    requalify(item, s, a, b)


def _chain(item: Item, edge: int, lost: Lost, statements: list[Statement]) -> tuple[int, int] | None:
    """The lost words right before a place, or a verb of which the object is there."""
    if deed := _deed(item, edge, lost):
        return deed
    tokens: list[Token] = []
    at = edge
    while len(tokens) < _MOST and (token := _next(item, at, lost, first=not tokens)):
        tokens.insert(0, token)
        at = token.start
    if not tokens:
        return _measure(item, edge, lost, statements)
    if not _opens(item, tokens, statements) or _next_sentence(item, edge, tokens[-1]):
        return None
    first = _coordinated(item, tokens[0].start, lost, statements)
    return None if first is None else (min(first, _with_stage(item, tokens[0])), tokens[-1].end)


def _next_sentence(item: Item, edge: int, last: Token) -> bool:
    """`of the skin Carcinoma in situ`: a name with a capital, behind a noun without."""
    return _TITLE.match(item.quote(edge, edge + 2)) is not None and not (
        _is_kind(last) or item.quote(last.start, last.end)[:1].isupper()
    )


def _coordinated(item: Item, at: int, lost: Lost, statements: list[Statement]) -> int | None:
    """Where the alternatives to the first of them begin: `limited or` extensive; None where they are none."""
    while True:
        lo = max(item.segments.bounds(at)[0], at - _REACH)
        m = _ALTERNATIVE.search(item.quote(lo, at))
        if m is None:
            return at
        a, b = lo + m.start("word"), lo + m.end("word")
        if any(
            f.start < b <= f.end for f in (*item.mentions, *item.negations, *item.windows, *item.thresholds)
        ):
            return at
        if any(x < b <= y for s in statements for x, y in s.taken):
            return at
        word = m["word"].lower()
        if not (is_adjective(word) or is_listed(word) or _DONE.search(word)):
            return None if lost.within(a, b) or word in _OPENING else at
        at = a


def _with_stage(item: Item, first: Token) -> int:
    """Where `group IV` begins, of which the number alone is lost."""
    lo = max(item.segments.bounds(first.start)[0], first.start - _REACH)
    m = _STAGE.search(item.quote(lo, first.start)) if _ROMAN.match(first.words) else None
    return lo + m.start() if m else first.start


def _measure(item: Item, edge: int, lost: Lost, statements: list[Statement]) -> tuple[int, int] | None:
    """`mild EASI severity` of what stands there."""
    lo = max(item.segments.bounds(max(edge - 1, item.start))[0], edge - _REACH)
    m = _HEAD.search(item.quote(lo, edge))
    if m is None or m["head"].lower() not in transparent():
        return None
    told = _chain(item, lo + m.start("head"), lost, statements)
    return (told[0], lo + m.end("head")) if told else None


def _deed(item: Item, edge: int, lost: Lost) -> tuple[int, int] | None:
    """`planning` of "planning a surgery"."""
    lo = max(item.segments.bounds(max(edge - 1, item.start))[0], edge - _REACH)
    article = _DETERMINED.search(item.quote(lo, edge))
    at = lo + article.start() if article else edge
    token = lost.before(at)
    if token is None or token.words not in verb_forms("deed"):
        return None
    joint = _JOINT.search(item.quote(lo, token.start))
    other = lost.before(lo + joint.start() + 1) if joint and joint[0][:1].isspace() else None
    first = other if other is not None and other.words in verb_forms("deed") else token
    return first.start, token.end


def _next(item: Item, at: int, lost: Lost, *, first: bool) -> Token | None:
    lo = max(item.segments.bounds(max(at - 1, item.start))[0], at - _REACH)
    token = lost.before(at)
    if token is None and not first and (m := _JOINT.search(item.quote(lo, at))):
        before = lost.before(lo + m.start() + 1) if m[0][:1].isspace() else None
        token = before if before is not None and _is_kind(before) else None
    if token is None or token.glued:
        return None
    wrong = _NO_MODIFIER.fullmatch(token.words) and not (token.words.endswith("ly") and not first)
    verb = token.words in verb_forms("effect") | verb_forms("deed")
    return None if wrong or verb else token


def _is_kind(token: Token) -> bool:
    return is_adjective(token.words) or is_listed(token.words)


def _opens(item: Item, tokens: list[Token], statements: list[Statement]) -> bool:
    """Whether a noun phrase may begin with them: not behind what makes a verb of the first, nor right behind a name."""
    first = tokens[0]
    lo = max(item.segments.bounds(first.start)[0], first.start - _REACH)
    lead = item.quote(lo, first.start)
    if _VERB_BEFORE.search(lead) or (_DONE_BEFORE.search(lead) and _DONE.search(first.words)):
        return False
    end = lo + len(lead.rstrip())
    named = any(m.end == end for m in item.mentions)
    return not named or any(x.end == end and item.quote(end, first.start).strip() for x in statements)
