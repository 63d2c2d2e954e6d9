"""Days, cycles, frequencies, starts, ends and lengths of an administration."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Optional

from eligex.components.doses import patterns
from eligex.components.doses.numbers import number, unit_of
from eligex.components.findings import Finding
from eligex.text.scan import Scanner, lines_with

Value = dict[str, Any]
_BEFORE = ("before", "prior to", "preceding", "pre")
_OF_TREATMENT = ("of-drug", "for", "until", "relative", "start", "course", "from-day")


def times(text: str) -> Iterator[Finding]:
    """SCHEDULE and DURATION findings in a folded text, unsorted."""
    for rule, label, scanner, read in _RULES:
        for whole in _met(rule, scanner, text):
            m = _without_rest(text, whole) if rule == "days" else whole
            value = read(m) if m else {}
            if not m or not value or (rule == "count" and _is_past(text, m)):
                continue
            if rule in _OF_TREATMENT and not _is_of_treatment(text, m):
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


def _is_of_treatment(text: str, m: re.Match[str]) -> bool:
    """Not a follow-up, a fast or the time at which an event was seen."""
    if patterns.NO_TREATMENT.search(text, max(0, m.start() - 60), m.start()):
        return False
    if m.re in (patterns.CONSECUTIVE, patterns.OF_DRUG):
        return not patterns.AFTER.search(text, max(0, m.start() - 24), m.start())
    if m.re is not patterns.RELATIVE:
        return True
    begin = max(text.rfind(". ", 0, m.start()), text.rfind("\n", 0, m.start()), m.start() - 300, 0)
    end = min((e for e in (text.find(". ", m.end()), text.find("\n", m.end())) if e >= 0), default=len(text))
    end = min(end, m.end() + 200)
    given = patterns.GIVEN.search(text, begin, m.start()) or patterns.GIVEN.search(text, m.end(), end)
    return bool(given) and not patterns.SEEN.search(text, begin, end)


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


def _plain(n: float) -> float | int:
    return int(n) if n == int(n) else n


def _days(m: re.Match[str]) -> Value:
    value: Value = {"days": day_ranges(m["days"])}
    if not value["days"] or any(abs(d) > 400 for r in value["days"] for d in r):
        return {}
    if m["cn"]:
        value["cycle"] = _cycle_value(m["cn"], m["cu"])
    elif m["each"]:
        value["cycle"] = _cycle_value("1", m["each"])
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


def _first_of(groups: dict[str, Any], *suffixes: str) -> tuple[str, str]:
    """Number and unit of the alternative of a pattern that matched."""
    return next((groups[f"n{x}"], groups[f"u{x}"]) for x in suffixes if groups.get(f"n{x}"))


def _cycle(m: re.Match[str]) -> Value:
    groups = m.groupdict()
    cycle = _cycle_value(*_first_of(groups, "", "2", "3", "4", "5"))
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
    period = m["u"] or {"daily": "day", "weekly": "week", "monthly": "month"}[m["ly"].lower()]
    value: Value = {"frequency": _rate(number(m["n"]), 1, period, m.group())}
    if m["n2"]:
        value["warning"] = "frequency-range"
    return value


def _divided(m: re.Match[str]) -> Value:
    return {"frequency": _rate(number(m["n"] or m["n2"]), 1, "day", m.group())}


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
        return {"total_duration": {"value": _plain(count * period), "unit": unit}, **at}
    return {"cycle": {"length": _plain(period), "unit": unit, "count": count}, **at}


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
    amount = _amount(*_first_of(m.groupdict(), "", "2", "3", "4", "5", "6", "7", "8"))
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
    n = int(re.sub(r"\s", "", m["n"] or m["n2"]))
    return {
        "start": {"low": n, "high": n, "unit": unit_of(m["u"] or m["u2"]), "relation": None, "anchor": None}
    }


def _relative(m: re.Match[str]) -> Value:
    relation, anchor = _relation(m["rel"]), m["anchor"].strip()
    if m["within"]:
        high = m["n2"] or m["n"]
        low = _plain(number(m["n"])) if m["n2"] else None
        high = _plain(number(high))
        return {
            "start": {
                "low": low,
                "high": high,
                "unit": unit_of(m["u"]),
                "relation": relation,
                "anchor": anchor,
            }
        }
    value: Value = {"relative": {**_amount(m["n"], m["u"]), "relation": relation, "anchor": anchor}}
    if m["n2"]:
        value["warning"] = "length-range"
    return value


def _until(m: re.Match[str]) -> Value:
    if patterns.NO_EVENT.search(m["what"]):
        return {}
    cut = patterns.EVENT_END.search(m["what"])
    what = (m["what"][: cut.start()] if cut else m["what"]).rstrip(" ,:")
    end = m.start("what") + len(what)
    time = patterns.UNTIL_TIME.match(what)
    if time:
        relation = _relation(time["rel"]) if time["rel"] else None
        anchor = time["anchor"].strip() if time["anchor"] else None
        until = {**_amount(time["n"], time["u"]), "relation": relation, "anchor": anchor}
        return {"until": until, "end": m.start("what") + time.end()}
    day = patterns.WEEK_DAY.match(what)
    if day:
        n = int(day["n"]) * (-1 if day["sign"] == "-" else 1)
        until = {"value": n, "unit": unit_of(day["u"]), "relation": None, "anchor": None}
        return {"until": until, "end": m.start("what") + day.end()}
    return (
        {"until": {"value": None, "unit": None, "relation": None, "anchor": what}, "end": end} if what else {}
    )


def _taper(m: re.Match[str]) -> Value:
    return {"until": {"value": int(m["n"]), "unit": unit_of(m["u"]), "relation": None, "anchor": None}}


_QUALITY = Scanner(patterns.QUALITY)
_TABLE: tuple[tuple[str, str, re.Pattern[str], Callable[[re.Match[str]], Value]], ...] = (
    ("days", "SCHEDULE", patterns.DAYS, _days),
    ("from-day", "SCHEDULE", patterns.FROM_DAY, _from_day),
    ("first-day", "SCHEDULE", patterns.FIRST_DAYS, _first_days),
    ("cycle", "SCHEDULE", patterns.CYCLE, _cycle),
    ("repeat", "SCHEDULE", patterns.REPEATS, _cycle),
    ("count", "DURATION", patterns.COUNT_OF, _count),
    ("every", "SCHEDULE", patterns.EVERY, _every),
    ("times", "SCHEDULE", patterns.TIMES, _times),
    ("divided", "SCHEDULE", patterns.DIVIDED, _divided),
    ("n-times", "DURATION", patterns.GIVEN_N_TIMES, _given_n_times),
    ("over", "DURATION", patterns.OVER, _over),
    ("for", "DURATION", patterns.FOR, _for),
    ("course", "DURATION", patterns.CONSECUTIVE, _consecutive),
    ("of-drug", "DURATION", patterns.OF_DRUG, lambda m: {"total_duration": _amount(m["n"], m["u"])}),
    ("start", "SCHEDULE", patterns.START, _start),
    ("relative", "SCHEDULE", patterns.RELATIVE, _relative),
    ("until", "DURATION", patterns.UNTIL, _until),
    ("absence", "DURATION", patterns.ABSENCE, _until),
    ("taper", "DURATION", patterns.TAPER, _taper),
)  # fmt: skip
# What a line holds in which such a thing stands; most numbers stand in others.
_CYCLES = Scanner(re.compile(r"\b(?:cycle|course)", re.IGNORECASE))
_NEEDED = {
    "cycle": _CYCLES,
    "first-day": _CYCLES,
    "count": _CYCLES,
    "repeat": Scanner(re.compile(r"\b(?:repeat|continue|recycled|recur|given\sin\scycles)", re.IGNORECASE)),
    "divided": Scanner(re.compile(r"\bdivided\b", re.IGNORECASE)),
}
_RULES = tuple((rule, label, Scanner(pattern), read) for rule, label, pattern, read in _TABLE)
