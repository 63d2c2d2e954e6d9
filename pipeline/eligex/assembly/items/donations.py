"""`donation of blood or blood products in excess of 500 mL`, `donated or lost 1 unit of blood`: one state with all that
is given, and how much. What is donated is given away; the drug list's "blood products" are received.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from eligex.components.findings import Finding, with_wholes
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_SOURCE = "assembly:donation"
_LOST = r"(?:lost|los(?:e|ing)|loss)"
_OR = r"(?:and/or|or|and|/)"
_BY_NOUN = rf"(?:donations?(?:\s*{_OR}\s*{_LOST})?|{_LOST}\s*{_OR}\s*donations?)\s+of"
_DONATES = r"donat(?:e[ds]?|ing)"
_BY_VERB = rf"(?:{_DONATES}(?:\s*{_OR}\s*{_LOST})?|{_LOST}\s*{_OR}\s*{_DONATES})"
_COMPARED = (
    r"(?:(?:[>≥]\s?=?|=\s?>|at\s+least|(?:more|greater)\s+than(?:\s+or\s+equal\s+to)?|in\s+excess\s+of|over|exceeding"
    r"|approximately|about|up\s+to)\s*)?"
)
_UNIT = r"(?:m[lL]|cc|millilit(?:er|re)s?|units?|pints?|lit(?:er|re)s?|L)\b"
_BRACKET = r"(?:\s*\((?:[^()]|\([^()]{0,20}\)){1,40}\))?"
_AMOUNT = (
    rf"{_COMPARED}(?:the\s+equivalent\s+of\s+)?(?:an?|one|two|\d[\d.,]*)[\s-]*{_UNIT}{_BRACKET}(?:\s+or\s+more)?{_BRACKET}"
    r"\s+(?:of\s+)?"
)
_OBJECT = (
    r"(?:(?:any|whole|their|human|autologous|peripheral|significant|of|the)\s+){0,2}"
    r"(?:(?:blood|plasma)(?:\s+(?:products?|components?|derivatives?|cells|plasma|platelets?))?|platelets?)\b(?!\s+stem\b)"
)
_DONATED = Scanner(
    re.compile(
        rf"\b(?:{_BY_NOUN}|{_BY_VERB})\s+(?P<amount>{_AMOUNT})?{_OBJECT}"
        rf"(?:\s*(?:,\s*(?:and/or|or|and)?|/|\b(?:and/or|or|and)\b)\s*{_OBJECT})*",
        re.IGNORECASE,
    )
)
# "of 450 mL of blood or more", "1 unit of blood (approximately 500 mL)"
_RESTATED = lazily(
    r"(?:\s+or\s+more\b)?(?:\s*\((?:approx\w*\.?|about|around|i\.?e\.?,?|~|\d|one)\s*(?:[^()<>≥≤]|\([^()]{0,20}\)){1,40}\))?",
    re.IGNORECASE,
)
_OTHER_GIFT = lazily(
    r"\b(?:whole\s+)?(?:blood|plasma|platelets?)\s*(?:/|\b(?:or|and|and/or)\b)\s*\Z", re.IGNORECASE
)
_ONE_GIFT = lazily(r"\bblood\s+(plasma|platelet)")
_GIFTS = ("blood", "plasma", "platelet")
_NEAR = 24
_LOSES = lazily(_LOST, re.IGNORECASE)


def with_donations(found: list[Finding], text: str) -> list[Finding]:
    """The findings, with one donation in place of all that its words name, each named by what is given."""
    found = with_wholes(found, [_donation(m, text) for m in _DONATED.finditer(text)])
    return [_by_gift(f, text) if f.value.get("state") == "blood_donation" else f for f in found]


def _by_gift(f: Finding, text: str) -> Finding:
    """`plasma donation`, `blood or plasma donation`: nobody who gave plasma gave blood."""
    first = _OTHER_GIFT.search(text, max(0, f.start - _NEAR), f.start)
    start = first.start() if first else f.start
    words = _ONE_GIFT.sub(r"\1", text[start : f.end].lower())
    gifts = [gift for gift in _GIFTS if gift in words]
    if not gifts or gifts == ["blood"]:
        return f
    loss = " or loss" if _LOSES.search(text, f.start, f.end) else ""
    return replace(f.renamed(f"{' or '.join(gifts)} donation{loss}"), start=start)


def donated(mentions: Sequence[Finding], amount: Finding) -> Finding | None:
    """The donation whose own words tell an amount."""
    return next((m for m in mentions if m.source == _SOURCE and amount.within(m.start, m.end)), None)


def _donation(m: re.Match[str], text: str) -> Finding:
    behind = _RESTATED.match(text, m.end()) if m["amount"] else None
    end = behind.end() if behind else m.end()
    name = "blood donation or loss" if _LOSES.search(text, m.start(), m.end()) else "blood donation"
    return Finding(m.start(), end, "STATE", _SOURCE, name, value={"state": "blood_donation"})
