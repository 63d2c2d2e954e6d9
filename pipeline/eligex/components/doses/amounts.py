"""Amounts of a dose: number or range, unit, and its parts per body, per time and per administration."""

import re
from collections.abc import Iterator
from typing import Any, Optional

from eligex.components.doses.numbers import FIGURE, WORD, number
from eligex.components.findings import Finding
from eligex.vocab.doses import TIME_UNITS, units

_POWER = r"(?:\s?[x×*]\s?10\s?(?:\^|\*\*|\()?\s?(?P<{0}>\d{{1,2}})\)?|[eE]\+?(?P<{0}e>\d{{1,2}}))?"
_FORMS = sorted(units(), key=lambda f: (-len(f), f))
_UNIT = "|".join(
    ("(?-i:" + re.escape(f) + ")" if units()[f].exact else re.escape(f).replace(r"\ ", r"[\s-]")) for f in _FORMS
)
_DOSE_FORM = r"dose|infusion|injection|administration|kg|m"
_TIME = "|".join(sorted((w for forms in TIME_UNITS.values() for w in forms.split("|")), key=len, reverse=True))
_BODY = r"kg(?:\s?(?:of\s)?(?:body\s?weight|bw|b\.w\.|ideal body weight|actual body weight))?|kilograms?|m\s?\^?\s?\(?[2²]\)?|sqm|sq\.?\s?m|(?:square[ -]met(?:er|re)s?|met(?:er|re)s? squared)(?:\sof body surface(?:\sarea)?)?|body surface area|bsa|eye|nostril|lb|pound"
_PER = r"\s?(?:/|\bper\b|\ba\b(?=\s(?:day|week))|\beach\b(?=\sday))\s?"
_TAIL = rf"(?P<tail>(?:{_PER}(?:{_BODY}|(?:24|12|8|6)\s?(?:hours|hrs|hr|h)|dose|fraction|infusion|injection|administration|{_TIME})(?![a-z0-9])|\s?kg\s?-\s?1|\s?m-2|\s?d-1){{0,3}})"
_AMOUNT = re.compile(
    rf"(?<![\w.^/])(?<!\d,)(?:(?P<low>{FIGURE}){_POWER.format('p1')}"
    rf"(?:\s?-?(?P<u1>{_UNIT})(?:/(?:kg|m\^?2|day|d|m2/day|kg/day))?)?"
    rf"(?P<sep>\s?-\s?|\s?~\s?|\s+to\s+|\s+or\s+|\s+and\s+|\s?/\s?|to\s?))?"
    rf"(?:(?P<high>{FIGURE}){_POWER.format('p2')}|\b(?P<word>{WORD}))"
    rf"[\s-]?\s?(?P<unit>{_UNIT})(?![a-zμ])(?!\d)(?!\s?\^\s?-?\d){_TAIL}",
    re.IGNORECASE,
)
_LIST_HEAD = re.compile(rf"((?:{FIGURE}\s?,\s?)+(?:{FIGURE}\s)?(?:and\s|or\s)?)$", re.IGNORECASE)
_AUC = re.compile(
    rf"\b(?:AUC|area[\s-]under[\s-](?:the[\s-])?(?:concentration[\s-](?:time[\s-])?)?curve)(?:\s?\(AUC\d?\))?"
    rf"\s?(?:of|=|at|dose)?\s?(?P<low>{FIGURE})(?:\s?(?:-|to)\s?(?P<high>{FIGURE}))?",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    rf"(?<![\w.])(?P<low>{FIGURE})\s?%(?=\s?(?:w/w|w/v|topical|ophthalmic|nasal|oral|vaginal|\w{{3,20}})?\s?"
    r"(?:cream|ointment|gel|lotion|solution|foam|shampoo|eye|spray|suspension|mouthwash|patch|emulsion|drops)\b)",
    re.IGNORECASE,
)
_QUALITY = re.compile(
    r"\b(?:(?:very[\s-])?(?:high|low|moderate|standard|therapeutic|normal|conventional|full|intermediate|reduced|higher|lower|small|large|increasing|escalating|regular|prophylactic)(?:er)?"
    r"(?:\stherapeutic)?[\s-]?(?:dos(?:es?|age|ages|ing)))\b|\b(?:multiple|two|three|four|five|six|seven|\d+)\sdoses\b",
    re.IGNORECASE,
)
_OVERDOSE = re.compile(r"\boverdos(?:es?|ed|age|ing)\b", re.IGNORECASE)
_LAB_TAIL = re.compile(r"\s?(?:/|\bper\b)\s?(?:\d*\s?(?:mL|dL|L|cc|mm|μL|uL|g|mg|ml|h)\b|cm|l\b|high|vial|capsules?\b|tablets?\b|puff|spray|actuation|inhalation|ampoule|syringe|bottle|disc)", re.IGNORECASE)
_SAMPLE = re.compile(
    r"\s?(?:of\s)?(?:(?:peripheral|venous|whole|fasting|fresh|maternal|the)\s)*(?:blood|urine|serum|plasma|csf|bone marrow|saliva|bile|fluid samples?)\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:level|arm|cohort|group|part|step|stage|week|day|phase|cycle|course|visit)s?\s?$", re.IGNORECASE)
