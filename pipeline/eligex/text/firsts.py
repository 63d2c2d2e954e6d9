"""Which characters a match of a regular expression can begin with, read from its parse tree.

The answer is a set of keys, of which every match begins with one. A key is one to three characters in
lower case, or `DIGIT` for any digit; `guarded` says that no match begins within a word (within a
number, for a digit). A pattern of which less can be said (it may be empty, it may begin with a blank or
with any character) has no answer, which is None.
"""

import re
import string
import sys
from collections.abc import Iterable
from typing import Any, NamedTuple, Optional

if sys.version_info >= (3, 11):
    from re import _constants as sre
    from re import _parser as parser
else:
    import sre_constants as sre
    import sre_parse as parser

DIGIT = "0"
LENGTH = 3
_MOST = 600  # more ways to begin than that tell little
_LETTERS = string.ascii_letters + "éµЖ"


class Key(NamedTuple):
    text: str
    guarded: bool


class _Path(NamedTuple):
    """One way to begin: `closed` where nothing more can be said of what follows."""

    text: str = ""
    in_word: bool = True  # may a letter before the match precede it?
    in_number: bool = True
    closed: bool = False


class _Unknown(Exception):
    pass


def keys(pattern: str, flags: int = 0) -> Optional[frozenset[Key]]:
    """The keys of a pattern, not compiled; None where it can begin with anything."""
    tree = parser.parse(pattern, flags)
    try:
        paths = _sequence(tree, {_Path()}, bool(flags & re.IGNORECASE))
        return frozenset(map(_key, paths))
    except _Unknown:
        return None


def _key(path: _Path) -> Key:
    if not path.text:
        raise _Unknown
    if path.text == DIGIT:
        return Key(DIGIT, not path.in_number)
    if not path.text[0].isalpha():
        return Key(path.text[0], True)
    return Key(path.text, True) if not path.in_word else Key(path.text[0], False)


def _sequence(items: Any, paths: set[_Path], any_case: bool) -> set[_Path]:
    for op, value in items:
        if all(p.closed for p in paths):
            break
        ready = {p for p in paths if not p.closed}
        paths = (paths - ready) | _item(op, value, ready, any_case)
        if len(paths) > _MOST:
            raise _Unknown
        if op is sre.ASSERT and value[0] > 0 and (told := _ahead(value[1], ready, any_case)) is not None:
            return paths - _item(op, value, ready, any_case) | told
    return paths


def _ahead(items: Any, paths: set[_Path], any_case: bool) -> Optional[set[_Path]]:
    """What a lookahead at the very beginning tells; None where that is less than what follows tells."""
    if any(p.text for p in paths):
        return None
    try:
        told = _sequence(items, paths, any_case)
    except _Unknown:
        return None
    wide = any(len(p.text) < 2 and p.text != DIGIT for p in told)
    return None if wide or len(told) > _MOST else {p._replace(closed=True) for p in told}


def _item(op: Any, value: Any, paths: set[_Path], any_case: bool) -> set[_Path]:
    if op is sre.LITERAL:
        return _joined(paths, [chr(value)])
    if op is sre.IN:
        return _joined(paths, _members(value))
    if op is sre.BRANCH:
        return set().union(*(_sequence(branch, paths, any_case) for branch in value[1]))
    if op is sre.SUBPATTERN:
        return _sequence(value[3], paths, any_case or bool(value[1] & re.IGNORECASE))
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        return _repeated(value, paths, any_case)
    if op is sre.AT:
        outside = value is not sre.AT_NON_BOUNDARY
        return {p if p.text or not outside else p._replace(in_word=False, in_number=False) for p in paths}
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return _looked(op, value, paths, any_case)
    return _closed(paths)


def _repeated(value: Any, paths: set[_Path], any_case: bool) -> set[_Path]:
    least, most, items = value
    once = _sequence(items, paths, any_case)
    if most != 1:
        once = {p._replace(closed=True) if p.text else p for p in once}
    return once | paths if least == 0 else once


def _closed(paths: Iterable[_Path]) -> set[_Path]:
    """After what may be any character."""
    if any(not p.text for p in paths):
        raise _Unknown
    return {p._replace(closed=True) for p in paths}


def _joined(paths: Iterable[_Path], members: Optional[list[str]]) -> set[_Path]:
    """Each path with each character behind it; None stands for any character."""
    if members is None:
        return _closed(paths)
    found = set()
    for path in paths:
        for c in members:
            found |= _with(path, c)
    return found


def _with(path: _Path, c: str) -> set[_Path]:
    c = c.lower() if c.isascii() else c
    if path.text:
        if not c.isascii() or c.isdigit():
            return {path._replace(closed=True)}
        text = path.text + c
        return {path._replace(text=text, closed=len(text) == LENGTH)}
    if c.isspace():
        raise _Unknown
    if c.isalpha() and not c.isascii():
        return set()  # every such letter is looked at anyway
    if c.isdigit():
        return {path._replace(text=DIGIT, closed=True)}
    return {path._replace(text=c)}


def _members(items: Any) -> Optional[list[str]]:
    """The characters of a class, `DIGIT` for all digits; None where it holds too many."""
    found: list[str] = []
    for op, value in items:
        if op is sre.LITERAL:
            found.append(chr(value))
        elif op is sre.RANGE and value[1] - value[0] < 64:
            found += map(chr, range(value[0], value[1] + 1))
        elif op is sre.CATEGORY and value is sre.CATEGORY_DIGIT:
            found.append(DIGIT)
        else:
            return None
    return found


def _looked(op: Any, value: Any, paths: set[_Path], any_case: bool) -> set[_Path]:
    """What an assertion tells of the character before the match."""
    direction, items = value
    if direction > 0 or not len(items):
        return paths
    last_op, last = items[-1]
    if op is sre.ASSERT:
        known = last_op in (sre.IN, sre.LITERAL)
        word = not known or any(_within(last_op, last, c, any_case) for c in _LETTERS)
        number = not known or any(_within(last_op, last, c, any_case) for c in string.digits)
    else:
        single = len(items) == 1 and last_op in (sre.IN, sre.LITERAL)
        word = not (single and all(_within(last_op, last, c, any_case) for c in _LETTERS))
        number = not (single and all(_within(last_op, last, c, any_case) for c in string.digits))
    return {
        p if p.text else p._replace(in_word=p.in_word and word, in_number=p.in_number and number)
        for p in paths
    }


def _within(op: Any, value: Any, c: str, any_case: bool) -> bool:
    """Whether a literal or a class takes the character."""
    if op is sre.LITERAL:
        return chr(value) in {c, c.swapcase()} if any_case else chr(value) == c
    either = {c, c.swapcase()} if any_case else {c}
    negated = value[0][0] is sre.NEGATE
    return any(any(_holds(o, v, x) for o, v in value[negated:]) for x in either) != negated


def _holds(op: Any, value: Any, c: str) -> bool:
    if op is sre.LITERAL:
        return chr(value) == c
    if op is sre.RANGE:
        return value[0] <= ord(c) <= value[1]
    is_word, is_digit = c.isalnum() or c == "_", c.isdigit()
    return {
        sre.CATEGORY_WORD: is_word, sre.CATEGORY_NOT_WORD: not is_word,
        sre.CATEGORY_DIGIT: is_digit, sre.CATEGORY_NOT_DIGIT: not is_digit,
        sre.CATEGORY_SPACE: c.isspace(), sre.CATEGORY_NOT_SPACE: not c.isspace(),
    }[value]  # fmt: skip
