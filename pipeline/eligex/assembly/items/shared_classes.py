"""A class of drugs that is named with the noun behind the next one: `loop or thiazide diuretics`, `IL-1, IL-6 or IL-17
inhibitors`, `long- or short-acting insulin`. It stands for its own words where a vocabulary knows it with the noun.
"""

import re
from collections.abc import Iterator

from eligex.components.findings import Finding, by_position, with_wholes
from eligex.text.lazily import lazily
from eligex.vocab.drugs import Entry, lexicon

_SOURCE = "drugs:shared-head"  # told with the noun, standing for a part of it
_WORD = re.compile(r"[^\W_]+")
_BEFORE = lazily(
    r"(?P<what>(?<![\w-])[\w/]+(?:[\s-][\w/]+){0,2})-?\s*(?:,\s*(?:(?:or|and|and/or)\s+)?|\s(?:or|and|and/or)\s+|/)\Z",
    re.IGNORECASE,
)
_NEAR = 48
_MOST = 3  # words of what is named so


def with_shared_classes(found: list[Finding], text: str) -> list[Finding]:
    """The findings of a folded text, with such classes, which stand for what else their words were read as."""
    classes = [f for f in found if f.label == "DRUG" and f.value.get("kind") == "class"]
    shared = [x for f in classes for x in _shared(f, text)]
    return by_position(with_wholes(found, shared)) if shared else found


def _shared(f: Finding, text: str) -> Iterator[Finding]:
    words = _WORD.findall(text[f.start : f.end])
    at = f.start
    while (m := _BEFORE.search(text, max(0, at - _NEAR), at)) is not None:
        told = _known(m["what"], words)
        if told is None:
            return
        own, entry = told
        at = m.end("what") - len(own)
        yield Finding(
            at,
            m.end("what"),
            "DRUG",
            _SOURCE,
            entry.name,
            entry.system or None,
            entry.code or None,
            {"kind": "class"},
        )


def _known(what: str, words: list[str]) -> tuple[str, Entry] | None:
    """The longest end of `what` that is a class together with an end of `words`."""
    begins = [m.start() for m in _WORD.finditer(what)][-_MOST:]
    for begin in begins:
        for i in range(len(words) - 1, 0, -1):
            entry = lexicon().get(" ".join([what[begin:], *words[i:]]))
            if entry is not None and entry.kind == "class":
                return what[begin:], entry
    return None
