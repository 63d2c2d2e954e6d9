"""What stands behind the last of a list and is told of all of it, however late it was read.

A relative clause of the members that `described` names, "needing treatment" of a plain list, `in the study eye` of
whatever is listed before it, be it a disease or an operation: one side of the body narrows them alike. Not of what
the whole body has ("diabetes or cataract in either eye"), nor of a member with a side of its own.
"""

import re
from itertools import pairwise

from eligex.assembly.forms.segments import ANY_BRACKET
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.described import are_alike, described, is_general, one_thing, whole_list
from eligex.assembly.grammar.lists import SIGN, TOLD_ANEW, lacks_head
from eligex.assembly.items.premodifiers import run_before
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_KINDS = {"condition", "procedure", "drug"}
_RELATIVE = lazily(r"(?:that|which|whose)(?:\s+\S+){2}", re.IGNORECASE)
_NEEDING = lazily(r"(?:requiring|needing|in\s+need\s+of|warranting|necessitating)\b", re.IGNORECASE)
_SIDES = (
    r"(?:non-?study|study|fellow|index|target|affected|operated|operative|treated|surgical|ipsilateral|contralateral"
    r"|same|either|both)"
)
SIDE = lazily(
    rf"(?P<how>in|of|to|on|at|involving|affecting)\s+(?:the\s+)?{_SIDES}\s+(?:(?:or|and|and/or)\s+(?:the\s+)?{_SIDES}\s+)?"
    rf"(?:{_SIDES}\s+)?(?:eyes?|knees?|hips?|limbs?|legs?|joints?|shoulders?|ankles?|wrists?|elbows?|arms?|feet|foot"
    r"|hands?|ears?|extremit(?:y|ies)|sides?)",
    re.IGNORECASE,
)
_OF_ALL_THE_BODY = lazily(
    r"\b(?:systemic|diabet\w+|(?<!ocular\s)hypertension|malignan\w+|pregnan\w+|autoimmune|heart|cardi\w+|renal|kidney|hepat\w+|liver"
    r"|pulmonary|HIV|AIDS|sepsis|stroke|psychiatric|allerg\w+|hypersensitivity|coagul\w+|bleeding|alcohol|drug)\b",
    re.IGNORECASE,
)
_COMPLEMENT = lazily(r"\s(?:to|with|of|from)\s", re.IGNORECASE)
_CURED = lazily(  # "except gastric or skin cancer that has been resected"
    r"(?:that|which)\s+(?:(?:is|are|was|were|has|have|had)\s+)(?:been\s+)?(?:(?:\w+ly|considered|deemed)\s+){0,2}"
    r"(?:treated|resected|excised|removed|cured|surgically)\b",
    re.IGNORECASE,
)
_LETTERED = lazily(r"\(?\b[b-f2-9]\)", re.IGNORECASE)  # "(a) skin cancer, or (b) cancer that was resected"
_HISTORY = lazily(r"\b(?:history|presence|evidence)\b", re.IGNORECASE)
_VERDICT = lazily(r"\b(?:would|could|may|might|will|opinion|judge?ment|likely|considered)\b", re.IGNORECASE)
_ARTICLE = lazily(r"\ban?\s+(?:[\w-]+\s+){0,2}\Z", re.IGNORECASE)
_GAP = lazily(r"[\s,]*", re.IGNORECASE)
_PARTED = lazily(r",\s*(?:or|and|and/or)\b", re.IGNORECASE)
_GOES_ON = lazily(r"\s*,", re.IGNORECASE)
_OR = lazily(r"\b(?:or|and|and/or)\b|/", re.IGNORECASE)
_PAIR, _NEAR = 2, 24


def share_tails(item: Item, statements: list[Statement]) -> None:
    for i, last in enumerate(statements):
        for (a, b), words in list(zip(last.aside, last.qualifiers, strict=True)):
            if a < last.end or last.threshold is not None or last.subject is None:
                continue
            before = [s for s in statements[: i + 1] if _is_beside(item, s, last)]
            for s in _told(item, before, a, words):
                s.qualify_apart(a, b, words)


def _is_beside(item: Item, s: Statement, last: Statement) -> bool:
    return s.subject is not None and s.base is last.base and item.segments.same(s.at, last.at)


def _told(item: Item, before: list[Statement], at: int, words: str) -> list[Statement]:
    """Those before the last one that the words behind that are told of too."""
    last = before[-1]
    if SIDE.fullmatch(words):
        members = _on_one_side(item, before, words)
        goes_on = _GOES_ON.match(item.text, at + len(words) - item.start)
        return [] if goes_on and not _has_or(item, [*members, last]) else members
    if not _GAP.fullmatch(_between(item, last, at)):
        return []
    if _RELATIVE.match(words):
        return _alike(item, described(item, before, at), words)
    if _NEEDING.match(words):
        return [*_without_head(item, before), *whole_list(item, before)[:-1]]
    return []


