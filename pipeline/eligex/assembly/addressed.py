"""Words that only say of whom a statement is: `For patients on warfarin, …`, `… in women with lupus`, `… if diabetic`.

What stands in them is neither asked for nor excluded. They are found before anything is stated; their mentions,
bounds and cues leave the item, and the statements that they limit carry them as `applies_to`.
"""

import re
from itertools import pairwise

from eligex.assembly.extents import Extents
from eligex.assembly.provisos import repeats, sentences
from eligex.assembly.reading import Item
from eligex.assembly.statement import Statement
from eligex.assembly.subjects import JOIN
from eligex.components.findings import Finding
from eligex.text.scan import Scanner

_PEOPLE = (
    r"(?:patients?|subjects?|participants?|those|individuals?|persons?|wom[ae]n|m[ae]n|(?:fe)?males?|child(?:ren)?|adults?|adolescents?"
    r"|infants|boys|girls|volunteers?|controls|donors?|recipients?|cohorts?|groups?|(?:treatment|study|control|expansion)\s+arms?"
    r"|(?:arms?|parts?|phase|cohorts?)\s+(?:[A-H]|\d|[IV]+)(?:[ab]|\b))"
)
_WORD = (  # before them, what tells which
    r"(?:(?!(?:of|to|by|and|or|with|without|that|which|who|this|these|our|the|opinion|in|for|on|at|than|is|are|from|only|all|any|as|defined|means)\s)[\w/+-]+\s+)"
)
_PHRASE = (
    rf"(?:(?:all|the|those|any|an?|certain|some|other|most|each|both)\s+)*(?P<which>{_WORD}{{0,3}}?)(?P<people>{_PEOPLE})"
    r"\b(?:\s+only\b)?"
)
_MORE = (
    r"(?:\s+(?:(?:previously|currently|already|not|who\s+are|who\s+have\s+been)\s+)*(?P<more>with|without|who|whose|that|on|receiving|taking|using|undergoing"
    r"|treated|aged?|of|having|enrolled|requiring|in|participating|older|younger|over|under|assigned|randomi[sz]ed|entering)\b)?"
)
_FOR = Scanner(re.compile(rf"\b(?:for|in|among)\s+{_PHRASE}{_MORE}", re.IGNORECASE))
_IF = Scanner(
    re.compile(
        r"\b(?:if(?!\s+not\s+(?:\w+ly\s+)?\w+ed\b)|in\s+(?:the\s+)?(?:case|event)\s+of)\s",
        re.IGNORECASE,
    )
)
# "Patients with HIV infection must be on treatment": what it asks is asked of them
_SUBJECT = re.compile(rf"\W*(?P<who>(?!all\b){_PHRASE}{_MORE})", re.IGNORECASE)
_DUTY = re.compile(
    r"\s*,?\s*(?:must|should|need|may|can)\s+(?!(?:\w+\s+){0,3}?(?:(?:in)?eligib|enrol|includ|enter|participat|exclu|consider|permit|allow|accept|take\s+part))",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:confirm|diagnos|proven|document|histolog|patholog|cytolog)", re.IGNORECASE)
