"""Phrases that name a group of patients: `For patients on warfarin, …`, `… in women with lupus`, `(Cohort B only)`."""

import re

from eligex.assembly.items.reading import Item
from eligex.assembly.people.group_ends import (
    CLOSES,
    FARTHEST,
    LINKED,
    OWN_VERB,
    RULING,
    end_of,
    group,
    holds,
    named_before,
)
from eligex.assembly.people.sexed_heads import sexed_head
from eligex.components.findings import Finding
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_PEOPLE = (
    r"(?:patients?|subjects?|participants?|those|individuals?|persons?|wom[ae]n|m[ae]n|(?:fe)?males?|child(?:ren)?|adults?|adolescents?"
    r"|infants|boys|girls|volunteers?|controls|donors?|recipients?|cohorts?|groups?|(?:treatment|study|control|expansion)\s+arms?"
    r"|(?:arms?|parts?|phase|cohorts?)\s+(?:[A-H]|\d|[IV]+)(?:[ab]|\b))"
)
_WORD = (  # before them, what tells which
    r"(?:(?!(?:of|to|by|and|or|with|without|that|which|who|this|these|our|the|opinion|in|for|on|at|than|is|are|from|only|all|any|as|defined|means|particular|however|but|although|though|whereas|while"
    r"|(?:hour|day|week|month|year)s?(?!\s+(?:old|of)\b))\s)[\w/+-]+\s+)"
)
_PHRASE = (
    rf"(?:(?:all|the|those|any|an?|certain|some|other|most|each|both)\s+)*(?P<which>{_WORD}{{0,3}}?)(?P<people>{_PEOPLE})"
    r"\b(?:\s+only\b)?"
)
_MORE = (
    r"(?:\s+(?:(?:previously|currently|already|not|who\s+are|who\s+have\s+been)\s+)*(?P<more>with|without|who|whose|that|on|receiving|taking|using|undergoing"
    r"|treated|aged?|of|having|enrolled|requiring|in|participating|older|younger|over|under|assigned|randomi[sz]ed|entering)\b)?"
)
_FOR = Scanner(lazily(rf"\b(?:for|in|among)\s+{_PHRASE}{_MORE}", re.IGNORECASE))
# "Patients with HIV infection must be on treatment": what it asks is asked of them
_SUBJECT = lazily(rf"\W*(?P<who>(?!all\b){_PHRASE}{_MORE})", re.IGNORECASE)
_DUTY = lazily(
    r"\s*,?\s*(?:must|should|need|may|can)\s+(?!(?:\w+\s+){0,3}?(?:(?:in)?eligib|enrol|includ|enter|participat|exclu|consider|permit|allow|accept|take\s+part))",
    re.IGNORECASE,
)
_NEXT = lazily(r"\b(?:OR\s+)?(?:Patients|Subjects|Participants)\b")  # of a sentence that nothing parts
_SEXES = lazily(r"(?:fe)?males?|(?:wo)?m[ae]n", re.IGNORECASE)
_OWN = lazily(r"\b(?:confirm|diagnos|proven|document|histolog|patholog|cytolog)", re.IGNORECASE)
_NO_MORE = lazily(  # words before people that tell nothing of them
    r"(?:(?:study|trial|enrolled|eligible|human|individual|same|age|clinical|research|\d+)\s+)*",
    re.IGNORECASE,
)
_LABEL = lazily(  # "Cohort B: …", "HIV-positive volunteers: …"
    rf"\W*(?P<who>(?:(?:for|in)\s+)?{_PHRASE}(?:\s*\([^()]{{1,30}}\))?)\s*:(?=\s*\S)", re.IGNORECASE
)
_NO_LABEL = lazily(
    r"\b(?:all|both|either|any|each|these|those|following|criteria|exclu\w*|inclu\w*|eligib\w*|ineligib\w*|must|should|are|is|have|has|trial|study"
    r"|type|other)\b",
    re.IGNORECASE,
)
_HEAD = lazily(  # "Diabetic subjects:", "Additional criteria for patients on warfarin:"
    r"\W*(?:(?:(?P<ban>excluded|prohibited)|required|additional|further|specific|(?:in|ex)clusion|criteria|the|following|are|is|only)\s+)*"
    rf"(?P<who>(?:(?P<of>for|in)\s+)?{_PHRASE}(?P<rest>{_MORE}[^:;.,]{{0,80}}))\s*:\s*",
    re.IGNORECASE,
)
_TOLD_APART = lazily(r"(?:cohort|arm|group|part|phase|volunteer|control|donor|recipient)", re.IGNORECASE)
_BRACKET = lazily(rf"(?P<who>(?:(?P<of>for|in)\s+)?{_PHRASE}{_MORE})", re.IGNORECASE)
_LISTED = lazily(r",\s*(?:or|and)\s[^,;:.()]{2,50}(?=[,:])", re.IGNORECASE)
LETTER = lazily(r"[a-z]", re.IGNORECASE)
PREPOSITION = lazily(r"^(?:for|in|among)\s+(?!(?:the\s+)?(?:case|event)\b)", re.IGNORECASE)
_FINITE = lazily(r"\b(?:is|are|was|were|can|could|would|will|may|must|should|has|have)\b", re.IGNORECASE)
_TOO = lazily(r"\b(?:including|even|especially)\b", re.IGNORECASE)  # "(including those with diabetes)"
COLON = lazily(r"\s*:")
_OR_ELSE = lazily(r"\s*[),]?\s*(?:[;(]|;?\s*\b(?:or|and|but)\b)[\s,]*", re.IGNORECASE)
_COMMA = lazily(r"\s*,")
_NEAR = 80  # characters from whom a second bound is of to it


