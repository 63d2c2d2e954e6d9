"""A noun phrase is one thing: what is named before its head or behind its preposition narrows it, and states nothing.

`bleeding tumor`, `hospitalization for asthma`, `muscle relaxants when taking tramadol`.
"""

import re
from dataclasses import replace
from itertools import pairwise

from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.diseases import tells
from eligex.assembly.grammar.lists import NEXT_WORD
from eligex.assembly.grammar.reach import complement_end
from eligex.assembly.grammar.serial import over_list
from eligex.assembly.heads.lost_heads import PEOPLE, WORD, forbids, transparent, with_head
from eligex.assembly.items.naming import generic_names
from eligex.assembly.items.premodifiers import is_adjective
from eligex.assembly.items.reading import Item

_THINGS = {"condition", "procedure", "drug"}
_INNER = {*_THINGS, "state"}
_TAKING = (
    r"(?:(?:concomitantly|currently|concurrently)\s+)?(?:taking|receiving|using|on|undergoing|treated\s+with)"
)
_NO_HEAD = (  # words that begin a link, or what is told anew
    r"use|usage|history|diagnosis|when|while|due|secondary|related|attribut(?:ed|able)|consistent|suggestive|indicative|caused"
    r"|induced|in|as|at|of|for|to|evidence|signs?|findings?|features?|presence|suspicion|confirmation|proof"
)
_LINK = re.compile(
    rf"""\s*(?:\([^()]{{1,20}}\)\s*)?
      (?:(?P<noun>(?-i:(?!(?:{PEOPLE}|{_NO_HEAD})\b)[a-z]+))\s+)?\(?
      (?P<text>(?P<link>
          of | in(?!\s+(?:addition|combination|conjunction|case|particular)\b) | from | on | by | during | under
        | despite | against | until | before | after | following | using | via | containing(?:\s+\w+\s+such\s+as)?
        | (?P<when>(?:when|while)\s+{_TAKING}) | for | at\s+(?:\w+\s+)?risk\s+of
        | (?:(?:the\s+)?(?:patient|subject|participant)s?\s+)?to
        | as(?!\s+(?:well|much|long|far|soon)\b)(?=\s+(?:an?|the|part|their|his|her)\b)
        | (?:consistent|in\s+connection)\s+with | (?:suggestive|indicative)\s+of
        | (?:attributed|attributable|related|due|secondary)\s+to | (?:caused|induced)\s+by
      )\s+(?:{WORD}){{0,5}})""",
    re.IGNORECASE | re.VERBOSE,
)
_TIMES = {"before", "after", "following"}  # of a procedure they tell a time: `times/anchors.py`
_METHODS = {"by", "on", "using", "via"}  # of a bound: `bounds/support.py`
_ORIGINS = {"from", "due to", "secondary to", "related to", "attributed to", "attributable to", "caused by"}
_UNTIL = {"before", "until", "during"}
_RESULTS = re.compile(r"positiv|negativ|serolog|test|screen|assay|result", re.IGNORECASE)
_CARVING = ("EXCEPTION", "ALLOWED", "FAMILY")
_ADJACENT = re.compile(r"[ -]|\s*\n\s*")
_KIND_WORD = re.compile(
    r"infections?|diseases?|disorders?|syndromes?|surger(?:y|ies)|procedures?|(?:chemo)?therap(?:y|ies)|treatments?",
    re.IGNORECASE,
)
_SINGULAR = re.compile(r"(?:[^s]|ss|us|is|(?-i:[A-Z]S))\Z", re.IGNORECASE)
_FUNCTION = re.compile(
    r"(?:(?:represent|show|requir|caus|includ|involv|receiv)ing|plus|in|on|with|during|despite|only|especially|of|for|from"
    r"|to|as|by)\b",
    re.IGNORECASE,
)
_NON = re.compile(r"\bnon-?\Z", re.IGNORECASE)
_MIXED = re.compile(r"(?:mixed|combined)\s", re.IGNORECASE)
_AND = re.compile(r"\s*(?:/|\b(?:and|with)\b)\s*(?:an?\s+)?", re.IGNORECASE)
_CAPITAL = re.compile(r"[A-Z][a-z]{2}")
_REACH = 90


