"""What only the recogniser knows: when a statement may be made of it.

A model is right about most spans and still adds words that state nothing: a purpose ("therapy for
advanced X"), a reason, a broken-off adjective. So a statement is made of a new span only where the
criterion has nothing that is known, where the span is a member of a list with something that is, or where
an exception carves it out. Any other new span is an entity: one behind a preposition qualifies the statement
before it, the rest stay unclaimed.
"""

import re
from itertools import pairwise

from eligex.assembly.naming import is_bare, is_new
from eligex.assembly.reading import Item
from eligex.assembly.statement import Statement
from eligex.assembly.subjects import JOIN
from eligex.components.findings import Finding

_MODIFIER = re.compile(r"(?:ly|ic|al|ive|ous|oid|ar|ed|ant|ent)$", re.IGNORECASE)
_BROKEN = re.compile(
    r"[,;:()]|\b(?:no|not|non|without|or|and)\b|\b(?:of|to|for|with|the|a|an|in|by|on|at|from)$",
    re.IGNORECASE,
)
_ADVERBS = re.compile(r"\w+ly(?:\s*(?:,|/|\band/or\b|\bor\b|\band\b)\s*\w+ly)*", re.IGNORECASE)
_LINK = re.compile(
    r"\s*(?:\([^()]{1,20}\)\s*)?(?P<text>(?:for|of|in|on|at|to|by|with|from|after|following|during|despite|against|involving|"
    r"due\s+to|secondary\s+to|caused\s+by|related\s+to|associated\s+with)\s+(?:[^\W\d]+\s+){0,3})",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"[A-Z][A-Z0-9-]{1,5}")


def may_state(item: Item, m: Finding) -> bool:
    """Whether a statement may be made of this mention; what a vocabulary knows always may."""
    if not is_new(m):
        return True
    if is_bare(m, item.quote(m.start, m.end)):
        return _is_timed(item, m) and not has_company(item, m)
    return _is_whole(item, m) and (not _has_known(item) or _is_listed(item, m) or _is_excepted(item, m))


def _is_timed(item: Item, m: Finding) -> bool:
    """`any treatment within 4 weeks` says something, `any other condition` alone does not."""
    return any(item.segments.same(t.start, m.start) for t in (*item.windows, *item.durations))


def has_company(item: Item, m: Finding) -> bool:
    """Something else is named in its clause: "test for HIV antibodies", "toxicities resolved to grade ≤ 1"."""
    return any(
        item.segments.same(x.start, m.start) and not is_bare(x, item.quote(x.start, x.end))
        for x in item.mentions
    )


def accompany(item: Item, found: list[Statement]) -> None:
    """Gives what states nothing to the statement that it belongs to, as far as the words tell which."""
    for m in item.mentions:
        if not is_new(m) or any(s.subject is m for s in found):
            continue
        near = [s for s in found if item.segments.same(s.at, m.start)]
        words = item.quote(m.start, m.end)
        if is_bare(m, words) and near:
            min(near, key=lambda s: (abs(s.at - m.start), s.at)).take(m.start, m.end)
        elif m.label == "PROCEDURE" and words.lower().endswith("ly"):
            _tell_how(item, m, near)
        else:
            _complete(item, m, near)


def _tell_how(item: Item, m: Finding, near: list[Statement]) -> None:
    """`histologically or cytologically` before what was confirmed: how a thing is known, nothing that is asked for."""
    behind = [s for s in near if s.at >= m.end and s.kind == "condition"]
    for how in _ADVERBS.finditer(item.text):
        a, b = item.start + how.start(), item.start + how.end()
        if behind and m.within(a, b) and (a, b) not in behind[0].taken:
            behind[0].qualify(a, b, how.group())
            behind[0].take(m.start, m.end)


def _complete(item: Item, m: Finding, near: list[Statement]) -> None:
    """`therapy for advanced X`, `hypertension despite Y`: what stands behind a preposition narrows the one before."""
    before = [s for s in near if s.subject is not None and s.end <= m.start]
    last = max(before, key=lambda s: s.end, default=None)
    if last is None:
        return
    link = _LINK.fullmatch(item.quote(last.end, m.start))
    if link is not None and not any(c.overlaps(last.end, m.start) for c in item.contexts):
        a = last.end + link.start("text")
        last.qualify(a, m.end, item.quote(a, m.end))
        last.end = m.end


def _is_whole(item: Item, m: Finding) -> bool:
    """A noun, not a modifier, a fragment of a clause or an acronym in brackets."""
    words = item.quote(m.start, m.end)
    bracketed = item.quote(max(item.start, m.start - 1), m.start) == "("
    if _BROKEN.search(words) or (bracketed and _ACRONYM.fullmatch(words)):
        return False
    return not _MODIFIER.search(words)


def _has_known(item: Item) -> bool:
    """Something that is no exception: what is carved out of must be stated, known or not."""
    known = [m for m in item.mentions if not is_new(m) and m.label not in ("AGE", "SEX")]
    return bool(item.thresholds) or any(not _is_excepted(item, m) for m in known)


def _is_excepted(item: Item, m: Finding) -> bool:
    """Within what a cue carves out."""
    scopes = [c.value.get("scope") for c in item.contexts if c.label == "EXCEPTION"]
    return any(s is not None and m.within(s[0], s[1]) for s in scopes)


def _is_listed(item: Item, m: Finding) -> bool:
    """Joined with a known mention of its label, over other new ones if need be."""
    return any(m in members and any(not is_new(x) for x in members) for members in _lists(item))


def _lists(item: Item) -> list[list[Finding]]:
    """Runs of mentions of one label with nothing but a comma or a conjunction between them."""
    lists: list[list[Finding]] = [[m] for m in item.mentions[:1]]
    for before, m in pairwise(item.mentions):
        joined = before.end <= m.start and JOIN.fullmatch(item.quote(before.end, m.start))
        if joined and before.label == m.label:
            lists[-1].append(m)
        else:
            lists.append([m])
    return lists
