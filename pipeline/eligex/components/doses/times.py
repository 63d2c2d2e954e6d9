"""Days, cycles, frequencies, starts, ends and lengths of an administration."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Optional

from eligex.components.doses import events, patterns
from eligex.components.doses.numbers import WORD, number, unit_of
from eligex.components.doses.values import Value, cycle_of, length, plain, rate
from eligex.components.findings import Finding
from eligex.text.scan import Scanner, lines_with

_DAYS = {"d": 1, "wk": 7}
_OF_TREATMENT = ("of-drug", "for", "until", "relative", "start", "course", "from-day")


def times(text: str) -> Iterator[Finding]:
    """SCHEDULE and DURATION findings in a folded text, unsorted."""
    for rule, label, scanner, read in _RULES:
        for whole in _met(rule, scanner, text):
            m = _without_rest(text, whole) if rule == "days" else whole
            value = read(m) if m else {}
            if not m or not value or (rule == "count" and _is_past(text, m)):
                continue
            if rule in _OF_TREATMENT and not _is_of_treatment(rule, text, m):
                continue
            end = value.pop("end", m.end())
            yield Finding(value.pop("from", m.start()), end, label, f"doses:{rule}", value=value)
    for m in _QUALITY.finditer(text):
        yield Finding(m.start(), m.end(), "DURATION", "doses:quality")


def _met(rule: str, scanner: Scanner, text: str) -> Iterator[re.Match[str]]:
    needed = _NEEDED.get(rule)
    for start, end in lines_with(needed, text) if needed else ((0, len(text)),):
        yield from scanner.finditer(text, start, end)


def _without_rest(text: str, m: re.Match[str]) -> Optional[re.Match[str]]:
    """Days on which something is given: `days 1-5` of `days 1-5, days 6-28 off`."""
    if patterns.RESTS.search(text, max(0, m.start() - 30), m.start()):
        return None
    if not patterns.IS_REST.match(text, m.end()):
        return m
    parts = list(patterns.NEXT_DAYS.finditer(m.group()))
    return patterns.DAYS.match(text, m.start(), m.start() + parts[-1].start()) if parts else None


def _is_of_treatment(rule: str, text: str, m: re.Match[str]) -> bool:
    """Not a follow-up, a fast or the time at which an event was seen."""
    if rule == "until" and patterns.NOT_UNTIL.search(text, max(0, m.start() - 30), m.start()):
        return False
    if patterns.NO_TREATMENT.search(text, max(0, m.start() - 60), m.start()):
        return False
    if rule in ("course", "of-drug"):
        return not patterns.AFTER.search(text, max(0, m.start() - 24), m.start())
    if rule != "relative":
        return True
    if any(p.search(text, max(0, m.start() - 60), m.start()) for p in (patterns.MEASURED, patterns.VISITS)):
        return False
    begin, end = _sentence(text, m.start(), m.end())
    given = patterns.GIVEN.search(text, begin, m.start()) or patterns.GIVEN.search(text, m.end(), end)
    return bool(given) and not patterns.SEEN.search(text, begin, end)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around an extent begins and ends, of which no more than a few lines are looked at."""
    before, after = max(0, start - 300), min(len(text), end + 200)
    ends = [s.end() for s in patterns.SENTENCE_END.finditer(text, before, start)]
    first = patterns.SENTENCE_END.search(text, end, after)
    return ends[-1] if ends else before, first.start() if first else after


def _is_past(text: str, m: re.Match[str]) -> bool:
    """`after a minimum of 4 courses`: not how many are given."""
    return bool(
        re.search(r"\bafter\s(?:\w+\s){0,3}$", text[max(0, m.start() - 30) : m.start()], re.IGNORECASE)
    )


def day_ranges(text: str) -> list[list[int]]:
    """`1, 8 and 15` is three days, `1-4` and `-8 to -4` a range; one that runs down is its days."""
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