def within_phrases(item: Item, statements: list[Statement]) -> list[Statement]:
    """The statements, sorted by `at`, without those of what only narrows another; heads that were lost are named."""
    kept: list[Statement] = []
    told: list[tuple[int, int]] = []
    bounded = [s.start for s in statements if s.threshold is not None]
    for s in statements:
        if s.threshold is None and any(a <= s.at < b for a, b in told):
            continue
        last = _last_before(item, kept, s)
        if last is not None and (link := _linked(item, last, s)) is not None:
            told.append(_complete(item, kept, last, s, link, bounded))
            continue
        if last is not None and _is_shared_head(item, last, s):
            _extend(last, s)
            continue
        if last is not None and _is_mixed(item, last, s):
            _extend(last, s)
            assert last.subject is not None
            last.subject = last.subject.renamed(None)
            continue
        if last is not None and _is_adjunct(item, last, s):
            kept = [x for x in kept if x is not last]
            s = _narrowed(item, last, s)
        elif (whole := with_head(item, s, bounded)) is not s:
            s = whole
            told.append((s.at, s.end))
        kept.append(s)
    return kept


def _last_before(item: Item, kept: list[Statement], s: Statement) -> Statement | None:
    """The statement that `s` may be a part of."""
    if s.threshold or s.value or s.subject is None or s.kind not in _INNER | {"measurement"}:
        return None
    before = [x for x in kept if x.subject is not None and x.end <= s.at and item.segments.same(x.at, s.at)]
    last = max(before, key=lambda x: x.end, default=None)
    return last if last is not None and forbids(item, last) and forbids(item, s) else None


def _linked(item: Item, last: Statement, s: Statement) -> "re.Match[str] | None":
    """What links `s` to the head `last`, by offsets from its end, where nothing but that stands between the two."""
    if last.kind in ("age", "sex") or s.at - last.end > _REACH:
        return None
    carved = [c for c in item.contexts if c.label in _CARVING]
    if any(f.overlaps(last.end, s.at) for f in (*carved, *item.negations, *item.thresholds)):
        return None
    m = _LINK.fullmatch(_untimed(item, last.end, s.at))
    return m if m is not None and _is_noun(m) and _fits(item, last, s, _words(m["link"])) else None


def _is_noun(m: "re.Match[str]") -> bool:
    """Whether the word before the preposition is the head's own ("regimen"), and none before which it only stands."""
    noun, link = m["noun"], _words(m["link"])
    if noun and noun not in generic_names() | transparent():
        return False
    if link.startswith("containing"):  # "epinephrine containing medications"
        return not any(w in generic_names() for w in m["text"].lower().split()[1:])
    return not (noun and link == "for" and _RESULTS.search(noun))


def _fits(item: Item, last: Statement, s: Statement, link: str) -> bool:
    """Not what a bound counts or tells by its method, nor what a test looks for."""
    assert last.subject is not None
    if (link in _TIMES and s.kind == "procedure") or (last.threshold and link in _METHODS):
        return False
    if last.kind == "score" and link not in _ORIGINS:
        return False
    if last.threshold and link == "of" and s.kind == "condition":
        return False
    if s.kind == "measurement" and link not in _UNTIL:
        return False
    tests = last.value is not None or _RESULTS.search(item.quote(last.at, last.subject.end))
    return link != "for" or not tests


def _words(text: str) -> str:
    return " ".join(text.lower().split())


def _untimed(item: Item, a: int, b: int) -> str:
    """The words of a gap, blanks for the times in it: "hospitalization within 3 months for asthma"."""
    words = item.quote(a, b)
    for f in (*item.windows, *item.durations):
        if a <= f.start and f.end <= b:
            words = words[: f.start - a] + " " * (f.end - f.start) + words[f.end - a :]
    return words


def _complete(
    item: Item,
    kept: list[Statement],
    last: Statement,
    s: Statement,
    link: "re.Match[str]",
    bounded: list[int],
) -> tuple[int, int]:
    """Gives the head, of a time all its list, what stands behind its preposition."""
    named = last.kind == "condition" and last.subject is not None and last.subject.code is not None
    a, b = last.end + link.start("text"), complement_end(item, s, bounded, link["text"], by_name=named)
    b = max(b, over_list(item, a, b))
    heads = [last]
    while link["when"] and (x := next((k for k in kept if _is_listed(item, k, heads[-1])), None)):
        heads.append(x)
    for x in heads:
        x.qualify(a, b, item.quote(a, b))
        for e, text in zip(s.aside, s.qualifiers, strict=True):
            if e[0] >= b:
                x.qualify(*e, text)
    if not any(f.overlaps(last.end, s.at) for f in (*item.windows, *item.durations)):
        last.end = b
    return a, b


def _is_listed(item: Item, a: Statement, b: Statement) -> bool:
    """`opioids, short-acting sedatives`."""
    return a.end <= b.start and NEXT_WORD.fullmatch(item.quote(a.end, b.start)) is not None


