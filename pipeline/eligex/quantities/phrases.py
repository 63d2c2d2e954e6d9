"""Regular expressions built from lists of phrases: a prefix tree, so that matching stays linear."""

import re
from collections.abc import Iterable

GAP = r"[ \t]*(?:\n[ \t]*)?"  # blanks and at most one line break, in one way only
_BLANK = r"(?:[ \t]+\n?|\n)[ \t]*"


def tree(phrases: Iterable[str]) -> str:
    """A pattern that matches the longest of the phrases; a blank matches any blanks or a wrapped line."""
    root: dict[str, dict] = {}
    for phrase in phrases:
        node = root
        for c in phrase:
            node = node.setdefault(c, {})
        node[""] = {}
    return _pattern(root)


def _pattern(node: dict) -> str:
    branches = [_char(c) + _pattern(node[c]) for c in sorted(node, key=lambda c: c == " ") if c]
    if not branches:
        return ""
    inner = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
    return inner + "?" if "" in node else inner


def _char(c: str) -> str:
    return _BLANK if c == " " else re.escape(c)


def superscripts(surface: str) -> str:
    """`mm3` as a pattern that also takes `mm^3`, `mm ^ 3`, `mm³`, `mm(3)`."""
    power = {"2": "²", "3": "³"}.get(surface[-1:])
    if power is None or not surface[-2:-1].isalpha():
        return _blanks(surface)
    digit = surface[-1]
    return rf"{_blanks(surface[:-1])}(?:(?:[ ]?\^[ ]?|\*\*)?[{digit}{power}]|[ ]?\({digit}\))"


def _blanks(surface: str) -> str:
    return re.escape(surface).replace(r"\ ", r"[ \t]?" if len(surface) < 4 else _BLANK)
