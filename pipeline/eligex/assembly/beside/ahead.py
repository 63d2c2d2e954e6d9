"""Words right before a name, in its noun phrase, that nothing has read: `licensed vaccines`, `stage IIIB cancer`.

Without a comma, a conjunction, a verb or a preposition between they narrow what the name tells.
"""

import re

from spacy.lang.en.stop_words import STOP_WORDS

from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import shares_head
from eligex.assembly.grammar.residual import Lost, Token, left_edge, requalify, verb_forms
from eligex.assembly.grammar.silent_words import stands_before
from eligex.assembly.heads.lost_heads import transparent
from eligex.assembly.items.premodifiers import is_adjective, is_listed
from eligex.assembly.items.reading import Item

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
_DONE = re.compile(r"\w+(?:ed|en)")
_JOINT = re.compile(r"\s+(?:or|and|and/or)\s+\Z", re.IGNORECASE)
_GERUND = re.compile(r"(?<![\w-])\w+ing\s+(?:or|and|and/or)\s+\Z", re.IGNORECASE)
_PASSED = 2  # words between those that are lost and the head that they narrow
_ROMAN = re.compile(r"[ivx]{1,4}[a-c]?(?:[-/][ivx]{1,4}[a-c]?)?")
_MADE_SO = re.compile(r"induced|related|associated|dependent|resistant|refractory")
_ANY_WORD = re.compile(r"(?<![\w-])[\w-]+\s+\Z")
_STAGE = re.compile(
    r"\b(?:clinical\s|tnm\s)?(?:stages?|groups?|types?|class|grades?|phases?|axis)\s"
    r"(?:[ivx]{1,4}[a-c]?(?:\s?[,/-]\s?|\s(?:or|and|to)\s)){0,4}\Z",
    re.IGNORECASE,
)
_TITLE = re.compile(r"[A-Z][a-z]")
_ALTERNATIVE = re.compile(
    r"(?<![\w-])(?P<word>[A-Za-z][\w-]*)\s*(?:,\s*)?(?:,|/|\b(?:or|and|and/or)\b)\s*\Z", re.IGNORECASE
)
_OPENING = {"of", "with", "for"}
_AT_ANY_TIME = {"known", "prior", "previous", "past"}  # "prior or further surgery"
_HEAD = re.compile(r"\b(?P<head>[a-z]+)\s+(?:of|for)\s+(?:(?:an?|the|any|other)\s+)*\Z", re.IGNORECASE)
_DETERMINED = re.compile(r"\b(?:an?|the|any|another|other|further|their|new|such|more)\s+\Z", re.IGNORECASE)


def precede(item: Item, statements: list[Statement], lost: Lost) -> None:
    """Makes qualifiers of them, also of what shares its head with the one that they stand before."""
    for i, s in enumerate(statements):
        if s.subject is None or s.kind not in _KINDS or not lost.within(s.at - _FAR, s.at):
            continue
        edge = left_edge(item, s)
        chain = _chain(item, edge, lost, statements, s.kind)
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


def _chain(
    item: Item, edge: int, lost: Lost, statements: list[Statement], kind: str
) -> tuple[int, int] | None:
    """The lost words right before a place, or a verb of which the object is there."""
    if deed := _deed(item, edge, lost, statements):
        return deed
    tokens: list[Token] = []
    at = edge
    while len(tokens) < _MOST and (token := _next(lost, at, first=not tokens)):
        tokens.insert(0, token)
        at = token.start
    if not tokens:
        return _measure(item, edge, lost, statements, kind)
    if not _opens(item, tokens, statements) or _next_sentence(item, edge, tokens[-1], kind):
        return None
    first = _coordinated(item, tokens[0].start, lost, statements)
    return None if first is None else (min(first, _with_word(item, tokens[0])), tokens[-1].end)


def _next_sentence(item: Item, edge: int, last: Token, kind: str) -> bool:
    """`of the skin Carcinoma in situ`: a name with a capital, behind a noun without; `Renal Serum creatinine`."""
    if not _TITLE.match(item.quote(edge, edge + 2)):
        return False
    titled = item.quote(last.start, last.end)[:1].isupper()
    return kind == "measurement" if titled else not (is_adjective(last.words) or is_listed(last.words))


