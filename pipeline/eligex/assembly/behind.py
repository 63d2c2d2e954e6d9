"""What stands right behind a name and that nothing has read: nouns that the name only modifies, and what narrows it.

`asthma exacerbation` is no asthma, `tumour biopsy` no tumour; `epilepsy controlled by antiepileptics` is one epilepsy.
"""

import functools
import re
from dataclasses import replace
from itertools import pairwise

from eligex.assembly.extents import meets
from eligex.assembly.polarity import governs
from eligex.assembly.premodifiers import is_adjective, is_listed
from eligex.assembly.reach import limit
from eligex.assembly.reading import Item, kind_of
from eligex.assembly.residual import Lost, Token, left_edge, right_edge, verb_forms
from eligex.assembly.statement import Statement
from eligex.assembly.tails import NO_PLACE
from eligex.assembly.unnamed import generic_labels
from eligex.components.findings import Finding
from eligex.vocab.tables import VocabularyError, table

ROLES = {"person", "form", "same", "other", "PROCEDURE", "DRUG"}
_THINGS = {"condition", "procedure", "drug"}
_KINDS = {*_THINGS, "state", "measurement"}
_TREATMENTS = {"procedure", "drug"}
_FAR = 200  # characters to a word that is lost
_MOST = 3  # nouns behind a name
_PLURAL = re.compile(r"[a-z]{3,}(?<!s)(?<!u)(?<!i)s\Z", re.IGNORECASE)
_NO_NOUN = re.compile(
    r"\w+(?:ed|ing|ly)|only|alone|free|plus|post|despite|outside|via|versus|per|upon|greater|higher|lower|equal|after|before"
    r"|during|throughout|until|remained|began|nyha\w*|\d.*|\w*\d\w*"
)
_GOES_ON = re.compile(r"\s+(?:to|the|an?|that|on)\b", re.IGNORECASE)
_ADJECTIVE = re.compile(
    r"(?:in)?dependent|resistant|refractory|na[iï]ve|free|exposed|sensitive|induced|related|associated|intolerant"
    r"|positive|negative|deficient"
)
_WITH_NEXT = re.compile(rf"{_ADJECTIVE.pattern}|only|containing|based|specific")
_NARROWS = re.compile(
    r"\w{3,}ed|\w{3,}ing|stable|active|secondary|outside|proximal|distal|ongoing|accessible|post"
)
_FINITE = re.compile(r"appeared|became|began|remained|had|did|failed")
_RELATIVE = re.compile(
    r"\s+(?P<text>(?:that|which|whose|for\s+which)\s+(?!must\b|should\b|shall\b|will\s+be\b))", re.IGNORECASE
)
_PHRASE = re.compile(
    r"\s+(?P<text>(?:of|in|for|to|with|without|from|at|on|against|despite|via|under|near|outside|by)\s)",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(
    r"\s+(?P<text>(?:referred|scheduled|treated|requiring|undergoing|receiving|associated|related|caused|accompanied|complicated)\s)",
    re.IGNORECASE,
)
_DURING = re.compile(
    r"\s+(?P<text>(?:during|throughout)\s+(?:the\s+|this\s+)?(?:entire\s+|whole\s+)?(?:study|trial|treatment)(?:\s+(?:treatment|period|participation))*)\b",
    re.IGNORECASE,
)
_JOINT = re.compile(r"(?P<end>[,;:()\[\]]|\s-\s)|\b(?:or|and|and/or|but)\b", re.IGNORECASE)
_PREPOSITION = re.compile(r"\b(?:to|of|with|by|in|for|from|on|at)\s+(?:or|and|and/or)\s*\Z", re.IGNORECASE)
_MARK = re.compile(r"[,;:()\[\]]")
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|can|may|might|could|would|will|requires?|needs?|that|which|who|not|\w+ed|\w+ing|\w+ly)\b",
    re.IGNORECASE,
)
_VERDICT = re.compile(
    r"\s(?:is|are|was|were|will|may|must|should|can|could|would|shall|has|have|had|do|does)\b", re.IGNORECASE
)
_SAID = re.compile(
    r"\s(?:(?:is|are|was|were|will|may|must|should|can|shall)\s+)+(?:not\s+|also\s+|still\s+|be\s+)*(?:eligible|ineligible|allowed"
    r"|permitted|acceptable|excluded|included|considered|exempt|enrolled|exclusionary)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w{2}")
