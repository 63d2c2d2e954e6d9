"""Exceptions in words that no vocabulary knows: they are told by their phrase, so that none is lost."""

import re
from functools import partial

from eligex.assembly.exceptions.carved import is_clausal
from eligex.assembly.forms.extents import Extent, meets
from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.phrases import content_words, phrase_before
from eligex.assembly.items.reading import Item, kind_of
from eligex.assembly.items.unnamed import generic_labels
from eligex.components.findings import Finding

_END = re.compile(
    r"[;()≥>≤<]|\n\s*\n|\.(?:\s|$)|,\s|\bfor\s+(?:at least|more than|≥|>|\d)|"
    r"\b(?:within|at least|(?:more|less) than|for the (?:last|past))\b"
)
_LENGTH = re.compile(
    r"[;()≥>≤<]|\n\s*\n|\.(?:\s|$)|\bfor\s+(?:at least|more than|\d)|\b(?:within|at least|for the (?:last|past))\b"
)
_LEAD = re.compile(
    r"(?:\s|[:,-]|\b(?:for|if|when|that|those|who|the|they|it|is|are|has|have|been|an?|any|of|with|only|being"
    r"|patients?|subjects?|participants?|individuals?|volunteers?|women|men|children|adults|people|persons?)\b)+",
    re.IGNORECASE,
)
_LOOSE_END = re.compile(
    r"\s+(?:for|of|with|at|on|in|to|will|would|may|must|should|is|are|be)\s*$", re.IGNORECASE
)
_MIN_LETTERS = 3
# "unless both of the following criteria are met:" tells of what stands behind it, "exceptions to this" of what is ahead
_ANNOUNCES = re.compile(
    r"(?:(?:both|all|any|one|either|at\s+least\s+\w+|two|three|or\s+more|of|the|these|in|under)\s+)*(?:following|below)\b"
    r"|to\s+(?:this|these|the\s+above)\b",
    re.IGNORECASE,
)
# where the first part of "unless treated, stable for 4 weeks and on prednisone" ends
_PART_END = re.compile(r",|\b(?:and|but)\b|\(", re.IGNORECASE)
_LAST_PART = re.compile(
    r"[\s,]*(?:and|but)\s+(?:(?:with|who|that|which|have|has|having|are|is)\s+)+", re.IGNORECASE
)
_TAIL = re.compile(
    r"[\s,]*(?P<text>(?:(?:that|which)(?!\s+(?:is|are)\s+(?:also\s+)?(?:allowed|permitted|acceptable|eligible)\b)"
    r"|who|with|without|if|when|provided|treated|considered|deemed|for\s+which|in\s+(?:whom|complete|remission)"
    r"|(?:\w+ly\s+)(?:treated|resected|excised|removed|controlled|cured|managed))\b[^;()]*)",
    re.IGNORECASE,
)
_INCLUDES = re.compile(
    r"[\s,(]*(?:[^,;.()]{0,80}\()?(?:including|such\s+as|e\.?\s?g\.?,?|for\s+example,?)\s+(?:(?!(?:and|or|with)\b)[\w-]+\s+){0,4}",
    re.IGNORECASE,
)
_WHATEVER = re.compile(
    r"(?:,|\b(?:or|and))\s+(?:any\s+)?other\s+(?P<what>(?:(?!(?:or|and|of|with|for)\b)[\w-]+\s+){0,3}"
    r"(?P<noun>conditions?|diseases?|disorders?|illness(?:es)?|medications?|drugs?|agents?|therap(?:y|ies)|treatments?))[\s,(]*\Z",
    re.IGNORECASE,
)
_CLAUSE_OF_BASE = re.compile(r"\s*,\s*(?:which|that|who)?\s*", re.IGNORECASE)
_WHICH = re.compile(r"(?:which|that)\s", re.IGNORECASE)
_SERVES = re.compile(r"(?<=\w)\s+for\s+(?!\d|at\b|the\s+(?:past|last)\b|more\b)", re.IGNORECASE)


