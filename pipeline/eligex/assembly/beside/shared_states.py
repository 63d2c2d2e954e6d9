"""A state before the first of a list is told of all of it: `uncontrolled hypertension or diabetes`, `severe nausea and
vomiting`, `daily use of A or B`; not where a member has a state of its own, or is the first one again.
"""

import re
from itertools import takewhile

from eligex.assembly.forms.statement import Statement, is_treatment
from eligex.assembly.grammar.described import is_otherwise, one_thing
from eligex.assembly.grammar.diseases import tells
from eligex.assembly.grammar.lists import NEXT, OWN_NOUN, SIGN
from eligex.assembly.items.premodifiers import is_listed, tells_state
from eligex.assembly.items.reading import Item

_KINDS = {"condition", "procedure", "drug"}
_ALTERNATIVE = re.compile(r"\s*(?:,|,?\s*\bor\b|/)\s*", re.IGNORECASE)
_LISTED = re.compile(rf"{_ALTERNATIVE.pattern}|\s*\band\b\s*", re.IGNORECASE)  # of what excludes
_SHORT_FORM = re.compile(r"\s*[(\[][\w-]{1,12}[)\]]")
_OWN_HEAD = re.compile(
    r"\A\s+(?:diseases?|disorders?|infections?|syndromes?)\b", re.IGNORECASE
)  # "peptic ulcer disease or"
_EITHER = re.compile(r"\b(?:or|and)\b|/", re.IGNORECASE)
_CONTROL = re.compile(
    r"(?:(?:clinically|poorly|inadequately)\s+)?(?:un)?(?:controlled|significant)|clinically\s+relevant",
    re.IGNORECASE,
)
_UNDONE = re.compile(
    r"(?:(?:non-?|un)[a-z]{3,}(?:ing|ed)|\w+-(?:defining|related|associated|induced))\b", re.IGNORECASE
)
_PRESENT = re.compile(r"(?:(?:concurrent|concomitant|current|co-?existing|intercurrent)\s+)+", re.IGNORECASE)
_GRAVE = re.compile(r"\b(?:serious|severe|significant|uncontrolled|unstable|major)\b", re.IGNORECASE)
_GENERAL = re.compile(r"(?:diseases?|disorders?|conditions?|illness(?:es)?)\Z", re.IGNORECASE)
_ONE_KIND = re.compile(
    r"(?P<letter>hepatitis)\s[a-e]|(?:alcohol|drug|substance|opioid)\s(?P<abuse>abuse|dependence|addiction)",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?:\b(?:or|and)|[,/])\s*\Z", re.IGNORECASE)