def _days(m: re.Match[str]) -> Value:
    value: Value = {"days": day_ranges(m["days"])}
    if not value["days"] or any(abs(d) > 400 for r in value["days"] for d in r):
        return {}
    if m["cn"]:
        value["cycle"] = cycle_of(m["cn"], m["cu"])
    elif m["cn2"]:
        value["cycle"] = cycle_of(m["cn2"], m["cu2"])
    elif m["each"]:
        value["cycle"] = cycle_of("1", m["each"])
    elif m["rw"] and all(1 <= d <= 7 for r in value["days"] for d in r):
        value["cycle"] = cycle_of("1", m["rw"])
    elif m["rw"]:
        value["end"] = m.end("days")
    elif m["ru"] and unit_of(m["ru"]) in ("s", "min", "h"):
        value["frequency"] = rate(1, number(m["rn"]), m["ru"], m.group())
    elif m["ru"]:
        value["cycle"] = cycle_of(m["rn"], m["ru"])
        if len(value["days"]) == 1 and value["days"][0][0] == value["days"][0][1]:
            value["frequency"] = rate(1, number(m["rn"]), m["ru"], m.group())
    return value


def _first_days(m: re.Match[str]) -> Value:
    day = 1 if m["first"] or m["one"] else int(m["nth"])
    value: Value = {"days": [[day, day]]}
    if m["cn"]:
        value["cycle"] = cycle_of(m["cn"], m["cu"])
    return value


def _first_of(groups: dict[str, Any], *suffixes: str) -> tuple[str, str]:
    """Number and unit of the alternative of a pattern that matched."""
    return next((groups[f"n{x}"], groups[f"u{x}"]) for x in suffixes if groups.get(f"n{x}"))


def _cycle(m: re.Match[str]) -> Value:
    groups = m.groupdict()
    if _is_sum(groups):
        count = {"length": None, "unit": None, "count": int(number(groups["k"]))}
        return {"cycle": count, "total_duration": length(*_first_of(groups, "2", "4"))}
    cycle = cycle_of(*_first_of(groups, "", "2", "3", "4", "5", "6", "7", "8", "9"))
    many = groups.get("k") or groups.get("k6")
    if many and number(many) > 1 and number(many) == int(number(many)):
        cycle["count"] = int(number(many))
    whole = {"total_duration": length(groups["all"], groups["allu"])} if groups.get("all") else {}
    return {"cycle": cycle, **whole}


def _is_sum(groups: dict[str, Any]) -> bool:
    """`4 cycles = 12 weeks`, `4 courses (12 weeks)`: how long all of them take."""
    if not groups.get("k") or not (groups["n2"] or groups["n4"]):
        return False
    n, unit = _first_of(groups, "2", "4")
    many, each = number(groups["k"]), number(n) * _DAYS.get(unit_of(unit), 30) / number(groups["k"])
    return many > 2 and unit_of(unit) in ("wk", "mo") and each >= 14 and number(n) % many == 0


def _repeats(m: re.Match[str]) -> Value:
    """What is repeated after days or longer is a cycle; after minutes or hours, the same dose."""
    if m["ly"]:
        return {"cycle": cycle_of("1", "month" if "month" in m["ly"].lower() else "week")}
    if unit_of(m["u"]) in ("s", "min", "h"):
        return {"frequency": rate(1, number(m["n"]), m["u"], m.group())}
    return _cycle(m)


def _count(m: re.Match[str]) -> Value:
    length_ = cycle_of(m["cn"], m["cu"]) if m["cn"] else {"length": None, "unit": None}
    return {"cycle": {**length_, "count": int(number(m["n2"] or m["n"]))}}


def _given(m: re.Match[str]) -> Value:
    return {"cycle": {"length": None, "unit": None, "count": int(number(m["n"]))}}


def _every(m: re.Match[str]) -> Value:
    said = (m["times"] or "once").lower()
    times_ = {"once": 1, "twice": 2, "one dose": 1, "1 dose": 1, "a dose": 1}.get(said)
    count = float(times_) if times_ else number(said.removesuffix("times").strip())
    value: Value = {"frequency": rate(count, number(m["n"]), m["u"], m.group())}
    if m["n2"]:
        value["warning"] = "frequency-range"
    return value


def _times(m: re.Match[str]) -> Value:
    period = m["u"] or {"daily": "day", "weekly": "week", "monthly": "month"}[m["ly"].lower()]
    value: Value = {"frequency": rate(number(m["n"]), 1, period, m.group())}
    if m["n2"]:
        value["warning"] = "frequency-range"
    return value