_DRAWN = re.compile(r"\b(?:samples?|blood|urine|serum|plasma|volumes?|drainage|loss)\b[^.;,]{0,8}$", re.IGNORECASE)
_DILUTED = re.compile(r"\b(?:in|into|with)\s(?:a\s|about\s)?$", re.IGNORECASE)
_RATE = re.compile(r"(?:/|per)\s?(?:min|h|hr|hours?|minutes?|s|sec)$", re.IGNORECASE)
_DAILY_TOTAL = re.compile(r"\btotal\sdaily\sdose\s?(?:of|=|:|is|was|will be)?\s?$", re.IGNORECASE)
_STEP = re.compile(r"(?:increments?\sof|(?<!followed\s)\bby|steps\sof|containing|contains|available\sas|supplied\sas)\s(?:about\s)?$", re.IGNORECASE)


def amounts(text: str) -> Iterator[Finding]:
    """DOSE findings in a folded text, unsorted, each with `value["dose"]` but those of quality only."""
    for m in _AMOUNT.finditer(text):
        if _is_measured(text, m):
            continue
        dose = _dose(text, m)
        if m["low"] and m["sep"].strip() == "/":
            yield Finding(m.start(), m.end(), "DOSE", "doses:pair")
        elif dose:
            start = dose.pop("start")
            yield Finding(start, m.end(), "DOSE", "doses:amount", value={"dose": dose})
    for m in _AUC.finditer(text):
        low = number(m["low"])
        high = number(m["high"]) if m["high"] else low
        dose = {"low": low, "high": high, "unit": "mg.min/mL", "unit_text": "AUC", "per": None}
        yield Finding(m.start(), m.end(), "DOSE", "doses:auc", value={"dose": dose})
    for m in _PERCENT.finditer(text):
        value = number(m["low"])
        dose = {"low": value, "high": value, "unit": "%", "unit_text": "%", "per": None}
        yield Finding(m.start(), m.end(), "DOSE", "doses:strength", value={"dose": dose})
    for m in (*_QUALITY.finditer(text), *_OVERDOSE.finditer(text)):
        yield Finding(m.start(), m.end(), "DOSE", "doses:quality")


def _is_measured(text: str, m: re.Match[str]) -> bool:
    """A concentration, a sample's volume or a count, not what a patient is given."""
    kind = units()[_form(m["unit"])].kind
    if kind == "volume" and _DRAWN.search(text, max(0, m.start() - 30), m.start()):
        return True
    if kind == "volume" and _DILUTED.search(text, max(0, m.start() - 20), m.start()):
        return True
    if kind == "volume" and _RATE.search(m["tail"] or ""):
        return True
    if _LAB_TAIL.match(text, m.end()) or _STEP.search(text, max(0, m.start() - 24), m.start()):
        return True
    if kind == "volume" and _SAMPLE.match(text, m.end()):
        return True
    return kind == "count" and not (m["p2"] or m["p2e"] or m["tail"])


