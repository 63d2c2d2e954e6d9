"""What only the recogniser knows: when a statement may be made of it.

A model is right about most spans and still adds words that state nothing: a purpose ("therapy for
advanced X"), a reason, a broken-off adjective. So a statement is made of a new span only where the
criterion has nothing that is known, where the span is a member of a list with something that is, where it
stands alone (`grammar/plain_members.py`) or is said of people (`grammar/ascribed.py`), or where an exception
carves it out. Any other new span is an entity: one behind a preposition qualifies the statement before it, the
rest stay unclaimed.
"""

import bisect
import re
from itertools import pairwise

from eligex.assembly.bounds.nominal import nominal
from eligex.assembly.forms.extents import Extents
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.ascribed import ascribed
from eligex.assembly.grammar.lists import JOIN
from eligex.assembly.grammar.plain_members import plain_members
from eligex.assembly.items.naming import is_new
from eligex.assembly.items.persons import SOURCE as PERSON
from eligex.assembly.items.reading import Item, kind_of
from eligex.components.findings import Finding

_MODIFIER = re.compile(r"(?:ly|ic|al|ive|ous|oid|ar|ed|ant|ent)$", re.IGNORECASE)
_NOUN = re.compile(  # that ends like an adjective
    r"(?:ment|agent|accident|stent|event|potential|arrest|implant|transplant|antagonist|antibiotic|steroid|opioid|fibroid|keloid|scar)\Z",
    re.IGNORECASE,
)
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
_METHOD = re.compile(
    r"(?:typing|ology|metry|scopy|graphy|chemistry|opsy|genetics?|analys[ie]s|assays?|tests?)\Z",
    re.IGNORECASE,
)
_FEW_WORDS = re.compile(r"\s*(?:(?:for|of|with|any|the|an?|prior|previous)\s+)*(?:[\w-]+\s+)?", re.IGNORECASE)
# no disease: "central nervous system (CNS) or epidural tumor"
_SITE = re.compile(
    r"(?:(?:central|peripheral|autonomic)\s+)?nervous\s+systems?|CNS|brain|liver|kidneys?|heart|lungs?|bones?|bone\s+marrow|skin|spine"
    r"|lymph\s+nodes?|stomach|bowel|pancreas|spleen|bladder|prostate|breasts?|ovar(?:y|ies)|uterus|cervix|eyes?|thyroid",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?:of|in|to|on|from|affecting|involving)\s+(?:the\s+)?\Z", re.IGNORECASE)
_OR = re.compile(r"\s*(?:[/,]|(?:or|and|and/or)\s)", re.IGNORECASE)
_BACK = 20
_NEARBY = 12  # statements on either side
_ADVERB_REACH = 60
_GLOSS = re.compile(r"\s\([A-Z][\w-]{1,7}\)\s")  # "growth hormone (GH) deficiency"
_ACRONYM = re.compile(r"[A-Z][A-Z0-9-]{1,5}")


class Additions:
    """What of an item's mentions may be stated; the item is looked at once."""

    def __init__(self, item: Item) -> None:
        self._item = item
        self._scopes = [
            c.value["scope"] for c in item.contexts if c.label == "EXCEPTION" and c.value.get("scope")
        ]
        known = [m for m in item.mentions if not is_new(m) and not _says_nothing(item, m)]
        # what is carved out of must be stated, known or not
        bounds = any(t.value.get("role") != "age" for t in item.thresholds)  # whom it asks for is not what
        self._has_known = bounds or not all(self._is_excepted(m) for m in known)
        runs = [run for run in _lists(item) if not all(is_new(m) for m in run)]
        self._listed = {(m.start, m.end) for run in runs for m in run}
        news = any(is_new(m) for m in item.mentions)
        self._alone = {(m.start, m.end) for m in (plain_members(item) if news else ())}
        self._ascribed = {(m.start, m.end) for m in (ascribed(item) if news else ())}

    def may_state(self, m: Finding) -> bool:
        """Whether a statement may be made of this mention; what a vocabulary knows always may."""
        if m.label == "CONDITION" and _is_site(self._item, m):
            return False
        if not is_new(m):
            return True
        if self._item.is_bare(m):
            return _is_timed(self._item, m) and not has_company(self._item, m)
        extent = (m.start, m.end)
        if extent in self._ascribed:
            return True
        excepted = self._is_excepted(m)
        alone = extent in self._alone or (excepted and self._is_right_behind(m))
        fits = not self._has_known or extent in self._listed or excepted or alone
        return fits and _is_whole(self._item, m, alone=alone)

    def _is_excepted(self, m: Finding) -> bool:
        """Within what a cue carves out."""
        return any(m.within(a, b) for a, b in self._scopes)

    def _is_right_behind(self, m: Finding) -> bool:
        """`except for local treatment`, not `unless it is documented that the treatment was stopped`."""
        return any(
            a <= m.start and _FEW_WORDS.fullmatch(self._item.quote(a, m.start)) for a, _ in self._scopes
        )


