"""Where a trial is done: `For Japan only: …`, `… (US sites only)`, `Subjects enrolled in France: …`.

What is said of one country is asked of nobody in the others. `In` and `for` before a comma begin a sentence of it; a
country behind anything else is where somebody lives or has been.
"""

import functools
import re
from collections.abc import Iterator

from eligex.assembly.items.reading import Item
from eligex.assembly.people.group_ends import group
from eligex.components.findings import Finding
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner
from eligex.vocab.tables import table

_PEOPLE = r"(?:patients?|subjects?|participants?|volunteers?|individuals|those|women|men)"
_SITES = rf"(?:(?:study\s+)?(?:sites?|cent(?:er|re)s?)|protocol|{_PEOPLE})"
_HINT = Scanner(lazily(r"\b(?:only|for|in|at|sites?|patients|subjects|participants)\b", re.IGNORECASE))
_AHEAD = lazily(r"\W*(?:note\s+)?", re.IGNORECASE)
_ALONE_IN = lazily(
    r"\W*(?:(?:in|ex)clusion\s+criteria\s+)?(?P<words>[^:]*?)(?:\s+(?:in|ex)clusion\s+criteria)?[\s:]*",
    re.IGNORECASE,
)
_SEMICOLON = lazily(r";\s+")
_OR = lazily(r"\bor\b", re.IGNORECASE)


@functools.cache
def _places() -> str:
    names = [row["name"] for row in table("countries")]
    names = [
        f"(?-i:{re.escape(n)})" if n.isupper() else re.escape(n) for n in sorted(names, key=len, reverse=True)
    ]
    one = rf"(?:the\s+)?(?:{'|'.join(names)})(?!\w)"
    return rf"{one}(?:\s*(?:,|/|&|\b(?:and|or)\b|,\s*(?:and|or)\b)\s*{one})*"


@functools.cache
def _led() -> re.Pattern[str]:
    """`For sites in A and B:`, `In A, …`; `A only:`, `A sites: …`, `Subjects enrolled in A: …`."""
    places = _places()
    return re.compile(
        rf"(?:(?:for|in|at)\s+(?P<who>(?:{_SITES}\s+(?:(?:enrolled|recruited|located)\s+)?(?:in|from|at)\s+)?{places}(?:\s+{_SITES})?(?:\s+only)?)\s*[:,]"
        rf"|(?P<whom>{places}(?:\s+{_SITES})?\s+only|{places}\s+{_SITES}|{_SITES}\s+(?:(?:enrolled|recruited|located)\s+)?(?:in|from|at)\s+{places}(?:\s+only)?)\s*:)"
        r"(?=\s*\S)",
        re.IGNORECASE,
    )


@functools.cache
def _bracketed() -> re.Pattern[str]:
    return re.compile(
        rf"[(\[]\s*(?:(?:for|in|at)\s+)?(?P<who>(?:{_SITES}\s+(?:in|from|at)\s+)?{_places()}(?:\s+{_SITES})?\s+only)\s*[)\]]",
        re.IGNORECASE,
    )


def head_site(head: str) -> str | None:
    """The country that a head names alone: `For Japan only:`."""
    if not _HINT.search(head):
        return None
    m = _ALONE_IN.fullmatch(head)
    words = m["words"] if m else ""
    led = _led().match(words + ":.")
    return (led["who"] or led["whom"]) if led and led.end() == len(words) + 1 else None


def sites(item: Item) -> list[Finding]:
    if not item.has(_HINT):
        return []
    led = list(_leading(item))
    return [*led, *(g for g in _in_brackets(item) if not any(g.overlaps(x.start, x.end) for x in led))]


def _leading(item: Item) -> Iterator[Finding]:
    for lo, hi in _clauses(item):
        ahead = _AHEAD.match(item.whole, lo, hi)
        m = _led().match(item.whole, ahead.end() if ahead else lo, hi)
        if m is not None:
            start, end = m.span("who" if m["who"] else "whom")
            yield group(start, end, (end, hi))


def _clauses(item: Item) -> Iterator[tuple[int, int]]:
    """Sentences, what a semicolon parts of them, and brackets, each to its end."""
    for lo, hi in item.sentences:
        yield lo, hi
        for m in _SEMICOLON.finditer(item.whole, lo, hi):
            yield m.end(), hi
    for a, b in item.segments.brackets:
        yield a + 1, b - 1


def _in_brackets(item: Item) -> Iterator[Finding]:
    """At the end of a sentence it is of all that the sentence says, unless that names alternatives."""
    for a, b in item.segments.brackets:
        m = _bracketed().fullmatch(item.whole, a, b)
        if m is None:
            continue
        lo, hi = item.segments.bounds(a)
        alone = not item.quote(b, hi).strip(" \n.;,:") and not _OR.search(item.quote(lo, a))
        yield group(*m.span("who"), (lo, a) if alone else None)