_NO_MORE = re.compile(  # words before people that tell nothing of them
    r"(?:(?:study|trial|enrolled|eligible|human|individual|same|age|clinical|research|\d+)\s+)*",
    re.IGNORECASE,
)
_LABEL = re.compile(  # "Cohort B: …", "HIV-positive volunteers: …"
    rf"\W*(?P<who>(?:(?:for|in)\s+)?{_PHRASE}(?:\s*\([^()]{{1,30}}\))?)\s*:(?=\s*\S)", re.IGNORECASE
)
_NO_LABEL = re.compile(
    r"\b(?:all|both|either|any|each|these|those|following|criteria|exclu\w*|inclu\w*|eligib\w*|ineligib\w*|must|should|are|is|have|has|trial|study"
    r"|type|other)\b",
    re.IGNORECASE,
)
_HEAD = re.compile(  # "Diabetic subjects:", "Additional criteria for patients on warfarin:"
    r"\W*(?:(?:(?P<ban>excluded|prohibited)|required|additional|further|specific|(?:in|ex)clusion|criteria|the|following|are|is|only)\s+)*"
    rf"(?P<who>(?:(?P<of>for|in)\s+)?{_PHRASE}(?P<rest>{_MORE}[^:;.,]{{0,80}}))\s*:\s*",
    re.IGNORECASE,
)
_TOLD_APART = re.compile(r"(?:cohort|arm|group|part|phase|volunteer|control|donor|recipient)", re.IGNORECASE)
_BRACKET = re.compile(rf"(?P<who>(?:(?P<of>for|in)\s+)?{_PHRASE}{_MORE})", re.IGNORECASE)
_STOP = re.compile(
    r"\([^()]*\)|(?P<stop>[,;:()\[\]]|\b(?:unless|except|excluding|provided|but|as\s+long\s+as|must|should|shall|may|(?<!\ba\s)(?<!the\s)(?<!in\s)need|cannot)\b"
    r"|(?<=[a-z)\d]\s)(?-i:The|Patients|Subjects|Participants|No|Any|If|In|For|Must|Has|Have|Not|Adequate)\b)",
    re.IGNORECASE,
)
_OWN_VERB = re.compile(r"who|whose|that", re.IGNORECASE)
_AND = re.compile(r"\b(?:and|or)\b", re.IGNORECASE)
_LISTED = re.compile(r",\s*(?:or|and)\s[^,;:.()]{2,50}(?=[,:])", re.IGNORECASE)
_VERDICT = re.compile(
    r"\b(?:exclu\w*|(?:in)?eligib\w*|enrol\w*|includ\w*|inclusion|allow\w*|permit\w*|accept\w*|admit\w*|participat\w*|enter\w*|consider\w*|withdr\w*|qualif\w*"
    r"|only|even|as|waived?|exempt\w*|unless|except)\b",
    re.IGNORECASE,
)
_RULING = re.compile(r"\b(?:(?:in)?eligib|allow|permit|exclu|accept)\w*", re.IGNORECASE)
_GOES_ON = re.compile(r"\b(?:or|and|but|who|must|to|should)\b[\s,]*$", re.IGNORECASE)
_LINKED = re.compile(r"\b(?:or|and)\s*$", re.IGNORECASE)
_LETTER = re.compile(r"[a-z]", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.-])\d+")
_CASE = re.compile(
    r"\w+\s+(?:the\s+)?(?:patients?|subjects?|participants?|those|individuals|cases?)\s+(?:with|who|having|on|receiving|without)\b",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"^(?:for|in|among)\s+(?!(?:the\s+)?(?:case|event)\b)", re.IGNORECASE)
_SAID = re.compile(r"\w")
_FINITE = re.compile(r"\b(?:is|are|was|were|can|could|would|will|may|must|should|has|have)\b", re.IGNORECASE)
_TOO = re.compile(r"\b(?:including|even|especially)\b", re.IGNORECASE)  # "(including those with diabetes)"
_RELATIVE = re.compile(r"\b(?:that|which)\b", re.IGNORECASE)
_WHICH = re.compile(
    r"\s*,?\s*(?P<which>(?:for|in|with)\s+(?:(?:known|documented|the|those|case\s+of|with)\s+)*)",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"\s*(?:[≤≥<>]|\d+(?:\.\d+)?\s*(?:years?|months?|weeks?|days?|%|m?g/|x\s|×|times))", re.IGNORECASE
)
_CLOSES = re.compile(r"\s*[,:]")
_COLON = re.compile(r"\s*:")
_BLANK = "\N{MIDDLE DOT}"  # no word, and no space either: what it parts does not stand side by side
_FARTHEST = 160  # characters of such a phrase
_NEAR = 60
_RIGHT_BEHIND = 6
_NUMERIC = ("MEASUREMENT", "SCORE")
_HIDDEN = ("mentions", "thresholds", "windows", "durations", "negations", "contexts")