_TITLE = re.compile(r"[A-Z][a-z]")
_AFTER_ADVERB = re.compile(
    r"\s+\w+(?:ed|ing|able|ible|ive|al|ic|ant|ent|ous)\b|\s+(?:in|on|under|at)\b", re.IGNORECASE
)
_ONLY = re.compile(r"only|alone")
_AFTER_ONLY = re.compile(r"\s*(?:$|[.,;)]|(?:in|with|for|during|at|on|requiring)\b)", re.IGNORECASE)
_ENDS = re.compile(
    r"\s*(?:$|[.,;:()]|(?:in|with|for|during|at|on|to|of|from|by|or|and|and/or|that|which|despite|after|before|within|prior)\b)",
    re.IGNORECASE,
)
_NEXT_WORD = re.compile(r"\s+(\w)")
_ANEW = re.compile(
    r"(?<=[a-z]{3})(?<!\bwith)(?<!\bthe)(?<!\bfor)(?<!\bfrom)(?<!\band)\s+(?=[A-Z][a-z]{3,}\s+[a-z])"
)
_FEW_WORDS = re.compile(r"\s*(?:(?:an?|the)\s+)?(?-i:[A-Z][a-z]{2})", re.IGNORECASE)
_LIST = re.compile(
    r"(?:\s*,\s*(?:[\w/'-]+\s?){1,4})*?,?\s*\b(?:or|and|and/or)\s+(?:[\w/'-]+\s?){1,4}?(?=\s*(?:$|[.,;:()]|within|in\s+the))",
    re.IGNORECASE,
)
_PARTED = re.compile(r"\(|\s*:|\s+-\s")
_SMALL = {"to", "of", "with", "by", "in", "for", "from", "on", "at", "and", "or", "the", "a", "an", "than"}
_UNTIMED = re.compile(r"(?:for|from|of|after|before)\b", re.IGNORECASE)
_CUT = re.compile(r"\s*\(")


def follow(item: Item, statements: list[Statement], lost: Lost) -> list[Statement]:
    """Longer names, and the statements without those that stand in a clause that tells of another."""
    told = _joined(item, statements, lost)
    for s in list(statements):
        if s.subject is None or s.kind not in _KINDS or s.threshold is not None or any(s is x for x in told):
            continue
        if not lost.within(s.end, s.end + _FAR):
            continue
        if s.kind in _THINGS:
            _lengthen(item, s, statements, lost)
        told += _narrow(item, s, statements, lost)
    return [s for s in statements if not any(s is x for x in told)]


def _joined(item: Item, statements: list[Statement], lost: Lost) -> list[Statement]:
    """Those that with an adjective tell which the next is: `pregnancy induced hypertension`."""
    found = []
    for s, after in pairwise(statements):
        token = (
            lost.behind(s.end)
            if s.subject is not None and s.threshold is None and s.base is after.base
            else None
        )
        if token is None or not _WITH_NEXT.fullmatch(token.words):
            continue
        if item.quote(token.end, max(token.end, left_edge(item, after))).isspace():
            begin = left_edge(item, s)
            after.qualify_apart(begin, token.end, item.quote(begin, token.end))
            found.append(s)
    return found


def _lengthen(item: Item, s: Statement, statements: list[Statement], lost: Lost) -> None:
    """`asthma exacerbation`, `peppermint oil capsules`"""
    assert s.subject is not None
    edge = right_edge(item, s)
    told = next((e for e in s.aside if e[1] == edge > s.subject.end), None)
    end, last, adjective = edge, "", False
    if (
        told is None
        and edge == s.end == s.subject.end
        and (m := _agents().match(item.text, edge - item.start))
    ):
        if lost.behind(edge) and not any(
            x is not s and edge <= x.at < item.start + m.end() for x in statements
        ):
            return _rename(item, s, item.start + m.end(), generic_labels()[m["noun"].lower()])
    for _ in range(_MOST):
        token = lost.behind(end)
        if token is None or not _is_noun(item, s, end, token):
            break
        end, last = token.end, token.words
        adjective = adjective or _ADJECTIVE.fullmatch(last) is not None
    if end == edge or any(x is not s and edge <= x.at < end for x in statements):
        return
    if told is not None:
        _qualify(item, s, told[0], end)
    elif edge == s.end == s.subject.end:
        role = "CONDITION" if adjective else _role(last)
        _rename(item, s, end, None if item.quote(s.at - 1, s.at) == "-" else role)


