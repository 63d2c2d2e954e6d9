"""Days, cycles, frequencies, starts, ends and lengths of an administration."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from eligex.components.doses.numbers import COUNT, FIGURE, TIME, number, unit_of
from eligex.components.findings import Finding

Value = dict[str, Any]
_SPAN = rf"(?P<n>{COUNT})(?:\s?(?:-|to|or|~)\s?(?P<n2>{COUNT}))?[\s-]?(?P<u>{TIME})"
_ITEM = r"[+-]?\s?\d{1,3}(?!\d)(?!\.\d)(?!\s?(?:mg|%|/|(?:hours?|weeks?|months?|years?|cycles?|courses?)\b))"
_LINK = (
    r"\s?(?:,\s?(?:and\s|or\s|&\s)?|/|;\s?(?=\d)|\s(?:and|or|to|through|thru|until)\s(?:day\s|days\s|d)?"
    r"|&\s?|-\s?(?:day\s|d)?|\s-\s?|(?<=\d)to(?=\s?\d))\s?(?:days?\s|d(?=\d))?"
)
_DAY_LIST = rf"(?P<days>{_ITEM}(?:{_LINK}{_ITEM})*)"
_OF_CYCLE = (
    rf"(?:\s?,?\s?\(?(?:of|in|during|for)?\s?(?:each|every|a|an|the|per)?\s?"
    rf"(?P<cn>{COUNT})[\s-]?(?P<cu>{TIME})[\s-](?:treatment\s|dosing\s|treatment-|chemotherapy\s)?"
    rf"(?:cycles?|courses?|schedule|period)\b)"
)
_REPEAT = (
    rf"(?:\s?,?\s?\(?(?:repeat(?:ed|s|ing)?\s|and\s)?(?:once\s)?(?:every|each|q\.?)\s?"
    rf"(?P<rn>{COUNT})[\s-]?(?P<ru>{TIME}))"
)
_FROM_DAY = re.compile(
    rf"\b(?:start(?:s|ed|ing)?|begin(?:s|ning)?|began|initiat(?:ed|ing)|commenc(?:ed?|ing|es))\s"
    rf"(?:on\s|from\s|at\s)?(?P<u>day|week|month)\s(?P<n>[+-]?\d{{1,3}})(?!\d)",
    re.IGNORECASE,
)
_DAYS = re.compile(
    rf"(?<!hospital )(?<!operative )(?<!of )\b(?:on\s|from\s)?(?:(?:study|cycle)\s)?(?:C\d+)?"
    rf"(?:days?\s?\(?s?\)?\s?|\bD\s?(?=\d+\s?[-,–]\s?[-+]?\d|\d+\s(?:q|every|to|and)|\+|-\d"
    rf"|[18]\b))\s?{_DAY_LIST}(?:{_OF_CYCLE}|{_REPEAT})?",
    re.IGNORECASE,
)
_FIRST_DAYS = re.compile(
    rf"\b(?:on\s)?(?:the\s)?(?:(?P<first>first)|(?P<nth>\d{{1,2}})(?:st|nd|rd|th))\sday\sof\s(?:each"
    rf"|every|the|a)\s"
    rf"(?:(?P<cn>{COUNT})[\s-](?P<cu>{TIME})\s)?(?:cycle|course)",
    re.IGNORECASE,
)
_CYCLE = re.compile(
    rf"(?:\b(?:each|every|one|a|1|per|the|(?P<k>{COUNT}))\s)?\b(?:(?P<n>{COUNT})(?:\s?-\s?|\s)"
    rf"(?P<u>{TIME})(?:[\s-](?:treatment|dosing|chemotherapy|long))?[\s-](?:cycles?|courses?)\b"
    rf"|cycles?(?:\slength|\sduration|\s1)?\s?(?:\(|is|=|are|of|:|was|were|lasts?|will be)\s?(?:a\s"
    rf"|every\s|each\s)?(?P<n2>{COUNT})[\s-]?(?P<u2>{TIME}))",
    re.IGNORECASE,
)
_REPEATS = re.compile(
    rf"\b(?:(?:treatment|cycles?|courses?|therapy|chemotherapy|regimen|it|doses?|this|which)\s)?(?:"
    rf"(?:will\sbe|is|are|may\sbe|was|were|be|to\sbe)\s)?"
    rf"(?:repeat(?:ed|s|ing)?|(?<=treatment )continues?|(?<=therapy )continues?|recycled|recurs?"
    rf"|given\sin\scycles\sof)\s(?:once\s)?(?:(?:every|each|q|at)\s?)?(?P<n>{COUNT})(?:\s?(?:-"
    rf"|to)\s?{COUNT})?[\s-]?(?P<u>{TIME})",
    re.IGNORECASE,
)
_COUNT_OF = re.compile(
    rf"(?:\b(?:for|x|of|up\sto)\s?|[×x])\s?(?:a\s)?(?:(?:up\sto|a?\s?maximum(?:\sof)?|a\stotal\sof"
    rf"|at\sleast|total|max)\s)?(?P<n>{COUNT})(?:\s?(?:-|to|or)\s?(?P<n2>{COUNT}))?"
    rf"\s?(?:additional\s|planned\s|consecutive\s|treatment\s|\d+[\s-](?:day|week)\s)?(?:cycles"
    rf"|courses|cycle)\b",
    re.IGNORECASE,
)
_EVERY = re.compile(
    rf"\b(?:(?P<times>once|twice|one\sdose|1\sdose|a\sdose|{COUNT}\stimes)\s)?(?:every|each|q)(?:\s|"
    rf"(?<=q)\.?)?\s?(?P<n>{FIGURE}|(?<=\s){COUNT})(?:\s?(?:-|to|or)\s?(?P<n2>{COUNT}))?(?:st|nd|rd"
    rf"|th)?[\s-]?(?P<u>{TIME})(?![\s-](?:treatment\s|dosing\s)?(?:cycle|course))",
    re.IGNORECASE,
)
_TIMES = re.compile(
    rf"(?<!over )(?<!for )\b(?P<n>{COUNT})(?:\s?(?:-|to|or)\s?(?P<n2>{COUNT}))?\s?(?:x|times|days"
    rf"|doses|sessions|fractions|injections)\s?(?:/|per|a|each|every|in\sa)\s?(?P<u>{TIME})",
    re.IGNORECASE,
)
_OVER = re.compile(
    rf"\bover\s(?:a\s)?(?:period\sof\s)?(?:approximately\s|about\s|at\sleast\s|up\sto\s|the\s)?{_SPAN}"
    rf"(?:[\s-]period)?|\bover\san?\s(?P<one>hour|day)|\b(?P<n3>{COUNT})[\s-](?P<u3>hour|hr|h|minute"
    rf"|min|minutes|hours|day)s?(?=[\s-](?:continuous\s|intravenous\s|iv\s|i\.v\.\s|ci\s)*(?:infusion"
    rf"|drip|infusions|civi?\b))",
    re.IGNORECASE,
)
_FOR = re.compile(
    rf"\b(?:for|during|lasting|x)\s(?:a\s)?(?:(?:maximum|total|period|duration|minimum|course)\s"
    rf"(?:of\s)?)?(?P<upto>up\sto\s|at\sleast\s)?(?:a\s)?(?:(?:maximum|total|period|duration)\s"
    rf"(?:of\s)?)?(?:approximately\s|about\s|the\s(?:first|next|following|remaining|subsequent|last)\s"
    rf"|an?\s(?:additional|total)\s|another\s)?{_SPAN}(?![\s-](?:cycles?|courses?|old|of\s(?:age"
    rf"|follow)))",
    re.IGNORECASE,
)
_CONSECUTIVE = re.compile(
    rf"\b(?:(?:for|x)\s)?(?P<n>{COUNT})\s(?:consecutive|successive|continuous)\s(?P<u>{TIME})|\b"
    rf"(?P<n2>{COUNT})[\s-](?P<u2>day|week|month)(?:s)?[\s-](?:course|treatment|period|regimen)\b"
    rf"|(?<=take\s)(?P<n3>{COUNT})\s(?P<u3>{TIME})(?=\s(?:of\s|full))|\bup\sto\s(?:a\s(?:maximum"
    rf"|total)\sof\s)?(?P<n4>{COUNT})\s(?P<u4>{TIME})|\b(?:after|following|than)\s(?P<n5>{COUNT})\s"
    rf"(?P<u5>{TIME})(?=\sof\s)",
    re.IGNORECASE,
)
_ANCHOR = (
    r"(?:the\s|their\s|each\s|first\s|last\s|study\s|start\sof\s|end\sof\s|completion\sof\s)*(?!(?:the|a"
    r"|an|and|or|each|every|their|each|that|which|this|she|he|it|they)\b)[A-Za-z][\w-]*(?:\s(?!on\b|at\b"
    r"|and\b|or\b|followed\b|then\b|to\b|in\b|for\b|by\b|with\b|over\b|days?\b|until\b|had\b|was\b|were\b"
    r"|when\b|who\b|is\b|are\b|every\b|via\b|as\b|if\b|patients?\b|subjects?\b"
    r"|participants?\b)[A-Za-z][\w-]*){0,4}"
)
_START = re.compile(
    rf"\b(?:start(?:s|ed|ing)?|begin(?:s|ning)?|began|initiat(?:ed|ing|es)|commenc(?:e|es|ed|ing))\s"
    rf"(?:at\s|from\s)?(?:(?P<within>within|no\slater\sthan|up\sto)\s|(?:between\s|at\sleast\s"
    rf"|approximately\s|about\s|a\sminimum\sof\s)?)?(?P<n>{COUNT})(?:\s?(?:-|to|and)\s?"
    rf"(?P<n2>{COUNT}))?\s(?P<u>{TIME})\s(?P<rel>after|before|following|prior\sto|post|from|of)\s?-?"
    rf"(?P<anchor>{_ANCHOR})",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    rf"(?P<within>\bwithin\s)?(?<!for )(?<!over )(?<!day )(?<!days )(?<!every )(?<!each )(?<![\w.-])"
    rf"(?:approximately\s|about\s|at\sleast\s)?(?P<n>{COUNT})(?:\s?(?:-|to|or|and)\s?"
    rf"(?P<n2>{COUNT}))?[\s-]?(?P<u>{TIME})\s(?P<rel>after|before|following|prior\sto|preceding|post"
    rf"|pre)\s?-?(?P<anchor>{_ANCHOR})",
    re.IGNORECASE,
)
_EVENT = r"(?:[^.;\n()]|\([^()\n]{0,40}\)){3,180}"
_UNTIL = re.compile(rf"\b(?:until|till|up\suntil)\s(?P<what>{_EVENT})", re.IGNORECASE)
_ABSENCE = re.compile(rf"\bin\sthe\sabsence\sof\s(?P<what>{_EVENT})", re.IGNORECASE)
_UNTIL_TIME = re.compile(
    rf"^(?:up\sto\s)?(?P<n>{COUNT})\s?(?P<u>{TIME})(?:\s(?P<rel>after|before|following|prior\sto|post"
    rf"|from)\s?-?(?P<anchor>{_ANCHOR}))?",
    re.IGNORECASE,
)
_WEEK_DAY = re.compile(rf"^(?P<u>day|week|month|year)s?\s(?P<sign>[+-]?)(?P<n>\d+)", re.IGNORECASE)
_EVENT_END = re.compile(
    r",?\s(?:whichever|for\sup\sto|for\sa\smaximum|at\sthe|followed\sby|then|and\sthen|(?:or"
    r"|and)\s[\w-]+\s(?:IV|SC|PO|IM|\d)|and\s(?:will|were|was|is)\b|treatment\s(?:may|repeats"
    r"|continues)|on\sdays?\b)"
    r"|,\s(?=(?:and\s)?\w+\s\d)",
    re.IGNORECASE,
)
_NO_EVENT = re.compile(
    r"^(?:now|today|recently|then)\b|^(?:the\s)?(?:maximum\stolerated|MTD|optimal\sdose"
    r"|recommended\sdose|dose[\s-]limiting)|\b(?:MTD|tolerated dose)\b[^,]*\b(?:determined|reached"
    r"|established)",
    re.IGNORECASE,
)
_BEFORE = ("before", "prior to", "preceding", "pre")
_NO_TREATMENT = re.compile(
    r"(?:follow(?:ed|-up|\sup)?(?!\sby)|observ\w*|monitor\w*|surviv\w*|fast\w*|without\sfood\w*"
    r"|evaluat\w*|assess\w*|scan\w*|visit\w*|stor\w*|refrain\w*|remain\w*|sampl\w*|rest|off|break"
    r"|washout|no\streatment)\W(?:\w+\W+){0,4}$",
    re.IGNORECASE,
)


_GIVEN = re.compile(
    r"\b(?:given|administ|receiv|infus|inject|tak(?:e|en|ing)\b|dos(?:e|ed|ing)\b|start|initiat|begin"
    r"|began|premedic|pre-medic|\d+\s?(?:mg|g|mcg|ug|μg|mL|IU)\b)",
    re.IGNORECASE,
)
_SEEN = re.compile(
    r"\b(?:develop(?:s|ed|ing)|occur(?:red|s|ring)|present(?:s|ed|ing)|complain|experienced|noted"
    r"|appeared|died|diagnosed|resolved|emerged|suspended|persisted|symptoms|hospital|episode"
    r"|readmitted|identified|vomit|became|recovered|exhibited|displayed)",
    re.IGNORECASE,
)
_QUALITY = re.compile(
    r"\b(?:long[\s-]?term|prolonged|chronic|short[\s-]term)(?=\s(?:[\w-]+\s){0,3}(?:therapy|treatment"
    r"|use|administration|exposure|intake|ingestion)\b)|\bchronically\b",
    re.IGNORECASE,
)
_OF_TREATMENT = ("for", "until", "relative", "start", "course", "from-day")


def times(text: str) -> Iterator[Finding]:
    """SCHEDULE and DURATION findings in a folded text, unsorted."""
    for rule, label, pattern, read in _RULES:
        for m in pattern.finditer(text):
            value = read(m)
            if not value or rule in _OF_TREATMENT and not _is_of_treatment(text, m):
                continue
            end = value.pop("end", m.end())
            yield Finding(m.start(), end, label, f"doses:{rule}", value=value)
    for m in _QUALITY.finditer(text):
        yield Finding(m.start(), m.end(), "DURATION", "doses:quality")


def _is_of_treatment(text: str, m: re.Match[str]) -> bool:
    """Not a follow-up, a fast or the time at which an event was seen."""
    if _NO_TREATMENT.search(text, max(0, m.start() - 60), m.start()):
        return False
    if m.re is not _RELATIVE:
        return True
    begin = max(text.rfind(". ", 0, m.start()), text.rfind("\n", 0, m.start()), m.start() - 300, 0)
    end = min((e for e in (text.find(". ", m.end()), text.find("\n", m.end())) if e >= 0), default=len(text))
    around = text[begin : min(end, m.end() + 200)]
    return bool(_GIVEN.search(around)) and not _SEEN.search(around)


def day_ranges(text: str) -> list[list[int]]:
    """`1, 8 and 15` is three days, `1-4` and `-8 to -4` a range; a range that runs down is read as its days."""
    found: list[list[int]] = []
    range_ = False
    at = 0
    for m in re.finditer(r"\d{1,3}", text):
        gap = text[at : m.start()]
        at = m.end()
        negative = bool(re.search(r"-\s?$", gap)) and (
            not found
            or bool(
                re.search(r"(?:-|,|to|through|thru|and|or|&|until|/|;|days?|d)\s*-\s?$", gap, re.IGNORECASE)
            )
        )
        body = re.sub(r"[+-]\s?$", "", gap) if negative or gap.endswith("+") else gap
        range_ = bool(re.search(r"-|to|through|thru|until", body)) and bool(found)
        day = -int(m.group()) if negative else int(m.group())
        if range_ and found[-1][0] == found[-1][1] and day > found[-1][0]:
            found[-1][1] = day
        else:
            found.append([day, day])
    return found


def _plain(n: float) -> float | int:
    return int(n) if n == int(n) else n


def _days(m: re.Match[str]) -> Value:
    value: Value = {"days": day_ranges(m["days"])}
    if not value["days"] or any(abs(d) > 400 for r in value["days"] for d in r):
        return {}
    if m["cn"]:
        value["cycle"] = _cycle_value(m["cn"], m["cu"])
    elif m["ru"]:
        value["cycle"] = _cycle_value(m["rn"], m["ru"])
        if len(value["days"]) == 1 and value["days"][0][0] == value["days"][0][1]:
            value["frequency"] = _rate(1, number(m["rn"]), m["ru"], m.group())
    return value


def _first_days(m: re.Match[str]) -> Value:
    day = 1 if m["first"] else int(m["nth"])
    value: Value = {"days": [[day, day]]}
    if m["cn"]:
        value["cycle"] = _cycle_value(m["cn"], m["cu"])
    return value


def _cycle_value(n: str, unit: str) -> Value:
    return {"length": _plain(number(n)), "unit": unit_of(unit), "count": None}


def _rate(times_: float, period: float, unit: str, text: str) -> Value:
    return {
        "times": _plain(times_),
        "period": _plain(period),
        "period_unit": unit_of(unit),
        "text": text.strip(),
    }


def _cycle(m: re.Match[str]) -> Value:
    groups = m.groupdict()
    cycle = _cycle_value(m["n"] or groups["n2"], m["u"] or groups["u2"])
    many = groups.get("k")
    if many and number(many) > 1 and number(many) == int(number(many)):
        cycle["count"] = int(number(many))
    return {"cycle": cycle}


def _count(m: re.Match[str]) -> Value:
    return {"cycle": {"length": None, "unit": None, "count": int(number(m["n2"] or m["n"]))}}


def _every(m: re.Match[str]) -> Value:
    said = (m["times"] or "once").lower()
    times_ = {"once": 1, "twice": 2, "one dose": 1, "1 dose": 1, "a dose": 1}.get(said)
    count = float(times_) if times_ else number(said.removesuffix("times").strip())
    value: Value = {"frequency": _rate(count, number(m["n"]), m["u"], m.group())}
    if m["n2"]:
        value["warning"] = "frequency-range"
    return value


def _times(m: re.Match[str]) -> Value:
    value: Value = {"frequency": _rate(number(m["n"]), 1, m["u"], m.group())}
    if m["n2"]:
        value["warning"] = "frequency-range"
    return value


def _amount(n: str, unit: str) -> Value:
    return {"value": _plain(number(n)), "unit": unit_of(unit)}


def _over(m: re.Match[str]) -> Value:
    if m["one"]:
        return {"infusion": {"value": 1, "unit": unit_of(m["one"])}}
    value: Value = {"infusion": _amount(m["n"] or m["n3"], m["u"] or m["u3"])}
    if value["infusion"]["unit"] in ("wk", "mo", "a"):
        value = {"total_duration": value["infusion"]}
    if m["n2"]:
        value["warning"] = "length-range"
    return value


def _for(m: re.Match[str]) -> Value:
    amount = _amount(m["n2"] if m["upto"] and m["n2"] else m["n"], m["u"])
    value: Value = {"infusion" if amount["unit"] in ("s", "min", "h") else "total_duration": amount}
    if m["n2"]:
        value["warning"] = "length-range"
    return value


def _consecutive(m: re.Match[str]) -> Value:
    n, u = next(
        (m[a], m[b]) for a, b in (("n", "u"), ("n2", "u2"), ("n3", "u3"), ("n4", "u4"), ("n5", "u5")) if m[a]
    )
    amount = _amount(n, u)
    return {"total_duration": amount} if amount["unit"] not in ("s", "min", "h") else {}


def _relation(word: str) -> str:
    return "before" if re.sub(r"\s", " ", word.lower()) in _BEFORE else "after"


def _start(m: re.Match[str]) -> Value:
    n, high = number(m["n"]), number(m["n2"]) if m["n2"] else None
    low = None if m["within"] and high is None else n
    return {
        "start": {
            "low": None if low is None else _plain(low),
            "high": _plain(n if high is None else high),
            "unit": unit_of(m["u"]),
            "relation": _relation(m["rel"]),
            "anchor": m["anchor"].strip(),
        }
    }


def _from_day(m: re.Match[str]) -> Value:
    n = int(m["n"])
    return {"start": {"low": n, "high": n, "unit": unit_of(m["u"]), "relation": None, "anchor": None}}


def _relative(m: re.Match[str]) -> Value:
    relation, anchor = _relation(m["rel"]), m["anchor"].strip()
    if m["within"]:
        high = m["n2"] or m["n"]
        low = _plain(number(m["n"])) if m["n2"] else None
        return {"start": {"low": low, "high": _plain(number(high)), "unit": unit_of(m["u"]), "relation": relation, "anchor": anchor}}  # fmt: skip
    value: Value = {"relative": {**_amount(m["n"], m["u"]), "relation": relation, "anchor": anchor}}
    if m["n2"]:
        value["warning"] = "length-range"
    return value


def _until(m: re.Match[str]) -> Value:
    if _NO_EVENT.search(m["what"]):
        return {}
    cut = _EVENT_END.search(m["what"])
    what = (m["what"][: cut.start()] if cut else m["what"]).rstrip(" ,:")
    end = m.start("what") + len(what)
    time = _UNTIL_TIME.match(what)
    if time:
        relation = _relation(time["rel"]) if time["rel"] else None
        anchor = time["anchor"].strip() if time["anchor"] else None
        until = {**_amount(time["n"], time["u"]), "relation": relation, "anchor": anchor}
        return {"until": until, "end": m.start("what") + time.end()}
    day = _WEEK_DAY.match(what)
    if day:
        n = int(day["n"]) * (-1 if day["sign"] == "-" else 1)
        return {"until": {"value": n, "unit": unit_of(day["u"]), "relation": None, "ancho(
            r": None}, "
        )end": m.start("what") + day.end()}  # fmt: skip
    return (
        {"until": {"value": None, "unit": None, "relation": None, "anchor": what}, "end": end} if what else {}
    )


_RULES: tuple[tuple[str, str, re.Pattern[str], Callable[[re.Match[str]], Value]], ...] = (
    ("days", "SCHEDULE", _DAYS, _days),
    ("from-day", "SCHEDULE", _FROM_DAY, _from_day),
    ("first-day", "SCHEDULE", _FIRST_DAYS, _first_days),
    ("cycle", "SCHEDULE", _CYCLE, _cycle),
    ("repeat", "SCHEDULE", _REPEATS, _cycle),
    ("count", "DURATION", _COUNT_OF, _count),
    ("every", "SCHEDULE", _EVERY, _every),
    ("times", "SCHEDULE", _TIMES, _times),
    ("over", "DURATION", _OVER, _over),
    ("for", "DURATION", _FOR, _for),
    ("course", "DURATION", _CONSECUTIVE, _consecutive),
    ("start", "SCHEDULE", _START, _start),
    ("relative", "SCHEDULE", _RELATIVE, _relative),
    ("until", "DURATION", _UNTIL, _until),
    ("absence", "DURATION", _ABSENCE, _until),
)  # fmt: skip
