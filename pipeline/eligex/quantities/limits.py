"""Limits that a bound is a multiple of: upper and lower limit of normal, baseline."""

import re
from typing import Optional

from eligex.quantities.phrases import GAP
from eligex.text.lazily import lazily

_HOUSE = (
    r"(?:(?:the|of|an?|institution(?:al|'?s)?|local|laborator(?:y|ies)(?:'?s)?|labs?(?:'s)?|"
    r"sites?|its|their|respective|"
    r"applicable|normal|age|sex|gender|adjusted|matched|specific|"
    r"reference|appropriate|central|study|cent(?:er|re)(?:'?s)?|"
    r"established|corresponding|standard|testing|hospital|assay|performing)"
    r"(?:[ \t]*/[ \t]*|[ \t-]+|[ \t]*\n[ \t]*)){0,7}"
)
_NORMAL = (
    r"(?:norm(?:al(?:[ \t]+(?:reference[ \t]+)?(?:ranges?|limits?|values?|levels?)|ity|s)?|s)?|"
    r"(?:reference|laboratory|institutional|normal)[ \t]+(?:reference[ \t]+)?"
    r"(?:ranges?|limits?|intervals?|values?|normal(?:[ \t]+range)?)|range)"
)
_CORE = (
    r"(?:(?:I?ULN|UNL|ULRR|ULRI|ULNR|ULNV)(?:'s)?(?![^\W_])|(?:I?LLN|LNL|LLRR|LLNR)(?![^\W_])|"
    rf"(?:upper|lower){GAP}(?:(?:institutional|laboratory|normal|reference){GAP}){{0,2}}(?:limits?|levels?|bounds?|ends?|values?|range)"
    rf"(?:{GAP}(?:(?:of|for|or){GAP})?{_HOUSE}{_NORMAL}|(?=[ \t]*[(\[][ \t]*(?:ULN|UNL|LLN)))|"
    rf"(?:upper|lower){GAP}(?:institutional{GAP})?(?:normal|reference)(?:{GAP}(?:limits?|values?|ranges?|levels?|bound))?|"
    rf"normal{GAP}(?:upper|lower){GAP}(?:limits?|values?)(?:{GAP}of{GAP}normal)?)"
)
_SHORT = rf"(?:{GAP}[(\[][ \t]*(?:x[ \t]*)?(?:I?ULN|UNL|ULRR|LLN|LNL|N)[ \t]*[)\]])?"
LIMIT = lazily(rf"(?<![^\W_])(?:{_CORE}){_SHORT}", re.IGNORECASE)
_PLAIN = (
    rf"(?:{_HOUSE}(?:baseline|pre-?treatment)(?:{GAP}(?:values?|levels?))?"
    rf"|{_HOUSE}normal(?:{GAP}(?:limits?|values?|levels?|ranges?))?(?![ \t]*saline))(?![^\W_])"
)
_TIMES = (
    r"[ \t]*(?:(?:(?:\n[ \t]*)?[x×X]|[*•])(?![^\W_](?<![uUlLnNiI]))"  # a star at the head of a line is a bullet
    rf"|(?:\n[ \t]*)?(?:-?[ \t]?fold|times?|multiplied{GAP}by)(?![^\W_]))"
)
_OR_MORE = rf"or{GAP}(?:greater|higher|more|above)"
OR_MORE = lazily(rf"\b{_OR_MORE}\b", re.IGNORECASE)  # "two times or greater than the upper limit"
_TIMES_LIMIT = lazily(
    rf"{_TIMES}{GAP}(?:(?:greater|higher|more){GAP}than{GAP}|above{GAP}|over{GAP}|{_OR_MORE}{GAP}(?:than{GAP})?)?"
    rf"(?:{_HOUSE}(?:{_CORE}){_SHORT}|{_PLAIN})", re.IGNORECASE)  # fmt: skip
