"""What of an exception's members frees by itself, and what must hold together.

"Other than A, B and C" lists three exceptions. "Unless treated, stable and without steroids" is one that has three
parts, and so is what is said of the base itself ("metastases treated with surgery or radiotherapy and stable for
4 weeks are allowed").
"""

import re
from dataclasses import dataclass
from itertools import groupby, pairwise

from eligex.assembly.bounds.limits import is_of_case
from eligex.assembly.forms.statement import Statement
from eligex.assembly.forms.trees import join, replaced
from eligex.assembly.grammar.lists import EITHER
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.schema.trial import Logic
from eligex.text.lazily import lazily

# "unless", "if": a state of the same patients, whose parts hold together
_CLAUSAL = lazily(
    r"\b(?:unless|if|when|provided|as\s+long\s+as|so\s+long\s+as|on\s+condition)\b", re.IGNORECASE
)
PROVIDED = lazily(
    r"[\s,(]*(?:if|provided|as\s+long\s+as|so\s+long\s+as|on\s+condition|in\s+the\s+absence\s+of)\b",
    re.IGNORECASE,
)
PROVIDED_THEN = lazily(  # "may participate | in the study only if": among exclusions alone a way out
    r"[\s,(]*(?:(?:in|for|into|to\s+(?:participate|enroll?))\s+(?:(?:in|this|the)\s+)*"
    r"(?:(?:study|trial|protocol|participation|enroll?ment|inclusion)\s+)?)?(?:only\s+)?"
    r"(?:if|provided|as\s+long\s+as|so\s+long\s+as|on\s+condition|in\s+the\s+absence\s+of)\b",
    re.IGNORECASE,
)
_PROVISO = lazily(r"\b(?:provided|as\s+long\s+as|so\s+long\s+as|on\s+condition)\b", re.IGNORECASE)
_CONDITION_REACH = 60
# the words behind a member that open more about that one
_SAYS_MORE = lazily(
    r"^(?:(?:(?!\b(?:and|or)\b)[^,;])*[\s)])?(?:with|without|who|that|which|whose|treated|managed|controlled|cured|resected|after|following|on|receiving|taking"
    r"|undergoing|having|if|when|provided|plus|in\s+(?:the\s+)?(?:absence|presence|setting)\s+of)\b",
    re.IGNORECASE,
)
_NEXT_MEMBER = lazily(
    r"[,;]\s*(?!(?:and|but|who|that|which|no|not|with|without|have|has|had|are|is)\b)", re.IGNORECASE
)
_NEXT_PART = lazily(
    r"(?:,|\b(?:and|but)\b)\s*(?:(?:and|but|also|are|is|have|has|had|been|be|currently|previously)\s+)*"
    r"(?:with|without|who|that|which|are|is|have|has|had|on|no|not|treated|stable|if|only)\b",
    re.IGNORECASE,
)
# what somebody judges or allows, whatever it is of
_LEAVE = lazily(
    r"(?:discussed\s+(?:with|and)\b|(?:deemed|considered|judged|determined)\b|approved|authori[sz]ed|agreed|permitted|allowed|waived)\b"
    r"|(?:in\s+)?(?:the\s+)?(?:opinion|judge?ment|discretion)\s+of\b"
    r"|(?:in\s+the\s+)?(?:[\w/-]+\s+){0,3}(?:investigator|monitor|sponsor)s?\b(?!\s*$)",
    re.IGNORECASE,
)
_COMBINED = lazily(
    r"[\s)]*(?:(?:used|given|taken)\s+)?(?:in\s+combination|together|concurrently)\b(?!\s+with\b)",
    re.IGNORECASE,
)
_COMBINATION = lazily(r"\b(?:combinations?\s+of|both)\s+(?:(?:the|an?)\s+)?\Z", re.IGNORECASE)
_OF_PATIENTS = lazily(
    r"\W*(?:(?:the\s+)?(?:patients?|subjects?|participants?|individuals?)|they|these|(?:on\s+)?(?:an?\s+)?stable\s+dos\w+"
    r"|(?:the\s+)?(?:drugs?|dos(?:es?|age)|medications?|treatments?)\s+(?:is|are|was|were|has|have)\b)",
    re.IGNORECASE,
)
_GENERIC = {
    "diseas",
    "disord",
    "syndro",
    "condit",
    "abnorm",
    "illnes",
    "proble",
    "agents",
    "drugs",
    "medica",
    "therap",
    "treatm",
}
# "who exceed the aforementioned limits may be included"
_AFORESAID = lazily(
    r"\b(?:aforementioned|above(?:[\s-]mentioned)?|foregoing|these)\s+(?:\w+\s+){0,2}(?:criteria|limits?|values?|requirements?)\b",
    re.IGNORECASE,
)
_PEOPLE = lazily(
    r"\W*(?:(?:note|however|for|in|the|female|male|any|all|adult)\b\W*)*"
    r"(?:(?:those\s+)?(?:patients?|subjects?|participants?|individuals?|women|men|volunteers?|persons?|people|children|adults)|those)"
    r"\s+(?:with|who|whose|that|having|(?:(?:already|previously|\w+ly)\s+)?(?:treated|managed|cured|operated))\b",
    re.IGNORECASE,
)
_WORD = lazily(r"\w{3}")
_OR = lazily(r"\b(?:or|and/or)\b|/", re.IGNORECASE)
_AND = lazily(r"\band\b(?!/)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Exceptions:
    """The trees of one `cue`, one for each thing that frees; `of_all` where they are of all that the base's sentence
    lists, `of_item` where of all that the criterion asks."""

    cue: Finding | None
    trees: list[Logic]
    of_all: bool
    of_item: bool


def exceptions(
    item: Item, base: Statement, members: list[Statement], inner: dict[str, Logic]
) -> list[Exceptions]:
    """What stands under `except` of a base, for each cue; `inner` are the trees of those that have exceptions of
    their own."""
    found: list[Exceptions] = []
    for _, group in groupby(members, key=lambda s: s.carver and (s.carver.start, s.carver.end)):
        own = list(group)
        whole = not _are_below(item, own) and (_is_clause(item, base, own) or _is_combined(item, own))
        trees = _one(item, own) if whole else _provided(item, own) or _listed(item, own)
        of_item = own[0].carver is not None and _AFORESAID.search(_scope(item, own[0].carver)) is not None
        of_all = item.section == "exclusion" and _is_of_all(item, base, own[0])
        trees = [replaced(tree, inner) for tree in trees] if inner else trees
        found.append(Exceptions(own[0].carver, trees, of_all, of_item))
    return found


def _are_below(item: Item, members: list[Statement]) -> bool:
    """`the following are eligible if treated: A, and B`: a colon parts the list from the verdict."""
    cue = members[0].carver
    if cue is None or cue.label != "ALLOWED" or cue.end > members[0].at:
        return False
    return ":" in item.quote(cue.end, members[0].at)


def _provided(item: Item, members: list[Statement]) -> list[Logic]:
    """`except A or B, provided that C and D`: either of the list with what is provided; none where nothing is."""
    first, last = members[0], members[-1]
    proviso = _PROVISO.search(item.text, first.end - item.start, max(0, last.at - item.start))
    if proviso is None or first.carver is None or first.carver.label != "EXCEPTION":
        return []
    listed = [s for s in members if s.at < item.start + proviso.start()]
    asked = [s for s in members if s.at >= item.start + proviso.end()]
    return [join("all", [join("any", _listed(item, listed)), *_parts(item, asked)])] if asked else []


def of_another(item: Item, members: list[Statement]) -> list[Logic]:
    """The trees of an item that holds nothing but what is carved out of another one."""
    trees: list[Logic] = []
    for _, group in groupby(members, key=lambda s: s.carver and (s.carver.start, s.carver.end)):
        own = list(group)
        base = own[0].base
        clause = base is not None and (_is_clause(item, base, own) or _is_denied_too(item, own))
        trees += _one(item, own) if clause else _listed(item, own)
    return trees


def _is_of_all(item: Item, base: Statement, member: Statement) -> bool:
    """A sentence or a bracket of its own that names none of the list ("topical use is allowed"), or a leave to be
    asked for."""
    cue = member.carver
    if cue is None or base.at > cue.start:
        return False
    bracket = item.segments.bracket(cue.start)
    leave = _LEAVE.match(item.quote(member.start, member.end)) and (not bracket or _ends(item, base, bracket))
    if leave or _in_own_scope(base, cue):
        return True
    own = (cue.label == "ALLOWED" and _ends(item, base, bracket)) or not item.segments.same(
        base.at, cue.start
    )
    return own and not told_of(item, base) & told_of(item, member)


def _in_own_scope(base: Statement, cue: Finding) -> bool:
    """`A or B can take part if C`: what a permission is of is what its condition is an exception of."""
    lo, hi = cue.value.get("scope") or (0, 0)
    return cue.label == "ALLOWED" and bool(lo <= base.at < hi)


def _ends(item: Item, base: Statement, bracket: tuple[int, int] | None) -> bool:
    """Whether a bracket that the base is outside of ends the sentence: not `HIV (if treated allowed), hepatitis`."""
    if bracket is None or bracket[0] < base.at < bracket[1]:
        return False
    return not _WORD.search(item.quote(bracket[1], item.segments.bounds(base.at)[1]))


def is_of_patients(item: Item, cue: Finding | None) -> bool:
    """`A, B or C unless the patient is on a stable dose`: a clause that tells of whoever takes any of them."""
    return cue is not None and is_clausal(item, cue) and _OF_PATIENTS.match(_scope(item, cue)) is not None


def is_clausal(item: Item, cue: Finding) -> bool:
    """Whether the cue opens a clause about the same patients ("unless"), no list of things ("other than")."""
    return _CLAUSAL.search(item.quote(cue.start, min(item.end, cue.end + 10))) is not None


def holds_together(item: Item, cue: Finding) -> bool:
    """Whether what the cue carves out is told by conditions that must all be met: `unless …`, `… allowed if …`."""
    if cue.label == "EXCEPTION":
        return is_clausal(item, cue) or _PROVISO.search(_scope(item, cue)) is not None
    behind = item.quote(cue.end, min(item.end, cue.end + _CONDITION_REACH))
    return PROVIDED_THEN.match(behind) is not None or _CLAUSAL.search(_scope(item, cue)) is not None


def conditions_of(item: Item, cue: Finding) -> tuple[int, int]:
    """Where the conditions of an exception stand: in its scope, and behind `allowed if` to the sentence's end."""
    lo, hi = cue.value["scope"]
    behind = item.quote(cue.end, min(item.end, cue.end + _CONDITION_REACH))
    if cue.label == "ALLOWED" and PROVIDED_THEN.match(behind):
        return lo, item.segments.bounds(cue.start)[1]
    return lo, hi


def _is_clause(item: Item, base: Statement, members: list[Statement]) -> bool:
    cue = members[0].carver
    if cue is None or len(members) < 2:
        return False
    if any(is_of_case(item, s.subject) for s in members):
        return True
    if cue.label == "EXCEPTION":
        return is_clausal(item, cue) or are_of_one_patient(item, cue, members)
    behind = item.quote(cue.end, min(item.end, cue.end + _CONDITION_REACH))
    if _CLAUSAL.match(behind.lstrip(" ,")) or PROVIDED_THEN.match(behind):
        return True
    if _CLAUSAL.search(_scope(item, cue)) or _in_own_scope(base, cue):
        return True
    return (_same(base, members[0]) and _says_more(_gap(item, members[0], members[1]))) or are_of_one_patient(
        item, cue, members
    )


def are_of_one_patient(item: Item, cue: Finding, members: list[Statement]) -> bool:
    """`patients with a positive test and a normal X-ray are eligible`: things of different kinds hold together."""
    if not _PEOPLE.match(_scope(item, cue)):
        return False
    return any(
        _AND.search(_gap(item, a, b))
        and (a.kind != b.kind or a.negated != b.negated or (a.threshold and (b.threshold or b.value)))
        and item.segments.bracket(a.at) == item.segments.bracket(b.at)
        for a, b in pairwise(members)
    )


def _is_denied_too(item: Item, members: list[Statement]) -> bool:
    """`stable tumor and not receiving steroids`, an item by itself: one thing that is without another."""
    return members[0].carver is None and any(
        _AND.search(_gap(item, a, b)) and b.negated and not a.negated for a, b in pairwise(members)
    )


def _is_combined(item: Item, members: list[Statement]) -> bool:
    """`except A and B in combination`, `except the combination of A and B`: neither frees alone."""
    if len(members) < 2 or not all(_AND.search(_gap(item, a, b)) for a, b in pairwise(members)):
        return False
    behind = item.quote(members[-1].end, min(item.end, members[-1].end + _CONDITION_REACH))
    before = item.quote(max(item.start, members[0].at - _CONDITION_REACH), members[0].at)
    return _COMBINED.match(behind) is not None or _COMBINATION.search(before) is not None


def _says_more(gap: str) -> bool:
    """`treated with`; not "that was resected, treated", behind the comma of which another member begins."""
    m = _SAYS_MORE.match(gap)
    return m is not None and not _NEXT_MEMBER.search(gap, m.end())


def is_of_last(item: Item, a: Statement, b: Statement) -> bool:
    """`thrombosis who were treated with heparin`: the second only says which of the first."""
    gap = _gap(item, a, b)
    return _says_more(gap) and not _OR.search(gap) and a.threshold is None


def told_of(item: Item, s: Statement) -> set[str]:
    """The beginnings of the words that name it."""
    name = f"{s.subject.name or ''} {item.quote(s.subject.start, s.subject.end)}" if s.subject else ""
    return {w[:6] for w in re.findall(r"[a-z]{4,}", name.lower())} - _GENERIC


def _scope(item: Item, cue: Finding) -> str:
    lo, hi = cue.value.get("scope") or (cue.start, cue.end)
    return item.quote(max(lo, item.start), min(hi, item.end))


def _same(a: Statement, b: Statement) -> bool:
    if a.subject is None or b.subject is None:
        return False
    return a.subject.name == b.subject.name if a.subject.name else a.subject.label == b.subject.label


def _one(item: Item, members: list[Statement]) -> list[Logic]:
    """All parts together; of `A, B are allowed if C` either of the first with the last."""
    cue = members[0].carver
    before = [s for s in members if cue is not None and cue.label == "ALLOWED" and s.at < cue.start]
    behind = members[len(before) :]
    if before and not behind and cue is not None and _only_provided(item, cue, members):
        return _listed(item, members)  # of the condition behind nothing was understood
    if not before or not behind:
        return _parts(item, members)
    of_one = cue is not None and are_of_one_patient(item, cue, before)
    first = _parts(item, before) if of_one else _listed(item, before)
    return [join("all", [join("any", first), *_parts(item, behind)])]


def _only_provided(item: Item, cue: Finding, members: list[Statement]) -> bool:
    """`A and B are allowed if …`: a list of things of one kind, of which the condition alone made one exception."""
    behind = item.quote(cue.end, min(item.end, cue.end + _CONDITION_REACH))
    provided = PROVIDED_THEN.match(behind) is not None or _CLAUSAL.match(behind.lstrip(" ,")) is not None
    plain = provided and all(s.kind == members[0].kind and not s.negated for s in members)
    clause = _CLAUSAL.search(item.quote(max(item.start, cue.value["scope"][0]), cue.start))
    return plain and clause is None and not are_of_one_patient(item, cue, members)


def _parts(item: Item, members: list[Statement]) -> list[Logic]:
    """All parts together; an `or` joins members of one part, and a comma takes the next word's side."""
    signs, following = [], "all"
    for a, b in reversed(list(pairwise(members))):
        gap = _gap(item, a, b)
        denied = a.negated and b.negated and a.cue is b.cue  # "without A or B"
        if _NEXT_PART.search(gap) or _AND.search(gap) or denied:
            following = "all"
        elif _OR.search(gap):
            following = "any"
        signs.append("all" if _SAYS_MORE.match(gap) and not _OR.search(gap) else following)
    parts: list[list[str]] = [[members[0].id]]
    for sign, s in zip(reversed(signs), members[1:], strict=True):
        if sign == "any":
            parts[-1].append(s.id)
        else:
            parts.append([s.id])
    return [join("all", [join("any", part) for part in parts])]


def _listed(item: Item, members: list[Statement]) -> list[Logic]:
    """Each by itself, with what is said of it alone: `A, B treated with C, or D`."""
    return [join("all", [s.id for s in cell]) for cell in _cells(item, members)]


def _cells(item: Item, members: list[Statement]) -> list[list[Statement]]:
    cells: list[list[Statement]] = [[members[0]]]
    for a, b in pairwise(members):
        gap = _gap(item, a, b)
        denied = a.negated and b.negated and a.cue is b.cue and EITHER.fullmatch(gap)  # "without A or B"
        bounds = b.threshold is not None and gap.strip() in ("(", "[")
        if denied or bounds or (_says_more(gap) and not _OR.search(gap)):
            cells[-1].append(b)
        else:
            cells.append([b])
    return cells


def together(item: Item, statements: list[Statement]) -> list[list[Statement]]:
    """The exceptions among `statements`, those that free only together in one list; a nested item is one."""
    groups: dict[tuple[int, int], list[Statement]] = {}
    for s in statements:
        if s.base is not None:
            groups.setdefault((id(s.base), id(s.carver)), []).append(s)
    found: list[list[Statement]] = []
    for own in groups.values():
        base, cue = own[0].base, own[0].carver
        whole = cue is None or (base and _is_clause(item, base, own)) or holds_together(item, cue)
        found += [own] if whole else _cells(item, own)
    return found


def _gap(item: Item, a: Statement, b: Statement) -> str:
    """What stands between them, without what narrows the second before its name."""
    return item.quote(a.end, b.begin(a.end)) if a.end <= b.at else ""