def _is_site(item: Item, m: Finding) -> bool:
    """Part of a body by itself, and no part of a phrase: `a process in the brain`, `brain or lung metastases`."""
    site = _SITE.fullmatch(m.name or item.quote(m.start, m.end))
    if site is None or _OR.match(item.text, m.end - item.start):
        return False
    return not _AT.search(item.quote(max(item.start, m.start - _BACK), m.start))


def _says_nothing(item: Item, m: Finding) -> bool:
    """Whom it is about, or a test without a result in the words of a finding: "[renal function] impairment"."""
    if m.label not in ("MEASUREMENT", "SCORE"):
        return m.label in ("AGE", "SEX") or m.source == PERSON
    outer = [x for x in item.mentions if x is not m and m.within(x.start, x.end)]
    if not any(x.label == "CONDITION" and is_new(x) for x in outer):
        return False
    return nominal(item, Statement.of(kind_of(m), m), m) is None


def _is_timed(item: Item, m: Finding) -> bool:
    """`any treatment within 4 weeks` says something, `any other condition` alone does not."""
    return any(item.segments.same(t.start, m.start) for t in (*item.windows, *item.durations))


def has_company(item: Item, m: Finding) -> bool:
    """Something else is named in its clause: "test for HIV antibodies", "toxicities resolved to grade ≤ 1"."""
    others = (x for x in item.mentions if x.source != PERSON and not item.is_bare(x))
    return any(item.segments.same(x.start, m.start) for x in others)


def accompany(item: Item, found: list[Statement], hidden: list[tuple[int, int]]) -> None:
    """Gives what states nothing to the statement that it belongs to, as far as the words tell which.

    `found` is sorted by `at`; what stands in the extents of `hidden` belongs to a statement already.
    """
    stated = {id(s.subject) for s in found}
    places = [s.at for s in found]
    told = Extents(hidden)
    for m in item.mentions:
        if not is_new(m) or id(m) in stated or told.hold((m.start, m.end)):
            continue
        i = bisect.bisect_left(places, m.start)
        near = [s for s in found[max(0, i - _NEARBY) : i + _NEARBY] if item.segments.same(s.at, m.start)]
        words = item.quote(m.start, m.end)
        if _labels(item, m):
            _tell_method(item, m, found)
        elif item.is_bare(m) and near:
            min(near, key=lambda s: (abs(s.at - m.start), s.at)).take(m.start, m.end)
        elif m.label == "PROCEDURE" and words.lower().endswith("ly"):
            _tell_how(item, m, near)
        else:
            _complete(item, m, near)


def _labels(item: Item, m: Finding) -> bool:
    """`Immunophenotyping:` at the begin of an item."""
    method = m.label in ("PROCEDURE", "MEASUREMENT") or _METHOD.search(item.quote(m.start, m.end))
    if not method or item.quote(item.start, m.start).strip():
        return False
    return item.quote(m.end, item.end).lstrip().startswith(":")


def _tell_method(item: Item, m: Finding, found: list[Statement]) -> None:
    """By what is known what stands behind the colon."""
    behind = next((s for s in found if s.at >= m.end and s.kind == "condition"), None)
    if behind is not None:
        behind.qualify(m.start, m.end, item.quote(m.start, m.end))


def _tell_how(item: Item, m: Finding, near: list[Statement]) -> None:
    """`histologically or cytologically` before what was confirmed: how a thing is known, nothing that is asked for."""
    behind = next((s for s in near if s.at >= m.end and s.kind == "condition"), None)
    if behind is None:
        return
    lo, hi = max(item.start, m.start - _ADVERB_REACH), min(item.end, m.end + _ADVERB_REACH)
    for how in _ADVERBS.finditer(item.quote(lo, hi)):
        a, b = lo + how.start(), lo + how.end()
        if m.within(a, b) and (a, b) not in behind.taken:
            behind.qualify(a, b, how.group())
            behind.take(m.start, m.end)


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


def _is_whole(item: Item, m: Finding, *, alone: bool) -> bool:
    """A noun, not a modifier, a fragment of a clause or an acronym in brackets."""
    words = item.quote(m.start, m.end)
    bracketed = item.quote(max(item.start, m.start - 1), m.start) == "("
    if _BROKEN.search(_GLOSS.sub(" ", words)) or (bracketed and _ACRONYM.fullmatch(words)):
        return False
    return not _MODIFIER.search(words) or (alone and _NOUN.search(words) is not None)


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
