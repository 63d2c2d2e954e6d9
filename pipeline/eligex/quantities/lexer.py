"""Folded text to comparators, values and limits, in order; everything between them is gap."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Optional, Union

from eligex.quantities import limits
from eligex.quantities.numbers import DIGITS, WORDS, Number, number, word_of
from eligex.quantities.phrases import tree
from eligex.quantities.units import unit_at
from eligex.text.firsts import LENGTH
from eligex.text.scan import Choice
from eligex.vocab.tables import VocabularyError, table, unique, values

OPERATORS = {"ge", "gt", "le", "lt", "eq", "range", "outside", "within"}
POSITIONS = {"sign", "pre", "post", "between", "within"}


@dataclass(frozen=True, slots=True)
class Comparator:
    """An operator's words; `places`: before the number, behind it, a sign, opening a range."""

    start: int
    end: int
    op: str
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class Value:
    """A number with its unit or limit. `void`: a number that is a name, a date, a ratio."""

    start: int
    end: int
    value: float
    number: tuple[int, int]
    unit: Optional[str] = None
    unit_text: Optional[str] = None
    relative_to: Optional[str] = None
    offset: Optional[tuple[float, Optional[str]]] = None
    word: bool = False
    void: bool = False
    plus: bool = False
    second: Optional[float] = None  # the other number of a pair such as 140/90, or a list's last
    second_span: Optional[tuple[int, int]] = None
    pair: Optional[str] = None


@dataclass(frozen=True, slots=True)
class Normal:
    """`within normal limits`."""

    start: int
    end: int


Item = Union[Comparator, Value, Normal]

_LABELS = (
    r"phase|type|days?|cycles?|visits?|version|vers?\.?|v|ctcae|ctc|recist|dsm|icd|figure|fig\.?|tables?|section|"
    r"virus(?:es)?|items?|criteri(?:a|on)|cohorts?|arms?|parts?|steps?|chapter|appendix|nct|weeks?|months?|no\.?|numbers?|groups?|"
    r"stratum|strata|courses?|article|genotypes?|serotypes?|hpv|hiv|htlv|herpes|chromosome|exon|study|protocol|trial|"
    r"edition|rule|method|question|period|aim|sites?|guideline|dose[ ]level"
)
_LABEL = re.compile(rf"(?:(?<![^\W_])(?:{_LABELS})s?[ \t]?[#:]?|#|№|-D|\bD)[ \t]*$", re.IGNORECASE)
_NAME_BEFORE = re.compile(r"(?:[^\W_]-|[A-Z]|[^\W\d_]\.|[\d][.:]|[\d]/|_|\$|[@&])$")
_GLUED_WORD = re.compile(r"(?:[a-z]{3}|(?<![^\W_])[xX×])$")
_NAME_AFTER = re.compile(
    r"[^\W\d_]|_|-[A-Za-z]|:\d|\.\d|\(?:[A-Z]|-?(?:st|nd|rd|th)\b|@|[ \t]*[x×][ \t]*\d"
    r"|[ \t]*(?:[x×X*]|times)[ \t\n]+(?:the[ ]|institutional[ ]|local[ ])?"
    r"(?:upper|lower|normal|institution|limit|laborator)"
)
# "between the 5th and 85th percentile"
_RANK = re.compile(
    r"(?:st|nd|rd|th)(?=[ \t\n]*(?:-|to|and|or)[ \t\n]*(?:the[ \t]+)?\d{1,2}(?:st|nd|rd|th)[ \t\n-]{1,3}"
    r"(?:per)?centiles?\b)",
    re.IGNORECASE,
)
_CONFIDENCE = re.compile(r"[ \t]*(?:CI\b|confidence)", re.IGNORECASE)
_SLASH = re.compile(r"[ \t]?/[ \t]?(\d{1,4}(?:\.\d+)?)(?![\d.]*\d)")
_CHAIN = re.compile(r"[-/]\d{1,4}[-/]\d{1,4}(?![\d.]*\d)|-\d{3,}-\d{3,}")
_PLUS = re.compile(
    r"[ \t]*\+[ \t]*(?=(?:years?|yrs?|y/o|y\.?o\.?|months?|weeks?|days?)(?![^\W_]))|\+(?=[ \t\n,;.)]|$)",
    re.IGNORECASE,
)
_PRESSURE = re.compile(
    r"(?:\bS?BPs?\b|blood[ \t\n]+pressures?|hypertens|systolic|diastolic|pressure)", re.IGNORECASE
)
_THOUSANDS_POINT = re.compile(r"[1-9]\d{0,2}\.000")
_BULLET = re.compile(r"(?:^|\n)[ \t]*\(?$")
_BULLET_END = re.compile(r"(?:[.)]|\.\))(?=[ \t]|$)")
_A_BEFORE = re.compile(
    r"(?<![^\W_])(?:within|for|in|least|than|over|after|before|past|last|under|about|exceeding|previous|prior|"
    r"≥|>|≤|<)[ \t]*$",
    re.IGNORECASE,
)
_PERIOD = re.compile(r"[ \t\n-]+(?:minute|hour|day|week|month|year)s?(?![^\W_])", re.IGNORECASE)
_MINUS = re.compile(
    r"(?:(?:[<>≤≥=]|than|between|from|to|and|or|of|scores?|SDS?|below|above|under|over|least|most|"
    r"or equal to)[ \t]?"
    r"|\()-[ \t]?$",
    re.IGNORECASE,
)
_COMPOUND = re.compile(r"(?:\b(?:or|than|nor)\b|/)[ \t\n]*$", re.IGNORECASE)
_CONJUNCTION = re.compile(r"(?:and/or|and|or|,)[ \t\n]+(?:or[ \t\n]+)?", re.IGNORECASE)
_NUMBER_NEXT = re.compile(
    r"(?:[ \t]{1,3}|[ \t]?\n(?![ \t]*\d+[.)])[ \t]*)(?:the[ ]|age[ ]|of[ ]|an?[ ]){0,3}[ \t]?(?:\d|[≥≤<>])",
    re.IGNORECASE,
)
_BEGIN = re.compile(rf"[a-z]{{1,{LENGTH}}}")
RANGE_GAP = re.compile(r"[ \t]*(?:\n[ \t]*)?[-~][ \t]?")