def label_of(item: Item) -> str | None:
    """The group that an item names and nothing else, over those nested under it: `Diabetic subjects:`."""
    if people := sexed_head(item):
        return people
    m = _HEAD.fullmatch(item.text) if ":" in item.text else None
    if (
        m is None
        or _NO_LABEL.search(m["who"], 0, m.end("people") - m.start("who"))
        or (m["rest"].strip() and not m["of"])
    ):
        return None
    if m["ban"] and item.section == "inclusion":
        return None
    apart = _TOLD_APART.match(m["people"]) is not None
    if not (apart or m["rest"].strip() or not _NO_MORE.fullmatch(m["which"])):
        return None
    named = any(x.label not in ("SEX", "AGE") for x in item.mentions)
    if named and item.section == "exclusion" and not (m["of"] or apart):
        return None
    return PREPOSITION.sub("", m["who"])


def labels(item: Item) -> list[Finding]:
    """`Obese subjects: …` at the beginning; of an exclusion such words may be what is excluded."""
    m = _LABEL.match(item.text) if ":" in item.text else None
    if m is None or _NO_LABEL.search(m["who"]) or not (m["which"] or _TOLD_APART.match(m["people"])):
        return []
    a, b = item.start + m.start("who"), item.start + m.end("who")
    said = [x for x in item.mentions if x.within(a, b) and x.label not in ("SEX", "AGE")]
    plain = not item.text[m.start("who") :].lower().startswith(("for", "in")) and not _TOLD_APART.match(
        m["people"]
    )
    if said and plain and item.section == "exclusion":
        return []
    return [group(a, b, (item.start + m.end(), item.end))] if said else []


def phrases(item: Item) -> list[Finding]:
    found = []
    for m in item.matches(_FOR):
        lo, _ = item.segments.bounds(m.start())
        bracket = item.segments.bracket(m.start())
        begin = bracket[0] + 1 if bracket else lo
        if _SEXES.match(m["people"]) and m["more"] in ("on", "in"):
            continue  # "≤ 470 ms for females on a screening ECG"
        leads = not LETTER.search(item.quote(begin, m.start()))
        g = _leading(item, m, bracket) if leads else _second(item, m, begin)
        if g is not None:
            found.append(g)
        elif not leads and _tells(m) and (m["more"] or "").lower() not in ("aged", "age", "older", "younger"):
            end = end_of(item, m.start(), m.end(), m["more"] or "")
            g = group(m.start(), end)
            if named_before(item, begin, m.start()) and (holds(item, g) or _TOLD_APART.match(m["people"])):
                found.append(g)
    return found


