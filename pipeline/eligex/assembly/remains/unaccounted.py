"""Words of a criterion that nothing accounts for.

`forbid metastases` is not what "metastases localized in the distal radius" asks for, unless what it leaves out is told.
"""

import re

from eligex.assembly.forms.extents import Extent, merged
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lost_words import lost_words
from eligex.assembly.items.reading import Item

_MANNER = re.compile(r"\w{3,}ly", re.IGNORECASE)
_COLON = re.compile(r"\s?:")
_OPENS = re.compile(r"(?:\A|[.;:\n])\s*\Z")
_OR_NON = re.compile(r"\s+or\s+non-?\s?(?P<word>\w+)", re.IGNORECASE)
_OF = re.compile(r"combinations?\s+of\b", re.IGNORECASE)  # that is told by the logic
_AGED = re.compile(
    r"(?:older\s+)?(?:adults?|child|children|infants?|adolescents?|current|young|elderly)", re.IGNORECASE
)
_BETWEEN = re.compile(r"[\s,/'-]*(?:\b(?:of|the|an?|and|or|and/or|to|in|on|for|by|from|with|as|at)\b[\s/]*)*")


def unaccounted(item: Item, statements: list[Statement], told: list[Extent]) -> list[Extent]:
    """Extents in text order; none where nothing is stated at all. `told` is stated or unclaimed already."""
    lost = lost_words(item, statements, told)
    return [e for e in _joined(item, lost) if not (_says_nothing(item, e) or _of_an_age(item, e, statements))]


def _says_nothing(item: Item, e: Extent) -> bool:
    """An adverb alone, a label, both sides of a choice, what the logic tells."""
    alone = _MANNER.fullmatch(item.quote(*e)) or _OF.match(item.text, e[0] - item.start)
    return alone is not None or _is_label(item, e) or _is_either(item, e)


def _of_an_age(item: Item, e: Extent, statements: list[Statement]) -> bool:
    """`Children younger than 12`, `current age`: the age says it."""
    return _AGED.fullmatch(item.quote(*e)) is not None and any(s.kind == "age" for s in statements)


def _is_label(item: Item, e: Extent) -> bool:
    """`Renal: Creatinine < 2 mg/dl`: what stands under it was understood without it."""
    text, a = item.text, e[0] - item.start
    return (
        _COLON.match(text, e[1] - item.start) is not None
        and _OPENS.search(text, max(0, a - 4), a) is not None
    )


def _is_either(item: Item, e: Extent) -> bool:
    """`myeloablative or non-myeloablative`: both are meant, which says nothing."""
    m = _OR_NON.match(item.text, e[1] - item.start)
    return m is not None and m["word"].lower() == item.quote(*e).lower()


def _joined(item: Item, lost: list[Extent]) -> list[Extent]:
    """Those with nothing but small words between them as one."""
    return merged(lost, lambda a, b: _BETWEEN.fullmatch(item.quote(a, b)) is not None)