@cache
def _comparators() -> dict[str, tuple[str, frozenset[str]]]:
    found = {}
    for surface, row in unique(table("comparators"), "surface", where="comparators.csv").items():
        places = frozenset(values(row["position"]))
        if row["op"] not in OPERATORS or not places or not places <= POSITIONS:
            raise VocabularyError(f"comparators.csv: {surface!r}: {row['op']!r} at {row['position']!r}")
        found[surface] = (row["op"], places)
    return found


@cache
def _master() -> Choice:
    """Of what begins with many a word a part for each three letters, so that no place tries the others."""
    signs = [s for s in _comparators() if not s[0].isalnum()]
    ways = [rf"(?P<sign>{tree(signs)})", rf"(?P<digits>{DIGITS})", rf"(?P<normal>{limits.NORMAL_RANGE})"]
    begins = list(ways)
    words = [s for s in _comparators() if s[0].isalnum()]
    for n, (begin, some) in enumerate(_by_begin(words).items()):
        ways.append(rf"(?P<cmp{n}>(?:{tree(some)})(?![^\W\d_])(?!\s{{1,3}}th[ae]n\b))")
        begins.append(begin)
    ways.append(rf"(?P<limit>{limits.LIMIT.pattern})")
    begins.append(ways[-1])
    for n, (begin, some) in enumerate(_by_begin(WORDS).items()):
        ways.append(rf"(?P<word{n}>{word_of(some)})")
        begins.append(begin)
    at_word = r"(?<![^\W_])"
    return Choice(
        ways[:2] + [at_word + way for way in ways[2:]],
        re.IGNORECASE,
        begins=begins[:2] + [at_word + begin for begin in begins[2:]],
    )


def _by_begin(words: Iterable[str]) -> dict[str, list[str]]:
    """By their first letters, of which no match of one's phrases is one of another's: a letter never follows."""
    found: dict[str, list[str]] = {}
    for word in words:
        found.setdefault(_BEGIN.match(word)[0], []).append(word)  # type: ignore[index]
    return found


def lex(text: str) -> list[Item]:
    """Every item in order; linear in the text's length."""
    items: list[Item] = []
    find = _master().search
    at = 0
    m = find(text, at)
    while m is not None:
        item = _item(text, m, items)
        if item is not None:
            items.append(item)
        at = max(item.end if item is not None else m.end(), m.start() + 1)
        m = find(text, at)
    return items