def _coordinated(item: Item, at: int, lost: Lost, statements: list[Statement]) -> int | None:
    """Where the alternatives to the first of them begin: `limited or` extensive; None where they are none."""
    while m := _ALTERNATIVE.search(_lead(item, at)):
        b = at - len(m.string) + m.end("word")
        a, word = b - len(m["word"]), m["word"].lower()
        if _is_told(item, b, statements):
            return at
        if not _is_adjective(word):
            return None if lost.within(a, b) or word in _OPENING else at
        at = a
        while (token := _next(lost, at, first=False)) is not None:  # "extensive abdominal, or"
            at = token.start
    return at


def _is_adjective(word: str) -> bool:
    known = is_adjective(word) or is_listed(word) or word in stands_before() or word in _AT_ANY_TIME
    return known or _DONE.fullmatch(word) is not None


def _is_told(item: Item, end: int, statements: list[Statement]) -> bool:
    """Whether something is read of a word that ends there."""
    found = (*item.mentions, *item.negations, *item.windows, *item.thresholds)
    return any(f.start < end <= f.end for f in found) or _is_stated(end, statements)


def _is_stated(end: int, statements: list[Statement]) -> bool:
    return any(x < end <= y for s in statements for x, y in s.taken)


def _with_word(item: Item, first: Token) -> int:
    """Where `group IV`, `drug induced` begin, of which the second word alone is lost."""
    pattern = (
        _STAGE if _ROMAN.fullmatch(first.words) else _ANY_WORD if _MADE_SO.fullmatch(first.words) else None
    )
    m = pattern.search(_lead(item, first.start)) if pattern else None
    return first.start - len(m[0]) if m else first.start


def _lead(item: Item, at: int) -> str:
    """The words of the sentence before a place."""
    return item.quote(max(item.segments.bounds(max(at - 1, item.start))[0], at - _REACH), at)


def _measure(
    item: Item, edge: int, lost: Lost, statements: list[Statement], kind: str
) -> tuple[int, int] | None:
    """`mild EASI severity`, `strong evidence` of what stands there."""
    m = _HEAD.search(_lead(item, edge))
    if m is None or m["head"].lower() not in transparent():
        return None
    at = a = edge - len(m[0])
    for _ in range(_PASSED + 1):
        if told := _chain(item, at, lost, statements, kind):
            return told[0], a + len(m["head"])
        word = _ANY_WORD.search(_lead(item, at))
        if word is None or word[0].strip().lower() in STOP_WORDS:
            return None
        if _is_stated(at - len(word[0]) + len(word[0].rstrip()), statements):
            return None
        at -= len(word[0])
    return None


def _deed(item: Item, edge: int, lost: Lost, statements: list[Statement]) -> tuple[int, int] | None:
    """`planning` of "planning a surgery", `needing or planning`, `prior or planned`."""
    article = _DETERMINED.search(_lead(item, edge))
    token = first = _verb(lost, edge - len(article[0]) if article else edge)
    if token is None or first is None:
        return None
    if joint := _JOINT.search(_lead(item, token.start)):
        first = _verb(lost, token.start - len(joint[0]) + 1) or token
    bare = first.words in verb_forms("deed", bare=True)  # "partial or complete" is none
    if bare and not _VERB_BEFORE.search(_lead(item, first.start)):
        return None
    if gerund := _GERUND.search(_lead(item, first.start)):
        return first.start - len(gerund[0]), token.end
    begin = _coordinated(item, first.start, lost, statements)
    return first.start if begin is None else begin, token.end


def _verb(lost: Lost, at: int) -> Token | None:
    token = lost.before(at)
    return token if token is not None and token.words in verb_forms("deed") else None


def _next(lost: Lost, at: int, *, first: bool) -> Token | None:
    """The word before a place, where it may narrow what stands there."""
    token = lost.before(at)
    if token is None or token.glued:
        return None
    verb = token.words in verb_forms("effect") | verb_forms("deed") - verb_forms("deed", bare=True)
    wrong = _NO_MODIFIER.fullmatch(token.words) and (first or not token.words.endswith("ly"))
    return None if wrong or verb else token


def _opens(item: Item, tokens: list[Token], statements: list[Statement]) -> bool:
    """Whether a noun phrase may begin with them: not behind what makes a verb of the first, nor right behind a name."""
    first, lead = tokens[0], _lead(item, tokens[0].start)
    if _VERB_BEFORE.search(lead) or (_DONE_BEFORE.search(lead) and _DONE.search(first.words)):
        return False
    end = first.start - len(lead) + len(lead.rstrip())
    named = any(m.end == end for m in item.mentions)
    return not named or any(x.end == end and item.quote(end, first.start).strip() for x in statements)