def address(item: Item) -> None:
    """Takes out of the item what only says of whom the rest is, and keeps it as its `groups`."""
    if again := repeats(item):  # such a permission frees nobody
        item.contexts = [c for c in item.contexts if not any(c.within(*e) for e in again)]
    found = _labels(item)
    for g in (*_for(item), *_bracketed(item), *_if(item), *_subjects(item), *_second_bounds(item)):
        if not any(g.overlaps(x.start, x.end) for x in found) and not _cuts(item, g):
            found.append(g)
    if not found:
        return
    item.groups = sorted(found, key=lambda g: g.start)
    extents = Extents((g.start, g.end) for g in found)
    item.text = _blanked(item, item.groups)
    for name in _HIDDEN:
        setattr(item, name, [f for f in getattr(item, name) if not extents.hold((f.start, f.end))])


def _blanked(item: Item, groups: list[Finding]) -> str:
    """The item's words without those of the groups, which name nothing; of the same length."""
    parts, at = [], item.start
    for g in groups:
        parts += [item.quote(at, g.start), _BLANK * (g.end - g.start)]
        at = g.end
    return "".join([*parts, item.quote(at, item.end)])


def label_of(item: Item) -> str | None:
    """The group that an item names and nothing else, over those nested under it: `Diabetic subjects:`."""
    m = _HEAD.fullmatch(item.text)
    if m is None or _NO_LABEL.search(m["people"] + m["which"]) or (m["rest"].strip() and not m["of"]):
        return None
    if m["ban"] and item.section == "inclusion":
        return None
    apart = _TOLD_APART.match(m["people"]) is not None
    if not (apart or m["rest"].strip() or not _NO_MORE.fullmatch(m["which"])):
        return None
    named = any(x.label not in ("SEX", "AGE") for x in item.mentions)
    if named and item.section == "exclusion" and not (m["of"] or apart):
        return None
    return _PREPOSITION.sub("", m["who"])


def limit_trailing(item: Item, statements: list[Statement]) -> None:
    """To the group right behind it, each that is not limited yet."""
    told = [(s, g) for g in item.groups if "scope" not in g.value for s in _before(item, statements, g)]
    for s, g in told:  # what two are said of is of neither: "at visit 1 (adults) or visit 2 (children)"
        if not any(s is x and g is not y for x, y in told):
            _limit(item, s, g)


def limit_led(item: Item, statements: list[Statement]) -> None:
    """To the group that its sentence begins with, each that is limited to no narrower one."""
    leads = [g for g in item.groups if "scope" in g.value]
    for n, g in enumerate(leads):
        lo, hi = g.value["scope"]
        hi = min([hi, *(x.start for x in leads[n + 1 : n + 2])])
        for s in statements:
            if lo <= s.at < hi:
                _limit(item, s, g)


def _limit(item: Item, s: Statement, g: Finding) -> None:
    words = item.whole[g.start : g.end]
    if _COLON.match(item.whole, g.end) or not _CASE.match(words):
        words = _PREPOSITION.sub("", words)
    s.applies_to = s.applies_to or words
    if s.applies_to in words:
        s.take(g.start, g.end)


def _before(item: Item, statements: list[Statement], g: Finding) -> list[Statement]:
    """The last statement before a group, and those that share its bound or are joined to it without one."""
    near = [s for s in statements if s.end <= g.start and item.segments.same(s.at, g.start)]
    inside = item.segments.bracket(g.start)
    if inside and _SAID.search(item.quote(inside[0], g.start)):  # "(≤ 5 × ULN if A)"
        near = [s for s in near if inside[0] < (s.threshold.start if s.threshold else s.at)]
    if not near:
        return []
    last = max(near, key=lambda s: s.end)
    if _counts_anew(item, last.end, g.start):
        return []
    found = [last]
    for s in sorted(near, key=lambda s: -s.end):
        if s is last:
            continue
        shared = s.threshold is not None and s.threshold is last.threshold
        bare = s.threshold is last.threshold is None and s.kind == last.kind
        if shared or (bare and JOIN.fullmatch(item.quote(s.end, max(s.end, found[-1].at)))):
            found.append(s)
    return found


