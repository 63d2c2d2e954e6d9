"""Of which members of a list the relative clause behind it tells: `a stroke or a seizure that might interfere`.

Of all, where they stand alike. A member with words of its own ("any other condition", "symptomatic heart failure")
parts the list, and so does what announces examples: of "illness including infection, angina or psychiatric illness
that would limit compliance" the clause tells of the last alone.
"""

import re
from collections.abc import Iterable

from eligex.assembly.forms.segments import ANY_BRACKET
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import EITHER, NEXT, SIGN, TOLD_ANEW, lacks_head
from eligex.assembly.items.premodifiers import graded, run_before
from eligex.assembly.items.reading import Item

_COMMA = re.compile(r",\s*(?:(?:that|which)\W*)?\Z", re.IGNORECASE)
_OTHER = re.compile(r"\b(?:any|other)\b", re.IGNORECASE)
_ANY = re.compile(r"\bany\b", re.IGNORECASE)
_SLASH = re.compile(r"\s*/\s*")
_OR = re.compile(r"\bor\b|/", re.IGNORECASE)
_JOINED = re.compile(r"[,/]|\b(?:or|and|and/or)\b", re.IGNORECASE)
_EXAMPLES = re.compile(r"\b(?:includ(?:ing|es?)|such\s+as,?\s+but|e\.?g\b|for\s+example)\b", re.IGNORECASE)
_GENERAL = re.compile(
    r"(?:conditions?|diseases?|disorders?|illness(?:es)?|problems?|abnormalit(?:y|ies)|impairments?|comorbidit(?:y|ies)"
    r"|situations?|circumstances?|factors?|findings?|reasons?|status|issues?|concerns?|states?)\Z",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"(?:(?:other|medical|pathological|clinical|systemic|concurrent)\s+)*(?:conditions?|diseases?|disorders?|illness(?:es)?"
    r"|problems?|abnormalit(?:y|ies))",
    re.IGNORECASE,
)
# "drug abuse, drug use, or alcohol abuse that …", where nothing is stated of the second
_UNTOLD = re.compile(
    r",\s*(?:(?!(?:with|without|who|that|which|has|have|is|are|was|not|no|to|in|of|for|on|by|at|any|other)\b)[a-z-]+\s*){1,3}"
    r"(?=,\s*(?:(?:or|and)\b)?)",
    re.IGNORECASE,
)
_COMPLEMENT = re.compile(r"\s(?:to|of|with|for|in|from|by|on)\s", re.IGNORECASE)
_BOTH = re.compile(
    r"\s*(?:/|\b(?:and/or|and|or)\b)\s*", re.IGNORECASE
)  # "except A and B in the adjuvant setting"
_REACH = 60
_ENDING = re.compile(r"(?:ies|es|is|y|s)\Z")  # of a noun's forms
_FEWEST = 3  # members of what is more than a pair
_ALIKE = ({"condition"}, {"drug", "procedure"})


def described(item: Item, before: list[Statement], at: int) -> list[Statement]:
    """Those of `before`, in text order, that a relative clause which begins at `at` tells of."""
    scopes = [c.value["scope"] for c in item.contexts if c.label == "EXCEPTION" and c.value.get("scope")]
    asked = [s for s in before if not any(a <= s.at < b for a, b in scopes)] or before
    closed = [b for b in item.segments.brackets if b[1] <= at]  # "a sleep disorder (e.g. apnea) that …"
    told = [s for i, s in enumerate(asked) if not any(a <= _head(asked, i).at < b for a, b in closed)]
    kept = _alike(item, told or asked, at)
    named, chosen = {id(s) for s in told or asked}, {id(s) for s in kept}
    found, beside = [], False  # what a bracket holds goes with the member before it
    for s in asked:
        beside = id(s) in chosen if id(s) in named else beside
        found += [s] if beside else []
    return found


def _head(among: list[Statement], i: int) -> Statement:
    """That whose head it shares: of "(hepatic or renal) disease" what stands behind the bracket."""
    return next((s for s in among[i:] if not s.is_elided), among[i])


