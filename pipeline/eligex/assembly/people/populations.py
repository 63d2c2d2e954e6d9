"""The sub-population that a statement is limited to, as written."""

import re
from collections.abc import Iterator
from itertools import pairwise

from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import CLOSED
from eligex.assembly.items.naming import is_new
from eligex.assembly.items.reading import Item
from eligex.assembly.people.noun_phrases import (
    bears_duty,
    first_of,
    has_duty,
    has_those,
    is_adjective,
    is_sexed,
    last_of,
    partner_of,
    right_behind,
)
from eligex.components.findings import Finding

_WHO = (
    r"(?P<who>(?:wom[ae]n|females?|m[ae]n|males?|boys|girls|pre-?menopausal|post-?menopausal|pa?ediatric|adults?|"
    r"children|adolescents)\b(?:\s+(?:patients?|subjects?|participants?|women|females))?"
    r"(?:\s+(?:of|with)\s+(?:child[\s-]?bearing|reproductive)\s+(?:potential|age|capacity))?)"
)
_POPULATION = re.compile(rf"\b(?:(?:for|in|among)\s+(?:the\s+)?)?{_WHO}", re.IGNORECASE)
_TAIL = re.compile(rf"[\s,(]*(?:(?:for|in|among)\s+(?:the\s+)?)?\b{_WHO}", re.IGNORECASE)
_CASE = r"(?:patients?|subjects?|participants?|those|individuals|cases?)\s+(?:with|who|having|on|receiving|without)\b"
_CONDITIONAL = re.compile(
    rf"[\s,(\[]*\b(?P<who>(?:(?:for|in|among)\s+(?:the\s+)?(?:{_CASE}|(?=[a-z]+\s+(?:metasta|involve)))|"
    r"(?:if|in\s+case\s+of|in\s+the\s+(?:presence|case|setting|event)\s+of)\s)[^,;()\[\]]{2,160})",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"(?:^|[.;])\W*(?P<who>(?:(?!\b(?:following|these|below)\b)[^:;,.()]){0,40}\b(?:risk|cohorts?|arms?|groups?|strat(?:um|a)|parts?|phase\s+[\dIVab/]+|donors?|recipients?)\b"
    r"[^:;,.()]{0,20}):",
    re.IGNORECASE,
)
_WHICH = r"(?:\s+(?:[\w/+-]{1,4}|patients?|subjects?|participants?)(?=[\s:])){0,5}"
_LABEL = re.compile(  # a head over the items of one group: "Cohort A:", "For women of childbearing potential:"
    rf"\W*(?P<who>(?:for|in)\s+{_WHO.replace('?P<who>', '?:')}(?:\s+only)?"
    r"|(?:for|in)\s+[^:;.,]{1,60}\b(?:groups?|cohorts?|arms?|patients?|subjects?|participants?|volunteers?|controls?)(?:\s+only)?"
    rf"|(?:for\s+|in\s+)?(?:the\s+)?(?:(?:[\w/-]+\s+){{0,3}}(?:cohorts?|arms?|groups?|strat(?:um|a))|parts?\s+[\dIVab]+|phase\s+[\dIVab/]+"
    rf"|donors?|recipients?){_WHICH})\s*:\s*",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:for|in)?\s*(?:all|both|either|any|each|these|those)\b|\b(?:following|criteria|exclu\w+|inclu\w+|must|should|are|is|have|has)\b",
    re.IGNORECASE,
)
_SUBJECTS = re.compile(
    r"\W*(?P<who>(?:(?:for|in|among)\s+)?(?:the\s+)?(?:patients?|subjects?|participants?|those|individuals)\s+"
    r"(?:with|who|on|receiving|without)\s[^,;:.()]{2,80}?)\s*,?\s*(?=\b(?:may|must|should|can|need|will|are|is)\b|:)"
    r"|\W*(?P<if>(?:if|in case of|in the (?:presence|case|setting|event) of"
    r"|(?:for|in|among)\s+(?:the\s+)?(?:patients?|subjects?|participants?|those|individuals|women|men)\s+(?:with|who|on|receiving|without))\s[^,;:.()]{2,80}),",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\b(?:Patients|Subjects|Participants)\b")  # of a sentence that nothing parts
_LINK = re.compile(r"[\s:,(-]*(?:(?:is|are|must be|should be|has|have|with|of|a)\b[\s:,-]*)*", re.IGNORECASE)
_AGAIN = re.compile(
    r"(?:\s*\((?:lactating|nursing|breast-?\s?feeding|pregnant|sterile))?\)(?=\s)", re.IGNORECASE
)
_AND_ALSO = re.compile(
    r"[\s,/]*(?:(?:and|or|and/or)\b\s*)?(?:(?:who|are|is|be|been|currently|using|planning|agree|to|use|not|unwilling|unable|practicing|a|an|any)\b\s*)*",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\b(?:or|and)\b", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:who|that|which)\Z", re.IGNORECASE)
_ILL = {"CONDITION", "DRUG", "PROCEDURE"}
_OF_PARTNERS = ("pregnancy", "lactation", "pregnancy_intent")
_PARTNER = re.compile(  # "males whose partner is pregnant": nobody asks whether he is
    r"\bm(?:en|ales?)\b[^.;]*?\b(?P<who>(?:female\s+)?(?:partners?|wi(?:fe|ves)|spouses?))\b", re.IGNORECASE
)
_HER_STATES = ("pregnancy", "lactation", "menopause", "pregnancy_intent")
_HER_SURGERY = re.compile(r"hysterectom|oophorectom|ovariectom|salpingect|tubal", re.IGNORECASE)
_BOTH = re.compile(
    r"(?:(?:healthy|adult|eligible)\s+)*(?:m[ae]n|males?)[\s,/]+(?:(?:and|or|and/or)\s+)?(?P<who>(?:wom[ae]n|females?)\b.*)",
    re.IGNORECASE,
)
_OF_SEXES = {"contraception", "pregnancy", "lactation", "gamete_donation", "pregnancy_intent"}
_AND = re.compile(r"[\s,/]*(?:and|or|and/or)?\s*", re.IGNORECASE)
_HIS = re.compile(
    r"(?:(?:healthy|adult|young|elderly)\s+){0,2}(?:m[ae]n|males?|boys)\b(?!.*partner)[\w\s-]{0,14}",
    re.IGNORECASE,
)
_HERS = re.compile(
    r"(?:[\s,/]+(?:and|or|and/or))?(?:[\s,/]*(?:non-?)?[a-z-]+){0,3}?\s+(?P<who>(?:wom[ae]n|females?|girls)\b)",
    re.IGNORECASE,
)


def limit(item: Item, statements: list[Statement]) -> None:
    """`applies_to` of bounds (a sex beside them, `if liver metastases`) and of states."""
    for i, s in enumerate(statements):
        if s.applies_to is not None:
            continue
        if s.threshold is not None:
            _bound(item, s, statements)
        elif s.kind in ("state", "measurement", "procedure", "drug", "condition"):
            _stated(item, s, i, statements)
        if s.applies_to is None:
            _group(item, s)
        _tell_gloss(item, s)
    for before, s in pairwise(statements):
        _inherit(item, before, s)
    for s in statements:
        m = _PARTNER.search(s.applies_to or "") if s.state in _OF_PARTNERS else None
        m = m or (_BOTH.fullmatch(s.applies_to or "") if _is_of_women(s) else None)
        s.applies_to = m["who"] if m else s.applies_to


def _is_of_women(s: Statement) -> bool:
    """What no man has, whoever else the sentence begins with: `men or women who are postmenopausal`."""
    named = s.subject is not None and s.kind == "procedure" and _HER_SURGERY.search(s.subject.name or "")
    return s.state in _HER_STATES or bool(named) or s.analyte == "pregnancy_test"


def _tell_gloss(item: Item, s: Statement) -> None:
    """`of childbearing potential (not postmenopausal)`, where that is what is asked about."""
    for g in item.groups if _tells_whom(s) else ():
        if "gloss" in g.value and g.start >= s.end and not item.quote(s.end, g.start).strip(" ("):
            words = item.whole[g.start : g.end]
            begin = g.start + len(words) - len(words.lstrip(" \n,("))
            s.qualify_apart(begin, g.end - words.endswith(")"), words.strip(" \n,()"))
            s.take(g.start, g.end)


def is_label(head: str) -> bool:
    """Whether a head only says of whom its items speak."""
    return _LABEL.fullmatch(head) is not None


def limit_to_group(statements: list[Statement], group: str | None) -> None:
    """To the group that a head names, for each that is limited to no other; once their logic is known."""
    for s in statements:
        s.applies_to = s.applies_to or group


def labelled(head: str) -> str | None:
    """The group that a head names and nothing else: `For women of childbearing potential:`."""
    m = _LABEL.fullmatch(head)
    if m is None or _ASKS.search(m["who"]):
        return None
    return re.sub(r"^(?:for|in)\s+", "", m["who"], flags=re.IGNORECASE)


def _is_state(s: Statement) -> bool:
    """A state of the vocabulary that is a condition to the contract: menopause, sterility."""
    return s.subject is not None and "state" in s.subject.value


def _inherit(item: Item, before: Statement, s: Statement) -> None:
    """`women who are pregnant, or breast-feeding`: the next of a list of states is about the same."""
    if before.applies_to is None or s.applies_to is not None or not (_is_state(before) and _is_state(s)):
        return
    gap = item.quote(before.end, max(before.end, s.start))
    for f in (*item.windows, *item.durations):  # "planning a pregnancy during the study or not using"
        if f.within(before.end, s.start):
            gap = gap.replace(item.quote(f.start, f.end), " ", 1)
    if item.segments.same(before.at, s.at) and _AND_ALSO.fullmatch(CLOSED.sub(" ", gap)):
        s.applies_to = before.applies_to


def set_whom(item: Item, s: Statement, a: int, b: int) -> None:
    """Limits a statement to the people that stand at [a, b)."""
    text = item.whole[a:b].rstrip()
    s.applies_to = text
    s.take(a, a + len(text))


def _is_of_other(words: str, lead: re.Match[str]) -> bool:
    """`> 1.5 in men, > 1.4 in women`: the first people are those of the bound before."""
    before = _TAIL.match(words)
    return (
        before is not None and before.start("who") <= lead.start("who") < before.end() <= words.rfind(",") + 1
    )


def _bound(item: Item, s: Statement, statements: list[Statement]) -> None:
    t = s.threshold
    assert t is not None
    lo, hi = item.segments.bounds(t.start)
    others = [x.threshold for x in statements if x.threshold and x.threshold is not t]
    floor = max([x.end for x in others if x.end <= t.start] + [lo])
    ceiling = min([x.start for x in others if x.start >= t.end] + [hi])
    behind = item.quote(t.end, ceiling)
    case = _unaddressed(item, t.end, _CONDITIONAL.match(behind))
    lead = _last(_POPULATION.finditer(item.quote(floor, t.start)))
    if lead and floor > lo and _is_of_other(item.quote(floor, t.start), lead):
        lead = None
    tail = _unaddressed(item, t.end, _TAIL.match(behind))
    if case:
        set_whom(item, s, t.end + case.start("who"), t.end + case.end("who"))
    elif lead and s.kind != "age" and _LINK.fullmatch(item.quote(floor + lead.end(), t.start)):
        set_whom(item, s, floor + lead.start("who"), floor + lead.end("who"))
    elif tail and s.kind != "age":
        set_whom(item, s, t.end + tail.start("who"), t.end + tail.end("who"))
    else:
        _led(item, s, lo)


def _unaddressed(item: Item, at: int, m: "re.Match[str] | None") -> "re.Match[str] | None":
    """Unless those words were found to say of whom something else is."""
    if m is not None and any(g.start <= at + m.start("who") < g.end for g in item.groups):
        return None
    return m


def _led(item: Item, s: Statement, lo: int) -> None:
    """`Patients with liver metastases may have ALT ≤ 5 × ULN`, `If X, ALT …`: whom the sentence begins with."""
    m = _SUBJECTS.match(item.quote(lo, s.start))
    if (
        m
        and not _OTHERS.search(item.quote(lo + m.end(), s.start))
        and not any(lo <= g.start < s.start for g in item.groups)
    ):
        name = "who" if m["who"] else "if"
        named = (x for x in item.mentions if x.within(lo + m.start(name), lo + m.end(name)))
        if _RELATIVE.search(m[name]) and any(x.label in _ILL and not is_new(x) for x in named):
            return  # "patients with A who are on B" speaks of A as well
        set_whom(item, s, lo + m.start(name), lo + m.end(name))


def _last(found: Iterator["re.Match[str]"]) -> "re.Match[str] | None":
    every = list(found)
    return every[-1] if every else None


def _stated(item: Item, s: Statement, i: int, statements: list[Statement]) -> None:
    """`Females of childbearing age must …`, `pregnant or lactating women`: who the clause speaks of."""
    lo, hi = item.segments.bounds(s.at)
    if s.kind != "state":
        _led_by(item, s, statements)
        return
    before = [x.end for x in statements[:i] if x.end <= s.start and not _tells_whom(x)]
    excepted = [c.end for c in item.contexts if c.label == "EXCEPTION" and lo <= c.start < s.at]
    lead = _lead(item, s, statements, floor=max([lo, *before, *excepted]))
    again = _AGAIN.match(item.text, s.end - item.start)
    end = item.start + again.end() if again else s.end
    tail = right_behind(item.quote(end, max(end, hi)))
    if tail and lead and lead[0] > lo and not item.quote(max([lo, *before]), lead[0]).strip():
        lead = None  # "pregnant women, lactating women"
    if _is_of_sexes(s) and (partner := partner_of(item.quote(s.end, hi))):
        _tell_partners(item, s, lead[0] if lead else s.at, s.end + partner)
    elif lead and _is_hers(s) and _HIS.fullmatch(item.quote(*lead)):
        _tell_hers(item, s, lead, hi)
    elif lead:
        set_whom(item, s, *lead)
    elif tail:
        set_whom(item, s, end + tail.start("who"), end + tail.end("who"))
    elif not excepted and _is_of_sexes(s) and (duty := bears_duty(item.quote(lo, s.start))):
        set_whom(item, s, lo + duty[0], lo + duty[1])
    elif i + 1 < len(statements) and statements[i + 1].kind == "state":
        _shared_tail(item, s, statements[i + 1])


def _tell_hers(item: Item, s: Statement, his: tuple[int, int], hi: int) -> None:
    """`male or non-pregnant female`: of her, whom the words behind it name."""
    s.take(*his)
    hers = _HERS.match(item.text, s.end - item.start, hi - item.start)
    if hers:
        set_whom(item, s, item.start + hers.start("who"), item.start + hers.end("who"))


def _is_hers(s: Statement) -> bool:
    return s.state in ("pregnancy", "lactation")


def _lead(item: Item, s: Statement, statements: list[Statement], floor: int) -> tuple[int, int] | None:
    """The people before a state and behind `floor`; the `male or female` of condoms is nobody."""
    words = item.quote(floor, s.start)
    lead = last_of(words, anew=floor > item.segments.bounds(s.at)[0])
    known = s.state
    if lead is None or (known == "contraception" and is_adjective(words)):
        return None
    return _unasked(item, statements, floor + lead[0], floor + lead[1])


def _unasked(item: Item, statements: list[Statement], a: int, b: int) -> tuple[int, int] | None:
    """What of a phrase an inclusion does not ask for: it does for `postmenopausal` of such women with a disease, and
    for a sex that is stated."""
    if any(x.kind == "sex" and x.value != "all" and a <= x.at < b for x in statements):
        return None
    if item.section == "inclusion" and not has_duty(item.quote(b, item.segments.bounds(a)[1])):
        inside = [x for x in statements if a <= x.at and x.end <= b and _is_state(x) and _tells_whom(x)]
        a = max([a, *(x.end for x in inside)])
        a += len(item.quote(a, b)) - len(item.quote(a, b).lstrip())
    return (a, b) if a < b else None


def _is_of_sexes(s: Statement) -> bool:
    return s.state in _OF_SEXES


def _tell_partners(item: Item, s: Statement, a: int, b: int) -> None:
    """`men with pregnant or nursing partners`; the next state among these words is one of its own."""
    s.applies_to = item.whole[a:b]
    if a < s.at:
        s.take(a, s.at)


def _led_by(item: Item, s: Statement, statements: list[Statement]) -> None:
    """`Women of childbearing potential must have a negative pregnancy test`: whom the sentence begins with."""
    lo, hi = item.segments.bounds(s.at)
    if _is_state(s) and (tail := right_behind(item.quote(s.end, hi))):  # "males and postmenopausal females"
        set_whom(item, s, s.end + tail.start("who"), s.end + tail.end("who"))
        return
    of_them = s.analyte == "pregnancy_test"
    lead = first_of(item.quote(lo, s.start))
    if lead is None:
        before = [x.end for x in statements if x.end <= s.start and not _tells_whom(x)]
        inner = _lead(item, s, statements, floor=max([lo, *before])) if of_them and before else None
        if inner and not any(
            inner[0] < g.start < s.start for g in item.groups
        ):  # "adequate contraception, women of childbearing potential must have a negative test"
            set_whom(item, s, *inner)
        return
    words = item.quote(lo + lead[0], lo + lead[1])
    if s.kind == "condition" and not _is_state(s):
        having = item.section == "exclusion" and has_those(item.quote(lo + lead[1], s.start))
        if not having or (
            _JOINED.search(words) and any(_is_state(x) and lo <= x.at < s.at for x in statements)
        ):
            return  # "postmenopausal women, or women with A"
    found = _unasked(item, statements, lo + lead[0], lo + lead[1])
    if found and (of_them or _is_state(s) or is_sexed(words)):
        set_whom(item, s, *found)


def _tells_whom(s: Statement) -> bool:
    """`premenopausal` women, men `with partners of reproductive age`: what may only be a part of such a phrase."""
    known = s.state
    return known in ("menopause", "childbearing_potential") and s.threshold is None


def _shared_tail(item: Item, s: Statement, following: Statement) -> None:
    """`pregnant or lactating women`: the noun behind the last member belongs to each."""
    _, hi = item.segments.bounds(following.end - 1)
    tail = right_behind(item.quote(following.end, hi))
    if tail and _AND.fullmatch(item.quote(s.end, following.start)):
        set_whom(item, s, following.end + tail.start("who"), following.end + tail.end("who"))


def _group(item: Item, s: Statement) -> None:
    """`Intermediate-risk group: MRD ≥ 1 %`: the label before the colon."""
    lo, hi = item.segments.bounds(s.at)
    m = _GROUP.match(item.quote(lo, hi))
    if m and lo + m.end() <= s.start and not _named(item.mentions, lo + m.start("who"), lo + m.end("who")):
        set_whom(item, s, lo + m.start("who"), lo + m.end("who"))


def _named(mentions: list[Finding], a: int, b: int) -> bool:
    return any(m.overlaps(a, b) for m in mentions)
