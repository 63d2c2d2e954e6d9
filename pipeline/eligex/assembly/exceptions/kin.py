"""Of which members of a list an exception is.

Of the last one, unless the members are kin: tumours, one thing by two names ("active malignant disease or history of
malignant disease"), two that share a noun, a kind of thing with its examples, or a list that ends in "any other". Then
it is of each of them.
"""

import re

from eligex.assembly.examples.kinds import exemplified
from eligex.assembly.exceptions.carved import is_clausal, told_of
from eligex.assembly.forms.segments import BRACKETED
from eligex.assembly.forms.statement import Statement, is_treatment
from eligex.assembly.grammar.diseases import tells
from eligex.assembly.grammar.lists import lacks_head
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding

_THINGS = ("condition", "drug", "procedure")
_JOINT = re.compile(r",|/|\b(?:and/or|or|and)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"[.;:]|\b(?:is|are|was|were|has|have|had|who|unless|except|if|when|but|other\s+than)\b", re.IGNORECASE
)
_OTHER = re.compile(r"\b(?:or|and)\s+(?:any\s+)?other\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_GENERAL = {
    "therap",
    "treatm",
    "medica",
    "agents",
    "agent",
    "drugs",
    "inhibi",
    "histor",
    "surger",
    "surgic",
    "proced",
}
_EITHER = re.compile(r"\b(?:or|and/or)\b", re.IGNORECASE)
_SORTS = {"disorder", "disorders", "disease", "diseases", "illness", "illnesses", "condition", "conditions"}
_FARTHEST, _LEAD, _TWO = 90, 40, 2
_OTHER_LEAD = re.compile(r"\bother\s+(?:[\w-]+\s+){0,3}\Z", re.IGNORECASE)
_ANY_OTHER = re.compile(r"\bany\s+other\b", re.IGNORECASE)
# `unless treated`, `unless able to be drained`: what is told of whatever stands before, without a subject of its own
_PREDICATE = re.compile(
    r"\s*(?:(?:it|they|these|both|this)\s+|(?:is|are|was|were|has|have|had|been|being|can|could|be)\s+|(?:\w+ly|not|now|fully|well|previously)\s+)*"
    r"(?:(?!need|requir|us)\w+ed|(?:un)?able|due|secondary|stable|asymptomatic|in\s+(?:complete\s+)?remission|under\s+control|proven)\b",
    re.IGNORECASE,
)
_NEEDS = re.compile(r"(?:(?:that|which)\s+)?(?:requir\w+|need\w*|treated\s+with|receiving)\s", re.IGNORECASE)


def kin(item: Item, base: Statement, cue: Finding | None, own: list[Statement]) -> list[Statement]:
    """The others of `own` that what `cue` carves out of `base` is carved out of as well."""
    if cue is None or cue.label != "EXCEPTION" or base.end > cue.start:
        return []
    if _is_other_than(item, base, cue) or _is_of_clause(item, base, cue) or _is_of_one_organ(item, base, own):
        return []
    if base.kind not in _THINGS:
        return [s for s in own if s is not base and _of_one_pair(s, base)]
    if group := _kind_of(item, base, cue, own):
        return [s for s in group if s is not base]
    listed = _list(item, base, cue, own)
    at = next((i for i, s in enumerate(listed) if s is base), None)
    if at is None or len(listed) < 2:
        return []
    last = listed[-1]
    other = _OTHER.search(item.quote(listed[-2].end, max(listed[-2].end, last.begin(listed[-2].end))))
    both = _of_both(item, [s for s in listed if not s.is_elided], cue)
    both = both or (len(listed) == 2 and _of_one_sort(item, listed))
    found = (
        listed
        if other or both or _of_each_drug(item, listed, cue)
        else [s for s in listed if _is_kin(item, s, base) or _shares_noun(listed, s, base)]
    )
    return [s for s in found if s is not base]


def _is_other_than(item: Item, base: Statement, cue: Finding) -> bool:
    """`lupus, gout or other causes of pain other than injury`: what the last is told apart from itself."""
    lead = item.quote(max(item.segments.bounds(base.at)[0], base.at - _LEAD), base.at)
    told = _OTHER_LEAD.search(lead) is not None and not _ANY_OTHER.search(lead)
    return told and item.quote(cue.start, cue.end).lower() == "other than"


def _is_of_clause(item: Item, base: Statement, cue: Finding) -> bool:
    """`lung disease or lung disease requiring therapy other than oxygen`: of the therapy, not of what is before it."""
    return any(
        y <= cue.start and not item.quote(y, cue.start).strip() and _NEEDS.match(item.quote(x, y))
        for x, y in base.aside
    )


def _is_of_one_organ(item: Item, base: Statement, own: list[Statement]) -> bool:
    """`hepatic (except A), renal or cardiac disease`: of the liver's, which lacks the noun that is yet to come."""
    behind = next((s for s in own if s.at >= base.end and s.kind == base.kind), None)
    return behind is not None and lacks_head(item, base, behind)


