"""`currently receiving immunotherapy or received such therapy in the past year`: one thing now, and once more by a word
that only takes it up, at a time of its own.
"""

import re
from dataclasses import replace

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_NOUN = r"(?:treatments?|therap(?:y|ies)|medications?|drugs?|agents?|medicines?|products?|procedures?|interventions?)"
_AGAIN = lazily(
    r"\s*,?\s*(?:and\s*/\s*or|or)\s+(?:(?:who|has|have|had|previously|recently|been)\s+)*"
    r"(?:received?|undergone|underwent|taken|took|used?|had|treated\s+with|receipt\s+of|use\s+of|treatment\s+with)\s+"
    rf"(?:(?:any|other)\s+)?(?:such(?:\s+an?)?|the\s+same|this|these|that)\s+(?:type\s+of\s+)?{_NOUN}\s*,?\s*",
    re.IGNORECASE,
)
_NOW = lazily(r"\b(?:current(?:ly)?|ongoing|concurrent(?:ly)?|concomitant(?:ly)?)\b", re.IGNORECASE)


def tell_again(item: Item, statements: list[Statement]) -> list[Statement]:
    """The statements, with one more at the later time for each that is told to be so now."""
    return [x for s in statements for x in _both(item, s)]


def _both(item: Item, s: Statement) -> list[Statement]:
    w = s.window
    if w is None or s.threshold is not None or w.start < s.end:
        return [s]
    now = [n for n, words in enumerate(s.qualifiers) if _NOW.search(words) and s.aside[n][0] < s.at]
    if not now or not _AGAIN.fullmatch(item.quote(s.end, w.start)):
        return [s]
    past = replace(
        s,
        qualifiers=[q for n, q in enumerate(s.qualifiers) if n not in now],
        aside=[e for n, e in enumerate(s.aside) if n not in now],
        flags=list(s.flags),
        taken=s.taken - {s.aside[n] for n in now} | {(s.end, w.start)},
    )
    s.window = None
    s.taken = s.taken - {(w.start, w.end)}
    return [s, past]