def _is_noun(item: Item, s: Statement, end: int, token: Token) -> bool:
    if _ADJECTIVE.fullmatch(token.words):
        return True
    role = _role(token.words)
    known = role is not None
    own = item.quote(token.start, token.end)
    if (_TITLE.match(own) and role != "person") or (own.isupper() and not known):
        return False  # the next sentence, or a name
    if own.endswith("s") and _GOES_ON.match(item.text, token.end - item.start):
        return False  # "resection contributes to"
    if not known and (_NO_NOUN.fullmatch(token.words) or is_adjective(token.words) or is_listed(token.words)):
        return False
    if token.words.rstrip("s") in verb_forms("effect") | verb_forms("deed") and not known:
        return False
    return not _PLURAL.search(item.quote(s.at, end)) or role in ("form", "person")


def _rename(item: Item, s: Statement, end: int, role: str | None) -> None:
    assert s.subject is not None
    f = s.subject
    value = {**f.value, "head_end": f.value.get("head_end", f.end)}
    if role in ("person", "form", "same"):
        subject = replace(f, end=end, value=value)
    else:
        label = {"other": "STATE", None: f.label}.get(role, role) or f.label
        subject = Finding(f.start, end, label, "assembly:longer-name", value={"head_end": value["head_end"]})
        s.kind = kind_of(subject)
    s.take(s.end, end)
    s.subject, s.end = subject, end


def _narrow(item: Item, s: Statement, statements: list[Statement], lost: Lost) -> list[Statement]:
    """Qualifies `s` by the clause behind it, and gives the statements in that."""
    edge = right_edge(item, s)
    hi = item.segments.bounds(max(edge - 1, s.at))[1]
    text, at = item.text, edge - item.start
    if m := _DURING.match(text, at, hi - item.start):
        if lost.within(edge, item.start + m.end()):
            _qualify(item, s, item.start + m.start("text"), item.start + m.end())
        return []
    token = lost.behind(edge)
    relative = _RELATIVE.match(text, at, hi - item.start)
    phrase = _PHRASE.match(text, at, hi - item.start)
    lead = relative or phrase or _PARTICIPLE.match(text, at, hi - item.start)
    if lead is None and (token is None or not _narrows(item, token)):
        return []
    begin = item.start + lead.start("text") if lead else token.start  # type: ignore[union-attr]
    end = _clause_end(item, s, begin, statements, finite=relative is not None)
    inside = [x for x in statements if begin <= x.at < end]
    end = _with_list(item, statements, lost, end)
    if phrase and not relative and (inside or NO_PLACE.search(item.quote(begin, end))):
        return []
    return _take(item, s, statements, (begin, end), inside, lost)


def _with_list(item: Item, statements: list[Statement], lost: Lost, end: int) -> int:
    """`to egg, milk and peanut`: with the members behind a comma that nothing names; 0 where that is not sure."""
    if item.quote(end, end + 1) != "," or (lost.behind(end + 1) is None):
        return end
    m = _LIST.match(item.text, end - item.start, item.segments.bounds(end)[1] - item.start)
    stop = item.start + m.end() if m else 0
    told = (*(s.at for s in statements), *(x.start for x in (*item.mentions, *item.windows, *item.contexts)))
    return 0 if any(end <= x < stop for x in told) else stop


def _narrows(item: Item, token: Token) -> bool:
    w, at = token.words, token.end - item.start
    if _TITLE.match(item.quote(token.start, token.end)):
        return False
    if token.glued:
        return False
    if _ONLY.fullmatch(w):
        return _AFTER_ONLY.match(item.text, at) is not None
    if w.endswith("ly"):
        return _AFTER_ADVERB.match(item.text, at) is not None
    if _FINITE.fullmatch(w) or w in verb_forms("effect") and not w.endswith("ing"):
        return False
    if _NARROWS.fullmatch(w):
        return not (
            w.endswith("ing") and w not in verb_forms("effect") | verb_forms("deed") and _names(item, token)
        )
    return (is_adjective(w) or is_listed(w)) and _ENDS.match(item.text, at) is not None


def _names(item: Item, token: Token) -> bool:
    """Whether something is named right behind it: `dopamine blocking agents`."""
    m = _NEXT_WORD.match(item.text, token.end - item.start)
    return m is not None and any(x.start == item.start + m.end() - len(m[1]) for x in item.mentions)