def _alike(item: Item, before: list[Statement], at: int) -> list[Statement]:
    if not before or (_COMMA.search(item.quote(before[-1].end, at)) and not _is_other(item, before)):
        return before
    kept = before[-1:]
    for i in range(len(before) - 2, -1, -1):
        first = _unit(item, before, i)
        if not _stand_alike(item, before[first - 1] if first else None, before[i], kept[0], before[first].at):
            break
        kept.insert(0, before[i])
    cue = _announced(item, before[-1])
    if cue is not None and is_general(item, before[-1]):
        inside = item.segments.bracket(at)  # what is said in a bracket is not said of what stands before it
        heads = [
            s for s in before if s.end <= cue and s.at < kept[0].at and item.segments.bracket(s.at) == inside
        ]
        heads = [s for s in heads if not _speaks(item, s, before, kept)]
        kept = [s for s in heads if is_general(item, s) or _shares_head(s, heads, item)] + kept
    return kept


def speaks_for_itself(item: Item, head: Statement, before: list[Statement], at: int) -> bool:
    """Whether a graded head says enough without the clause behind its examples, which is of the last of them alone:
    `uncontrolled illness including infection, angina or social situations that would limit compliance`."""
    apart = not before or _COMMA.search(item.quote(before[-1].end, at))
    return not apart and _speaks(item, head, before, described(item, before, at))


def _speaks(item: Item, head: Statement, before: list[Statement], kept: list[Statement]) -> bool:
    cue = _announced(item, before[-1])
    if cue is None or head.end > cue or _is_other(item, before):
        return False
    words = item.quote(item.segments.bounds(head.at)[0], head.at)
    told = run_before(words, kind=head.kind).extent
    if not (_begins_graded(item, head) or (told and graded(words[slice(*told)]))):
        return False
    examples = [s for s in before if s.at > cue]
    return len(examples) > len([s for s in kept if s.at > cue])


def _unit(item: Item, before: list[Statement], i: int) -> int:
    """Where those begin that share the head of one: "drug" of "drug or alcohol abuse"."""
    while i and lacks_head(item, before[i - 1], before[i]):
        i -= 1
    return i


def _stand_alike(item: Item, left: Statement | None, s: Statement, right: Statement, at: int) -> bool:
    """Whether what is told of `right` is told of the member before it too, which begins at `at`."""
    gap = ANY_BRACKET.sub(" ", item.quote(s.end, max(s.end, right.at)))
    if (
        _SLASH.fullmatch(gap)
        or lacks_head(item, s, right)
        or (s.value is not None and s.value == right.value)
    ):
        return True
    general = is_general(item, s) and is_general(item, right)
    if general and not _ANY.search(gap):  # "psychiatric disorders or other conditions that …"
        gap = _OTHER.sub(" ", gap)
    gap = _UNTOLD.sub("", gap)
    told = run_before(gap, kind=right.kind).extent
    if not _JOINED.search(gap) or not TOLD_ANEW.fullmatch(gap[: told[0]] if told else gap):
        return False
    if _announced(item, right) is not None and not general:
        return False
    own = _own(item, s, at, left)
    first = left is None or not _JOINED.search(ANY_BRACKET.sub(" ", item.quote(left.end, max(left.end, at))))
    if told is None:
        return not own or first
    two = first and s.kind == right.kind and "," not in gap  # "drug abuse or chronic alcoholism that …"
    return own or at != s.at or two or _begins_graded(item, s)


def _is_other(item: Item, before: list[Statement]) -> bool:
    """`cancer, stroke or any other condition, which …`."""
    return len(before) > 1 and _OTHER.search(item.quote(before[-2].end, before[-1].at)) is not None


def _shares_head(s: Statement, among: list[Statement], item: Item) -> bool:
    """`medical` of "medical or psychiatric condition"."""
    at = next(i for i, x in enumerate(among) if x is s)
    return s.is_elided and at + 1 < len(among) and is_general(item, among[at + 1])


def _announced(item: Item, last: Statement) -> int | None:
    """Where the words stand that make it one of several examples."""
    lo, _ = item.segments.bounds(last.at)
    inside = item.segments.bracket(last.at)
    found = [lo + m.start() for m in _EXAMPLES.finditer(item.quote(lo, last.at))]
    return next((at for at in found if item.segments.bracket(at) in (None, inside)), None)


