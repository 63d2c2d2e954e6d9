"""`diabetes mellitus type 2`, `heart block Mobitz II`: which kind of a disease it is, told behind its name.

The designation is part of the name: without it all diabetes would be forbidden. Where a vocabulary knows the
kind by a name of its own ("type 2 diabetes mellitus"), that is the name.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from eligex.assembly.items.naming import is_new
from eligex.components.findings import Finding
from eligex.text.lazily import lazily
from eligex.vocab.tables import table, values

_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5"}
ONE = r"(?:(?-i:I{1,3}|IV|V|[A-E])|[1-9][a-c]?)(?!\w|[-.]\w|\s?%)"
_LINK = r"\s*(?:,\s*(?:or|and)\s|,|/|&|\band/or\b|\bor\b|\band\b|[-–]|\bto\b)\s*"
_SORT = r"(?:(?:sub)?types?|Mobitz(?:[\s-]+types?)?|(?:WHO[\s-]+|(?<=hypertension ))groups?)"
_MARK = lazily(
    rf",?\s+{_SORT}[\s-]+(?P<first>{ONE})(?P<more>(?:{_LINK}(?:types?[\s-]+)?{ONE}){{1,4}})?", re.IGNORECASE
)
_AHEAD = lazily(rf"\btypes?[\s-]+(?:{ONE}{_LINK}(?:types?[\s-]+)?){{1,3}}\Z", re.IGNORECASE)
_OWN = lazily(rf"types?[\s-]+{ONE}\s", re.IGNORECASE)
_ONE_AHEAD = lazily(rf"(?<!blood )\btypes?[\s-]+(?P<sort>{ONE})\s\Z", re.IGNORECASE)
_LAST = lazily(rf"{ONE}\s\Z", re.IGNORECASE)
_CLOSES = lazily(
    r"\s*(?:[,.;:()\[\]\n]|\Z|\b(?:with|who|that|on|or|and|requiring|treated|diagnosed)\b)", re.IGNORECASE
)
_WITHIN = lazily(rf"\btypes?[\s-]+(?P<sort>{ONE})", re.IGNORECASE)
_UNSPECIFIED = lazily(
    r"(?:\s*,)?\s*(?P<open>[(\[])?(?:not\s+otherwise\s+specified|(?-i:NOS)\b|unspecified)(?(open)[)\]])"
    r"(?:\s*[(\[](?:NOS|not\s+otherwise\s+specified)[)\]])?",
    re.IGNORECASE,
)
_DIABETES = lazily(r"\b(?:diabetics?|dm)\b", re.IGNORECASE)
_IN_SITU = lazily(r"(?:-in[\s-]|\s+in-)situ\b(?!\s+hybridi[sz])", re.IGNORECASE)
_TUMOUR = lazily(r"\b(?:\w*carcinoma|cancer|melanoma|neoplasm|tumou?r|neoplasia)\Z", re.IGNORECASE)
_NEAR = 40  # characters before a name that may hold the designations ahead of it
_TYPE = re.compile(r"\btype (\w+)\b")


def with_designations(found: list[Finding], text: str) -> list[Finding]:
    """The findings, those of diseases with the designations behind or ahead of them."""
    return [
        _unspecified(_ahead(_designated(_in_situ(f, text), text), text), text)
        if f.label == "CONDITION"
        else f
        for f in found
    ]


def _in_situ(f: Finding, text: str) -> Finding:
    """`ductal carcinoma-in-situ`, by the name that it has without hyphens."""
    m = _IN_SITU.match(text, f.end) if _TUMOUR.search(text[f.start : f.end]) else None
    if m is None:
        return f
    name, code = _found_in_situ().get(" ".join(text[f.start : f.end].lower().split()), (None, None))
    return replace(f.renamed(name), end=m.end(), system="MeSH" if code else None, code=code)


def _unspecified(f: Finding, text: str) -> Finding:
    """`bipolar disorder not otherwise specified`: what no other kind of it fits."""
    m = _UNSPECIFIED.match(text, f.end) if f.source != "conditions:shared-head" else None
    if m is None or not _CLOSES.match(text, m.end()):
        return f
    return replace(f.renamed(None), end=m.end())


def _ahead(f: Finding, text: str) -> Finding:
    """`type 1 or type 2 diabetes`, `type II diabetes mellitus`, of which a vocabulary knows the last alone."""
    if "type" not in text[max(0, f.start - _NEAR) : f.start].lower():
        return f
    own = _OWN.match(text, f.start, f.end)
    last = None if own else _LAST.search(text, max(0, f.start - 4), f.start)
    if not (own or last):
        return f
    edge = last.start() if last else f.start
    m = _AHEAD.search(text, max(0, f.start - _NEAR), edge)
    if m is not None:
        return replace(f.renamed(None), start=m.start())
    one = None if own else _ONE_AHEAD.search(text, max(0, f.start - _NEAR), f.start)
    return of_kind(f, one["sort"], text, one.start(), f.end) if one else f


def _designated(f: Finding, text: str) -> Finding:
    m = _MARK.match(text, f.end) if f.source != "conditions:shared-head" else None
    if m is not None and m.group().startswith(",") and not _CLOSES.match(text, m.end()):
        return f  # "vitiligo, type 1 diabetes"
    own = _WITHIN.search(text, f.start, f.end)
    if own is not None and f.name is None:
        return of_kind(f, own["sort"], text, f.start, f.end)
    if m is None or own is not None:
        return f
    if m["more"]:
        return replace(f.renamed(None), end=m.end())
    return of_kind(f, m["first"], text, f.start, m.end())


def of_kind(f: Finding, designation: str, text: str, start: int, end: int) -> Finding:
    """The finding at [start, end), by the name that a vocabulary has for this kind of it."""
    whole = replace(f.renamed(None), start=start, end=end)
    bare = " ".join(_WITHIN.sub(" ", text[f.start : f.end]).lower().split())
    names = [_DIABETES.sub("diabetes", bare), *([f.name] if f.name else [])]
    known = next((k for n in names if (k := _kinds().get((n, _sort(designation))))), None)
    if known is None:
        return whole
    source = f"{f.source}+conditions:vocabulary" if is_new(f) else f.source
    return replace(whole, name=known[0], system="MeSH" if known[1] else None, code=known[1], source=source)


def _sort(designation: str) -> str:
    """`II` and `2` are one."""
    return _ROMAN.get(designation.upper(), designation.lower())


@functools.cache
def _kinds() -> dict[tuple[str, str], tuple[str, str | None]]:
    """(name without its designation, designation) → (name, code) of what the vocabularies know by it."""
    found: dict[tuple[str, str], tuple[str, str | None]] = {}
    for alias, known in _aliases("conditions_extra", "conditions"):
        if m := _TYPE.search(alias):
            rest = " ".join(f"{alias[: m.start()]} {alias[m.end() :]}".split())
            found.setdefault((rest, _sort(m[1])), known)
    return found


@functools.cache
def _found_in_situ() -> dict[str, tuple[str, str | None]]:
    """What is in situ → (name, code) of it there."""
    names = _aliases("conditions", "conditions_extra")
    return {alias.removesuffix(" in situ"): known for alias, known in names if alias.endswith(" in situ")}


def _aliases(*tables: str) -> Iterator[tuple[str, tuple[str, str | None]]]:
    """Each name of the tables in lower case, with the (name, code) it stands for."""
    for row in chain.from_iterable(map(table, tables)):
        for alias in (row["name"], *values(row["synonyms"])):
            yield alias.lower(), (row["name"], row.get("code") or None)
