"""Units behind a number: atoms of `units.csv`, joined by `/` or `per`; `daily` and `a week` say the last of them."""

import re
from functools import cache
from typing import Optional

from eligex.quantities.phrases import superscripts
from eligex.vocab import units

_JOIN = re.compile(r"[ \t]{0,2}(?:/|per[ \t\n]+(?:a[ \t]+)?)[ \t]{0,2}", re.IGNORECASE)
_BSA_JOIN = re.compile(r"[ \t]{0,2}(?:/|per[ \t]+|[x×*.•(][ \t]?)?[ \t]{0,2}(?=1[.,]73)", re.IGNORECASE)
_BSA = re.compile(
    r"1[.,]73(?:[ \t]?m(?:[ ]?\^?[ ]?[2²]|eters? squared)?|[ \t]?(?:square meters?|sq\.? ?m))?", re.IGNORECASE
)
_BEFORE = re.compile(
    r"(?:st|nd|rd|th)?[ \t\n-]{0,3}(?=(?:per)?centiles?(?![^\W_]))"
    r"|(?:[ \t]{1,2}\n?[ \t]*"
    r"(?:consecutive|full|completed?|calendar|whole|continuous|further|additional|more|successive)"
    r"(?=[ \t]+(?:years?|months?|weeks?|days?|hours?|minutes?)(?![^\W_])))?"
    r"(?:[ \t]{0,2}\n[ \t]{0,40}|[ \t]{0,2}-?)",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(r"[ \t]+[a-z(]|[),;/]")
_AGE = re.compile(r"[ \t\n-]{1,3}(?:of[ \t\n]+age|old|in[ \t]+age)(?![^\W_])", re.IGNORECASE)
_RATE = re.compile(  # not "twice daily", which doubles what is told
    r"[ \t]{0,2}\n?[ \t]{1,40}(?:(?:once[ \t]+)?"
    r"(?:(?P<ly>dai|week|month)ly|(?:a|an|each|every)[ \t]+(?P<each>day|week|month))|(?P<qd>q\.?d))(?![^\W_])",
    re.IGNORECASE,
)
_PERIODS = {"dai": "d", "day": "d", "week": "wk", "month": "mo"}
TAKEN = {"mass", "volume", "arbitrary_activity", "tobacco", "alcohol", "dosage_form"}  # so much in a period
_COUNTED = "{cells}"
_BRACKETED = re.compile(r"[ \t]?\(([^()\n]{1,24})\)")
_ORDINAL = re.compile(
    r"second-(?:degree|line|generation|hand|grade|look|stage)", re.IGNORECASE
)  # "1 second-degree relative"
_PER_AMOUNT = re.compile(r"(?:[mu]?g|[mu]?mol)/(?:[mk]?g|m?mol)")
_CREATININE = re.compile(  # "300 mg/g creatinine"
    r"[ \t]{1,2}(?:of[ ])?creatinine(?![^\W_])(?![ \t]*(?:clear|level|ratio|is\b|[<>≥≤=]))", re.IGNORECASE
)


@cache
def _atom_patterns() -> tuple[re.Pattern[str], ...]:
    def pattern(table: dict[str, str], flags: re.RegexFlag) -> re.Pattern[str]:
        longest = sorted(table, key=lambda s: (-len(s), s))
        return re.compile(rf"(?:{'|'.join(superscripts(s) for s in longest)})(?![^\W_])", flags)

    cased, plain = units.surfaces()
    return pattern(cased, re.UNICODE), pattern(plain, re.IGNORECASE)


@cache
def _code(surface: str) -> Optional[str]:
    cased, plain = units.surfaces()
    key = re.sub(r"\s+", " ", surface)
    key = re.sub(r"[ ]?(?:\^|\*\*)[ ]?", "", key).replace("²", "2").replace("³", "3")
    key = re.sub(r"[ ]?\(([23])\)\Z", r"\1", key)
    for form in (key, key.replace(" ", "")):
        if form in cased:
            return cased[form]
        if form.lower() in plain:
            return plain[form.lower()]
    return None


def _atom(text: str, at: int, *, below: bool) -> Optional[tuple[str, int]]:
    if below:
        m = _BSA.match(text, at)
        if m:
            return "{1.73_m2}", m.end()
    found = [m for m in (p.match(text, at) for p in _atom_patterns()) if m]
    m = max(found, key=re.Match.end, default=None)
    code = _code(m[0]) if m else None
    if (
        m is None
        or code is None
        or _ORDINAL.match(text, m.start())
        or units.atoms()[code].place == ("num" if below else "den")
    ):
        return None
    ends_sentence = m[0].endswith(".") and not _ABBREVIATED.match(text, m.end())
    return code, m.end() - ends_sentence


def unit_at(text: str, at: int) -> Optional[tuple[str, int, int]]:
    """(UCUM code, start, end) of the unit after a number that ends at `at`; None where there is none.

    A counted thing (`cells/mm3`) leaves the denominator alone: `/mm3`.
    """
    lead = _BEFORE.match(text, at)
    start = lead.end() if lead else at
    top = _atom(text, start, below=False)
    if top is not None and text[at:start].endswith(("-", "\n")) and top[1] - start < 3:
        top = None
    top = _told_twice(text, top) if top is not None else None
    below, end = _denominators(text, top[1] if top else at)
    if top is not None and not below and units.atoms()[top[0]].place == "num":
        return None
    if top is None:
        begin = end - len(text[at:end].lstrip())
        return ("/".join(["", *below]), begin, _restated(text, end, f"/{below[-1]}")) if below else None
    code = "/".join(["" if top[0] == _COUNTED else top[0], *below])
    end = _restated(text, end, code)
    if _PER_AMOUNT.fullmatch(code) and (excreted := _CREATININE.match(text, end)):
        return code, start, excreted.end()
    if not below and units.atoms()[top[0]].dimension in TAKEN and (rate := _RATE.match(text, end)):
        return f"{code}/{_period(rate)}", start, rate.end()
    age = _AGE.match(text, end) if code in ("a", "mo", "wk", "d") else None
    return code, start, age.end() if age else end


def _period(rate: re.Match[str]) -> str:
    return "d" if rate["qd"] else _PERIODS[(rate["ly"] or rate["each"]).lower()]


def _restated(text: str, at: int, code: str) -> int:
    """Behind the same unit in brackets: `kilograms (kg)`."""
    m = _BRACKETED.match(text, at)
    again = unit_at(text, m.start(1)) if m else None
    if m and again and again[0] == code and again[2] == m.end(1):
        return m.end()
    last = _atom(text, m.start(1), below=True) if m and "/" in code else None
    return m.end() if m and last == (code.rpartition("/")[2], m.end(1)) else at


def _told_twice(text: str, top: tuple[str, int]) -> tuple[str, int]:
    """Behind `milligrams (mg)` of `milligrams (mg)/deciliter`."""
    m = _BRACKETED.match(text, top[1])
    again = _atom(text, m.start(1), below=False) if m and _JOIN.match(text, m.end()) else None
    return (top[0], m.end()) if m and again == (top[0], m.end(1)) else top


def _denominators(text: str, at: int) -> tuple[list[str], int]:
    found: list[str] = []
    while len(found) < 3:
        join = (_BSA_JOIN.match(text, at) if found else None) or _JOIN.match(text, at)
        below = _atom(text, join.end(), below=True) if join else None
        if below is None:
            break
        found.append(below[0])
        at = below[1]
    return found, at