_DIRECT_LIMIT = lazily(rf"[ \t]*{_HOUSE}(?:{_CORE}){_SHORT}", re.IGNORECASE)
_PERCENT_OF = lazily(rf"{GAP}of{GAP}(?:{_HOUSE}(?:{_CORE}){_SHORT}|{_PLAIN})", re.IGNORECASE)
HOUSE = lazily(rf"[ \t]*(?:\n[ \t]*)?{_HOUSE}", re.IGNORECASE)
MULTIPLE_AFTER = lazily(rf"{_TIMES}[ \t]*(\d{{1,3}}(?:\.\d{{1,3}})?)(?![\d.]*\d)", re.IGNORECASE)
OFFSET = lazily(r"[ \t]*(\+|plus)[ \t]*(?=\d)", re.IGNORECASE)
NORMAL_RANGE = (
    rf"(?:(?:with)?in{GAP}|at{GAP})?{_HOUSE}(?:normal{GAP}(?:institutional{GAP}|laboratory{GAP}|reference{GAP}|lab{GAP})?"
    rf"(?:limits?|ranges?))(?:{GAP}\([ \t]*WNL[ \t]*\))?(?![^\W_])|WNL(?![^\W_])"
    rf"|(?:(?:with)?in{GAP})?{_HOUSE}(?:reference|laboratory|lab|institutional){GAP}(?:limits?|ranges?|intervals?)(?![^\W_])"
)
_NAMED_NORMAL = lazily(r"normal|WNL", re.IGNORECASE)
_INSIDE = lazily(r"(?:with)?in\b", re.IGNORECASE)
_LOWER = lazily(r"lower|LLN|LNL|LLRR|LLNR", re.IGNORECASE)


def kind(words: str) -> str:
    """`ULN`, `LLN` or `baseline`, from a limit's own words."""
    if re.search(r"baseline|pre-?treatment", words, re.IGNORECASE):
        return "baseline"
    return "LLN" if _LOWER.search(words) else "ULN"


def limit_after(text: str, at: int, *, percent: bool) -> Optional[tuple[str, int]]:
    """(kind, end) of the limit that a number ending at `at` multiplies."""
    m = (
        _PERCENT_OF.match(text, at)
        if percent
        else _TIMES_LIMIT.match(text, at) or _DIRECT_LIMIT.match(text, at)
    )
    return (kind(m[0]), m.end()) if m else None


_SIDE = lazily(
    r"\b(?:(?P<low>below|under|(?:lower|less)\s+than)|(?P<high>above|over|beyond|exceed(?:s|ing)?|(?:higher|greater|more)\s+than)"
    r"|(?P<abnormal>outside(?:\s+of)?|out\s+of|deviat(?:ions?|ing|es?)\s+from))\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_REACH = 36
# "within or below the normal limits": both
_WITHIN_OR = lazily(r"\b(?:within|at|in|inside)\s+or\s+(?:just\s+|slightly\s+)?$", re.IGNORECASE)
_SIDE_OR = lazily(  # "above or below normal limits"
    r"\b(?:above|over|below|under|beyond|(?:higher|lower|greater|less|more)(?:\s+than)?)\s+(?:or|and)\s+$",
    re.IGNORECASE,
)
_TIMES_THE = lazily(
    r"(?:\b(?:times|fold)|\d\s*[x×])\s+(?:to|of|than|above|over)\s+(?:the\s+)?$", re.IGNORECASE
)


def beside_normal(text: str, start: int) -> tuple[str, int]:
    """What a normal range that begins at `start` is said to be, and where that begins: `normal`, or `low`, `high`,
    `abnormal` by the word before it ("below normal limits")."""
    m = _SIDE.search(text, max(0, start - _REACH), start)
    if m is None:
        return "normal", start
    side = m.lastgroup or "normal"
    lo = max(0, m.start() - _REACH)
    if _WITHIN_OR.search(text, lo, m.start()):
        return f"normal or {side}", start
    either = _SIDE_OR.search(text, lo, m.start())
    return ("abnormal", either.start()) if either else (side, m.start())


def is_normal_range(text: str, start: int, end: int) -> bool:
    """Whether a range that does not call itself normal ("the reference range") is said to be kept or left."""
    words = text[start:end]
    if _TIMES_THE.search(text, max(0, start - _REACH), start):
        return False  # "> 1.5 times to normal range"
    if _NAMED_NORMAL.search(words) or _INSIDE.match(words):
        return True
    return _SIDE.search(text, max(0, start - _REACH), start) is not None
