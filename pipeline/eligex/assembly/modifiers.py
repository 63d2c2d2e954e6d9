"""Words before a name that narrow it: severity, course, control, symptoms (`modifiers.csv`).

They are no part of a name ("severe renal impairment" is coded as renal impairment), yet a statement
without them says more than the text. Adjectives that share one head share what stands before the first:
"severe pancreatic or kidney disease" speaks of two severe diseases.
"""

import functools
import re
from collections.abc import Iterable
from itertools import pairwise

from eligex.assembly.reading import Item
from eligex.assembly.statement import Statement
from eligex.components.findings import Finding
from eligex.vocab.tables import VocabularyError, table, unique

ROLES = {"course", "control", "severity", "symptoms", "degree"}
_KINDS = {"condition", "procedure", "drug"}
_REACH = 80
_JOINT_END = re.compile(r"(?:,|/|\b(?:and|or|and/or|to)\b)\s*$", re.IGNORECASE)
_ALTERNATIVE = re.compile(r"\s*(?:,|,?\s*\bor\b|/)\s*", re.IGNORECASE)
_CONTROL = re.compile(
    r"(?:(?:clinically|poorly|inadequately)\s+)?(?:un)?(?:controlled|significant)",
    re.IGNORECASE,
)
# `class III or IV heart failure`; a toxicity's grade is a score
_STAGE = (
    r"(?:class|stage)\s+(?:[IVX]{1,4}|\d)[A-C]?(?:\s*(?:/|-|,|or|to|and)\s*(?:[IVX]{1,4}|\d)[A-C]?)*"
    r"(?:\s+or\s+(?:higher|greater|above))?"
)
_JOINT = re.compile(r"\s*(?:,|/|\b(?:and|or|and/or)\b)+\s*", re.IGNORECASE)


def modify(item: Item, statements: list[Statement]) -> None:
    """Makes qualifiers of the modifiers before each condition and procedure."""
    subjects = [s.subject for s in statements if s.subject is not None]
    for s in statements:
        if s.subject is not None and s.kind in _KINDS:
            _own(item, s, subjects)
    for before, s in pairwise(statements):
        if _shares_head(item, before, s):
            _share(before, s)
    _share_control(item, statements)


def _own(item: Item, s: Statement, taken: list[Finding]) -> None:
    assert s.subject is not None
    start = max(item.start, s.subject.start - _REACH, *(f.end for f in taken if f.end <= s.subject.start))
    for m in _runs().finditer(item.quote(start, s.subject.end)):
        a, b = start + m.start(), start + m.end()
        opposes = m[0][:4].lower() == "non-"
        if (opposes and b > s.subject.start) or (s.kind == "drug" and not opposes):
            continue  # the prefix of the name itself; of drugs only what they are not
        if b > s.subject.start and not _JOINT_END.search(item.quote(a, s.subject.start)):
            b = s.subject.start  # "active chronic hepatitis": the name says the rest
        if any(x <= a and b <= y for x, y in s.aside):
            continue
        text = item.quote(a, b).rstrip(" -")
        if a < s.subject.start <= b + 1 and item.quote(b, s.subject.start).strip(" -") == "":
            s.qualify(a, a + len(text), text)


def _shares_head(item: Item, before: Statement, s: Statement) -> bool:
    """`pancreatic` of "pancreatic or kidney disease", where `s` is the kidney's."""
    if before.subject is None or s.subject is None or not before.subject.source.endswith(":shared-head"):
        return False
    return _JOINT.fullmatch(item.quote(before.subject.end, s.subject.start)) is not None


def _share_control(item: Item, statements: list[Statement]) -> None:
    """`uncontrolled hypertension or diabetes`: either, uncontrolled; not where each has a word of its own."""
    at = 0
    while at < len(statements):
        stop = at + 1
        while stop < len(statements) and _alternatives(item, statements[stop - 1], statements[stop]):
            stop += 1
        first, *rest = statements[at:stop]
        controlled = len(first.qualifiers) == 1 and _CONTROL.fullmatch(first.qualifiers[0])
        if controlled and rest and not any(s.qualifiers for s in rest):
            for s in rest:
                _share(first, s)
        at = stop


def _alternatives(item: Item, before: Statement, s: Statement) -> bool:
    if any(x.subject is None or x.kind != "condition" or x.threshold for x in (before, s)):
        return False
    start = min([s.at, *(a for a, b in s.aside if before.end <= a and b <= s.at)])
    return _ALTERNATIVE.fullmatch(item.quote(before.end, start)) is not None


def _share(before: Statement, s: Statement) -> None:
    """What stands before the first of them; a modifier of its own comes first."""
    for (start, end), text in zip(before.aside, before.qualifiers, strict=True):
        if start < before.start and text not in s.qualifiers:
            s.qualify(start, end, text)


@functools.cache
def _runs() -> re.Pattern[str]:
    """One or more modifiers. Raises VocabularyError on an unknown role."""
    rows = unique(table("modifiers"), "word", where="modifiers.csv")
    wrong = {row["role"] for row in rows.values()} - ROLES
    if wrong:
        raise VocabularyError(f"modifiers.csv: unknown role {', '.join(sorted(wrong))}")
    degrees = _any_of(word for word, row in rows.items() if row["role"] == "degree")
    words = _any_of(word for word, row in rows.items() if row["role"] != "degree")
    one = rf"(?:(?:{degrees}\s+)?{words}|non-[a-z]+|{_STAGE})"
    joint = r"(?:\s*(?:,|/|-|\band/or\b|\band\b|\bor\b|\bto\b)\s*|\s+)"
    return re.compile(rf"(?<![\w-]){one}(?:{joint}{one})*(?![\w-])", re.IGNORECASE)


def _any_of(words: Iterable[str]) -> str:
    return (
        "(?:"
        + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))
        + ")"
    )