_NEAR = 12
_LETTER = re.compile(r"[^\W_]")
_LONG = 4
_WORDS = 2
_LEAD = re.compile(
    r"\W*(?:(?:no|any|an?|(?:presence|evidence|history)\s+of|known|other|(?:patients|subjects|participants)(?:\s+(?:with|who\s+have|having))?)\s+)*",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\ban?\s+$", re.IGNORECASE)
_INFECTED = re.compile(  # "active infection with HIV, hepatitis B or C": the infection with each
    r"\s*infections?\s+(?:with|by|from|due\s+to|caused\s+by)\s",
    re.IGNORECASE,
)
AMOUNT = r"doses?|amounts?|quantit(?:y|ies)|courses?|use|usage|intake|consumption|administration|treatments?|therapy"
_AMOUNT_END = re.compile(rf"\b(?:{AMOUNT}|primary\s+diagnos[ei]s)$", re.IGNORECASE)
Told = tuple[tuple[int, int], str]  # where words stand, and they


def share_states(item: Item, statements: list[Statement]) -> None:
    """`uncontrolled hypertension or diabetes`, `a serious wound or ulcer`, `daily use of A or B`: either of them."""
    at = 0
    while at < len(statements):
        stop = at + 1
        while stop < len(statements) and _is_next(item, statements[stop - 1], statements[stop]):
            stop += 1
        end = stop
        while end < len(statements) and alternatives(item, statements[end - 1], statements[end], NEXT):
            end += 1
        _share_common(item, statements[at:stop], statements[stop:end])
        at = stop


def _is_next(item: Item, before: Statement, s: Statement) -> bool:
    """The next of a list, not behind the bracket of another; of what excludes, `and` joins a short name as well:
    "nausea and vomiting"."""
    inside = item.segments.bracket(before.at)
    if inside is not None and inside[0] > item.start and inside[1] <= s.at:
        return False
    short = item.section == "exclusion" and len(item.quote(s.at, s.end).split()) <= _WORDS
    return alternatives(item, before, s, _LISTED if short else _ALTERNATIVE)


def _share_common(item: Item, group: list[Statement], further: list[Statement]) -> None:
    first, *rest = group
    told = _state_of(item, first)
    if not told or not (rest or further):
        return
    bare = not any(_has_own(item, s, told) or one_thing(item, first, s) for s in rest)
    grave = any(_GRAVE.search(text) for _, text in told)  # "serious infection or medical illness"
    rest = [s for s in rest if grave or not is_otherwise(item, first, s)]
    for (start, end), text in told:
        if _INFECTED.match(item.text, end - item.start):
            shared = True
        elif _CONTROL.fullmatch(text):
            shared = _ends_in_or(item, [*group, *further[:1]]) or _is_whole(item, group, start)
        else:
            own = _has_article(item, start) or _is_of_both(item, group, further, start)
            shared = own and _ends_in_or(item, group)
        alone = bare and shared and len(told) == 1
        lettered = bool(rest) and all(s.is_elided for s in rest)  # "active hepatitis B or C"
        if _AMOUNT_END.search(text):
            used = [s for s in [*rest, *further] if not _has_amount(s, told)]
        else:
            used = rest if alone or lettered else _of_one_kind(item, [first, *rest], told)
        for s in used:
            qualify(item, s, start, end)


def _of_one_kind(item: Item, group: list[Statement], told: list[Told]) -> list[Statement]:
    """`hepatitis C` of "active hepatitis B or hepatitis C, or gout", `alcohol abuse` of "recent drug or alcohol abuse";
    not behind "acute or chronic", of which a statement is made for each."""
    start = told[0][0][0]
    lead = item.quote(max(item.start, start - _NEAR), start)
    if len(told) > 1 or _JOINED.search(lead) or _kind(group[0]) is None:
        return []
    same = takewhile(lambda s: _kind(s) == _kind(group[0]) and not _has_own(item, s, told), group[1:])
    return [s for s in same if s.subject is not group[0].subject]


def _kind(s: Statement) -> str | None:
    """What a hepatitis of any letter has in common, and an abuse of anything."""
    m = _ONE_KIND.fullmatch((s.subject.name or "") if s.subject is not None else "")
    return (m["letter"] or m["abuse"]).lower() if m is not None else None


def _has_amount(s: Statement, told: list[Told]) -> bool:
    """`daily use` of its own, beside what the first one is `told` of."""
    return any(x not in told and _AMOUNT_END.search(x[1]) for x in words_before(s))


def _state_of(item: Item, s: Statement) -> list[Told]:
    """What stands before a name, with a state that the name begins with: "serious, non-healing" of a wound,
    "refractory" of what no vocabulary knows as "refractory nausea"."""
    told = words_before(s)
    if s.subject is None or len(told) > 1:
        return told
    name = item.quote(s.subject.start, s.subject.end)
    undone = _UNDONE.match(name)
    own = undone.end() if undone else 0 if told or s.subject.name or _GENERAL.search(name) else _stated(name)
    if not own:
        return told
    start, end = told[0][0][0] if told else s.subject.start, s.subject.start + own
    return [((start, end), item.quote(start, end))]


def _stated(name: str) -> int:
    """Where the first of a name's two words ends, where it tells how a disease is; else 0."""
    first, *rest = name.split(" ")
    return len(first) if len(rest) == 1 and is_listed(first) and tells_state(first) else 0


def _is_whole(item: Item, group: list[Statement], start: int) -> bool:
    """A long list of diseases that is all of its sentence: one word before it is of every one."""
    lo, hi = item.segments.bounds(start)
    around = item.quote(lo, start) + item.quote(group[-1].end, hi)
    return len(group) >= _LONG and all(s.kind == "condition" for s in group) and not _LETTER.search(around)


def _is_of_both(item: Item, group: list[Statement], further: list[Statement], start: int) -> bool:
    """`severe trauma or stroke` with nothing before it: a whole list; not "active hepatitis or cirrhosis"."""
    if len(group) < 2 or further or any(s.kind != "condition" for s in group):
        return False
    a, b, *others = group
    told = any(a.at <= x and y <= b.at for x, y in a.aside)  # "active bleeding from a tumor, or …"
    names = [item.quote(s.at, s.end).lower().removeprefix("chronic") for s in group]
    lasting = [tells(name, "lasting") for name in names]
    lead = item.quote(item.segments.bounds(start)[0], start)
    first = not SIGN.search(lead) and (not others or _LEAD.fullmatch(lead) is not None)
    grades = (
        tells_state(_PRESENT.sub("", item.quote(start, a.at)))
        or _UNDONE.match(item.quote(start, a.end)) is not None
    )
    return first and not told and lasting[0] >= max(lasting) and grades


def _ends_in_or(item: Item, group: list[Statement]) -> bool:
    """`uncontrolled hypertension, altered mental status` are two things."""
    return len(group) > 1 and _EITHER.search(item.quote(group[-2].end, group[-1].at)) is not None


def _has_own(item: Item, s: Statement, told: list[Told]) -> bool:
    """Whether words of its own narrow a member, beside what the first one is `told` of."""
    first, *_ = item.quote(s.at, s.end).split() or [""]
    own = any(x not in told for x in words_before(s))
    return own or is_listed(first) or _UNDONE.fullmatch(first) is not None


def words_before(s: Statement) -> list[Told]:
    return [(e, text) for e, text in zip(s.aside, s.qualifiers, strict=True) if e[0] <= s.at and e[1] < s.end]


def _has_article(item: Item, start: int) -> bool:
    return _ARTICLE.search(item.quote(max(item.start, start - 4), start)) is not None


def qualify(item: Item, s: Statement, a: int, b: int) -> None:
    if not any(x <= a and b <= y for x, y in s.aside):
        s.qualify(a, b, item.quote(a, b))


def alternatives(
    item: Item,
    before: Statement,
    s: Statement,
    joint: re.Pattern[str] = _ALTERNATIVE,
    *,
    treatments: bool = False,
) -> bool:
    """Two of one kind with only `joint` between; with `treatments` a drug and a procedure are of one."""
    if not (before.kind == s.kind or (treatments and is_treatment(before, s))) or any(
        x.subject is None or x.kind not in _KINDS or x.threshold for x in (before, s)
    ):
        return False
    start = s.begin(before.end)
    gap = _SHORT_FORM.sub(" ", item.quote(before.end, max(before.end, start)))
    opened = ["(" in item.quote(x.at, x.end) for x in (before, s)]
    if all(opened) or (opened[0] and gap.startswith(")/")):  # "hepatitis B virus (HBV" as a name
        gap = gap.removeprefix(")")
    gap = OWN_NOUN.sub("", gap) if is_treatment(before) else _OWN_HEAD.sub("", gap)
    return before.end <= start and joint.fullmatch(gap) is not None
