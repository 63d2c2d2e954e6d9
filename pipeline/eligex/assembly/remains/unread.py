"""Stretches of words that no vocabulary knows, and where the phrase ends that each stands in."""

import re
from collections.abc import Iterator

from eligex.assembly.forms.extents import Extent, meets, merged
from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_LONGEST = 12  # words of a stretch
_WORD = re.compile(r"[^\W_][\w'’-]*")
_SMALL = re.compile(r"[\s-]*(?:\b(?:of|the|an?|in|to|for|with|on|by|at|from)\b[\s-]*)*", re.IGNORECASE)
_BACK = re.compile(r"[\w'’-]*\Z")
_ON = re.compile(r"[\w'’-]*(?:\.\d+)*")
_LETTERS = re.compile(r"[A-Za-z]{3}")
_NUMBER = re.compile(
    r"(?<![\w.-])\d+(?:[.,]\d+)*(?![\w-])|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve)\b(?!-)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\s+\(?\d")  # "of Cycle 1"
_LEADS_ON = re.compile(r"(?:despite|provided|unless|except|than)\b|.*\bas\s+well\Z", re.IGNORECASE)
_FURTHER = re.compile(r"\s+(?P<word>[A-Za-z][\w'’-]*)")
FINITE = r"is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|must|should|shall|do|does|did|cannot"
_FUNCTION = lazily(
    rf"(?:{FINITE}|and|or|but|nor|of|to|for|from|with|without|by|against|in|on|at|as|than|within|during|after|before|since"
    r"|until|prior|per|who|that|which|whose|where|when|while|if|unless|except|not|no|\w+ly|due|including|requiring|receiving"
    r"|using|taking)",
    re.IGNORECASE,
)
_ITEM_ENDS = re.compile(r"\s?\.\s*[A-Z]")
_DIGITS = 2
_BEHIND = 24  # characters before a stretch that may belong to its first word


def stretches(item: Item, statements: list[Statement], unclaimed: list[Extent]) -> Iterator[Extent]:
    """Those of `unclaimed` that are words, each of one sentence, with nothing but small words between its parts."""
    told = [(f.start, f.end) for f in (*_times(item), *item.groups)]
    told += [(m.start, m.end) for m in item.mentions if m.label in ("AGE", "SEX")]
    taken = [e for s in statements for e in s.taken]
    for lo, hi in item.sentences:
        inside = [e for e in unclaimed if lo <= e[0] < hi]
        for e in merged(inside, lambda x, y: is_small(item, x, y)):
            a, b = _whole_words(item, e, taken)
            if lo <= a and b <= hi and not meets((a, b), told) and _is_phrase(item, a, b):
                yield a, b


def _whole_words(item: Item, e: Extent, taken: list[Extent]) -> Extent:
    """`coumadin-derived`, `v3.0`, but not a word that something is stated of, `pseudo` of "pseudo-gout"."""
    a, b = e
    back, on = _BACK.search(item.quote(max(item.start, a - _BEHIND), a)), _ON.match(item.text, b - item.start)
    first, last = a - len(back[0] if back else ""), b + len(on[0] if on else "")
    return (a if meets((first, a), taken) else first), (b if meets((b, last), taken) else last)


def _is_phrase(item: Item, a: int, b: int) -> bool:
    words = item.quote(a, b)
    odd = _NUMBER.search(words) or _NUMBERED.match(item.text, b - item.start) or _LEADS_ON.match(words)
    return bool(_LETTERS.search(words)) and not odd and len(_WORD.findall(words)) <= _LONGEST


def is_small(item: Item, a: int, b: int) -> bool:
    """Whether nothing but small words stands there."""
    return _SMALL.fullmatch(item.quote(a, b)) is not None


def has_number(words: str) -> bool:
    return _NUMBER.search(words) is not None


def numbers_item(item: Item, e: Extent) -> bool:
    """Whether it is the number of an item, of several in one line: `2. Patients with gout 3. Pregnancy`."""
    words = item.quote(*e)
    if not item.quote(item.start, e[0]).strip():
        return words.replace(".", "").isdigit()
    return (
        len(words) <= _DIGITS
        and words.isdigit()
        and _ITEM_ENDS.match(item.text, e[1] - item.start) is not None
    )


def is_read(item: Item, a: int, b: int) -> bool:
    """Whether a cue of an exception or a time stands there."""
    return any(f.overlaps(a, b) for f in (*item.contexts, *_times(item)))


def phrase_end(item: Item, statements: list[Statement], at: int) -> int:
    """Over the nouns behind a stretch that ends at `at`, which say nothing further: `the screening questionnaire`."""
    read = [(f.start, f.end) for f in (*_times(item), *item.negations, *item.contexts)]
    read += [e for s in statements for e in s.taken]
    while (m := _FURTHER.match(item.text, at - item.start)) is not None:
        a, b = item.start + m.start("word"), item.start + m.end("word")
        if _FUNCTION.fullmatch(m["word"]) or meets((a, b), read):
            break
        at = b
    return at


def _times(item: Item) -> tuple[Finding, ...]:
    return (*item.windows, *item.durations, *item.thresholds)
