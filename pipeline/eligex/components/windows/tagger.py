"""Windows and durations: what stands around a length of time decides which it is."""

import re
from dataclasses import replace

from spacy.tokens import Doc

from eligex.components import findings as groups
from eligex.components.base import Tagger
from eligex.components.blocks import blocks
from eligex.components.findings import Finding, by_position
from eligex.components.windows.alternatives import ALONE, alternative, alternative_before, closed
from eligex.components.windows.anchors import is_first_part, side_of, side_of_limit
from eligex.components.windows.led import is_during_or, is_of_repetition
from eligex.components.windows.made import UNBOUNDED, anchor_at, duration, window
from eligex.components.windows.thereafter import with_thereafter
from eligex.components.windows.times import UNITS, Time, times
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner
from eligex.text.view import view

_RECENT = (
    r"past|last|previous|preceding|former|recent|most\s+recent|prior|next|coming|following|upcoming|subsequent"
    r"|first|initial"
)
_LEAD = re.compile(
    rf"(?:(?P<within>\bwithin|\binside|\bduring\s+(?:the|a)\s+period\s+(?:start|beginn|commenc)ing(?:\s+(?:from|at))?)\s+(?:about\s+|approximately\s+)?(?:(?:the|a|an|your|their|his|her)\s+)?(?P<w_recent>{_RECENT})?"
    rf"|(?P<prep>\b(?:in|over|during|for|throughout|of))\s+(?:at\s+least\s+)?(?:(?:the|a|an|their)\s+)?(?P<recent>{_RECENT})?"
    rf"|(?P<until>\b(?:until|till|through|for\s+up\s+to))"
    rf"|(?P<lasting>\b(?:lasting|lasts|lasted|persisting|persists?|(?:duration|period|course)\s*(?:of|:)?(?:\s+(?:at\s+least))?))"
    rf"|(?:\bthe\s+)?(?P<bare_recent>\b(?:past|last|previous|preceding)))\s*(?:period\s+of\s+)?$",
    re.IGNORECASE,
)
_NUMBERLESS = re.compile(
    r"\b(?:(?P<prep>within|in|over|during|for|throughout)\s+)?(?:the\s+|a\s+)?(?P<recent>past|last|previous|preceding|prior|next|coming)\s+"
    r"(?:calendar\s+)?(?P<unit>year|month|week|day|hour)(?![^\W_])(?!\s+of\b)"
    r"|\b(?:within|in|during)\s+(?:the|a)\s+(?P<alone>year|month|week|day|hour)(?=\s+(?:before|prior\s+to|preceding)\b)",
    re.IGNORECASE,
)
_AFTER_TIME = re.compile(
    r"(?:'s?|\s*period|\s+(?:immediately|just|directly|or\s+(?:more|longer|less|greater))|\s+interval)?"
    r"\s*(?:(?P<before>\b(?:before|prior\s+to|preceding|in\s+advance\s+of|ahead\s+of|pre(?=-))|\bprior(?=\s+(?:(?:to\s+)?the\s+|enrol|randomi[sz]|screen|study|inclusion|entry|start\s|first\s|dosing|treatment\s)))"
    r"(?:\s+(?:or|and|and/or)\s+(?:after|following)(?=\s+\w))?"
    r"|(?P<after>\b(?:after|following|since|post(?=-|\s)(?!-?\s?(?:partum|natal))|subsequent\s+to|beyond|past(?=\s+(?:the|last))))"
    r"|(?P<of>\b(?:of|from)\b)"
    r"|(?P<ago>\b(?:ago|earlier|before(?=\s*[.,;)]|\s*$)|previously|prior(?!\s+to\b)|beforehand)\b)"
    r"|(?P<partum>-?\s*\bpost-?\s*(?:partum|natal(?:ly)?|operative(?:ly)?|transplant(?:ation)?)\b))",
    re.IGNORECASE,
)
_DURATION_AFTER = re.compile(
    r"(?:'s?)?(?:\s+or\s+(?:more|longer))?\s+(?:of\s+(?:prior\s+|previous\s+|continuous\s+|stable\s+)?(?:treatment|therapy|use|exposure|follow)|(?:in\s+)?duration)\b",
    re.IGNORECASE,
)
_COURSE = lazily(  # "steroid therapy > 1 month"
    r"\b(?:therap(?:y|ies)|treatments?|use|usage|administration|intake|courses?|\w*steroids?|antibiotics?|exposure)\s+\Z",
    re.IGNORECASE,
)
_ELAPSED = re.compile(  # "at least 4 weeks must have elapsed since …", "2 weeks between A and B"
    r"(?P<verb>(?:\s+(?:must|should|will|has|have|had|having|need|needs|to|be|been|elapsed?|passed?|apart)){1,6})?"
    r"\s+(?:(?P<since>since|from|after|following)|between)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s+(?:the\s+|their\s+)?(?P<anchor>[\w/'-]+(?:\s+(?!and\b)(?:\([^()]{1,60}\)|[\w/'-]+)){0,9})\s+and\s+",
    re.IGNORECASE,
)
_TIME_SINCE = re.compile(
    r"\b(?:time|interval|period)\s+(?:elapsed\s+)?since\s+(?:(?:the|their|any)\s+)*(?P<anchor>[\w/'-]+(?:\s+[\w/'-]+){0,6}?)"
    r"\s*(?:(?:must|should|is|be|of|:|\()\s*)*$",
    re.IGNORECASE,
)
_ANNOUNCED = lazily(  # "within the following time period prior to the first dose: 30 days"
    r"\bwithin\s+(?:the\s+)?following\s+(?:time\s+)?(?:periods?|intervals?)\s+(?:prior\s+to|before|preceding)\s+"
    r"(?:the\s+)?(?P<anchor>[^:;.]{3,80}?)\s*:\s*\Z",
    re.IGNORECASE,
)
_LASTS = re.compile(r"\bfor\s+$", re.IGNORECASE)
_DIAGNOSED = re.compile(r"\bdiagnos\w+\b(?:(?!\b(?:and|or|on|with\s+stable)\b)[^.;,]){0,60}$", re.IGNORECASE)
_NOT_EVEN_WITHIN = re.compile(r"\b(?:life[\s-]*expectanc\w*|surviv\w*|prognosis)[^.;]{0,25}$", re.IGNORECASE)
_NOT_A_WINDOW = re.compile(
    r"(?:\bage[ds]?\b|life[\s-]*expectanc\w*|surviv\w*|prognosis|gestation\w*|\bQTc?F?\b|interval|follow[\s-]*up|\bold\b|half-li\w+"
    r"|mortality|every|\bper\b)[^.;]{0,25}$",
    re.IGNORECASE,
)
_AGE_AFTER = re.compile(
    r"\s*(?:old|of\s+age|or\s+(?:older|younger|above|over)|and\s+(?:older|above|over)|gestation|/(?!\s*\d[^,;.]{0,20}half)|per\b|post-?menstrual|travel|driv|distance|walk)",
    re.IGNORECASE,
)
_INNER_RECENT = re.compile(r"\b(?:past|last|previous|preceding|prior|next|coming)\b", re.IGNORECASE)
_RECENTLY = re.compile(
    r"\b(?:recent(?:ly)?|early|new(?:ly)?|prior|previous(?:ly)?|history)\b[^.;()]{0,60}\(\s*$",
    re.IGNORECASE,
)
_BULLET = lazily(r"(?:.*\n)?[\W\d]*", re.DOTALL)  # before the time that an item begins with
_DONE = lazily(
    r"(?:prior|previous|last|most\s+recent|end|completion|cessation"
    r"|(?!study|protocol|trial|first|initial|start|begin)[\w-]+\s+(?:therapy|treatment))\b",
    re.IGNORECASE,
)
_BEFORE_BEHIND_BRACKET = lazily(  # "in the 4 weeks (or 2 for statins) before"
    r"\s*\([^()]{2,60}\)\s*(?:prior\s+to|before|preceding)\b", re.IGNORECASE
)
_UNREAD = re.compile(r"(?:\bthan|\bequal\s+to|\bleast|\bmost|[≥≤<>=\]])\s*\W{0,3}$", re.IGNORECASE)
_FUTURE = re.compile(
    r"\b(?:plan\w*|inten\w+|expect\w*|schedul\w*|anticipat\w*|will|likely|wish\w*|due\s+to)\b[^.;]{0,80}$",
    re.IGNORECASE,
)
_AWAITED = lazily(  # "death within a week is likely"
    r"\s+(?:is|are|was|were|seems?|appears?)\s+(?:\w+ly\s+)?(?:likely|expected|anticipated|imminent|planned|foreseen|probable)\b",
    re.IGNORECASE,
)
_ONSET = re.compile(
    r"\b(?:discontinu\w+|stopp\w+|wash(?:ed)?[\s-]?out|stable|free|ceased?|off|since|abstain\w*|completed?)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_BARE_RELATION = re.compile(
    r"\b(?P<relation>prior\s+to|before|after|(?<!the )following"
    r"|during|throughout|(?:for|over)\s+the\s+(?:\w+\s+)?(?:duration|course|length|remainder)\s+of|while\s+on|post(?=-))(?=\s|-)",
    re.IGNORECASE,
)
_ABSENT = re.compile(  # what is absent for four weeks was last there four weeks ago
    r"\b(?:no|not|none|without|never|free|off|discontinu\w+|stopp\w+|wash(?:ed)?[\s-]?out|abstain\w*|abstinen\w+|refrain\w*"
    r"|ceased?|quit|withheld|avoid\w*)\b[^.;]{0,60}$|n't\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_STATE = re.compile(r"(?:pregnan|lactat|breast|gestation|menstruat|puerper)", re.IGNORECASE)
_WHO = re.compile(
    r"(?:(?:^|[\n.;,:•*-]|\b(?:or|and))\s*(?:(?:patients?|subjects?|participants?|women|woman|females?|mothers|those|people)\s+)?"
    r"(?:(?:who\s+)?(?:are|is)\s+)?)$",
    re.IGNORECASE,
)
_NUMBERLESS_TIMES, _BARE_RELATIONS = Scanner(_NUMBERLESS), Scanner(_BARE_RELATION)
MAX_BACK, MAX_ANNOUNCED = 90, 160


class WindowTagger(Tagger):
    """Writes WINDOWS. `value` of a WINDOW: low, low_inclusive, high, high_inclusive, unit (UCUM),
    relation, anchor, anchor_start, anchor_end, alternative (what is told in half-lives beside it, as written),
    alternative_start; of a DURATION: the bounds and the unit."""

    key = groups.WINDOWS

    def match(self, doc: Doc) -> list[Finding]:
        text = view(doc).folded
        found: list[Finding] = []
        for start, end, _ in blocks(doc, text):
            found += _read_block(text, start, end)
        return by_position(with_thereafter(found, text))


def _read_block(text: str, start: int, end: int) -> list[Finding]:
    found: list[Finding] = []
    taken = bytearray(end - start)

    def keep(new: list[Finding]) -> None:
        found.extend(new)
        for f in new:
            taken[f.start - start : f.end - start] = b"\1" * (f.end - f.start)

    for t in times(text, start, end):
        if not any(taken[t.start - start : t.end - start]):
            keep(_of_time(text, t, start, end))
    told = [
        (f.value["alternative_start"], f.value["alternative"]) for f in found if f.value.get("alternative")
    ]
    for m in ALONE.finditer(text, start, end):
        known = any(a <= m.start() < a + len(words) for a, words in told)
        if not known and not any(taken[m.start() - start : m.end() - start]):
            keep([_half_lives(text, m, end)])
    for m in _NUMBERLESS_TIMES.finditer(text, start, end):
        if not any(taken[m.start() - start : m.end() - start]):
            keep([_numberless(text, m, end)])
    for m in _BARE_RELATIONS.finditer(text, start, end):
        if not any(taken[m.start() - start : m.end() - start]):
            keep(_unmeasured(text, m, start, end))
    return found


def _of_time(text: str, t: Time, start: int, end: int) -> list[Finding]:
    """With the length in half-lives that stands beside it."""
    found = _read_time(text, t, start, end)
    told, behind = alternative(text, t.end, end)
    if told is None and (first := alternative_before(text, max(start, t.start - MAX_BACK), t.start)):
        told = (first[0], behind)
    if told is None:
        return found
    words = {"alternative": closed(text[slice(*told)]), "alternative_start": told[0]}
    return [replace(f, value=f.value | words) if f.label == "WINDOW" else f for f in found]


def _read_time(text: str, t: Time, start: int, end: int) -> list[Finding]:
    back = text[max(start, t.start - MAX_BACK) : t.start]
    if announced := _ANNOUNCED.search(text, max(start, t.start - MAX_ANNOUNCED), t.start):
        told = (t.bounds("high_in") | {"unit": t.unit}, "before", announced.span("anchor"), "announced", text)
        return [window(announced.start(), t.end, *told)]
    since = _TIME_SINCE.search(back)
    if since is not None:
        return [_time_since(text, t, since, t.start - len(back))]
    other = alternative_before(text, t.start - len(back), t.start)
    if _speaks_of_else(text, t, text[t.start - len(back) : other[0]] if other else back, end):
        return []
    if t.kind == "bare" and _UNREAD.search(back):
        return []  # an operator that was not understood: no bound rather than a wrong one
    lead = _LEAD.search(back[: other[0] - t.start + len(back)] if other else back)
    begins = t.kind == "bare" and not lead and _BULLET.fullmatch(back) is not None
    if (t.kind.startswith(("low", "high")) or begins) and (apart := _elapsed(text, t, back, end)):
        return [apart]
    tail = _AFTER_TIME.match(text, alternative(text, t.end, end)[1], end)
    if tail is None and is_of_repetition(back):
        return []
    recent = lead and (lead["w_recent"] or lead["recent"] or lead["bare_recent"])
    if not recent and (inner := _INNER_RECENT.search(text, t.start, t.end)):  # "within the 6 previous months"
        recent = inner[0]
    if t.adjective and not (recent or (lead and lead["within"])):
        return []
    begin = t.start - len(back) + lead.start() if lead else t.start
    if lead and lead["prep"] and not recent and lead["prep"].lower() == "of" and not tail:
        lead, begin = None, t.start
    if tail and not (
        tail["of"]
        and not (_limits(text, t, tail, end) or (lead and (lead["within"] or recent or lead["prep"])))
    ):
        return _anchored(text, t, lead, tail, begin, end, back)
    if recent or (lead and lead["within"]) or _is_limit(text, t, lead, back):
        ahead = not recent and (_FUTURE.search(back) or _AWAITED.match(text, t.end, end))
        relation = "after" if _ahead(recent) or ahead else "before"
        return [
            window(
                begin,
                t.end,
                t.bounds("high_in") | {"unit": t.unit},
                relation,
                None,
                "recent" if recent else "within",
            )
        ]
    if (
        lead and (lead["lasting"] or (lead["prep"] and lead["prep"].lower() in ("for", "during", "over")))
    ) or t.consecutive:
        return [duration(begin, t.end, t)]
    if _DURATION_AFTER.match(text, t.end, end) or _is_length(t, back):
        return [duration(begin, t.end, t)]
    return []


def _limits(text: str, t: Time, tail: re.Match[str], end: int) -> bool:
    """`surgery ≤ 4 weeks of the first dose`: within that of an event of the trial."""
    if not t.kind.startswith("high") or tail["of"].lower() != "of" or _DURATION_AFTER.match(text, t.end, end):
        return False
    anchor = anchor_at(text, tail.end(), end)
    named = text[slice(*anchor)] if anchor else ""
    return side_of(named) is not None and not _DONE.match(named)


def _is_length(t: Time, back: str) -> bool:
    """`systemic steroids exceeding 4 weeks`, `antibiotic therapy > 7 days`."""
    return t.kind not in ("bare", "range") and _COURSE.search(back) is not None


def _speaks_of_else(text: str, t: Time, back: str, end: int) -> bool:
    """An age, a life expectancy, an interval between doses, the way to the hospital."""
    if _AGE_AFTER.match(text, t.end, end) or _NOT_EVEN_WITHIN.search(back):
        return True
    return _NOT_A_WINDOW.search(back) is not None and not re.search(r"within\s+(?:the\s+)?$", back)


def _time_since(text: str, t: Time, since: re.Match[str], offset: int) -> Finding:
    """`time since last radiotherapy ≥ 4 weeks`."""
    anchor = (offset + since.start("anchor"), offset + since.end("anchor"))
    bounds = t.bounds("low_in") | {"unit": t.unit}
    return window(offset + since.start(), t.end, bounds, "after", anchor, "time-since", text)


def _elapsed(text: str, t: Time, back: str, end: int) -> Finding | None:
    """`at least 4 weeks must have elapsed since the last dose`, `at least 2 weeks between A and B`."""
    m = _ELAPSED.match(text, t.end, end)
    if m is None or (t.kind.startswith("high") and not m["verb"]):
        return None
    if not (m["verb"] or not m["since"] or (m["since"].lower() == "from" and not _LASTS.search(back))):
        return None
    between = None if m["since"] else _BETWEEN.match(text, m.end(), end)
    anchor = between.span("anchor") if between else anchor_at(text, m.end(), end)
    if anchor is None or not (m["since"] or between):
        return None
    named = text[slice(*anchor)]
    ahead = m["since"] and m["since"].lower() == "from" and not _DONE.match(named)
    before = ahead and side_of(named) == "before"
    bounds = t.bounds("low_in") | {"unit": t.unit}
    second = anchor_at(text, between.end(), end) if between else None
    stop = second[1] if second else anchor[1]
    return window(t.start, stop, bounds, "before" if before else "after", anchor, "elapsed", text)


def _is_limit(text: str, t: Time, lead: re.Match[str] | None, back: str) -> bool:
    """`recent exacerbation (< 6 weeks)`, `received X in less than 3 months`, `planning a pregnancy in 6 months`."""
    if lead is not None and lead["prep"] and lead["prep"].lower() == "in":
        if _BEFORE_BEHIND_BRACKET.match(text, t.end):
            return True
        return t.kind.startswith("high") or (t.kind == "bare" and _FUTURE.search(back) is not None)
    closed = text[t.end : t.end + 1] == ")"
    return t.kind.startswith("high") and closed and _RECENTLY.search(back) is not None


def _ahead(recent: str | None) -> bool:
    return (
        bool(recent)
        and re.match(r"next|coming|following|upcoming|subsequent|first|initial", recent or "", re.IGNORECASE)
        is not None
    )


def _anchored(
    text: str, t: Time, lead: re.Match[str] | None, tail: re.Match[str], begin: int, end: int, back: str
) -> list[Finding]:
    anchor = None if tail["ago"] or tail["partum"] else anchor_at(text, tail.end(), end)
    if tail["partum"]:
        word = re.search(r"post\W*[a-z]+\W*$", tail[0], re.IGNORECASE)
        if word:
            anchor = (tail.start() + word.start(), tail.start() + word.end())
    recent = (lead["w_recent"] or lead["recent"] or "") if lead else ""
    begins = bool(anchor and is_first_part(recent, text[slice(*anchor)]))
    throughout = bool(lead and lead["prep"] and lead["prep"].lower() in ("during", "throughout"))
    if tail["of"] and anchor and (begins or throughout):  # "during the first 4 weeks of the study"
        bounds = t.bounds("high_in") | {"unit": t.unit} if begins else UNBOUNDED
        return [window(begin, anchor[1], bounds, "during", anchor, "stretch", text)]
    if tail["of"]:
        side = _side(text, begin, anchor)
        known = lead and (lead["within"] or lead["w_recent"] or lead["recent"] or lead["bare_recent"])
        if side is None and not known:
            return []
        relation = side or "before"
        anchor = anchor if side else None
    else:
        relation = "before" if tail["before"] or tail["ago"] else "after"
    stretch = bool(lead and lead["prep"] and lead["prep"].lower() == "for" and not lead["recent"])
    bare = _bare_bound(lead, tail, stretch, back)
    stop = anchor[1] if anchor else tail.end() if not tail["of"] else t.end
    bounds = t.bounds(bare) | {"unit": t.unit}
    if stretch and anchor and not _ABSENT.search(back):  # the state lasts; the anchor only says until when
        if relation == "after" and (t.kind == "bare" or t.kind.startswith("high")):
            known = t.bounds("high_in") | {"unit": t.unit}
        else:
            known = bounds if _DIAGNOSED.search(back) else UNBOUNDED
        start = (
            begin if known is UNBOUNDED else tail.start()
        )  # a bound of its own leaves the duration beside it
        until = window(start, stop, known, relation, anchor, "stretch", text)
        return [duration(begin, t.end, t), until]
    return [window(begin, stop, bounds, relation, anchor, "anchored", text)]


def _side(text: str, begin: int, anchor: tuple[int, int] | None) -> str | None:
    if anchor is None:
        return None
    return "after" if is_during_or(text, begin) else side_of_limit(text[slice(*anchor)])


def _bare_bound(lead: re.Match[str] | None, tail: re.Match[str], stretch: bool, back: str) -> str:
    if stretch or (lead is None and (_ONSET.search(back) or re.search("since", tail[0], re.IGNORECASE))):
        return "low_in"
    return "high_in"


def _numberless(text: str, m: re.Match[str], end: int) -> Finding:
    bounds: dict[str, object] = {"low": None, "low_inclusive": None, "high": 1.0, "high_inclusive": True}
    bounds["unit"] = UNITS[(m["unit"] or m["alone"]).lower()]
    relation = "after" if _ahead(m["recent"]) else "before"
    tail = _AFTER_TIME.match(text, m.end(), end)
    anchor = anchor_at(text, tail.end(), end) if tail and tail["before"] else None
    return window(m.start(), anchor[1] if anchor else m.end(), bounds, relation, anchor, "recent", text)


def _half_lives(text: str, m: re.Match[str], end: int) -> Finding:
    """`within 5 half-lives prior to screening`: no bound, and its words as the alternative."""
    tail = _AFTER_TIME.match(text, alternative(text, m.end(), end)[1], end)
    anchor = anchor_at(text, tail.end(), end) if tail and tail["before"] else None
    found = window(
        m.start(), anchor[1] if anchor else m.end(), UNBOUNDED, "before", anchor, "half-lives", text
    )
    return replace(found, value=found.value | {"alternative": m[0], "alternative_start": m.start()})


def _unmeasured(text: str, m: re.Match[str], start: int, end: int) -> list[Finding]:
    """`prior to enrollment`, `during the study`: only before an anchor of the table."""
    anchor = anchor_at(text, m.end(), end)
    if anchor is None or side_of(text[slice(*anchor)]) is None:
        return []
    word = m["relation"].lower()
    # "patients during pregnancy and lactation" are the pregnant, "post-transplant patients" the transplanted
    tells_who = word == "post" or (word == "during" and _STATE.match(text, anchor[0]))
    if tells_who and _WHO.search(text[max(start, m.start() - 60) : m.start()]):
        return []
    relation = "during"
    if word.startswith(("before", "prior")):
        relation = "before"
    elif word.startswith(("after", "following", "post")):
        relation = "after"
    return [window(m.start(), anchor[1], UNBOUNDED, relation, anchor, "unmeasured", text)]
