"""Times in a bracket before the name of what they are of: `history (within 5 years) of stroke`."""

import re

from eligex.assembly.forms.segments import ANY_BRACKET
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import CLOSED, NEXT, is_comma, listed
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding

_NEAR = 40
# "asthma or recent (within 3 months) stroke": of what comes
_LEADS = re.compile(
    r"\b(?:recent(?:ly)?|prior|previous(?:ly)?|past|former(?:ly)?|current(?:ly)?|(?:recent|prior|previous|past)\s+history)\s*\Z",
    re.IGNORECASE,
)
_LED_TO = re.compile(
    r"\s*(?:(?:of|or|and|a|an|any|the|with|in|history|treatment|therapy|use|evidence|presence|diagnosis|exposure|to|for|active|new|treated"
    r"|started|initiated|received|receiving|taken|taking|undergone|underwent|undergoing|experienced|had|having|been|completed|oral|systemic)\b\s*)*",
    re.IGNORECASE,
)
# "is taking (or has taken within 7 days)", "prior therapy (last dose within 6 weeks) with"
_DONE = re.compile(
    r"(?:(?:or|and)\s+)?(?:(?:ha[sd]|have|having|been|was|were)\s+)*"
    r"(?:(?:taken|used|received|treated|given|last\s+(?:dose|use|taken|intake|administration|treatment)))?",
    re.IGNORECASE,
)


def behind_bracket(item: Item, w: Finding, statements: list[Statement]) -> list[Statement]:
    """The members of the list behind the bracket that the window stands in; none where it tells of something else."""
    inside = item.segments.bracket(w.start)
    if inside is None or not _DONE.fullmatch(_opening(item, w)):
        return []
    found: list[Statement] = []
    for s in statements:
        if s.at < inside[1] or not item.segments.same(s.at, w.start) or s.window is not None:
            continue
        if found and item.segments.bracket(s.at):  # "dependence (including cannabis), mania"
            found.append(s)
            continue
        last = next((x for x in reversed(found) if not item.segments.bracket(x.at)), None)
        gap = item.quote(inside[1], s.at)
        unnamed = len(gap) < _NEAR and is_comma(gap)  # "sprue, inflammatory bowel disease"
        if not (_follows(item, last, s) if last else _LED_TO.fullmatch(gap) or unnamed):
            break
        found.append(s)
    return found


def led_by(item: Item, w: Finding, statements: list[Statement]) -> list[Statement]:
    """`behind_bracket`, where a word of time stands before the bracket, whatever is named before that."""
    inside = item.segments.bracket(w.start)
    leads = inside is not None and _LEADS.search(item.text, 0, inside[0] - item.start)
    return behind_bracket(item, w, statements) if leads else []


def tells_deed(item: Item, w: Finding) -> bool:
    """Whether the bracket says besides the time only that it was done: `(or has taken within 7 days)`."""
    words = _opening(item, w)
    return bool(words) and _DONE.fullmatch(words) is not None


def _opening(item: Item, w: Finding) -> str:
    """The words before a time in its bracket; none outside of all."""
    inside = item.segments.bracket(w.start)
    return item.quote(inside[0] + 1, w.start).strip() if inside else ""


def _follows(item: Item, a: Statement, b: Statement) -> bool:
    """The next of a list; `dependence (including alcohol), mania`."""
    gap = item.quote(a.end, b.at)
    return listed(item, a, b) or any(NEXT.fullmatch(x.sub(" ", gap)) for x in (ANY_BRACKET, CLOSED))