def _is_adjunct(item: Item, last: Statement, s: Statement) -> bool:
    """`bleeding` of "bleeding tumor"; not what a lost comma parts ("aromatase inhibitors anastrozole")."""
    if last.threshold or last.value or last.is_elided or s.is_elided:
        return False
    if last.kind not in _THINGS or s.kind not in _INNER or last.subject is None or s.subject is None:
        return False
    words, own = item.quote(last.at, last.subject.end), item.quote(s.at, s.subject.end)
    if not _ADJACENT.fullmatch(item.quote(last.end, s.at)) or not _SINGULAR.search(words):
        return False
    if _CAPITAL.match(own) or own.isupper() or _FUNCTION.match(own) or _RESULTS.search(own):
        return False
    kinds = (last.kind, s.kind)
    if kinds == ("condition", "condition"):
        return _is_modifier(item, last, words) or not _is_listing(item, last, s)
    if kinds == ("procedure", "procedure"):
        return _is_modifier(item, last, words) or _KIND_WORD.fullmatch(own) is not None
    return kinds != ("drug", "drug") or own.lower().endswith("s")


def _is_shared_head(item: Item, last: Statement, s: Statement) -> bool:
    """`infection` of "hepatitis B or C infection": the head of the names before it."""
    if not last.is_elided or last.subject is None or s.subject is None or last.kind != s.kind:
        return False
    lettered = not (last.subject.name or "").startswith(item.quote(last.at, last.subject.end).lower())
    behind = _ADJACENT.fullmatch(item.quote(last.end, s.at)) is not None
    return lettered and behind and _KIND_WORD.fullmatch(item.quote(s.at, s.subject.end)) is not None


def _is_mixed(item: Item, last: Statement, s: Statement) -> bool:
    """`mixed cholangiocarcinoma and hepatocellular carcinoma`: one tumour of two kinds."""
    if last.kind != "condition" or s.kind != "condition" or last.subject is None:
        return False
    words = item.quote(last.at, last.subject.end)
    return bool(_MIXED.match(words)) and _AND.fullmatch(item.quote(last.end, s.at)) is not None


def _is_modifier(item: Item, last: Statement, words: str) -> bool:
    word = words.split()[-1].lower()
    return "-" in word or word.endswith("ing") or is_adjective(word) or _opposed(item, last.at) < last.at


def _opposed(item: Item, at: int) -> int:
    """Where the `non-` before a position begins; else the position."""
    lo = max(item.start, at - 5)
    m = _NON.search(item.quote(lo, at))
    return lo + m.start() if m else at


def _is_listing(item: Item, last: Statement, s: Statement) -> bool:
    """Diseases one after another without commas, as in records that lost their line breaks."""
    assert last.subject is not None
    assert s.subject is not None
    known = [m for m in item.mentions if m.label == "CONDITION" and item.segments.same(m.start, s.at)]
    gaps = [item.quote(a.end, max(a.end, b.start)) for a, b in pairwise(known)]
    if sum(_ADJACENT.fullmatch(gap) is not None for gap in gaps) > 1:
        return True
    own = item.quote(s.at, s.subject.end)
    coded = last.subject.code and s.subject.code
    return bool(coded and (" " in own or not tells(own, "happens")))


def _names(words: str, own: str) -> bool:
    """Whether the first words name the whole; an infection only where they are of what causes it."""
    if own.lower().startswith("infection"):
        return tells(words, "cause")
    return _KIND_WORD.fullmatch(own) is not None


def _extend(last: Statement, s: Statement) -> None:
    """`last` over the words of `s`, with what is told of them."""
    assert last.subject is not None
    assert s.subject is not None
    last.subject = replace(last.subject, end=s.subject.end)
    last.end = max(last.end, s.end)
    last.take(last.subject.start, last.subject.end)
    for e, text in zip(s.aside, s.qualifiers, strict=True):
        last.qualify(*e, text)


def _narrowed(item: Item, last: Statement, s: Statement) -> Statement:
    """`s` with what stands before it; `last` where that has the name ("syphilis infection", "taxane chemotherapy")."""
    assert last.subject is not None
    assert s.subject is not None
    if last.kind in (s.kind, "drug") and _names(
        item.quote(last.at, last.end), item.quote(s.at, s.subject.end)
    ):
        _extend(last, s)
        return last
    start = _opposed(item, min([last.at, *(a for a, b in last.aside if b <= last.at)]))
    s.qualify(start, last.subject.end, item.quote(start, last.subject.end))
    s.start = min(s.start, last.start)
    return s
