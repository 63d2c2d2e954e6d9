"""`able to speak English or Spanish`, `fluent in French`: which languages, and what one is to do with them.

The state's name alone ("language ability") would ask for any language.
"""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_STATE = "language ability"
_LANGUAGE = (
    r"(?-i:(?:[A-Z][a-z]+(?:sh|ese|ch|rin|rdu|ndi|brew)|Arabic|Creole|Korean|Catalan|German|Afrikaans"
    r"|(?:Ital|Russ|Norweg|Hungar|Roman|Ukrain|Croat|Serb|Pers|Bosn|Alban)ian)\b)"
)
_ANY = r"(?:(?:local|national|study|official)\s+)?languages?"
_OR = r"(?:,\s*(?:(?:or|and|and/or)\s+)?|\s?/\s?|\s+(?:or|and|and/or)\s+)"
_SKILLED = lazily(  # without the cue that makes it an ability
    r"\s*(?:non-?\s?|(?:\b(?:(?:un)?able|(?:in)?ability|capable|capacity)\b)(?:\s+(?:to|of))?\s+)?"
    rf"(?P<what>(?:\S.*?\b)??(?:{_LANGUAGE}|{_ANY})(?:{_OR}{_LANGUAGE})*(?:\s+languages?)?(?:[\s-]+speak\w+)?)",
    re.IGNORECASE | re.DOTALL,
)
_BEFORE = lazily(rf"(?:\b{_LANGUAGE}{_OR})+\Z", re.IGNORECASE)
_FAR = 60  # characters behind the name in which its list may go on


def tell_languages(item: Item, statements: list[Statement]) -> None:
    """Makes a qualifier of the languages of an ability, with the verbs that it is told by."""
    for s in statements:
        if s.kind != "state" or s.subject is None or s.subject.name != _STATE:
            continue
        m = _SKILLED.match(item.text, s.subject.start - item.start, _end(item, s))
        if m is not None and item.start + m.end() >= s.subject.end:
            a, b = (item.start + x for x in m.span("what"))
            a = item.start + first.start() if (first := _BEFORE.search(item.text, 0, a - item.start)) else a
            s.qualify_apart(a, b, item.quote(a, b))


def _end(item: Item, s: Statement) -> int:
    """Where what is read of it ends, by the item's own offsets: with its sentence, or a little behind its name."""
    assert s.subject is not None
    return min(item.segments.bounds(s.at)[1], s.subject.end + _FAR) - item.start
