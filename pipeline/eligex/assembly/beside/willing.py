"""What one is willing to do: `willing to undergo breast core biopsies`, `willing to complete the diary`.

A deed with a bound or a time of its own is no part of the name that `items/abilities.py` gives the willingness. Its
words are a qualifier, up to where something else is told. That one takes part, consents or complies is told elsewhere,
or says nothing further.
"""

import re

from eligex.assembly.forms.statement import Statement, others
from eligex.assembly.grammar.silent_words import tells_nothing
from eligex.assembly.items.abilities import deed_end
from eligex.assembly.items.premodifiers import is_adjective, is_listed
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_LEAD = lazily(
    r"(?:un)?willing(?:ness)?(?:\s*(?:/|and/or|and|or)\s*(?:(?:medically|physically)\s+)?"
    r"(?:able|ability|capable|competent))?\s+to\s+",
    re.IGNORECASE,
)
_TOLD_ELSEWHERE = lazily(
    r"(?:participate|take\s+part|(?:give|sign|provide)\b[^,;.]{0,40}\bconsent|consent|comply|adhere|follow"
    r"|cooperate|be\s+(?:randomi[sz]ed|enrolled)"
    r"|enter|enrol|join|continue|remain|stay|do\s+so)\b",
    re.IGNORECASE,
)
_DANGLING = lazily(
    r"(?:[\s,;:(]+(?:or|and|and/or|the|an?|any|all|of|to|with|on|in|at|by|for|after|from|their|his|her|as|be"
    r"|have|is|are|who|that|up))*[\s,;:(]*\Z",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z][\w'’-]+")


def tell_deeds(item: Item, statements: list[Statement]) -> None:
    """Qualifies each willingness by what it is to."""
    for s in statements:
        if s.state != "willingness" or s.subject is None or "deed" in s.subject.value:
            continue
        lead = _LEAD.match(item.text, s.subject.start - item.start)
        if lead is None or _TOLD_ELSEWHERE.match(item.text, lead.end()):
            continue
        a = item.start + lead.end()
        words = _DANGLING.sub("", item.quote(a, max(a, _end(item, s, a, statements))))
        _, *done_to = _WORD.findall(words) or [""]
        says = words.count("(") == words.count(")") and any(w.lower() not in tells_nothing() for w in done_to)
        if says and not _goes_on(item, words, a + len(words)):
            s.unqualify_within(s.subject.start, a + len(words))
            s.qualify(a, a + len(words), words)


def _goes_on(item: Item, words: str, end: int) -> bool:
    """`to a new, more complicated regimen`: an adjective of what stands behind the comma."""
    last = words.split()[-1]
    return item.quote(end, end + 1) == "," and (is_adjective(last) or is_listed(last.lower()))


def _end(item: Item, s: Statement, a: int, statements: list[Statement]) -> int:
    """Where the deed ends that begins at `a`: before what is stated, timed, bounded or carved out next."""
    assert s.subject is not None
    told = [x.begin(a) for x in others(statements, [s]) if x.at >= a]
    read = (*item.windows, *item.durations, *item.thresholds, *item.contexts)
    told += [f.start for f in read if f.start >= a]
    own = [e for e in s.aside if e[0] >= a]
    end = min([deed_end(item.whole, a, item.end), *told])
    return max([end, s.subject.end, *(y for x, y in own if x < end)])
