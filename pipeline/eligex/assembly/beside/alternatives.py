"""A word that a name begins with and that is one of several: `progressive` of "symptomatic or progressive metastases".

All of them qualify the thing; in the name it would ask for that one.
"""

import re
from dataclasses import replace

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding

_EITHER = re.compile(r"(?:\b(?:and/)?or\s+|/\s*)\Z", re.IGNORECASE)
_ONE = re.compile(r"(?:\w+ly\s+)?[\w-]+", re.IGNORECASE)
_WORD = re.compile(r"\s*(?=[a-z]{3})", re.IGNORECASE)


def unname_alternatives(item: Item, statements: list[Statement]) -> None:
    """Lets the names begin behind such words."""
    for s in statements:
        f = s.subject
        if f is None or s.is_elided or s.kind not in ("condition", "procedure", "drug"):
            continue
        for a, b in s.aside:
            rest = _rest(item, f, a, b) if a < f.start < b < f.end else None
            if rest is not None:
                name = " ".join(item.quote(rest, f.end).lower().split()) if f.name else None
                s.subject = replace(f.renamed(name), start=rest)
                break


def _rest(item: Item, f: Finding, a: int, b: int) -> int | None:
    """Where the name goes on behind the last of the alternatives [`a`, `b`)."""
    if not _EITHER.search(item.quote(a, f.start)) or not _ONE.fullmatch(item.quote(f.start, b)):
        return None
    m = _WORD.match(item.text, b - item.start, f.end - item.start)
    return item.start + m.end() if m else None