def _counts_anew(item: Item, at: int, hi: int) -> bool:
    """Whether a number of which nothing was made stands between: `> 2 months for A or 2 years for B`."""
    known = (*item.windows, *item.durations, *item.mentions)
    numbers = [at + m.start() for m in _NUMBER.finditer(item.quote(at, hi))]
    return any(not any(x.start <= n < x.end for x in known) for n in numbers)


def _cuts(item: Item, g: Finding) -> bool:
    """Whether it begins or ends inside a name, or is what an exception is of ("except in patients with A")."""
    if any(m.start < edge < m.end for m in item.mentions for edge in (g.start, g.end)):
        return True
    cues = [c for c in item.contexts if c.label == "EXCEPTION"]
    return any(c.overlaps(g.start, g.end) or _opens(item, c, g.start) for c in cues)


def _opens(item: Item, cue: Finding, at: int) -> bool:
    return cue.end <= at and not _LETTER.search(item.quote(cue.end, at))


def _group(start: int, end: int, scope: tuple[int, int] | None = None) -> Finding:
    return Finding(start, end, "GROUP", "assembly:group", value={"scope": scope} if scope else {})


def _labels(item: Item) -> list[Finding]:
    """`Obese subjects: …` at the beginning; of an exclusion such words may be what is excluded."""
    m = _LABEL.match(item.text)
    if m is None or _NO_LABEL.search(m["who"]) or not (m["which"] or _TOLD_APART.match(m["people"])):
        return []
    a, b = item.start + m.start("who"), item.start + m.end("who")
    said = [x for x in item.mentions if x.within(a, b) and x.label not in ("SEX", "AGE")]
    plain = not item.text[m.start("who") :].lower().startswith(("for", "in")) and not _TOLD_APART.match(
        m["people"]
    )
    if said and plain and item.section == "exclusion":
        return []
    return [_group(a, b, (item.start + m.end(), item.end))] if said else []


def _for(item: Item) -> list[Finding]:
    found = []
    for m in item.matches(_FOR):
        lo, _ = item.segments.bounds(m.start())
        bracket = item.segments.bracket(m.start())
        begin = bracket[0] + 1 if bracket else lo
        leads = not _LETTER.search(item.quote(begin, m.start()))
        if leads and (g := _leading(item, m, bracket)) is not None:
            found.append(g)
        elif not leads and _tells(m) and (m["more"] or "").lower() not in ("aged", "age", "older", "younger"):
            end = _end(item, m.start(), m.end(), m["more"] or "")
            g = _group(m.start(), end)
            if _named_before(item, begin, m.start()) and (_holds(item, g) or _TOLD_APART.match(m["people"])):
                found.append(g)
    return found


def _tells(m: re.Match[str]) -> bool:
    """Whether the words say which patients, and not only that it is patients."""
    return bool(m["more"]) or not _NO_MORE.fullmatch(m["which"])


def _leading(item: Item, m: re.Match[str], bracket: tuple[int, int] | None) -> Finding | None:
    end = _end(item, m.start(), m.end(), m["more"] or "")
    _, hi = item.segments.bounds(m.start())
    if listed := _LISTED.match(item.text, end - item.start):
        end = item.start + listed.end()
    if not _CLOSES.match(item.text, end - item.start) or not _LETTER.search(item.quote(end, item.end)):
        return None
    if bracket:
        return _group(m.start(), end, (end, bracket[1]))
    colon = _COLON.match(item.text, end - item.start)
    return _group(m.start(), end, (end, item.end if colon else hi))