def _item(text: str, m: re.Match[str], before: list[Item]) -> Optional[Item]:
    kind = _kind(m)
    if kind in ("sign", "cmp"):
        split = _CONJUNCTION.match(text, m.start())
        if split and _NUMBER_NEXT.match(text, m.end()):
            again = _master().match(text, split.end(), len(text))
            return _item(text, again, before) if again else None
        key = re.sub(r"\s+", " ", m[0].lower())
        op, places = _comparators()[key]
        if op == "eq" and _COMPOUND.search(text[max(0, m.start() - 12) : m.start()]):
            return Comparator(m.start(), m.end(), "unknown", frozenset())
        return Comparator(m.start(), m.end(), op, places)
    if kind == "normal":
        return Normal(m.start(), m.end()) if limits.is_normal_range(text, *m.span()) else None
    if kind == "limit":
        return _limit(text, m)
    return _value(text, m, before)


def _kind(m: re.Match[str]) -> str:
    return (m.lastgroup or "").rstrip("0123456789")


def _limit(text: str, m: re.Match[str]) -> Value:
    """A limit without a number before it: the multiple is 1 or follows (`ULN × 3`)."""
    times = limits.MULTIPLE_AFTER.match(text, m.end())
    value = Value(
        m.start(), m.end(), 1.0, (m.start(), m.end()), relative_to=limits.kind(m[0]), pair="implicit"
    )
    if times:
        value = replace(value, end=times.end(), value=float(times[1]), number=times.span(1), pair=None)
    return _with_offset(text, value)


def _with_offset(text: str, v: Value) -> Value:
    plus = limits.OFFSET.match(text, v.end)
    digits = re.compile(DIGITS).match(text, plus.end()) if plus else None
    if digits is None:
        return v
    n = number(text, *digits.span(), False)
    unit = unit_at(text, n.end)
    if unit is None:
        return v
    return replace(v, end=unit[2], offset=(n.value, unit[0]))


def _value(text: str, m: re.Match[str], before: list[Item]) -> Optional[Value]:
    word = _kind(m) == "word"
    n = number(text, m.start(), m.end(), word)
    if m[0].lower() in ("a", "an"):
        head = text[max(0, n.start - 12) : n.start]
        if not (_A_BEFORE.search(head) and _PERIOD.match(text, n.end)):
            return None
    return _finish(text, n, before)


def _finish(text: str, n: Number, before: list[Item]) -> Optional[Value]:
    last = before[-1] if before else None
    ranged = (
        isinstance(last, Value) and not last.void and n.start - last.end < 12
        and RANGE_GAP.fullmatch(text, last.end, n.start) is not None
    )  # fmt: skip
    start, value = n.start, n.value
    head = text[max(0, n.start - 20) : n.start]
    if not ranged and not n.word and "-" in head and _MINUS.search(head):
        start = text.rindex("-", 0, n.start)
        value = -value
        head = text[max(0, start - 20) : start]
    v = Value(start, n.end, value, (start, n.end), word=n.word)
    if not n.word and not ranged and _is_name(head, text, n):
        return replace(v, void=True)
    v = _measured(text, v, n)
    if v.unit is None and v.relative_to is None:
        v = _bare(text, v, n, head, ranged)
    elif v.unit == "%" and _CONFIDENCE.match(text, v.end):
        v = replace(v, void=True)
    return v


def _is_name(head: str, text: str, n: Number) -> bool:
    if _THOUSANDS_POINT.fullmatch(text, n.start, n.end):
        return True  # 1.000 is one or a thousand
    if _BULLET.search(head) and _BULLET_END.match(text, n.end) and len(text[n.start : n.end]) < 3:
        return True
    if not head:
        return False
    if head[-1].isalnum():
        return not _GLUED_WORD.search(head)
    return _NAME_BEFORE.search(head) is not None


