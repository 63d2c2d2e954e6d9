"""Amounts of a dose: number or range, unit, and its parts per body, per time and per administration."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Optional

from eligex.components.doses.guards import is_diluent, is_no_dose, is_ordinal
from eligex.components.doses.numbers import FIGURE, SPACED, TIME_NAMES, WORD, number, unit_of
from eligex.components.findings import Finding
from eligex.text.alternatives import alternatives
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner
from eligex.vocab.doses import Unit, units


def _unit_pattern() -> str:
    def write(form: str) -> str:
        escaped = re.escape(form)
        return f"(?-i:{escaped})" if units()[form].exact else escaped.replace(r"\ ", r"[\s-]")

    return alternatives(sorted(units(), key=lambda f: (-len(f), f)), write)


_POWER = r"(?:\s?[x×*]\s?10\s?(?:\^|\*\*|\(|e|exp)?\s?(?P<{0}>(?!0)\d{{1,2}})\)?|[eE]\+?(?P<{0}e>\d{{1,2}}))?"
_UNIT = _unit_pattern()
_FIGURE = rf"(?:{SPACED}|{FIGURE})"
_MANY = {"million": 1e6, "billion": 1e9, "trillion": 1e12}
_HOURS = r"(?:(?:24|12|8|6|4)\s?(?:hours|hrs|hr|h)|[2-8]\s?(?:weeks|week|wks|wk))"
_GIVEN = r"dose|fraction|fx|infusion|injection|administration|disc|disk|knee|joint"
_BODY = (
    r"kg(?:\s?(?:of\s)?(?:(?:ideal\s|actual\s|lean\s|recipient\s|patient\s)?body[\s-]?weight|bw|b\.w\.))?|kilograms?"
    r"|m\s?\^?\s?\(?[2²]\)?|met(?:er|re)s?\s?\^?\s?[2²]|met(?:er|re)\sper\ssquare|sqm|sq\.?\s?m(?:et(?:er|re)s?)?"
    r"|(?:square[ -]met(?:er|re)s?|met(?:er|re)s? squared?)(?:\s\(m\^?[2²]\))?(?:\sof body surface(?:\sarea)?)?"
    r"|body surface area|bsa"
    r"|eye|nostril|lb|pound"
)
_PER = r"\s?(?:/|\bper\b|\ba\b(?=\s(?:day|week))|\beach\b(?=\sday))\s?"
_TAIL = (
    rf"(?:\s(?:Gd|Fe|iron)(?=/))?(?P<tail>(?:{_PER}(?:{_BODY}|{_HOURS}|{_GIVEN}|{TIME_NAMES})(?![a-z0-9])"
    r"|/\s?daily\b|\s?kg\s?-\s?1|\s?m-2|\s?d-1|\s?/\s?\((?:m2|kg)\s?[.·*/]\s?d(?:ay)?\)){0,3})"
)
_AMOUNT = lazily(
    rf"(?:(?<![\w.^/])|(?<=[a-z]{{2}}\.)(?!\.))(?<!\d,)(?!0\d)(?:(?P<low>{_FIGURE}|\b{WORD}(?=\s(?:to|or)\s)){_POWER.format('p1')}"
    rf"(?:\s?-?(?P<u1>{_UNIT})(?:/(?:kg/day|m2/day|kg|m\^?2|day|d))?)?"
    rf"(?P<sep>\s?-\s?|\s?~\s?|\s+to\s+|\s+to(?=\d)|\s+up\s+to\s+(?:a\smaximum\sof\s)?|\s+or\s+|\s+and\s+|\s?/\s?|to\s?))?"
    rf"(?:(?P<high>{_FIGURE}){_POWER.format('p2')}|\b(?P<word>{WORD}))"
    rf"(?:\s?(?P<many>{'|'.join(_MANY)}))?[\s-]?\s?(?P<unit>{_UNIT})(?![a-zμ])(?!\d)(?!-CSF)(?!\s?\^\s?-?\d)(?:\*(?=/))?{_TAIL}",
    re.IGNORECASE,
)
_PART = lazily(
    rf"(?:/|\bper\b|\ba\b|\beach\b)\s?(?:(?P<body>{_BODY})|(?P<hours>{_HOURS})|{_GIVEN}|"
    rf"(?P<time>{TIME_NAMES}))(?![a-z0-9])"
    r"|\((?P<both>m2|kg)\s?[.·*/]\s?d(?:ay)?\)|(?P<kg>kg\s?-\s?1)|(?P<m2>m-2)|(?P<day>d-1|/\s?daily)",
    re.IGNORECASE,
)
_MOST = 100  # pieces that may be taken; more is a number in a name
_GRAMS = {"g": 1.0, "mg": 1e-3, "ug": 1e-6, "ng": 1e-9, "pg": 1e-12}
_COUNTED = lazily(
    rf"(?<![\w.,/-])(?P<n>[2-9]|{WORD})(?:\s(?P<of>tab(?:let)?s?|cap(?:sule)?s?|pills?|vials?|sachets?)"
    r"\s(?:(?:(?:of|at)(?:\s(?:dose\s|unit\s)?strength(?:\sof)?)?|(?:each\s)?containing|[aà])\s|(?:[aà][´'`]|[x×@])\s?)"
    r"|\s?(?P<by>[x×])\s?|\s)$"
    r"|(?<![\w.,/-])(?P<many>1\d|2\d)\s?[x×]\s?$",
    re.IGNORECASE,
)
# `take two Dramadol 30 mg capsules`: the name between how many and how much.
_COUNTED_NAME = lazily(
    rf"(?:(?:^|[.;:,(\n])\s*|\b(?i:of|takes?|taking|swallow|ingest|receives?|received|given|and|or|plus)\s)"
    rf"(?P<n>[2-9]|(?i:{WORD}))\s[A-Z][\w-]+[®™]?\s$"
)
# `six 40 mg dramadol tablets`: a name between how much and what.
_NAMED_PIECES = lazily(r"\s[A-Za-z][\w-]{2,}\s(?:tablets|capsules|pills)\b")
# `two Dramadol film-coated tablets 25 mg each`
_COUNTED_EACH = lazily(
    rf"(?<![\w.,/-])(?P<n>[2-9]|{WORD})\s(?:[\w-]+\s){{0,4}}(?:tablets|capsules|pills|vials|sachets)\s\(?(?:of\s)?$",
    re.IGNORECASE,
)
_EACH = lazily(r"\s?each\b", re.IGNORECASE)
_PIECE = lazily(
    r"[\s-]?(?:oral\s|film-coated\s)?(?:tab(?:let)?s?|cap(?:sule)?s?|pills?|puffs?|inhalations?|sprays?|patch(?:es)?|vials?|suppositor\w+)\b",
    re.IGNORECASE,
)
# In a list a comma separates, but for thousands: each text is then a list in one way only.
_MEMBER = (
    r"(?:\d{1,3}(?:,\d{3}){1,4}(?!,?\d)(?:\.\d{1,6})?|\d{1,12}(?!\d|,\d{3}(?!\d))(?:\.\d{1,9})?|\.\d{1,9})"
)
_LIST_HEAD = lazily(rf"((?:{_MEMBER}\s?,\s?)+(?:{_MEMBER}\s)?(?:and\s|or\s)?)$", re.IGNORECASE)
_OF_DAYS = lazily(r"\b(?:days?|weeks?)\s(?:[+-]?\d{1,3}\s?(?:,|-|and|or|to|&)?\s?){0,8}[+-]?$", re.IGNORECASE)
_IN_NAME = lazily(r"(?:[A-Za-z\d][-.]?|\^)$")  # `CP-19, 250 mL`, `mg/m^2, 250 mL`
# `10 mg of dramadol per kilogram`
_BODY_BEHIND = lazily(rf"\sof\s[A-Za-z][\w-]{{2,}}\sper\s(?P<body>{_BODY})(?![a-z0-9])", re.IGNORECASE)
_DAILY_TOTAL = lazily(r"\b(?:total|the|a)\sdaily\sdose\s?(?:of|=|:|is|was|will be)?\s?$", re.IGNORECASE)
_AUC = lazily(
    rf"\b(?:AUC|area[\s-]under[\s-](?:the[\s-])?(?:concentration[\s-](?:time[\s-])?)?curve)"
    r"(?:\s?[(\[](?:AUC\d?|area[\s-]under[\s-](?:the[\s-])?(?:concentration[\s-](?:time[\s-])?)?curve)[)\]])?"
    rf"\s?(?:of|=|at|dose)?\s?(?P<low>{FIGURE})(?:\s?(?:-|to)\s?(?P<high>{FIGURE}))?",
    re.IGNORECASE,
)
_PERCENT = lazily(
    rf"(?<![\w.])(?P<low>{FIGURE})\s?%(?=\s?(?:w/w|w/v|\w{{3,20}})?\s?"
    r"(?:cream|ointment|gel|lotion|solution|foam|shampoo|eye|spray|suspension|mouthwash|patch|emulsion"
    r"|drops)\b)",
    re.IGNORECASE,
)
_PER_KG = lazily(
    rf"(?<![\w.,/-])(?P<low>{FIGURE})(?:(?:\s?[x×*]\s?10\s?\^?\s?\d{{1,2}})?\s?(?P<sep>-|to)\s?(?P<high>{FIGURE}))?"
    rf"\s?[x×*]\s?10\s?\^?\s?(?P<p>\d{{1,2}})\s?/\s?kg\b",
    re.IGNORECASE,
)
_CELLS = lazily(r"\bcells?\b|\bCD\d|\blymphocytes?\b|\bmarrow\b|\bgrafts?\b", re.IGNORECASE)
_STRENGTH = lazily(rf"(?<![\w.,<>≤≥-])(?P<low>{FIGURE})\s?%(?!\s?(?:of|CI|confidence)\b)")
# `1000 mg/50 mL instillation`: all of it is given.
_IN_FLUID = lazily(
    r"\s?(?:(?:bladder|intravesical|IV)\s)?(?:instillations?|infusions?|(?:of\s)?(?:normal\s)?saline|NaCl|D5W)\b",
    re.IGNORECASE,
)
_VEIN = lazily(r"\b(?:IV|intravenous(?:ly)?)\b[^.;\n]*$", re.IGNORECASE)
_FORM = lazily(
    r"\s(?:topical\s)?(?:cream|ointment|gel|lotion|solution|foam|shampoo|spray|suspension|drops)\s?,?\s\(?$",
    re.IGNORECASE,
)
_QUALITY = lazily(
    r"\b(?:very[\s-]|single[\s-]|one[\s-]|ultra[\s-])?(?:high|low|moderate|standard|therapeutic|normal"
    r"|conventional|full|intermediate|reduced|higher|lower|small|large|massive|excessive|adjusted|stable"
    r"|increasing|escalating|regular|prophylactic)\'?(?:,?\s(?:therapeutic|oral|stable|cumulative|intravenous"
    r"|single|daily|total))?[\s-]?dos(?:es?|ages?|ing)\b"
    r"|\b(?:large|small|massive|excessive)\samounts?(?=\sof\b)|\bunderdos(?:es?|ed|age|ing)\b"
    r"|\b(?:multiple|two|three|four|five|six|seven|\d{1,2})\sdoses\b|\boverdos(?:es?|ed|age|ing)\b",
    re.IGNORECASE,
)

_AMOUNTS, _AUCS, _PERCENTS, _QUALITIES, _PER_KGS, _STRENGTHS = map(
    Scanner, (_AMOUNT, _AUC, _PERCENT, _QUALITY, _PER_KG, _STRENGTH)
)


def amounts(text: str) -> Iterator[Finding]:
    """DOSE findings in a folded text, unsorted; `value["dose"]` is absent from mere qualities (`high
    dose`) and from the strengths of a pair (`100/50 mg`)."""
    for m in _AMOUNTS.finditer(text):
        unit = _unit(m["unit"])
        uncounted = unit.kind == "count" and not (m["p2"] or m["p2e"] or m["many"] or m["tail"])
        coded = unit.kind == "item" and number(m["high"] or m["word"]) > _MOST
        if uncounted or coded or is_no_dose(text, m.start(), m.end(), unit.kind, m["tail"] or ""):
            continue
        if m["low"] and m["sep"].strip() == "/":
            yield _in_volume(m, unit) or _pair(text, m, unit)
            continue
        start, low, high = _bounds(text, m, unit)
        if m["u1"] and start == m.start("high"):
            yield _first(text, m)
        pieces = _pieces(text, start, m.end())
        if pieces:
            start, low, high = start - len(pieces[0]), low * pieces[1], high * pieces[1]
        yield _every_hours(_dose("amount", start, m.end(), low, high, *_units(text, m, unit)))
    for m in _AUCS.finditer(text):
        low = number(m["low"])
        high = number(m["high"]) if m["high"] else low
        yield _dose("auc", m.start(), m.end(), min(low, high), max(low, high), "mg.min/mL", "AUC", None)
    for m in _PERCENTS.finditer(text) if "%" in text else ():
        if is_diluent(text, m.start(), m.end()):
            continue
        low = number(m["low"])
        yield _dose("strength", m.start(), m.end(), low, low, "%", "%", None)
    for m in _PER_KGS.finditer(text) if "kg" in text else ():
        if _CELLS.search(text, max(0, m.start() - 60), m.end() + 40):
            low, high = (_value(n, m["p"]) for n in (m["low"], m["high"] or m["low"]))
            yield _dose("cells", m.start(), m.end(), low, high, "{cells}", "/kg", "kg")
    for m in _QUALITIES.finditer(text):
        yield Finding(m.start(), m.end(), "DOSE", "doses:quality")


def _first(text: str, m: re.Match[str]) -> Finding:
    """The first of two amounts that are no range: `175 mg/m2 and 15 mg/kg`."""
    unit, end = _unit(m["u1"]), m.start("sep")
    per, time = _parts(text[m.end("u1") : end])
    low = _value(m["low"], m["p1"] or m["p1e"]) * unit.scale
    code = unit.code + (f"/{time}" if time else "")
    return _dose("amount", m.start(), end, low, low, code, text[m.start("u1") : end], per)


def _pair(text: str, m: re.Match[str], unit: Unit) -> Finding:
    """`10/20 mg` is a dose of each of two drugs; of `50 mg/5 kg` none is told."""
    first = _unit(m["u1"]) if m["u1"] else unit
    known = first.code in _GRAMS and unit.code in _GRAMS and m["high"]
    parts = ((m["low"], first), (m["high"], unit)) if known else ()
    doses = [
        {"low": value, "high": value, "unit": u.code, "unit_text": m["unit"], "per": None}
        for value, u in ((_value(n, None) * u.scale, u) for n, u in parts)
    ]
    value = {"doses": doses} if doses and not m["tail"] else {}
    return Finding(m.start(), m.end(), "DOSE", "doses:pair", value=value)


def _in_volume(m: re.Match[str], unit: Unit) -> Optional[Finding]:
    """`40 mg/0.8 mL` is what a syringe holds; of `250 mg/5 mL` more or less may be taken."""
    if unit.code not in ("mL", "uL") or not m["u1"] or not m["high"]:
        return None
    large = _value(m["high"], None) > (1 if unit.code == "mL" else 1000)
    if large and not (_IN_FLUID.match(m.string, m.end()) or _is_in_bag(m)):
        return None
    first = _unit(m["u1"])
    low = _value(m["low"], m["p1"] or m["p1e"]) * first.scale
    return _dose("amount", m.start(), m.end(), low, low, first.code, m["u1"], None)


def _is_in_bag(m: re.Match[str]) -> bool:
    """`for intravenous administration (1 g/100 mL)`: what is in a bag is given whole."""
    vein = _VEIN.search(m.string, max(0, m.start() - 40), m.start())
    return vein is not None and _value(m["high"], None) >= 50


def strengths(text: str, drugs: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    """`ropivacaine 0.2%`, `0.5% bupivacaine`: a percentage directly beside one of `drugs`, by extents."""
    begins, ends = {a for a, _ in drugs}, {b for _, b in drugs}
    for m in _STRENGTHS.finditer(text) if "%" in text else ():
        formed = _FORM.search(text, max(0, m.start() - 24), m.start())
        at = formed.start() + 1 if formed else m.start()
        behind = at - 1 in ends or (text[at - 1 : at] in ("(", ",") and at - 2 in ends)
        if (behind or m.end() + 1 in begins) and not is_diluent(text, m.start(), m.end()):
            low = number(m["low"])
            yield _dose("strength", m.start(), m.end(), low, low, "%", "%", None)


def _dose(
    rule: str, start: int, end: int, low: float, high: float, unit: str, unit_text: str, per: Optional[str]
) -> Finding:
    dose: dict[str, Any] = {"low": low, "high": high, "unit": unit, "unit_text": unit_text, "per": per}
    return Finding(start, end, "DOSE", f"doses:{rule}", value={"dose": dose})


def _every_hours(f: Finding) -> Finding:
    """`500 mg/12 h` is 500 mg every twelve hours, not a rate."""
    dose = f.value["dose"]
    m = re.fullmatch(r"(.+)/\((\d+)\.(h|wk)\)", dose["unit"])
    if m is None:
        return f
    rate = {"times": 1, "period": int(m[2]), "period_unit": m[3], "text": dose["unit_text"]}
    return replace(f, value={"dose": {**dose, "unit": m[1]}, "frequency": rate})


def _pieces(text: str, start: int, end: int) -> Optional[tuple[str, float]]:
    """`two 400 mg tablets`, `2 x 250 mg`: (words before the amount, how many are taken at once)."""
    m = _COUNTED.search(text, max(0, start - 36), start)
    piece = _PIECE.match(text, end)
    if m and (m["by"] or m["many"] or m["of"] or piece):
        return m.group(), number(m["n"] or m["many"])
    if m and not piece and _NAMED_PIECES.match(text, end):
        return m.group(), number(m["n"])
    each = _COUNTED_EACH.search(text, max(0, start - 50), start) if _EACH.match(text, end) else None
    if each:
        return "", number(each["n"])
    named = _COUNTED_NAME.search(text, max(0, start - 36), start)
    return ("", number(named["n"])) if named and piece and piece.group().endswith("s") else None


def _unit(written: str) -> Unit:
    """The unit of a written form, which matches a form of the table but for case and hyphens."""
    known = units()
    plain = re.sub(r"[\s-]", " ", written)
    for form in (written, plain, plain.lower()):
        if form in known:
            return known[form]
    return next(u for f, u in known.items() if f.lower().replace("-", " ") == plain.lower())


def _bounds(text: str, m: re.Match[str], unit: Unit) -> tuple[int, float, float]:
    """(start, low, high): of `50-100 mg`, `1 g to 2 g`, `30, 60 and 90 mg`, or a single amount twice."""
    at = m.start("high") if m["high"] else m.start("word")
    power = m["p2"] or m["p2e"]
    unit = unit._replace(scale=unit.scale * _MANY.get((m["many"] or "").lower(), 1.0))
    high = _value(m["high"] or m["word"], power) * unit.scale
    if m["low"] and not is_ordinal(text, m.start()):
        first = _unit(m["u1"]) if m["u1"] else unit
        own = m["p1"] or m["p1e"] or (None if m["u1"] else power)
        low = (_first_of_list(m["low"], high / unit.scale) or _value(m["low"], own)) * first.scale
        if first.code in _GRAMS and unit.code in _GRAMS:
            low, first = round(low * _GRAMS[first.code] / _GRAMS[unit.code], 12), unit
        if first.code == unit.code and m["sep"].strip() == "or" and low > high:
            return m.start(), high, low
        if first.code == unit.code and low <= high and not _are_two(text, m):
            start, least = _listed(text, m.start(), unit.scale) if m["sep"].strip() == "or" else (0, low)
            return (start, least, high) if least < low else (m.start(), low, high)
    start, low = _listed(text, at, unit.scale)
    return (start, low, high) if low < high else (at, high, high)


def _are_two(text: str, m: re.Match[str]) -> bool:
    """`100 and 150 mg of …`, `2 mg/kg or 200 mg`: two doses and no range."""
    first = _parts(text[m.end("u1") : m.start("sep")])[0] if m["u1"] else None
    if first and first != _parts(m["tail"] or "")[0]:
        return True
    return m["sep"].strip() == "and" and (not m["u1"] or text.startswith(" of ", m.end()))


def _first_of_list(low: str, high: float) -> Optional[float]:
    """2 of `2,3 or 4`, where the numbers rise; `2,5 or 5` has a decimal comma."""
    first, comma, second = low.partition(",")
    rising = comma and first.isdigit() and second.isdigit() and 0 < int(first) < int(second) < high
    return float(first) if rising else None


def _listed(text: str, at: int, scale: float) -> tuple[int, float]:
    """(where a list of amounts that ends before `at` begins, the least of them); infinite where none does."""
    listed = _LIST_HEAD.search(text, max(0, at - 60), at)
    named = listed is not None and _IN_NAME.search(text, max(0, listed.start() - 2), listed.start())
    if listed is None or named or is_ordinal(text, listed.start()):
        return at, float("inf")
    if _OF_DAYS.search(text, max(0, listed.start() - 40), listed.start()) or text[:at].endswith(
        "AUC " + listed[1]
    ):
        return at, float("inf")
    given = [n for n in map(number, re.findall(_MEMBER, listed[1])) if n]
    return listed.start(), min(given, default=float("inf")) * scale


def _value(figure: str, power: Optional[str]) -> float:
    value = number(figure)
    return value * 10.0 ** int(power) if power else value


def _units(text: str, m: re.Match[str], unit: Unit) -> tuple[str, str, Optional[str]]:
    """UCUM unit with its time part, the unit as written, and what it is per."""
    per, time = _parts(m["tail"] or "")
    behind = None if per else _BODY_BEHIND.match(text, m.end())
    per = _body(behind["body"].lower()) if behind else per
    if not time and _DAILY_TOTAL.search(text, max(0, m.start() - 40), m.start()):
        time = "d"
    written = text[m.start("unit") : m.end()].strip()
    return unit.code + (f"/{time}" if time else ""), written, per


def _parts(tail: str) -> tuple[Optional[str], Optional[str]]:
    """What the amount is per: (`kg`, `m2`, …; UCUM unit of time)."""
    per = time = None
    for m in _PART.finditer(tail):
        if m["both"]:
            per, time = _body(m["both"].lower()), "d"
        elif m["body"]:
            per = _body(m["body"].lower())
        elif m["kg"] or m["m2"]:
            per = "kg" if m["kg"] else "m2"
        elif m["hours"]:
            unit = "wk" if "w" in m["hours"].lower() else "h"
            time = (
                "d" if m["hours"].startswith("24") else f"({int(re.sub(r'[^0-9]', '', m['hours']))}.{unit})"
            )
        elif m["day"]:
            time = "d"
        elif m["time"]:
            time = unit_of(m["time"])
    return per, time


def _body(word: str) -> str:
    if word.startswith("k"):
        return "kg"
    if word in ("eye", "nostril"):
        return word
    return "[lb_av]" if word in ("lb", "pound") else "m2"
