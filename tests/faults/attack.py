"""Strings that make a regular expression backtrack, drawn from its own parse tree."""

import random
import re
import signal
import time
from collections.abc import Iterator

try:
    from re import _constants as codes
    from re import _parser as parser
except ImportError:  # Python 3.10
    import sre_constants as codes
    import sre_parse as parser

REPEATS = {codes.MAX_REPEAT, codes.MIN_REPEAT}
LONG = 200  # a repeat of fewer is bounded
MOST = 40  # attacks on one pattern
COMMON = (
    " ",
    "a",
    "1",
    "1,",
    ".",
    "\n",
    "\t",
    "-",
    "(",
    "a ",
    "1 ",
    ", ",
    "and ",
    "1-",
    "no ",
    "≥",
    "mg ",
    "A",
)
CATEGORIES = {
    codes.CATEGORY_DIGIT: "1", codes.CATEGORY_NOT_DIGIT: "a", codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_NOT_SPACE: "a", codes.CATEGORY_WORD: "a", codes.CATEGORY_NOT_WORD: "-",
}  # fmt: skip


class TooLong(BaseException):
    """The time is up."""


def attacks(pattern: str, flags: int) -> Iterator[tuple[str, str]]:
    """(prefix, pump): what comes before a repeat, and one round of it."""
    tree = parser.parse(pattern, flags & ~re.DEBUG)
    seen = {("", pump) for pump in COMMON}
    for prefix, inner in repeats(tree, ""):
        for turn in range(3):
            pump = sample(inner, turn)
            seen |= {(prefix, pump), ("", pump)}
    drawn = sorted((prefix, pump) for prefix, pump in seen if pump)
    yield from random.Random(0).sample(drawn, min(MOST, len(drawn)))


def repeats(tree, prefix) -> Iterator[tuple[str, object]]:
    for code, value in tree:
        if code in REPEATS:
            _, most, inner = value
            if most == codes.MAXREPEAT or most >= LONG:
                yield prefix, inner
            yield from repeats(inner, prefix)
        elif code is codes.SUBPATTERN:
            yield from repeats(value[3], prefix)
        elif code is codes.BRANCH:
            for branch in value[1]:
                yield from repeats(branch, prefix)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from repeats(value[1], prefix)
        prefix += sample([(code, value)], 0)


def sample(tree, turn) -> str:
    """A text that the tree is likely to match; another `turn` takes other branches and characters."""
    return "".join(_one(code, value, turn) for code, value in tree)


def _one(code, value, turn) -> str:
    if code is codes.LITERAL:
        return chr(value)
    if code is codes.NOT_LITERAL:
        return "a" if value != ord("a") else "b"
    if code is codes.ANY:
        return "a"
    if code is codes.IN:
        return _of_set(value, turn)
    if code in REPEATS:
        least, most, inner = value
        return sample(inner, turn) * (least or (turn % 2 if most else 0))
    if code is codes.SUBPATTERN:
        return sample(value[3], turn)
    if code is codes.BRANCH:
        return sample(value[1][turn % len(value[1])], turn)
    if code is codes.CATEGORY:
        return CATEGORIES.get(value, "a")
    return ""


def _of_set(items, turn) -> str:
    if items[0][0] is codes.NEGATE:
        free = (ch for ch in "a1 -,;(Z≥\n\x01" if not any(_in(item, ch) for item in items[1:]))
        return next(free, "")
    code, value = items[turn % len(items)]
    if code is codes.LITERAL:
        return chr(value)
    return chr(value[0]) if code is codes.RANGE else CATEGORIES.get(value, "a")


def _in(item, ch) -> bool:
    code, value = item
    if code is codes.LITERAL:
        return value == ord(ch)
    if code is codes.RANGE:
        return value[0] <= ord(ch) <= value[1]
    kinds = {codes.CATEGORY_DIGIT: str.isdigit, codes.CATEGORY_SPACE: str.isspace, codes.CATEGORY_WORD: _word}
    opposites = {
        codes.CATEGORY_NOT_DIGIT: codes.CATEGORY_DIGIT,
        codes.CATEGORY_NOT_SPACE: codes.CATEGORY_SPACE,
        codes.CATEGORY_NOT_WORD: codes.CATEGORY_WORD,
    }
    return kinds[value](ch) if value in kinds else not kinds[opposites[value]](ch)


def _word(ch) -> bool:
    return ch.isalnum() or ch == "_"


def seconds(call, text: str, limit: float) -> float:
    """Of processor time; `limit` where it takes longer than that."""

    def stop(*_):
        raise TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 4 * limit)
    began = time.process_time()
    try:
        call(text)
    except TooLong:
        return limit
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    return time.process_time() - began


def text_of(prefix: str, pump: str, chars: int) -> str:
    return prefix + pump * (chars // len(pump) + 1) + "\x00"