def _on_each_day(m: re.Match[str]) -> Value:
    return {"frequency": rate(2 if m["twice"] else number(m["n"]), 1, "day", m.group())}


def _intervals(m: re.Match[str]) -> Value:
    n, unit = _first_of(m.groupdict(), "", "2")
    only_one = m["n2"] and not m.group().lower().endswith("s") and not m.group().lower().startswith("at")
    if unit_of(unit) in ("s", "min") or only_one:
        return {}
    return {"frequency": rate(1, number(n), unit, m.group())}


def _divided(m: re.Match[str]) -> Value:
    return {"frequency": rate(number(m["n"] or m["n2"]), 1, "day", m.group())}


def _given_n_times(m: re.Match[str]) -> Value:
    """Weekly four times lasts four weeks; every three weeks four times is four cycles."""
    count = int(number(m["k"] or m["k2"]))
    unit = (
        {"daily": "d", "weekly": "wk", "qw": "wk", "monthly": "mo"}[m["one"].lower()]
        if m["one"]
        else unit_of(m["u"])
    )
    period = number(m["n"]) if m["n"] else 1
    at = {"from": m.start("said"), "end": m.end("said")}
    if count < 2 or unit in ("s", "min", "h"):
        return {}
    if period * {"d": 1, "wk": 7, "mo": 30, "a": 365}[unit] < 14:
        return {"total_duration": {"value": plain(count * period), "unit": unit}, **at}
    return {"cycle": {"length": plain(period), "unit": unit, "count": count}, **at}


def _over(m: re.Match[str]) -> Value:
    if m["one"]:
        return {"infusion": {"value": 1, "unit": unit_of(m["one"])}}
    value: Value = {
        "infusion": length(m["n"] or m["n3"] or m["n4"] or m["n5"], m["u"] or m["u3"] or m["u4"] or m["u5"])
    }
    if m["n4"] and unit_of(m["u4"]) not in ("min", "h"):
        return {}
    if value["infusion"]["unit"] in ("wk", "mo", "a"):
        value = {"total_duration": value["infusion"]}
    if m["n2"]:
        value["warning"] = "length-range"
    return value


def _for(m: re.Match[str]) -> Value:
    amount = length(m["n2"] if m["upto"] and m["n2"] else m["n"], m["u"])
    value: Value = {"infusion" if amount["unit"] in ("s", "min", "h") else "total_duration": amount}
    if m["n2"]:
        value["warning"] = "length-range"
    return value