def _tells(m: re.Match[str]) -> bool:
    """Whether the words say which patients, and not only that it is patients."""
    return bool(m["more"]) or not _NO_MORE.fullmatch(m["which"])


def _leading(item: Item, m: re.Match[str], bracket: tuple[int, int] | None) -> Finding | None:
    end = end_of(item, m.start(), m.end(), m["more"] or "")
    _, hi = item.segments.bounds(m.start())
    if listed := _LISTED.match(item.text, end - item.start):
        end = item.start + listed.end()
    if not CLOSES.match(item.text, end - item.start) or not LETTER.search(item.quote(end, item.end)):
        return None
    if bracket:
        return group(m.start(), end, (end, bracket[1]))
    colon = COLON.match(item.text, end - item.start)
    return group(m.start(), end, (end, item.end if colon else hi))


def _second(item: Item, m: re.Match[str], begin: int) -> Finding | None:
    """`≤ 2.5 × ULN or, in patients with liver metastases, ≤ 5 × ULN`: of whom the second bound is."""
    before = [t.end for t in item.thresholds if begin <= t.start and t.end <= m.start()]
    if not before or not _OR_ELSE.fullmatch(item.quote(max(before), m.start())):
        return None
    end = end_of(item, m.start(), m.end(), m["more"] or "")
    behind = next((t for t in item.thresholds if t.start >= end), None)
    if behind is None or not _COMMA.match(item.text, end - item.start):
        return None
    near = item.segments.same(end, behind.start) and behind.start - end < _NEAR
    return group(m.start(), end, (end, behind.end)) if near and _tells(m) else None


def subjects(item: Item) -> list[Finding]:
    """`Patients with HIV infection must …` of an inclusion; not the trial's own patients, whom it tells first."""
    if item.section != "inclusion":
        return []
    found = []
    for n, (lo, hi) in enumerate(item.sentences):
        m = _SUBJECT.match(item.text, lo - item.start, hi - item.start)
        if m is None or not m["more"] or (item.id == "I1" and not n):
            continue
        start, end = item.start + m.start("who"), item.start + m.end()
        if next_ones := _NEXT.search(item.text, m.end(), hi - item.start):
            hi = item.start + next_ones.start()
        end = end_of(item, start, end, m["more"])
        g = group(start, end, (end, hi))
        if not _DUTY.match(item.text, end - item.start) or _OWN.search(item.quote(start, end)):
            continue
        if any(x.within(start, end) and x.label not in ("STATE", "SEX", "AGE") for x in item.mentions):
            found.append(g)
    return found


def bracketed(item: Item) -> list[Finding]:
    """`(women of childbearing potential only)`, `(Cohort B)` behind what it limits."""
    found = []
    for a, b in item.segments.brackets:
        words = item.quote(a + 1, b - 1)
        m = _BRACKET.match(words.lstrip()) if len(words) < FARTHEST else None
        if m is None or not (_tells(m) or _TOLD_APART.match(m["people"])) or RULING.search(words):
            continue
        if m["people"].lower() == "group" and not m["of"]:  # "ECOG (Eastern Cooperative Oncology Group)"
            continue
        if _FINITE.search(words) and not OWN_VERB.fullmatch(m["more"] or ""):
            continue
        start = a + 1 + len(words) - len(words.lstrip())
        end = end_of(item, start, start + m.end(), m["more"] or "")
        last = b - 1 - (len(words) - len(words.rstrip()))
        if end < last or (not m["more"] and start + m.end() < last) or not named_before(item, item.start, a):
            continue
        _, hi = item.segments.bounds(a)
        following = (b, hi) if LINKED.search(item.quote(item.start, a).rstrip()) else None
        found.append(group(start, end, (b, b) if _TOO.search(m["which"]) else following))
    return found
