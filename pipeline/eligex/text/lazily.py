"""Patterns that are compiled when they are first used.

Compiling a long pattern takes milliseconds, and most texts never come to most of them.
"""

import re
from typing import Any, Union, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


class Lazy:
    """Stands for a `re.Pattern` and has its methods. Two threads that come first at once compile it twice."""

    __slots__ = ("flags", "pattern", *_METHODS)

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        """A method that is not there yet: from now on all are the compiled pattern's own."""
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lazy) and (self.pattern, self.flags) == (other.pattern, other.flags)

    def __hash__(self) -> int:
        return hash((self.pattern, self.flags))

    def __reduce__(self) -> tuple[Any, ...]:
        return Lazy, (self.pattern, self.flags)


def lazily(pattern: str, flags: Union[int, re.RegexFlag] = 0) -> re.Pattern[str]:
    """As `re.compile`, at once, but that `m.re` of a match is another object than what is returned.

    A pattern that is none is found out at its first use.
    """
    return cast("re.Pattern[str]", Lazy(pattern, int(flags)))