def fill_exceptions(item: Item, statements: list[Statement]) -> None:
    """`unless treated and stable`: a statement for the scope of a cue that holds none, and for the first part of a
    clause that holds others behind it."""
    for c in item.contexts:
        if not c.value.get("scope") or not _may_fill(item, c):
            continue
        lo, hi = max(c.value["scope"][0], item.start), min(c.value["scope"][1], item.end)
        inside = [s for s in statements if lo <= s.at < hi]
        if not any(s.end <= c.start or s.at >= hi for s in statements):
            continue
        parts = (
            [_first_part(item, c, lo, inside[0]), _last_part(item, c, inside[-1], hi)]
            if inside
            else [_phrase(item, lo, hi)]
        )
        for subject in parts:
            if subject is not None:
                statements.append(Statement.of("state", subject))
    statements.sort(key=lambda s: (s.at, s.start))


def _may_fill(item: Item, c: Finding) -> bool:
    """ "Those who were cured are eligible" among exclusions frees; a permission in an inclusion needs no words."""
    if c.label != "ALLOWED":
        return c.label == "EXCEPTION"
    frees = item.section == "exclusion" and c.value.get("base") is not None
    return frees and c.value["scope"][0] < c.start


def _first_part(item: Item, c: Finding, start: int, first: Statement) -> Finding | None:
    """`treated and stable` of `unless treated and stable for 4 weeks and on prednisone`."""
    words = item.quote(start, min(first.start, first.at))
    ends = [m.start() for m in _PART_END.finditer(words)]
    if not ends or not is_clausal(item, c) or not content_words(words[: ends[-1]]):
        return None
    found = _phrase(item, start, start + ends[-1], end=_LENGTH)
    taken = found is not None and any(m.overlaps(found.start, found.end) for m in item.mentions)
    return None if taken else found


def _last_part(item: Item, c: Finding, last: Statement, end: int) -> Finding | None:
    """`and with stable disease` of `treated with surgery and with stable disease for 2 weeks are eligible`."""
    m = _LAST_PART.match(item.quote(last.end, end)) if last.end < end else None
    if m is None or not (c.label == "ALLOWED" or is_clausal(item, c)):
        return None
    found = _phrase(item, last.end + m.end(), end, end=_LENGTH)
    taken = found is not None and any(x.overlaps(found.start, found.end) for x in item.mentions)
    return None if taken else found


def fill_tails(item: Item, statements: list[Statement]) -> None:
    """`or carcinoma in situ that was resected with no sign of recurrence`: what the last member's own words leave."""
    for c in item.contexts:
        own = [s for s in statements if s.carver is c]
        if not own:
            continue
        last = max(own, key=lambda s: s.end)
        hi = min(c.value["scope"][1], item.end)
        m = _TAIL.match(item.quote(last.end, hi)) if last.end < hi else None
        if m is None:
            continue
        a, b = last.end + m.start("text"), last.end + len(m.group().rstrip(" .,"))
        times = [w.start for w in (*item.windows, *item.durations) if a < w.start < b]
        b = a + len(item.quote(a, min([b, *times])).rstrip(" .,"))
        if content_words(item.quote(a, b)) and not meets((a, b), (e for s in statements for e in s.taken)):
            last.qualify(a, b, item.quote(a, b))


def fill_bases(item: Item, statements: list[Statement]) -> None:
    """`any other significant health issue other than gout`: a statement for what an exception is carved from, where
    nothing names it."""
    cues = [c for c in item.contexts if c.label in ("EXCEPTION", "ALLOWED") and c.value.get("scope")]
    scopes = [c.value["scope"] for c in cues]
    told = [e for s in statements for e in s.aside]
    asking = [s for s in statements if not any(a <= s.at < b for a, b in told)]
    outside = [s for s in asking if not any(a <= s.at < b for a, b in scopes)]
    for c in cues if asking else []:
        base, scope = c.value.get("base"), c.value["scope"]
        if c.label == "ALLOWED" and item.segments.bracket(c.start) is None:
            continue  # "X is allowed" by itself is carved from another item
        if not base or base[1] > scope[0]:
            continue
        whatever = _whatever_else(item, c)
        if outside and not (whatever or _needs_own(item, c, asking) or _only_includes(item, c, outside)):
            continue
        subject = whatever or _base(item, base, served=item.segments.bracket(c.start) is None)
        if subject is not None and not any(
            s.start < subject.end and subject.start < s.end for s in statements
        ):
            made = Statement.of(kind_of(subject), subject)
            _take_over(item, made, [s for s in statements if scope[0] <= s.at < scope[1]])
            statements.append(made)
            statements.sort(key=lambda s: (s.at, s.start))
            return