def _consecutive(m: re.Match[str]) -> Value:
    amount = length(
        *_first_of(m.groupdict(), "", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14")
    )
    return {"total_duration": amount} if amount["unit"] not in ("s", "min", "h") else {}


def _on_off(m: re.Match[str]) -> Value:
    """On and off make a cycle."""
    on, off = (number(m["n"]), unit_of(m["u"])), (number(m["n2"]), unit_of(m["u2"]))
    if on[1] not in _DAYS or off[1] not in _DAYS:
        return {}
    if on[1] == off[1]:
        return {"cycle": {"length": plain(on[0] + off[0]), "unit": on[1], "count": None}}
    days = on[0] * _DAYS[on[1]] + off[0] * _DAYS[off[1]]
    return {"cycle": {"length": plain(days), "unit": "d", "count": None}}


def _for_then_off(m: re.Match[str]) -> Value:
    cycle = _on_off(m)
    return {"total_duration": length(m["n"], m["u"]), **cycle} if cycle else {}


def _out_of(m: re.Match[str]) -> Value:
    """`3 out of 4 weeks`."""
    unit = m["u2"] or m["u"]
    if not unit or number(m["n2"]) <= number(m["n"]) or unit_of(unit) not in _DAYS:
        return {}
    on = {"total_duration": length(m["n"], unit)}
    return {**on, "cycle": cycle_of(m["n2"], unit)}


_QUALITY = Scanner(patterns.QUALITY)
_TABLE: tuple[tuple[str, str, re.Pattern[str], Callable[[re.Match[str]], Value]], ...] = (
    ("from-day", "SCHEDULE", patterns.FROM_DAY, events.from_day),
    ("days", "SCHEDULE", patterns.DAYS, _days),
    ("weeks", "SCHEDULE", patterns.WEEKS, events.weeks),
    ("week", "SCHEDULE", patterns.WEEK, events.week),
    ("on-off", "SCHEDULE", patterns.ON_OFF, _on_off),
    ("on-off", "SCHEDULE", patterns.FOR_THEN_OFF, _for_then_off),
    ("out-of", "SCHEDULE", patterns.OUT_OF, _out_of),
    ("nth-days", "SCHEDULE", patterns.ORDINAL_DAYS, lambda m: {"days": day_ranges(m["days"])}),
    ("first-day", "SCHEDULE", patterns.FIRST_DAYS, _first_days),
    ("cycle", "SCHEDULE", patterns.CYCLE, _cycle),
    ("repeat", "SCHEDULE", patterns.REPEATS, _repeats),
    ("count", "DURATION", patterns.COUNT_OF, _count),
    ("count", "DURATION", patterns.CYCLES_GIVEN, _given),
    ("every", "SCHEDULE", patterns.EVERY, _every),
    ("times", "SCHEDULE", patterns.TIMES, _times),
    ("on-each-day", "SCHEDULE", patterns.ON_EACH_DAY, _on_each_day),
    ("intervals", "SCHEDULE", patterns.INTERVALS, _intervals),
    ("divided", "SCHEDULE", patterns.DIVIDED, _divided),
    ("n-times", "DURATION", patterns.GIVEN_N_TIMES, _given_n_times),
    ("over", "DURATION", patterns.OVER, _over),
    ("for", "DURATION", patterns.FOR, _for),
    ("for", "DURATION", patterns.FOR_ONE, lambda m: {"total_duration": length("1", m["u"])}),
    ("course", "DURATION", patterns.CONSECUTIVE, _consecutive),
    ("in-brackets", "DURATION", patterns.IN_BRACKETS, lambda m: {"total_duration": length(m["n"], m["u"])}),
    ("of-drug", "DURATION", patterns.OF_DRUG, lambda m: {"total_duration": length(m["n"], m["u"])}),
    ("start", "SCHEDULE", patterns.START, events.start),
    ("start", "SCHEDULE", patterns.START_DAYS, events.start_days),
    ("relative", "SCHEDULE", patterns.RELATIVE, events.relative),
    ("relative", "SCHEDULE", patterns.WITHIN_OF, events.relative),
    ("until", "DURATION", patterns.UNTIL, events.until),
    ("absence", "DURATION", patterns.ABSENCE, events.until),
    ("taper", "DURATION", patterns.TAPER, events.taper),
)  # fmt: skip
# What a line holds in which such a thing stands; most numbers stand in others.
_CYCLES = Scanner(re.compile(r"\b(?:cycle|course)", re.IGNORECASE))
_WEEKS = Scanner(re.compile(rf"\b(?:week|month)s?\s(?:\d|{WORD}\b)", re.IGNORECASE))
_NEEDED = {
    "cycle": _CYCLES,
    "first-day": _CYCLES,
    "count": _CYCLES,
    "repeat": Scanner(re.compile(r"\b(?:repeat|continue|recycled|recur|given\sin\scycles)", re.IGNORECASE)),
    "on-off": Scanner(
        re.compile(
            r"\b(?:off|rest|break|no\s(?:treatment|drug|therapy)|pause|without|holiday)\b", re.IGNORECASE
        )
    ),
    "out-of": Scanner(re.compile(r"\bof\s(?:every\s|each\s)?\d|\bof\s(?:every|each)\b", re.IGNORECASE)),
    "nth-days": Scanner(re.compile(r"\b\d{1,2}(?:st|nd|rd|th)\b", re.IGNORECASE)),
    "weeks": _WEEKS,
    "week": _WEEKS,
    "intervals": Scanner(re.compile(r"\binterval", re.IGNORECASE)),
    "divided": Scanner(re.compile(r"\bdivided\b|\b(?:daily|equal)\sdoses\b", re.IGNORECASE)),
}
_RULES = tuple((rule, label, Scanner(pattern), read) for rule, label, pattern, read in _TABLE)
