"""Whether the words around a form make it a test, and which of them belong to its name."""

import re
from collections.abc import Iterable

from eligex.components.measurements import patterns

_REACH_BEFORE = 48
_REACH_AFTER = 60
_GAP = r"(?:[ \t\r]*\n[ \t]*|[ \t-]+)"


def _alternatives(phrases: Iterable[str]) -> str:
    ordered = sorted(phrases, key=len, reverse=True)
    return "|".join(re.escape(p).replace(r"\ ", r"[ \t\r\n]+") for p in ordered)


_BEFORE = re.compile(rf"(?:(?<![\w-])(?:{_alternatives(patterns.BEFORE)}){_GAP}){{1,3}}\Z", re.IGNORECASE)
_SPECIMEN = re.compile(rf"(?<![\w-])(?:{_alternatives(patterns.SPECIMEN)}){_GAP}\Z", re.IGNORECASE)
_OTHER = re.compile(rf"(?<![\w-])(?:{_alternatives(patterns.OTHER_SPECIMEN)}){_GAP}\Z", re.IGNORECASE)
_AFTER_TEST = re.compile(rf"(?:{_GAP}(?:{_alternatives(patterns.AFTER_TEST)})\b){{1,2}}", re.IGNORECASE)
_AFTER_SCORE = re.compile(rf"(?:{_GAP}(?:{_alternatives(patterns.AFTER_SCORE)})\b){{1,2}}", re.IGNORECASE)
_NOT_A_TEST = re.compile(rf"{_GAP}(?:{'|'.join(patterns.NOT_A_TEST)})\b", re.IGNORECASE)
_ANTI = re.compile(r"\b(?:anti|non|pre|post)[ -]?\Z|\b(?:hyper|hypo|antihyper)-?\Z", re.IGNORECASE)
_TAKEN = re.compile(patterns.TAKEN_BEFORE, re.IGNORECASE)
_STOP = re.compile(r"[.;](?!\d)|\n[ \t]*(?:\r?\n|[-*•]|\d+[.)])")
_MEASURED_AFTER = re.compile(patterns.MEASURED_AFTER, re.IGNORECASE)
_MEASURED_BEFORE = re.compile(patterns.MEASURED_BEFORE, re.IGNORECASE)
_GRADED = re.compile(
    r"[ \t]{0,2}(?:[(:,]|is|was|of|must be|should be)?[ \t]{0,2}"
    r"(?:[<>≤≥=]|\d{1,3}\b(?!\.\d)|(?:IV|I{1,3}|V)\b"
    r"|(?:less|greater|more|higher|lower|between|above|below|at (?:least|most)|no (?:more|greater)|up to)\b)"
    r"|[ \t]grades?\b"
)
_ITEM = re.compile(
    rf"(?:{_GAP}|,[ \t])(?:items?|questions?)[ \t]*(?:#|number )?[ \t]*\d{{1,2}}\b(?:[ \t]scores?\b)?", re.I
)
_DAY = re.compile(r"\b(?:[dD]|[dD]ay[ -]?)(\d{1,3})[ \t-]*\Z")


def extent(text: str, start: int, end: int, *, score: bool) -> tuple[int, int]:
    """The span with the words of the name before and after it."""
    before = _BEFORE.search(text[max(0, start - _REACH_BEFORE) : start])
    after = (_AFTER_SCORE if score else _AFTER_TEST).match(text, end)
    return start - len(before.group()) if before else start, after.end() if after else end


def named_as_test(text: str, start: int, end: int, *, score: bool) -> bool:
    """A specimen before it or a word such as "level" after it."""
    after = _AFTER_SCORE if score else _AFTER_TEST
    return bool(after.match(text, end) or _SPECIMEN.search(text[max(0, start - _REACH_BEFORE) : start]))


def measured(text: str, start: int, end: int) -> bool:
    """A comparator, a number or a word of measuring beside it, in the same sentence."""
    after = text[end : end + _REACH_AFTER]
    stop = _STOP.search(after)
    before = text[max(0, start - _REACH_BEFORE) : start]
    return bool(
        _MEASURED_AFTER.search(after[: stop.start()] if stop else after) or _MEASURED_BEFORE.search(before)
    )


def taken(text: str, start: int) -> bool:
    """A dose or a word of taking stands before it."""
    return bool(_TAKEN.search(text[max(0, start - _REACH_BEFORE) : start]))


def graded(text: str, end: int) -> bool:
    return bool(_GRADED.match(text, end))


def denied(text: str, start: int, end: int) -> bool:
    """Another word makes it a substance, a receptor, a drug."""
    return bool(_NOT_A_TEST.match(text, end) or _ANTI.search(text[max(0, start - 10) : start]))


def other_specimen(text: str, start: int) -> bool:
    return bool(_OTHER.search(text[max(0, start - _REACH_BEFORE) : start]))


def item(text: str, end: int) -> int | None:
    """The end of `item 3`, `question #9` after a scale's name: one answer's score, not the scale's."""
    found = _ITEM.match(text, end)
    return found.end() if found else None


def day(text: str, start: int) -> str | None:
    """`D19` where a day stands directly before ("D19MRD", "day 19 MRD")."""
    found = _DAY.search(text[max(0, start - 12) : start])
    return f"D{int(found[1])}" if found else None
