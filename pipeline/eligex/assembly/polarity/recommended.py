"""What is only recommended is asked of nobody: `Influenza vaccination is strongly recommended.`

`a lesion for which surgery is recommended` tells of the lesion; so does everything behind a relative pronoun.
"""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_RECOMMENDED = Scanner(
    lazily(
        r"\b(?:is|are)\s+(?:(?:\w+ly|also|however)\s+){0,2}(?:recommended|encouraged|advised|preferred|advisable|preferable)\b|\bshould\s+preferably\b",
        re.IGNORECASE,
    )
)
_CONSIDERED = Scanner(
    lazily(r"\bshould\s+be\s+(?:strongly\s+)?considered\s+for\s+(?!exclusion)", re.IGNORECASE)
)
_PREFERRED = Scanner(lazily(r"\bprefer(?:red|able)(?=\s*[)\]])", re.IGNORECASE))  # "(ECOG 0 or 1 preferred)"
_ACCEPTED = Scanner(lazily(r"\bacceptable\s*(?=\Z|[.;)])", re.IGNORECASE))  # "prior surgery acceptable"
_LED = lazily(  # of whom or what something else is told
    r"\b(?:wh(?:om|ich|ose|o|ere|en)|that|if|unless|until|although|though|not)\b", re.IGNORECASE
)
_BREAK = lazily(r"[;:]|,?\s+(?:but|however|although)\b|\n\s*\n", re.IGNORECASE)
_PEOPLE = lazily(
    r"\W*(?:(?:the|all|these|such|any|those|study)\s+)*(?:patients?|subjects?|participants?|wom[ae]n|m[ae]n|(?:fe)?males?|volunteers?|individuals?)\b",
    re.IGNORECASE,
)
_COMMA = lazily(r"\s*,\s*(?:(?!(?:or|and)\b)[\w-]+\s+){0,2}", re.IGNORECASE)
_BUT = lazily(r"\b(?:but|however|although|not)\b|[;:()]", re.IGNORECASE)


def recommended(item: Item, statements: list[Statement]) -> list[Statement]:
    """Those without a bound but an age's; where people are the verb's subject, what they are advised to do."""
    found: list[Statement] = []
    for m in item.matches(_RECOMMENDED):
        lo, hi = _clause(item, m.start())
        before = item.quote(lo, m.start())
        if _LED.search(before):
            continue
        stop = _BUT.search(item.text, m.end() - item.start, hi - item.start)
        hi = item.start + stop.start() if stop else hi
        own = [s for s in statements if lo <= s.at < hi and not s.negated]
        if not _PEOPLE.match(before):  # behind it stands for whom: "in everybody older than 60"
            own = [s for s in own if s.at < m.start() or s.kind in ("age", "sex")]
        found += [s for s in own if s.threshold is None or s.kind == "age"]
    # "lesions that … should be considered for local therapy": both are only named
    for m in item.matches(_CONSIDERED):
        lo, hi = _clause(item, m.start())
        found += [s for s in statements if lo <= s.at < hi and not s.negated and s.threshold is None]
    for m in item.matches(_ACCEPTED):
        found += _accepted(item, statements, m.start())
    for m in item.matches(_PREFERRED):
        inside = item.segments.bracket(m.start())
        own = [s for s in statements if inside and inside[0] < s.start and s.end <= inside[1]]
        found += [s for s in own if s.threshold is not None]
    return found


def _accepted(item: Item, statements: list[Statement], at: int) -> list[Statement]:
    """What a verdict stands right behind, without a verb; no bound, and none of those that `or` or `and` joins."""
    lo, _ = _clause(item, at)
    own = [s for s in statements if lo <= s.at < at and s.value is None]
    words = item.quote(lo, at).rstrip()
    last = max((b for s in own for _, b in s.taken if b <= at), default=0)
    stated = last == lo + len(words) and not _LED.search(words) and not any(s.negated for s in own)
    by_itself = len(own) < 2 or _COMMA.fullmatch(item.quote(own[-2].end, max(own[-2].end, own[-1].at)))
    return own[-1:] if stated and by_itself and own[-1].threshold is None and own[-1].kind != "state" else []


def _clause(item: Item, at: int) -> tuple[int, int]:
    lo, hi = item.segments.bounds(at)
    inside = item.segments.bracket(at)
    if inside is not None:
        lo, hi = max(lo, inside[0] + 1), min(hi, inside[1] - 1)
    breaks = list(_BREAK.finditer(item.text, lo - item.start, at - item.start))
    return (item.start + breaks[-1].end() if breaks else lo), hi