def only_treats(item: Item, base: Statement, granted: list[Statement], beside: list[Statement]) -> bool:
    """`Immunodeficiency or steroid therapy. Physiologic doses of steroids are allowed.`: whether treatments are granted
    of a list with a disease, which nobody is freed from."""
    given = item.section == "exclusion" and is_treatment(base, *granted)
    return given and not all(is_treatment(s) for s in beside)


def _of_one_pair(a: Statement, b: Statement) -> bool:
    """`blood pressure > 160/100 mmHg`, `AST or ALT > 2 x ULN`: two bounds of one name, one bound of two."""
    if a.threshold is not None and a.threshold is b.threshold:
        return True
    names = [
        (s.subject.start, s.subject.end) for s in (a, b) if s.subject is not None and s.threshold is not None
    ]
    return len(names) == 2 and names[0] == names[1]


def _kind_of(item: Item, base: Statement, cue: Finding, own: list[Statement]) -> list[Statement]:
    """`autoimmune disease such as lupus and arthritis, except A`: the kind and its examples, where they end at the cue
    and the last is nothing that A is called by."""
    for e in exemplified(item, own):
        last = e.members[-1]
        right = e.cue.behind is None and not item.quote(last.end, max(last.end, cue.start)).strip(" ,(")
        if not right or len(e.members) < 2 or base is not last:
            continue
        words = re.findall(r"[a-z]{4,}", item.quote(cue.end, item.segments.bounds(cue.start)[1]).lower())
        if not told_of(item, last) & {w[:6] for w in words}:
            beside = [s for s in own if s.end <= e.head.at and _are_joined(item, s, e.head)][-1:]
            named = [s for s in beside if _of_one_sort(item, [s, e.head])]
            return [*named, *e.beside, e.head, *e.members]
    return []


def _of_both(item: Item, listed: list[Statement], cue: Finding) -> bool:
    """`A or B, unless treated`: a clause behind a comma is about whoever has either; so is one that only says how that
    is."""
    if len(listed) != _TWO:
        return False
    gap = item.quote(listed[0].end, listed[1].begin(listed[0].end))
    joined = "," not in gap and _EITHER.search(gap) is not None
    behind = item.quote(listed[1].end, cue.start).rstrip().endswith(",")
    told = _PREDICATE.match(item.text, cue.end - item.start) is not None
    return joined and is_clausal(item, cue) and (behind or told)


def _of_each_drug(item: Item, listed: list[Statement], cue: Finding) -> bool:
    """`A, B and/or C, unless contraindicated`: a clause behind a comma is about whichever treatment is named."""
    behind = item.quote(listed[-1].end, cue.start).rstrip().endswith(",") and is_clausal(item, cue)
    return behind and is_treatment(*listed)


def _of_one_sort(item: Item, listed: list[Statement]) -> bool:
    """`psychiatric disorder or axis I disorder other than depression`."""
    a, b = (item.quote(s.at, s.end).lower().split()[-1] for s in listed)
    return a == b and a in _SORTS


def _list(item: Item, base: Statement, cue: Finding, own: list[Statement]) -> list[Statement]:
    """The members of the list that ends at the cue, without what brackets in it hold."""
    closed = [b for b in item.segments.brackets if b[1] <= cue.start]
    before = [
        s
        for s in own
        if s.end <= cue.start
        and item.segments.same(s.at, cue.start)
        and s.base is None
        and not any(a < s.at < b for a, b in closed)
    ]
    found: list[Statement] = []
    for s in reversed(before):
        if s.kind != base.kind or (found and not _are_joined(item, s, found[0])):
            break
        found.insert(0, s)
    return found


def _are_joined(item: Item, a: Statement, b: Statement) -> bool:
    if not a.end <= b.at <= a.end + _FARTHEST:
        return False
    gap = BRACKETED.sub(" ", item.quote(a.end, b.at))
    return _JOINT.search(gap) is not None and not _CLAUSE.search(gap)


def _shares_noun(listed: list[Statement], s: Statement, base: Statement) -> bool:
    """`hepatic` of "hepatic or biliary disease (except A)"."""
    at, end = (next(i for i, x in enumerate(listed) if x is y) for y in (s, base))
    return at < end and all(x.is_elided for x in listed[at:end])


def _is_kin(item: Item, a: Statement, b: Statement) -> bool:
    if a.subject is None or b.subject is None:
        return False
    if a.subject.name is not None and a.subject.name == b.subject.name:
        return True
    words = [item.quote(s.at, s.end).lower() for s in (a, b)]
    if all(tells(w, "tumour") for w in words):
        return True
    return bool((told_of(item, a) & told_of(item, b)) - _GENERAL)
