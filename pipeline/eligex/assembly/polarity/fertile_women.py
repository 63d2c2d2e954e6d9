"""What `a woman of childbearing potential` means is asked of nobody: `… is a sexually mature woman who: 1) has not had
a hysterectomy; or 2) …`, in a sentence, in a bracket or nested below a head.
"""

import re

from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily

_WOMAN = r"(?:wom[ae]n|females?|girls?)"
_FERTILE = r"(?:child-?\s?bearing|reproductive)\s+(?:potential|age|capacity)"
_SHORT = r"(?:F(?:O)?CBP|WO?CBP)"
_MEANT = rf"(?:an?|any|all|every)?\s*(?:sexually\s+mature\s+|adult\s+)?{_WOMAN}\b"
_IS = rf"(?:is|are)\s+(?:(?:defined|considered)\s+(?:as|to\s+be)\s+)?{_MEANT}"
_OF_WHOM = (
    rf"(?:note\W+|{_SHORT}\W+)?(?:an?\s+|the\s+)?(?:{_WOMAN}\s+of\s+{_FERTILE}|{_SHORT}|{_FERTILE})\b"
    rf"\s*(?:\({_SHORT}\))?[\s*]*"
)
_END = r"(?:(?!,?\s+and\s+(?:\w+\s+)?must\b)[^.]|\.(?=\w)|(?<=\be)\.|(?<=\bi)\.|(?<=\.[eg])\.)*"
_SENTENCE = lazily(rf"(?:(?<=[.;:])|(?<=^))[^\w.;]*{_OF_WHOM}{_IS}{_END}", re.IGNORECASE)
_HEAD = lazily(rf"(?:^|[.;:*])\W{{0,6}}{_OF_WHOM}{_IS}[^:]{{0,300}}:\s*\Z", re.IGNORECASE)
_BRACKET = lazily(
    r"[(\[]\W*(?:(?:i\.?\s?e\.?|that\s+is)\W+)?(?:defined\s+(?:for\s+this\s+study\s+)?as\s+)?"
    rf"(?:an?|any)?\s*sexually\s+mature\s+{_WOMAN}\b",
    re.IGNORECASE,
)
_TELLS = lazily(r"\bmust\b|\bpregnan|breast-?\s?feed|lactat|contracepti|birth\s+control", re.IGNORECASE)
_NAMED = lazily(rf"{_FERTILE}|{_SHORT}|sexually\s+mature", re.IGNORECASE)


def meanings(item: Item) -> list[tuple[int, int]]:
    """Extents of such definitions; the whole of an item that stands below one."""
    head = _HEAD.search(item.head)
    if head is not None and not _TELLS.search(head[0]):
        return [(item.start, item.end)]
    if not _NAMED.search(item.text):
        return []
    found = [m.span() for m in _SENTENCE.finditer(item.text) if not _TELLS.search(m[0])]
    told = [(item.start + a, item.start + b) for a, b in found]
    return told + [b for b in item.segments.brackets if _BRACKET.match(item.whole, *b)]


def leave_meanings(item: Item) -> None:
    """Takes the times out of the item that such a definition holds, which are of nothing else."""
    told = meanings(item)
    for name in ("windows", "durations") if told else ():
        kept = [f for f in getattr(item, name) if not any(f.within(a, b) for a, b in told)]
        setattr(item, name, kept)
