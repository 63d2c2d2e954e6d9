"""Names that go on: behind a name a noun that it only modifies, or an adjective that it makes one with.

`asthma exacerbation` is no asthma and `tumour biopsy` no tumour; capsules of an oil are that oil (`behind_heads.csv`).
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.residual import Lost, Token, left_edge, requalify, right_edge, verb_forms
from eligex.assembly.grammar.silent_words import stands_before
from eligex.assembly.items.premodifiers import is_adjective, is_listed
from eligex.assembly.items.reading import Item, kind_of
from eligex.assembly.items.unnamed import generic_labels
from eligex.components.findings import Finding
from eligex.vocab.tables import VocabularyError, table

LABELS = {"other": "STATE", "condition": "CONDITION", "procedure": "PROCEDURE", "drug": "DRUG"}
SAME = {"person", "form", "local", "same"}  # the name says it all; where a form is given narrows it
_THINGS = {"condition", "procedure", "drug"}
_MOST = 3  # nouns behind a name
_PLURAL = re.compile(r"[a-z]{3,}(?<!s)(?<!u)(?<!i)s\Z", re.IGNORECASE)
_NO_NOUN = re.compile(
    r"[\w-]+(?:ed|ing|ly)|only|alone|free|plus|post|despite|outside|inside|within|into|onto|beyond|among|once|twice|thrice|daily|weekly|monthly|via|versus|per|upon|greater|higher|lower|equal|after"
    r"|before|during|throughout|until|began|\w*\d\w*|\w+(?:vades|butes|cuses|izes|ifies|quires|curs|ists)"
)
_COMPLEMENT = re.compile(r"\s+(?:of|to|from|with|on|by|after|despite)\b", re.IGNORECASE)
_AT_END = re.compile(r"\s*(?:$|[.,;:()])")
_GOES_ON = re.compile(r"\s+(?:to|the|an?|that|on)\b", re.IGNORECASE)
_ADJECTIVE = re.compile(
    r"(?:in)?dependent|resistant|refractory|na[iï]ve|free|exposed|sensitive|induced|related|associated|intolerant"
    r"|positive|negative|deficient"
)
_CAUSED = "related"
_WITH_NEXT = re.compile(rf"{_ADJECTIVE.pattern}|only|containing|based|specific")
_TITLE = re.compile(r"[A-Z][a-z]")


def join(item: Item, statements: Sequence[Statement], lost: Lost) -> list[Statement]:
    """Those that with an adjective behind tell which the next one is: `pregnancy induced hypertension`."""
    found = []
    for s, after in pairwise(statements):
        if s.subject is None or s.threshold is not None or s.base is not after.base:
            continue
        token = lost.behind(s.end)
        if token is None or not _WITH_NEXT.fullmatch(token.words):
            continue
        if item.quote(token.end, max(token.end, left_edge(item, after))).isspace():
            begin = left_edge(item, s)
            after.qualify_apart(begin, token.end, item.quote(begin, token.end))
            found.append(s)
    return found


def lengthen(item: Item, s: Statement, statements: Sequence[Statement], lost: Lost) -> None:
    """Gives the nouns behind to the name, or to the words that narrow it and that they end."""
    assert s.subject is not None
    edge = right_edge(item, s)
    bare = edge == s.end == s.subject.end
    end, role = (_agent(item, edge, lost) if bare and s.kind in _THINGS else None) or _nouns(
        item, s, edge, lost
    )
    if end == edge or any(x is not s and edge <= x.at < end for x in statements):
        return
    told = next((a for a, b in s.aside if b == edge > s.subject.end), None)
    if told is not None:
        requalify(item, s, told, end)
    elif bare and s.kind in _THINGS:
        if role == "local" and s.kind == "drug":
            s.qualify(edge, end, item.quote(edge, end).strip())
        _rename(s, end, None if item.quote(s.at - 1, s.at) == "-" else role)


def _agent(item: Item, edge: int, lost: Lost) -> tuple[int, str | None] | None:
    """Where `blocking agents`, `antiviral therapy` end, and what they are."""
    m = _agents().match(item.text, edge - item.start) if lost.behind(edge) else None
    return (item.start + m.end(), generic_labels()[m["noun"].lower()].lower()) if m else None


def _nouns(item: Item, s: Statement, edge: int, lost: Lost) -> tuple[int, str | None]:
    """Where the nouns end, and the role of the last."""
    end, role = edge, None
    for _ in range(_MOST):
        token = lost.behind(end)
        if token is None or not _is_noun(item, s, end, token):
            break
        end = token.end
        role = (
            "condition"
            if role == "condition" or _ADJECTIVE.fullmatch(token.words)
            else _roles().get(token.words)
        )
    return end, role


def _is_noun(item: Item, s: Statement, end: int, token: Token) -> bool:
    if token.words == _CAUSED:
        return False  # it tells of the next name, or of nothing
    if _ADJECTIVE.fullmatch(token.words):
        return not _COMPLEMENT.match(item.text, token.end - item.start)  # "independent of protocol"
    role, own = _roles().get(token.words), item.quote(token.start, token.end)
    if role is None:
        verb = token.words.rstrip("s") in verb_forms("effect") | verb_forms("deed")
        other = _NO_NOUN.fullmatch(token.words) or is_adjective(token.words) or is_listed(token.words)
        other = other or token.words in stands_before()
        gerund = token.words.endswith("ing") and _AT_END.match(item.text, token.end - item.start)
        if verb or (other and not gerund) or own.isupper():
            return False  # but "wound healing"
    if _TITLE.match(own) and role != "person":
        return False  # the next sentence, or a name
    if own.endswith("s") and _GOES_ON.match(item.text, token.end - item.start):
        return False  # "resection contributes to"
    return not _PLURAL.search(item.quote(s.at, end)) or role in ("form", "local", "person")


def _rename(s: Statement, end: int, role: str | None) -> None:
    """A name of which no code stands for the whole, unless its role says so."""
    assert s.subject is not None
    f = s.subject
    head_end = f.value.get("head_end", f.end)
    if role in SAME:
        subject = replace(f, end=end, value={**f.value, "head_end": head_end})
    else:
        label = LABELS[role] if role else f.label
        subject = Finding(f.start, end, label, "assembly:longer-name", value={"head_end": head_end})
        s.kind = kind_of(subject)
    s.take(s.end, end)
    s.subject, s.end = subject, end


@functools.cache
def _agents() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, generic_labels()), key=len, reverse=True))
    return re.compile(
        rf"(?:\s+|-)\w+(?:ing|al|ic|ive|ory|ant)\s+(?P<noun>{words})\b(?!\s+[a-z]+(?:s|ion|ment)\b)",
        re.IGNORECASE,
    )


@functools.cache
def _roles() -> dict[str, str]:
    """Nouns behind a name with what they make of it. Raises VocabularyError on an unknown role."""
    rows = {row["word"]: row["role"] for row in table("behind_heads")}
    wrong = set(rows.values()) - SAME - set(LABELS)
    if wrong:
        raise VocabularyError(f"behind_heads.csv: unknown role {', '.join(sorted(wrong))}")
    return rows