def _take(
    item: Item,
    s: Statement,
    statements: list[Statement],
    clause: tuple[int, int],
    inside: list[Statement],
    lost: Lost,
) -> list[Statement]:
    begin, end = clause
    if (
        end <= begin
        or not lost.within(begin, end)
        or any(x.threshold or x.base is not s.base for x in inside)
    ):
        return []
    if any(
        n.start >= begin and any(governs(n, x.subject) for x in statements if x.subject and x.at >= end)
        for n in item.negations
        if n.start < end
    ):
        return []
    told = [e for e in s.aside if meets(clause, [e])]
    if any(a < begin or end < b for a, b in told) or not _is_whole(item, begin, end):
        return []
    timed = [
        w.end
        for w in (*item.windows, *item.durations)
        if inside and not item.quote(end, max(end, w.start)).strip() and w.start >= end
    ]
    _qualify(item, s, begin, min(timed, default=end))
    return inside


def _is_whole(item: Item, a: int, b: int) -> bool:
    """Whether nothing of it is a bound, leads to one or carves out, and no bracket parts it from what it goes on with."""
    if any(a < t.start and not item.quote(b, max(b, t.start)).strip() for t in item.thresholds):
        return False
    if any(c.overlaps(a, b) for c in item.contexts if c.label in ("EXCEPTION", "ALLOWED")):
        return False
    last, at = item.quote(a, b).split()[-1], b - item.start
    if not last[-1].isalnum() or _PARTED.match(item.text, at) or last.lower() in _SMALL:
        return False
    timed = any(w.start >= b and not item.quote(b, w.start).strip() for w in (*item.windows, *item.durations))
    if timed and _UNTIMED.match(item.quote(a, b)):
        return False
    return not (_CUT.match(item.text, at) and is_adjective(last))


def _qualify(item: Item, s: Statement, a: int, b: int) -> None:
    """In place of what tells a part of it."""
    words = item.quote(a, b).rstrip(" .\n\r")
    kept = [(e, q) for e, q in zip(s.aside, s.qualifiers, strict=True) if not (a <= e[0] and e[1] <= b)]
    s.aside, s.qualifiers = [e for e, _ in kept], [q for _, q in kept]
    s.qualify_apart(a, a + len(words), words)


def _clause_end(item: Item, s: Statement, begin: int, statements: list[Statement], *, finite: bool) -> int:
    """Where a clause ends: before a mark, a verdict, or a conjunction that joins another thing that is stated."""
    hi = limit(item, begin)
    stop = (_SAID if finite else _VERDICT).search(item.text, begin - item.start, hi - item.start)
    hi = item.start + stop.start() if stop else hi
    anew = _ANEW.search(item.text, begin - item.start, hi - item.start)
    hi = item.start + anew.start() if anew else hi
    for m in _JOINT.finditer(item.text, begin - item.start, hi - item.start):
        a, b = item.start + m.start(), item.start + m.end()
        if m["end"] or _joins_other(item, s, statements, (begin, b), hi):
            hi = a
            break
    return begin + len(item.quote(begin, hi).rstrip(" ,.\n\r"))


def _joins_other(
    item: Item, s: Statement, statements: list[Statement], clause: tuple[int, int], hi: int
) -> bool:
    """Whether what a conjunction before `at` joins is no part of the clause from `begin`."""
    begin, at = clause
    if _PREPOSITION.search(item.quote(begin, at)):
        return False  # "refractory to or intolerant of"
    follows = next((x for x in statements if at <= x.at), None)
    if follows is None or follows.at >= hi:
        return not _WORD.search(item.quote(at, hi)) or _FEW_WORDS.match(item.quote(at, hi)) is not None
    between = item.quote(at, max(at, left_edge(item, follows)))
    if _VERB.search(between) or _MARK.search(between):
        return False
    within = [x for x in statements if begin <= x.at < at]
    alike = within and s.kind not in _TREATMENTS and {within[-1].kind, follows.kind} <= _TREATMENTS
    return not alike


@functools.cache
def _agents() -> re.Pattern[str]:
    """`blocking agents`, `antiviral therapy`, behind a name."""
    words = "|".join(sorted(map(re.escape, generic_labels()), key=len, reverse=True))
    return re.compile(
        rf"(?:\s+|-)\w+(?:ing|al|ic|ive|ory|ant)\s+(?P<noun>{words})\b(?!\s+[a-z]+(?:s|ion|ment)\b)",
        re.IGNORECASE,
    )


@functools.cache
def _roles() -> dict[str, str]:
    rows = {row["word"]: row["role"] for row in table("behind_heads")}
    wrong = set(rows.values()) - ROLES
    if wrong:
        raise VocabularyError(f"behind_heads.csv: unknown role {', '.join(sorted(wrong))}")
    return rows


def _role(word: str) -> str | None:
    return _roles().get(word)
