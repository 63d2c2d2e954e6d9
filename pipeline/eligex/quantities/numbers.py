"""Numerals: `1,500`, `100 000`, `1.5`, `.5`, `1,5`, `2 1/2`, `½`, `K`, powers of ten, number words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from eligex.quantities.phrases import tree

_ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_ONES += [
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_HALVES = ("one and a half", "one and one half", "one and one-half", "one-and-a-half", "one-and-one-half")


def _words() -> dict[str, float]:
    known: dict[str, float] = {w: float(i) for i, w in enumerate(_ONES)}
    for ten, value in _TENS.items():
        known[ten] = float(value)
        for unit in range(1, 10):
            known[f"{ten} {_ONES[unit]}"] = known[f"{ten}-{_ONES[unit]}"] = float(value + unit)
    known |= dict.fromkeys(_HALVES, 1.5)
    known |= {half.replace("one", "two", 1): 2.5 for half in _HALVES}
    known |= dict.fromkeys(("one half", "one-half", "half", "half a", "half an"), 0.5)
    known |= {"hundred": 100.0, "one hundred": 100.0}
    known |= {"a": 1.0, "an": 1.0, "twice": 2.0, "thrice": 3.0}
    return known


def word_of(words: Iterable[str]) -> str:
    """A pattern of these number words, where they stand for themselves."""
    return rf"(?:{tree(words)})(?![^\W_])(?!-(?!old|fold|time|minute|hour|day|week|month|year)[^\W\d_])"


WORDS = _words()
WORD = word_of(WORDS)
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])"
    r"|\d{1,3}(?:[ ]000)+(?!\d|\.\d)|\d{1,3}[ ](?!10[369][ ]?/)\d{3}(?=[ ]?/[ ]?[^\W\d])"
    r"|(?:(?<=[<>≤≥])|(?<=[<>≤≥][ ]))[1-9]\d{0,2}[ ](?!10[369][ ]?/)\d{3}(?!\d|[.,]\d|[ ]?[-–/][ ]?\d)"
    r"|\d{1,4}(?:[ -]|[ ]and[ ])(?:1/2|1/3|2/3|1/4|3/4)(?![\d/])|\d{0,4}[½¼¾⅓⅔]"
    r"|\d{1,9},\d{1,2}(?![\d,])|\d{1,12}(?:\.\d{1,12})?|\.\d{1,12})"
)
_MIXED = re.compile(r"(\d+)(?:[ -]|[ ]and[ ])(\d)/(\d)")
_EXPONENT = {ord(c): d for c, d in zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-", strict=True)}
_POWER = re.compile(
    r"(?:[ \t]*(?:[x×X*•.]|times)|[ \t]*\n[ \t]*[x×X])(?:[ \t]?|[ \t]*\n[ \t]*)10"
    r"(?:[ \t]*(?:\^|\*\*?|[eE]|exp)[ \t]*|[ \t]?)"
    r"(?:[(\[{][ \t]?(-?\d{1,2})[ \t]?[)\]}]|(-?(?:1[0-2]|[2-9]))|([⁰¹²³⁴-⁹⁻]{1,2}))(?![\d.,]*\d)"
    r"|(?<=10)[ \t]*(?:\^|\*\*)[ \t]*[({]?(-?\d{1,2})[)}]?(?!\d)|(?<=10)([⁰¹²³⁴-⁹⁻]{1,2})"
    r"|[eE](\d{1,2})(?=/)"
    r"|[ ]10(1[0-2]|[369])(?=[ ]?/[ ]?(?:[lL]|[mµu][lL]|mm3)(?![^\W_]))"  # "100 109/L", the exponent set lower
)
_KILO = re.compile(r"[ \t]?[kK](?![^\W_])(?![ \t]?/)")


@dataclass(frozen=True, slots=True)
class Number:
    """A numeral in the text; `exponent` is the power of ten that follows a coefficient.

    `decimal_comma` marks `1,5`, which is a list (`0,1`) where no unit follows.
    """

    start: int
    end: int
    value: float
    exponent: int | None = None
    word: bool = False
    decimal_comma: bool = False


def number(text: str, start: int, end: int, word: bool) -> Number:
    """The numeral text[start:end] with the power of ten or the thousands sign after it."""
    if word:
        return Number(start, end, WORDS[re.sub(r"\s+", " ", text[start:end].lower())], word=True)
    raw = text[start:end]
    comma = re.fullmatch(r"\d+,\d{1,2}", raw) is not None
    value = _value(raw, comma)
    power = _POWER.match(text, end)
    if power:
        exponent = int(next(g for g in power.groups() if g).translate(_EXPONENT) or 0)
        if raw == "10" and (power[4] or power[5]):
            return Number(start, power.end(), 10.0**exponent)
        return Number(start, power.end(), value, exponent)
    kilo = _KILO.match(text, end)
    if kilo:
        return Number(start, kilo.end(), float(f"{value * 1000:.12g}"))
    return Number(start, end, value, decimal_comma=comma)


def _value(raw: str, decimal_comma: bool) -> float:
    mixed = _MIXED.fullmatch(raw)
    if mixed:
        return int(mixed[1]) + int(mixed[2]) / int(mixed[3])
    if raw[-1] in _VULGAR:
        return float(raw[:-1] or 0) + _VULGAR[raw[-1]]
    return float(raw.replace(",", "." if decimal_comma else "").replace(" ", ""))