def is_general(item: Item, s: Statement) -> bool:
    return _GENERAL.search(item.quote(s.at, s.end)) is not None


def _own(item: Item, s: Statement, at: int, left: Statement | None) -> bool:
    """Whether words that narrow it stand before a member that begins at `at`, behind the one to its left."""
    lo = max(item.segments.bounds(at)[0], at - _REACH, left.end if left is not None else 0)
    return run_before(item.quote(min(lo, at), at), kind=s.kind).extent is not None


def _begins_graded(item: Item, s: Statement) -> bool:
    return graded(item.quote(s.at, s.end)) > 0


def are_alike(statements: Iterable[Statement]) -> bool:
    """All diseases, or all treatments."""
    told = {s.kind for s in statements}
    return any(told <= kinds for kinds in _ALIKE)


def is_pair(item: Item, before: list[Statement]) -> bool:
    """Whether the last two are a whole list of two diseases or treatments, `A or B`, with nothing before."""
    if len(before) < 2 or not are_alike(before[-2:]):
        return False
    a, b = before[-2:]
    if is_otherwise(item, a, b):
        return False  # "bleeding or any condition that …"
    lo = _opens(item, a)
    left = [s for s in before[:-2] if s.at >= lo and item.segments.same(s.at, a.at)]
    excepted = lo > item.segments.bounds(a.at)[0]
    joined = (_BOTH if excepted else EITHER).fullmatch(item.quote(a.end, max(a.end, b.at))) is not None
    return joined and not left and not SIGN.search(item.quote(lo, a.at))


def _opens(item: Item, s: Statement) -> int:
    """Where the list that it stands in may begin: its sentence, or the exception that carves it out; a clause behind a
    bracket is of no exception in it."""
    lo, _ = item.segments.bounds(s.at)
    if item.segments.bracket(s.at) is not None:
        return lo
    scopes = [c.value["scope"] for c in item.contexts if c.label == "EXCEPTION" and c.value.get("scope")]
    return max([lo, *(a for a, b in scopes if lo <= a <= s.at < b)])


def is_otherwise(item: Item, a: Statement, b: Statement) -> bool:
    """`bleeding or any medical condition that …`: the second is whatever else, and the first is one thing."""
    return _OTHERWISE.fullmatch(item.quote(b.at, b.end)) is not None and not is_general(item, a)


def one_thing(item: Item, a: Statement, b: Statement) -> bool:
    """`brain metastases or brain metastases in whom …`: of one thing twice, what is told tells the two apart."""
    ours, theirs = (
        {_ENDING.sub("", w) for w in item.quote(s.at, s.end).lower().replace("-", " ").split()}
        for s in (a, b)
    )
    return ours <= theirs or theirs <= ours


def whole_list(item: Item, before: list[Statement]) -> list[Statement]:
    """The members of a list, `A or B`, `A, B or C`, that ends with the last of `before`, where nothing is listed before
    the first and none of the others has words of its own; else none."""
    if is_pair(item, before):
        return [] if one_thing(item, *before[-2:]) else before[-2:]
    found = before[-1:]
    for s in reversed(before[:-1]):
        if not item.segments.same(s.at, found[0].at) or s.at < _opens(item, found[0]):
            break
        gap = ANY_BRACKET.sub(" ", item.quote(s.end, max(s.end, found[0].at)))
        joined = NEXT.fullmatch(gap) and (_OR.search(gap) is not None) == (len(found) == 1)
        if not joined or _OTHER.search(gap) or _has_words(item, s, found[0]):
            return []
        found.insert(0, s)
    if len(found) < _FEWEST or not are_alike(found) or any(s.threshold is not None for s in found):
        return []
    first = not SIGN.search(item.quote(_opens(item, found[0]), found[0].at))
    return found if first and not any(one_thing(item, s, found[-1]) for s in found[:-1]) else []


def _has_words(item: Item, before: Statement, s: Statement) -> bool:
    """Whether a member is told of by words in its own name: "severe rash", "allergy to nuts", "any condition"."""
    told = _begins_graded(item, s) or is_otherwise(item, before, s)
    return told or _COMPLEMENT.search(item.quote(s.at, s.end)) is not None