def _measured(text: str, v: Value, n: Number) -> Value:
    """`v` with the unit or the limit behind it."""
    slash = _SLASH.match(text, n.end)
    if slash and not n.word:
        return _slashed(text, v, n, slash)
    plus = _PLUS.match(text, n.end)
    end = plus.end() if plus else n.end
    found = limits.limit_after(text, end, percent=False) if n.exponent is None else None
    if found:
        more = plus is not None or limits.OR_MORE.search(text, end, found[1]) is not None
        return _with_offset(text, replace(v, end=found[1], relative_to=found[0], plus=more))
    unit = unit_at(text, end)
    if unit is None:
        if n.exponent is not None:
            return _scaled(v, n, None, n.end, text)
        return replace(v, plus=plus is not None, end=end) if plus else v
    code, begin, stop = unit
    if code == "%":
        of = limits.limit_after(text, stop, percent=True)
        if of:
            return replace(v, end=of[1], value=float(f"{v.value / 100:.12g}"), relative_to=of[0])
    if n.exponent is not None:
        return _scaled(v, n, code, stop, text)
    return replace(v, end=stop, unit=code, unit_text=text[begin:stop], plus=plus is not None)


def _scaled(v: Value, n: Number, code: Optional[str], end: int, text: str) -> Value:
    assert n.exponent is not None
    quoted = text[v.number[0] : end]
    if n.exponent > 0 and (code is None or code.startswith("/")):
        digits = re.compile(DIGITS).match(text, n.start)
        stop = digits.end() if digits else n.end
        written = text[stop:end]
        return replace(
            v, end=end, unit=f"10*{n.exponent}{code or ''}", unit_text=written.strip(), number=(v.start, stop)
        )
    value = float(f"{v.value * 10.0**n.exponent:.12g}")
    return replace(v, end=end, value=value, unit=code, unit_text=quoted if code else None)


def _slashed(text: str, v: Value, n: Number, slash: re.Match[str]) -> Value:
    """`140/90` as a pair, `1/2 year` as a fraction, `0/1` as a list; any other is not understood."""
    a, b = n.value, float(slash[1])
    whole = replace(v, end=slash.end(), number=(v.start, slash.end()), second_span=slash.span(1))
    if _CHAIN.match(text, n.end):
        return replace(whole, void=True)
    unit = unit_at(text, slash.end())
    pressure = unit is not None and unit[0] == "mm[Hg]"
    near = text[max(0, n.start - 80) : n.start]
    if 60 <= a <= 300 and 30 <= b < a and (pressure or (unit is None and _PRESSURE.search(near))):
        end = unit[2] if unit and pressure else slash.end()
        unit_text = text[unit[1] : unit[2]] if unit and pressure else None
        return replace(
            whole,
            end=end,
            second=b,
            pair="pressure",
            unit="mm[Hg]" if pressure else None,
            unit_text=unit_text,
        )
    if _LABEL.search(near):
        return replace(whole, void=True)
    if unit is None and a == int(a) and b == a + 1 and b <= 4:
        return replace(whole, second=b, pair="list")
    if b in (10, 30, 100) and a <= b:
        return whole
    if b and a < b <= 4:
        whole = replace(whole, value=a / b)
        found = limits.limit_after(text, slash.end(), percent=False)
        if found:
            return replace(whole, end=found[1], relative_to=found[0])
        if unit:
            return replace(whole, end=unit[2], unit=unit[0], unit_text=text[unit[1] : unit[2]])
    return replace(whole, void=True)


def _bare(text: str, v: Value, n: Number, head: str, ranged: bool) -> Value:
    if v.pair or v.void or v.plus:
        return v
    if n.decimal_comma and not n.word:
        a, b = (int(x) for x in text[n.start : n.end].split(","))
        if b == a + 1 and b < 10:
            return replace(v, value=float(a), second=float(b), pair="list")
    if n.word:
        return v
    if rank := _RANK.match(text, v.end):
        return replace(v, end=rank.end())
    if _NAME_AFTER.match(text, v.end) or _CHAIN.match(text, v.end) or (not ranged and _LABEL.search(head)):
        return replace(v, void=True)
    return v


def measured_after(text: str, v: Value, end: int) -> Value:
    """`v` with the unit or limit that follows a bracket ending at `end`: `three (3) months`."""
    found = limits.limit_after(text, end, percent=False)
    if found:
        return replace(v, end=found[1], relative_to=found[0])
    unit = unit_at(text, end)
    if unit is None:
        return replace(v, end=end)
    return replace(v, end=unit[2], unit=unit[0], unit_text=text[unit[1] : unit[2]])