def _take_over(item: Item, base: Statement, carved: list[Statement]) -> None:
    """`an illness other than gout, which might interfere`: what a clause behind the exception tells of its base."""
    if not carved:
        return
    s, general = carved[-1], item.quote(base.at, base.end).lower().split()[-1] in generic_labels()
    for e, text in list(zip(s.aside, s.qualifiers, strict=True)):
        gap = item.quote(s.end, max(s.end, e[0]))
        if _CLAUSE_OF_BASE.fullmatch(gap) or (general and _WHICH.match(text) and not gap.strip()):
            s.taken -= s.unqualify(partial(_is_of, e))
            base.qualify(*e, text)


def _is_of(extent: Extent, told: Extent, _words: str) -> bool:
    return told == extent


def _needs_own(item: Item, cue: Finding, asking: list[Statement]) -> bool:
    """`illness (other than gout) or stroke`: a bracket that holds something, behind words that nothing stated."""
    (lo, hi), (a, b) = cue.value["base"], cue.value["scope"]
    inside = item.segments.bracket(cue.start)
    holds = any(a <= s.at < b for s in asking)
    return inside is not None and holds and not any(lo <= s.at < hi for s in asking)


def _whatever_else(item: Item, cue: Finding) -> Finding | None:
    """`infection, or other medical conditions other than gout`: the last of a list, in words that nothing states."""
    lo = item.segments.bounds(cue.start)[0]
    m = _WHATEVER.search(item.quote(lo, cue.start)) if cue.label == "EXCEPTION" else None
    if m is None or any(x.overlaps(lo + m.start("what"), lo + m.end("what")) for x in item.mentions):
        return None
    label = generic_labels().get(m["noun"].lower(), "CONDITION")
    return Finding(lo + m.start("what"), lo + m.end("what"), label or "CONDITION", "assembly:base-phrase")


def _only_includes(item: Item, cue: Finding, outside: list[Statement]) -> bool:
    """`illness other than asthma, including emphysema`: what is included behind the exception is of the base."""
    _, end = cue.value["scope"]
    first = min(s.at for s in outside)
    return (
        cue.label == "EXCEPTION" and end <= first and _INCLUDES.fullmatch(item.quote(end, first)) is not None
    )


def _base(item: Item, base: list[int], *, served: bool) -> Finding | None:
    """`any treatment for asthma (inhalers are allowed)`: the treatment, unless what it serves is meant (`served`)."""
    a, b = max(base[0], item.start), min(base[1], item.end)
    purpose = None if served else _SERVES.search(item.quote(a, b))
    b = a + purpose.start() if purpose else b
    named = [m for m in item.mentions if m.within(a, b) and m.label not in ("AGE", "SEX")]
    if named:
        return named[-1]
    b = min(
        [b, *(w.start for w in item.windows if a < w.start < b)]
    )  # "any medication | within 7 days, unless …"
    p = phrase_before(item.text, a - item.start, b - item.start, source="assembly:base-phrase")
    if p is None:
        return None
    last = item.text[p.start : p.end].lower().split()[-1]
    label = generic_labels().get(last, "STATE")
    return Finding(p.start + item.start, p.end + item.start, label, p.source)


def _phrase(item: Item, a: int, b: int, *, end: "re.Pattern[str]" = _END) -> Finding | None:
    words = item.quote(a, b)
    lead = _LEAD.match(words)
    head = lead.end() if lead else 0
    stop = end.search(words, head)
    body = _LOOSE_END.sub("", words[head : stop.start() if stop else len(words)]).rstrip(" .,;")
    if sum(ch.isalpha() for ch in body) < _MIN_LETTERS or _ANNOUNCES.match(body):
        return None
    return Finding(a + head, a + head + len(body), "STATE", "assembly:exception-phrase")
