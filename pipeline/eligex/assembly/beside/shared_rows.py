"""`severe hepatic (including cirrhosis), renal or cardiac disease`: what stands before the first of a row of organs is
told of each, over the brackets between them, but for a member with words of its own; so is a clause behind its noun.
"""

import re

from eligex.assembly.beside.shared_states import Told, words_before
from eligex.assembly.forms.segments import BRACKETED
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import JOINT, lacks_head
from eligex.assembly.items.organ_rows import SOURCE as ROW
from eligex.assembly.items.premodifiers import tells_state
from eligex.assembly.items.reading import Item

_CLAUSE = re.compile(
    r"(?:that|which|on\s+(?:\w+\s+)?(?:treatment|therapy|medications?)|requiring|needing|capable\s+of|likely\s+to|known\s+to"
    r"|in\s+the\s+(?:opinion|judge?ment))\b",
    re.IGNORECASE,
)
_BRACKET = re.compile(rf"\s*{BRACKETED.pattern}")


def share_rows(item: Item, statements: list[Statement]) -> None:
    for i, first in enumerate(statements):
        if first.source != ROW or (i and statements[i - 1].source == ROW):
            continue
        row = [first, *_row(item, statements[i:])]
        before = [(e, text) for e, text in words_before(first) if tells_state(text)]
        for s in row[1:]:
            _tell(s, [] if words_before(s) else before)
        for s in row[:-1]:
            _tell(s, _clauses(row[-1]))


def _tell(s: Statement, told: list[Told]) -> None:
    for (a, b), text in told:
        s.qualify_apart(a, b, text)


def _clauses(last: Statement) -> list[Told]:
    """What stands behind the noun, in a clause."""
    told = zip(last.aside, last.qualifiers, strict=True)
    return [(e, text) for e, text in told if e[0] >= last.end and _CLAUSE.match(text)]


def _row(item: Item, statements: list[Statement]) -> list[Statement]:
    """The members behind the first of the row that begins with it, up to the one that has the noun."""
    last, *behind = statements
    found: list[Statement] = []
    for s in behind:
        if last.kind != "condition" or last.subject is None or not last.is_elided:
            break
        inside = item.segments.bracket(s.at)
        if inside is not None and inside != item.segments.bracket(last.at):
            continue
        end = last.subject.end
        gap = _BRACKET.sub("", item.quote(end, max(end, s.begin(end))))
        if not JOINT.fullmatch(gap) or not lacks_head(item, last, s):
            break
        found.append(s)
        last = s
    return found