def _subjects(item: Item) -> list[Finding]:
    """`Patients with HIV infection must …` of an inclusion; not the trial's own patients, whom it tells first."""
    if item.section != "inclusion":
        return []
    found = []
    for n, (lo, hi) in enumerate(sentences(item)):
        m = _SUBJECT.match(item.text, lo - item.start, hi - item.start)
        if m is None or not m["more"] or (item.id == "I1" and not n):
            continue
        start, end = item.start + m.start("who"), item.start + m.end()
        end = _end(item, start, end, m["more"])
        g = _group(start, end, (end, hi))
        if not _DUTY.match(item.text, end - item.start) or _OWN.search(item.quote(start, end)):
            continue
        if any(x.within(start, end) and x.label not in ("STATE", "SEX", "AGE") for x in item.mentions):
            found.append(g)
    return found


def _bracketed(item: Item) -> list[Finding]:
    """`(women of childbearing potential only)`, `(Cohort B)` behind what it limits."""
    found = []
    for a, b in item.segments.brackets:
        words = item.quote(a + 1, b - 1)
        m = _BRACKET.match(words.lstrip()) if len(words) < _FARTHEST else None
        if m is None or not (_tells(m) or _TOLD_APART.match(m["people"])) or _RULING.search(words):
            continue
        if m["people"].lower() == "group" and not m["of"]:  # "ECOG (Eastern Cooperative Oncology Group)"
            continue
        if _FINITE.search(words) and not _OWN_VERB.fullmatch(m["more"] or ""):
            continue
        start = a + 1 + len(words) - len(words.lstrip())
        end = _end(item, start, start + m.end(), m["more"] or "")
        last = b - 1 - (len(words) - len(words.rstrip()))
        if end < last or (not m["more"] and start + m.end() < last) or not _named_before(item, item.start, a):
            continue
        _, hi = item.segments.bounds(a)
        following = (b, hi) if _LINKED.search(item.quote(item.start, a).rstrip()) else None
        found.append(_group(start, end, (b, b) if _TOO.search(m["which"]) else following))
    return found


def _if(item: Item) -> list[Finding]:
    """`contraception if fertile`, `MRI in case of seizures`; not what a sentence begins with, nor a verdict's."""
    found = []
    for m in item.matches(_IF):
        lo, hi = item.segments.bounds(m.start())
        bracket = item.segments.bracket(m.start())
        begin = bracket[0] + 1 if bracket else lo
        before = item.quote(lo, m.start())
        if not _LETTER.search(before):
            found += _unparted(item, m.start(), hi)
            continue
        if _VERDICT.search(before) or any(
            c.label == "ALLOWED" and m.end() < c.start < hi for c in item.contexts
        ):
            continue
        end = _end(item, m.start(), m.end(), "who")
        anew = m.group()[0].isupper() and not item.text.isupper()  # a sentence without a full stop before it
        goes_on = (anew or _GOES_ON.search(before)) and _CLOSES.match(item.text, end - item.start)
        verdict = goes_on and anew and _RULING.search(item.quote(end, hi))
        if verdict and not any(end <= x.start < hi for x in item.mentions):
            continue  # "If the serology was positive, the volunteer is eligible": a verdict
        if not goes_on and (anew or _LINKED.search(before) or not _follows(item, lo, m.start())):
            continue
        if goes_on and begin != lo:
            continue
        g = _group(m.start(), end, (end, hi) if goes_on else None)
        if _holds(item, g):
            found.append(g)
    return found


def _follows(item: Item, lo: int, at: int) -> bool:
    """Whether something was named right before, in no clause that tells more of it and in no other alternative."""
    if not _named_before(item, lo, at):
        return False
    things = (*item.mentions, *item.thresholds, *item.windows, *item.durations)
    last = max(x.end for x in things if lo <= x.start and x.end <= at)
    first = min(x.end for x in things if lo <= x.start and x.end <= at)
    clause = item.quote(first, at).rpartition(",")[2]
    return not _AND.search(item.quote(last, at)) and not _RELATIVE.search(clause)


