"""`central nervous system (CNS) metastases`: the short form in brackets parts a name from its head."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from eligex.assembly.forms.extents import Extents
from eligex.assembly.items.naming import is_new
from eligex.assembly.items.unnamed import generic_labels
from eligex.components.findings import Finding, between, by_position

_HEADS = ("CONDITION", "PROCEDURE")
_BEHIND = re.compile(r"\)\s+(?P<noun>[A-Za-z-]+)")
_LACK = re.compile(
    r"deficienc(?:y|ies)", re.IGNORECASE
)  # of what the long form is a test of: another thing than that
_SHORT_FORM = "abbreviations:scispacy"


def rejoined(text: str, found: list[Finding], abbreviations: Sequence[Finding]) -> list[Finding]:
    """`found` with such heads begun at the long form, where that names nothing by itself, instead of its parts.

    `text` is folded, `found` and `abbreviations` are sorted by position.
    """
    whole = [w for x in abbreviations for w in _whole(text, x, found)]
    if not whole:
        return found
    parts = Extents((w.start, w.end) for w in whole)
    return by_position([*(m for m in found if not parts.hold((m.start, m.end))), *whole])


def _whole(text: str, short: Finding, found: Sequence[Finding]) -> Iterator[Finding]:
    behind = _BEHIND.match(text, short.end)
    long = str(short.value.get("long", ""))
    before = text[max(0, short.start - len(long) - 3) : short.start]
    if behind is None or not long or not before.endswith("("):
        return
    at = before.lower().rfind(long.lower())
    start = short.start - len(before) + at
    if at < 0 or text[start - 1 : start] == "-":
        return
    lacked = _LACK.fullmatch(behind["noun"]) is not None
    if any(not (_is_part(m) or lacked) for m in between(found, start, short.end)):
        return
    head = _head(found, behind)
    if head is not None:
        name = f"{long} {text[behind.start('noun') : head.end]}".lower()
        yield replace(head, start=start, name=name, system=None, code=None)


def _is_part(m: Finding) -> bool:
    """What names no disease, test or drug by itself."""
    return m.label in _HEADS and (is_new(m) or m.source == _SHORT_FORM)


def _head(found: Sequence[Finding], behind: re.Match[str]) -> Finding | None:
    """The mention behind the bracket, or what is only a kind of thing ("disease")."""
    at = behind.start("noun")
    named = [m for m in between(found, at, at + 80) if m.start == at and m.label in _HEADS]
    if named:
        return named[0]
    label = generic_labels().get(
        behind["noun"].lower(), "CONDITION" if _LACK.fullmatch(behind["noun"]) else None
    )
    return Finding(at, behind.end(), label, "assembly:glossed") if label in _HEADS else None