def _between(item: Item, last: Statement, at: int) -> str:
    """The words from a name to a place; of an exception without those that narrow it: `cancer of the skin | that`."""
    gap = item.quote(last.end, at)
    for a, b in last.aside if last.base is not None else ():
        if last.end <= a and b <= at:
            gap = gap[: a - last.end] + " " * (b - a) + gap[b - last.end :]
    return gap


def _alike(item: Item, members: list[Statement], words: str) -> list[Statement]:
    """Back from the last to the first that is told of otherwise: "an abdominal mass that …" behind things without an
    article, "ascites, or a history of uveitis that required steroids" where the clause is no verdict."""
    *before, last = members
    found: list[Statement] = []
    right = last
    for s in reversed(before):
        gap = item.quote(s.end, max(s.end, right.at))
        apart = _HISTORY.search(gap) and not _VERDICT.search(words)
        lettered = last.base is not None and _LETTERED.search(gap) is not None
        if (
            apart
            or lettered
            or (_ARTICLE.search(gap) and not _ARTICLE.search(item.quote(max(item.start, s.at - _NEAR), s.at)))
        ):
            break
        found += [s] if _is_told(item, s, last, words) else []
        right = s
    return found


def _is_told(item: Item, s: Statement, last: Statement, words: str) -> bool:
    """Not "active hepatitis or hepatitis that may relapse", "gout or a drug that …", a test, an exception unless by
    how it was treated, nor what has words behind it that narrow it alone."""
    plain = s.threshold is None and s.kind in _KINDS and not s.value
    plain = plain and (s.base is None or _CURED.match(words) is not None)
    own = _COMPLEMENT.search(item.quote(s.at, s.end)) or any(s.end <= a < last.at for a, _ in s.aside)
    other = is_general(item, last) and not is_general(item, s)
    plain = plain and (last.kind == "measurement" or are_alike((s, last)))
    return plain and not (own or other or one_thing(item, s, last))


def _without_head(item: Item, before: list[Statement]) -> list[Statement]:
    """`uterine` of "uterine and/or adnexal diseases"."""
    found: list[Statement] = []
    for s, right in reversed(list(pairwise(before))):
        gap = item.quote(s.end, max(s.end, right.at))
        if not (lacks_head(item, s, right) and SIGN.search(gap) and TOLD_ANEW.fullmatch(gap)):
            break
        found.append(s)
    return found


def _on_one_side(item: Item, before: list[Statement], words: str) -> list[Statement]:
    """The members of the list that the last one ends, with what stands in their brackets."""
    found: list[Statement] = []
    right, ends = before[-1], False
    for s in reversed(before[:-1]):
        inside = item.segments.bracket(s.at)
        if inside is not None and inside[1] <= right.at:  # with the member that the bracket explains
            found.append(s)
            continue
        if not _is_member(item, s, right):
            break
        ends = _has_side(item, s) or _is_general(item, s, words, right)
        if ends:
            break
        found.append(s)
        right = s
    outer = [s for s in found if item.segments.bracket(s.at) == item.segments.bracket(right.at)]
    two = not ends and len(outer) + 1 == _PAIR
    parted = two and _PARTED.search(item.quote(outer[0].end, max(outer[0].end, before[-1].at)))
    return [] if parted else [s for s in found if s.at >= right.at and s.threshold is None]


def _has_or(item: Item, members: list[Statement]) -> bool:
    """`A or B in the study eye, C`: of "A, B in the study eye, C" the place is that of B."""
    *before, last = sorted(members, key=lambda s: s.at)
    return bool(before) and _OR.search(item.quote(before[-1].end, max(before[-1].end, last.at))) is not None


def _is_member(item: Item, s: Statement, right: Statement) -> bool:
    """Whether nothing but a joint, a time and what narrows the second stands between them."""
    gap = item.quote(s.end, max(s.end, right.at))
    for a, b in sorted([*right.aside, *((w.start, w.end) for w in item.windows)], reverse=True):
        if s.end <= a and b <= right.at:
            gap = f"{gap[: a - s.end]} {gap[b - s.end :]}"
    gap = ANY_BRACKET.sub(" ", gap)
    run = run_before(gap, kind=right.kind).extent
    lead = gap[: run[0]] if run else gap
    return SIGN.search(lead) is not None and TOLD_ANEW.fullmatch(lead) is not None


def _has_side(item: Item, s: Statement) -> bool:
    told = (q for e, q in zip(s.aside, s.qualifiers, strict=True) if e[0] >= s.end)
    return any(SIDE.search(q) for q in told) or SIDE.search(item.quote(s.at, s.end)) is not None


def _is_general(item: Item, s: Statement, words: str, right: Statement) -> bool:
    """What the whole body has, or what is done nowhere: `to` leads of a treatment alone."""
    if s.kind not in _KINDS or s.threshold is not None:
        return True
    if words.lower().startswith("to ") and (s.kind == "condition" or right.kind == "condition"):
        return True
    return _OF_ALL_THE_BODY.search(item.quote(s.at, s.end)) is not None