def _unparted(item: Item, start: int, hi: int) -> list[Finding]:
    """`In case of liver metastases ALT > 5 × ULN`: up to the test that is bounded right behind it."""
    inside = [x for x in item.mentions if start < x.start < hi]
    if len(inside) < 2 or inside[0].label in _NUMERIC or inside[1].label not in _NUMERIC:
        return []
    end = start + len(item.quote(start, inside[1].start).rstrip())
    bounded = any(0 <= t.start - inside[1].end < _RIGHT_BEHIND for t in item.thresholds)
    if not bounded or _STOP.search(item.text, inside[0].end - item.start, inside[1].start - item.start):
        return []
    return [_group(start, end, (end, hi))]


def _holds(item: Item, g: Finding) -> bool:
    """Whether anything stands in it that would be taken for a criterion."""
    named = [x for x in item.mentions if x.overlaps(g.start, g.end) and not item.is_bare(x)]
    return bool(named) or any(t.within(g.start, g.end) for t in item.thresholds)


def _named_before(item: Item, lo: int, at: int) -> bool:
    before = [x for x in (*item.mentions, *item.thresholds) if lo <= x.start and x.end <= at]
    return any(x.label not in ("SEX", "AGE") for x in before)


def _end(item: Item, start: int, at: int, more: str) -> int:
    """Where the phrase ends: at a sign, a verb, a time, or a conjunction behind which something is bounded anew."""
    _, hi = item.segments.bounds(start)
    inside = item.segments.bracket(start)
    hi = min(hi, inside[1] - 1 if inside else hi, start + _FARTHEST)
    own = _OWN_VERB.fullmatch(more) is not None
    for m in _STOP.finditer(item.text, at - item.start, hi - item.start):
        if m["stop"] and not (own and m["stop"][0].isalpha() and m.start() + item.start < at + 4):
            hi = item.start + m.start()
            break
    times = [w.start for w in item.windows if at < w.start < hi] if not own else []
    hi = min([hi, *times])
    for m in _AND.finditer(item.text, at - item.start, hi - item.start):
        if _bounds_anew(item, item.start + m.end(), hi):
            hi = item.start + m.start()
            break
    return start + len(item.quote(start, hi).rstrip())


def _second_bounds(item: Item) -> list[Finding]:
    """`Hb ≥ 9 g/dL (≥ 8 g/dL for thalassaemia)`: the disease right behind a second bound of the same test."""
    found = []
    for one, other in pairwise(item.thresholds):
        m = _WHICH.match(item.text, other.end - item.start)
        between = [x for x in item.mentions if one.end <= x.start and x.end <= other.start]
        if (
            m is None
            or between
            or not item.segments.same(one.start, other.start)
            or not _same_side(one, other)
        ):
            continue
        behind = [x for x in item.mentions if x.start == item.start + m.end() and x.label == "CONDITION"]
        start = item.start + m.start("which")
        if behind:
            found.append(_group(start, _end(item, start, behind[0].end, "with")))
    return found


def _same_side(a: Finding, b: Finding) -> bool:
    return all((a.value.get(k) is None) == (b.value.get(k) is None) for k in ("low", "high", "relative_to"))


def _bounds_anew(item: Item, at: int, hi: int) -> bool:
    """Whether a test, a scale, a state or a bare bound comes right behind a conjunction."""
    if _QUANTITY.match(item.text, at - item.start):
        return True
    near = [x for x in (*item.mentions, *item.thresholds, *item.durations) if at <= x.start < at + _NEAR]
    first = min(near, key=lambda x: x.start, default=None)
    if first is None or len(item.quote(at, first.start).split()) > 2:
        return False
    return first.label in (*_NUMERIC, "STATE", "THRESHOLD", "DURATION")
