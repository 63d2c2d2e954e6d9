"""Starts, ends and times told from an event."""

import re

from eligex.components.doses import patterns
from eligex.components.doses.numbers import number, unit_of
from eligex.components.doses.values import Value, length, plain

_BEFORE = ("before", "prior to", "preceding", "pre")


def _relation(word: str) -> str:
    return "before" if re.sub(r"\s", " ", word.lower()) in _BEFORE else "after"


def start(m: re.Match[str]) -> Value:
    n, high = number(m["n"]), number(m["n2"]) if m["n2"] else None
    low = None if m["within"] and high is None else n
    return {
        "start": {
            "low": None if low is None else plain(low),
            "high": plain(n if high is None else high),
            "unit": unit_of(m["u"]),
            "relation": _relation(m["rel"]),
            "anchor": m["anchor"].strip(),
        }
    }


def start_days(m: re.Match[str]) -> Value:
    low, high = int(m["n"]), int(m["n2"] or m["n"])
    return {
        "start": {
            "low": low, "high": high, "unit": unit_of(m["u"]), "relation": "after", "anchor": m["anchor"].strip()
        }
    } if low <= high else {}  # fmt: skip


def from_day(m: re.Match[str]) -> Value:
    n = int(re.sub(r"\s", "", m["n"] or m["n2"] or m["n3"] or m["n4"]))
    return _from(n, m["u"] or m["u2"] or m["u3"] or m["u4"])


def _from(n: int, unit: str) -> Value:
    return {"start": {"low": n, "high": n, "unit": unit_of(unit), "relation": None, "anchor": None}}


def relative(m: re.Match[str]) -> Value:
    relation, anchor = _relation(m["rel"]), m["anchor"].strip()
    if m["within"]:
        high = m["n2"] or m["n"]
        low = plain(number(m["n"])) if m["n2"] else None
        high = plain(number(high))
        return {
            "start": {
                "low": low,
                "high": high,
                "unit": unit_of(m["u"]),
                "relation": relation,
                "anchor": anchor,
            }
        }
    event = {**length(m["n"], m["u"]), "relation": relation, "anchor": anchor}
    value: Value = {"until" if patterns.ENDING.search(m.string[: m.start()][-10:]) else "relative": event}
    if m["n2"]:
        value["warning"] = "length-range"
    return value


def until(m: re.Match[str]) -> Value:
    if patterns.NO_EVENT.search(m["what"]):
        return {}
    cut = patterns.EVENT_END.search(m["what"])
    what = (m["what"][: cut.start()] if cut else m["what"]).rstrip(" ,:")
    if len(what) >= patterns.LONGEST_EVENT and "," in what:
        what = what[: what.rindex(",")]  # the last member of a list may be cut short
    end = m.start("what") + len(what)
    time = patterns.UNTIL_TIME.match(what)
    if time:
        relation = _relation(time["rel"]) if time["rel"] else None
        anchor = time["anchor"].strip() if time["anchor"] else None
        until = {**length(time["n"], time["u"]), "relation": relation, "anchor": anchor}
        return {"until": until, "end": m.start("what") + time.end()}
    day = patterns.WEEK_DAY.match(what)
    if day:
        n = int(day["n"]) * (-1 if day["sign"] == "-" else 1)
        relation = "after" if day["what"] else None
        until = {"value": n, "unit": unit_of(day["u"]), "relation": relation, "anchor": day["what"]}
        return {"until": until, "end": m.start("what") + day.end()}
    return (
        {"until": {"value": None, "unit": None, "relation": None, "anchor": what}, "end": end} if what else {}
    )


def weeks(m: re.Match[str]) -> Value:
    unit, first, last = unit_of(m["u"]), int(number(m["n"])), int(number(m["n2"]))
    if last <= first:
        return {}
    return {**_from(first, m["u"]), "until": {"value": last, "unit": unit, "relation": None, "anchor": None}}


def week(m: re.Match[str]) -> Value:
    return _from(int(number(m["n"])), m["u"])


def taper(m: re.Match[str]) -> Value:
    return {"until": {"value": int(m["n"]), "unit": unit_of(m["u"]), "relation": None, "anchor": None}}