def _form(written: str) -> str:
    """The table's form of a written unit."""
    plain = re.sub(r"[\s-]", " ", written)
    known = units()
    for form in (written, plain, plain.lower()):
        if form in known:
            return form
    lower = {f.lower(): f for f in known}
    return lower.get(plain.lower()) or next(f for f in known if f.lower().replace("-", " ") == plain.lower())


def _dose(text: str, m: re.Match[str]) -> Optional[dict[str, Any]]:
    unit = units()[_form(m["unit"])]
    high = _value(m["high"] or m["word"], m["p2"] or m["p2e"]) * unit.scale
    low, start = high, m.start("high") if m["high"] else m.start("word")
    if m["low"] and not _ORDINAL.search(text, max(0, m.start() - 10), m.start()):
        if m["sep"].strip() == "/" or (m["sep"].strip() == "and" and not m["u1"]):
            pass
        else:
            first = units()[_form(m["u1"])] if m["u1"] else unit
            if first.code == unit.code:
                power = m["p1"] or m["p1e"] or (None if m["u1"] else None)
                low, start = _value(m["low"], power) * first.scale, m.start()
                if power is None and (m["p2"] or m["p2e"]) and not m["u1"]:
                    low *= 10.0 ** int(m["p2"] or m["p2e"])
    if low > high and m["sep"].strip() == "or":
        low, high = high, low
    elif low > high:
        low, start = high, m.start("high") if m["high"] else m.start("word")
    listed = _LIST_HEAD.search(text, max(0, start - 60), start) if start == (m.start("high") if m["high"] else -1) else None
    if listed and not _ORDINAL.search(text, max(0, listed.start() - 10), listed.start()):
        values = [number(v) for v in re.findall(FIGURE, listed[1])]
        if values and min(values) < high:
            low, start = min(values) * unit.scale, listed.start()
    per, time = _parts(m["tail"] or "")
    if not time and _DAILY_TOTAL.search(text, max(0, m.start() - 40), m.start()):
        time = "d"
    code = unit.code + (f"/{time}" if time else "")
    return {
        "low": low, "high": high, "unit": code, "unit_text": text[m.start("unit") : m.end()].strip(), "per": per,
        "start": start,
    }  # fmt: skip


def _value(figure: str, power: Optional[str]) -> float:
    """Numbers too large for a dose come out as they are: infinity is never written."""
    value = number(figure)
    return value * 10.0 ** int(power) if power else value


_PART = re.compile(
    rf"(?:/|\bper\b|\ba\b|\beach\b)\s?(?:(?P<body>{_BODY})|(?P<every>24|12|8|6)\s?(?:hours|hrs|hr|h)|(?P<dose>dose|fraction|infusion|injection|administration)|(?P<time>{_TIME}))(?![a-z0-9])|(?P<kg>kg\s?-\s?1)|(?P<m2>m-2)|(?P<day>d-1)",
    re.IGNORECASE,
)


def _parts(tail: str) -> tuple[Optional[str], Optional[str]]:
    """What the amount is per: (`kg`, `m2`, …, UCUM unit of time)."""
    per = time = None
    for m in _PART.finditer(tail):
        if m["body"]:
            per = _body(m["body"].lower())
        elif m["kg"] or m["m2"]:
            per = "kg" if m["kg"] else "m2"
        elif m["every"]:
            time = "d" if m["every"] == "24" else f"({m['every']}.h)"
        elif m["day"]:
            time = "d"
        elif m["time"]:
            from eligex.components.doses.numbers import unit_of

            time = unit_of(m["time"])
    return per, time


def _body(word: str) -> str:
    if word.startswith("k"):
        return "kg"
    if word in ("eye", "nostril"):
        return word
    return "[lb_av]" if word in ("lb", "pound") else "m2"
