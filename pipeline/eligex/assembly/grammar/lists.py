"""What "joined in a list" means: `A, B and/or C`, `A as well as any other B`, `renal, hepatic or cardiac disease`.

A joint is a run of commas, slashes and conjunctions. Behind it words may stand that begin a member without
telling anything of it; `list_words.csv` has them by role.
"""

import functools
import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.vocab.tables import VocabularyError, table

ROLES = {"article", "determiner", "existence"}
_SIGN = r"(?:[,/]|\b(?:and/or|or|and|as\s+well\s+as)\b)"
_CLAUSE = re.compile(  # a verb, or what tells whom it is about: no plain list
    r"\b(?:is|are|was|were|be|been|has|have|had|who|whom|whose|that|which|with|without|must|should|will|would|may|can|cannot|could"
    r"|not|no|on|undergoing|receiving|taking|requir\w+|treated|if|when|both|but|because|unless|except)\b|[.;:()]",
    re.IGNORECASE,
)


@functools.cache
def words_of(*roles: str) -> frozenset[str]:
    """Words that may begin a member. Raises VocabularyError where the table has an unknown role."""
    rows = table("list_words")
    wrong = {row["role"] for row in rows} - ROLES
    if wrong:
        raise VocabularyError(f"list_words.csv: unknown role {', '.join(sorted(wrong))}")
    return frozenset(row["word"] for row in rows if row["role"] in roles)


def passing(*roles: str) -> str:
    """A pattern of one word of these roles."""
    longest = sorted(words_of(*roles), key=lambda w: (-len(w), w))
    return rf"(?:{'|'.join(w.replace(' ', chr(92) + 's+') for w in longest)})\b"


SIGN = re.compile(_SIGN, re.IGNORECASE)
# what stands between two names of one list, and says nothing
JOIN = re.compile(
    r"[\s,/&+)\]-]*(?:\b(?:and|or|and/or|plus|as well as)\b)?[\s,/]*(?:\b(?:and|or|the|both|either|a|an|any)\b[\s]*)*",
    re.IGNORECASE,
)
# what parts two of which either is meant: " or the "
EITHER = re.compile(rf"\s*(?:/|\bor\b)\s*(?:{passing('article')}\s+)*", re.IGNORECASE)
# of a drug or a procedure: "antiviral drugs or …"
OWN_NOUN = re.compile(
    r"\A\s+(?:treatments?|therap(?:y|ies)|drugs?|agents?|medications?|preparations?|products?)\b",
    re.IGNORECASE,
)
# only what joins
JOINT = re.compile(rf"\s*(?:{_SIGN}\s*)+", re.IGNORECASE)
# what joins, with what a member may begin with: ", or any other"
NEXT = re.compile(rf"\s*(?:{_SIGN}\s*)+(?:{passing('article', 'determiner')}\s+)*", re.IGNORECASE)
# before a member with a word of its own: ", short-acting"
NEXT_WORD = re.compile(rf"\s*(?:{_SIGN}\s*)+(?:[\w-]+\s+)?", re.IGNORECASE)
# what may stand between members that are told of alike: "), a known"
TOLD_ANEW = re.compile(rf"(?:[\s,/)\]-]|{_SIGN}|\b{passing('article', 'existence')})*", re.IGNORECASE)
_LISTED = re.compile(rf"[\s,/]*(?:(?:{_SIGN}|{passing('article', 'determiner')})[\s,]*)*", re.IGNORECASE)
_COMMA = re.compile(r"[^,]*,(?!\s*(?:and|or|as\s+well\s+as)\b)", re.IGNORECASE)
_LAST = re.compile(r"[^,\d]{0,30},?\s*\b(?:and|as\s+well\s+as)\b[^,]{0,40}", re.IGNORECASE)
_PIECE = re.compile(r"[\w\s'’+-]*")
_BEGINS = re.compile(r"\s*(?:(?:any|other|the|an?)\s+)*", re.IGNORECASE)
_MOST_WORDS = 4  # of a member that nothing knows
_FEW_WORDS = r"[\w'’+-]+(?:\s+[\w'’+-]+){0,3}"
_ROW = re.compile(  # ", yogurt, or other "
    rf"\s*(?:,\s*{_FEW_WORDS}\s*){{0,6}},?\s*\b(?:and/or|or|and)\s+(?:(?:any|other|the|an?)\s+)*",
    re.IGNORECASE,
)
_ANEW = re.compile(
    r"\b(?:history|current\w*|ongoing|plan\w*|use[ds]?|using|receiv\w+|recent)\b", re.IGNORECASE
)
# brackets, and the rest of one
CLOSED = re.compile(r"\([^()]*\)|\betc\b\.?|^[^()]*\)")


def listed(item: Item, a: Statement, b: Statement) -> bool:
    """Whether nothing but a joint, if that, stands between two statements."""
    return a.end <= b.start and _LISTED.fullmatch(item.quote(a.end, b.start)) is not None


def shares_head(item: Item, a: Statement, b: Statement) -> bool:
    """`renal` of "renal or cardiac disease", where `b` is of the heart; not the `C` of "hepatitis B or C"."""
    if a.subject is None or b.subject is None or not a.is_elided:
        return False
    own = item.quote(a.subject.start, a.subject.end).lower()
    gap = item.quote(a.subject.end, b.begin(a.subject.end))
    return (a.subject.name or "").startswith(own) and JOINT.fullmatch(gap) is not None


def lacks_head(item: Item, a: Statement, b: Statement) -> bool:
    """`drug` of "drug or alcohol abuse", `renal` of "renal or hepatic disease"; not the C of "hepatitis B or C"."""
    if a.subject is None or b.subject is None:
        return False
    own = item.quote(a.subject.start, a.subject.end).lower()
    name = (a.subject.name or "").lower()
    if a.is_elided or not name.startswith(f"{own} "):
        return a.is_elided and not name.endswith(own)
    return item.quote(b.subject.start, b.subject.end).lower().split()[-1:] == name.split()[-1:]


def is_comma(gap: str) -> bool:
    """Whether a comma, and no clause, parts two members of a list."""
    return _COMMA.match(CLOSED.sub(" ", gap)) is not None and not _CLAUSE.search(CLOSED.sub(" ", gap))


def is_last(gap: str) -> bool:
    """Whether `and`, and no clause, stands before the last member of a list."""
    bare = CLOSED.sub(" ", gap)
    return _LAST.fullmatch(bare) is not None and not _CLAUSE.search(bare)


def is_row(gap: str) -> bool:
    """Whether plain members that nothing knows stand between two of a list, and no clause: `, yogurt, or other`."""
    bare = CLOSED.sub(" ", gap)
    if not SIGN.search(bare) or _CLAUSE.search(bare) or _ANEW.search(bare):
        return False
    first, *pieces, last = SIGN.split(bare)
    short = all(_PIECE.fullmatch(p) and len(p.split()) <= _MOST_WORDS for p in pieces)
    return short and not first.strip() and _BEGINS.fullmatch(last) is not None
