"""What of a sentence holds together before its conjunctions are asked: a subject with its bounds, and both with
the bracket behind them."""

import re
from dataclasses import dataclass

from eligex.assembly.forms.segments import BRACKETED
from eligex.assembly.forms.statement import Statement
from eligex.assembly.forms.trees import join
from eligex.assembly.grammar.lists import JOIN
from eligex.assembly.items.reading import Item
from eligex.schema.trial import Logic
from eligex.text.lazily import lazily

_JOINED = re.compile(r"[\s)]*(?:[,;]|\b(?:and|or|as\s+well\s+as)\b)", re.IGNORECASE)
_PARTED = re.compile(r"[,;:.()\[\]]|\b(?:and|or)\b", re.IGNORECASE)
_NOT_LIMITED = re.compile(r"\bbut\s+(?:(?:are|is)\s+)?not\s+(?:limited|restricted)\s+to\b", re.IGNORECASE)
OF_ONE = lazily(  # "grade A or B colitis", "two or more seizures", "low or medium dose", "male or female"
    r"\b(?P<of>grades?|stages?|class(?:es)?|types?|groups?|phases?|categor(?:y|ies)|levels?)\s+(?:[IVX]{1,4}|[A-E]|\d)[a-e]?(?:\s*,\s*(?:[IVX]{1,4}|[A-E]|\d)[a-e]?)*,?"
    r"\s+or\s+(?:(?P=of)\s+)?(?:[IVX]{1,4}|[A-E]|\d)[a-e]?\b|\b(?:one|two|three|four|five|\d+)\s+or\s+(?:two|three|four|five|six|\d+|more|fewer|less|greater|higher)\b"
    r"|\b(?:low|medium|moderate|high|mild)(?:[\s,]+(?:low|medium|moderate|high))?\s+or\s+(?:medium|moderate|high|severe)[\s-]+(?:dose|risk|grade|intensity)\b"
    r"|\b(?:m[ae]n|males?|boys|wom[ae]n|females?|girls)\s+or\s+(?:m[ae]n|males?|boys|wom[ae]n|females?|girls)\b",
    re.IGNORECASE,
)
OR = lazily(r"\b(?:or|and/or|alternatively)\b", re.IGNORECASE)
_SHOWN = ("positive", "negative", "detectable", "undetectable")
_INCLUDING = re.compile(r"\b(?:including|such\s+as|examples?|e\.g)\b", re.IGNORECASE)
_GRADE = re.compile(r"\b(?:grade|class|stage)\b", re.IGNORECASE)
_AND_EITHER = re.compile(r"\band\s+either\s+(?:(?:an?|the)\s+)?\Z", re.IGNORECASE)
_IF = re.compile(r"\b(?:if|unless)\b", re.IGNORECASE)  # "consent (of the parents if aged < 18)"
# of its name what no vocabulary has: "blast phase disease (blasts > 20 %)"
_NOUN = re.compile(
    r"\s+(?:diseases?|disorders?|syndromes?|infections?|events?|episodes?|patients?|subjects?)\s*",
    re.IGNORECASE,
)
_BY_EXAMPLE = re.compile(
    r"[(\[]\s*(?:e\.?\s?g|for\s+example|such\s+as|includ|or\b|especially|like)", re.IGNORECASE
)


_MEANS = re.compile(r"[(\[]\s*(?:i\.?\s?e\b\.?|that\s+is\b)", re.IGNORECASE)
_TOLD_BY = ("procedure", "score", "measurement")


@dataclass(frozen=True, slots=True)
class Cell:
    """A unit with those in the bracket behind it that bound it: `hypertension (systolic ≥ 160 or diastolic ≥ 100)`."""

    unit: list[Statement]
    bounds: list[list[Statement]]


Parts = tuple[list[Cell], list[Logic], list[str]]  # with their nodes, and the signs between them


def as_choice(parts: Parts, begin: int, stop: int, whole: Cell) -> Parts:
    """The parts with `whole` for those from `begin` up to `stop`, any of which is enough."""
    cells, nodes, signs = parts
    return (
        [*cells[:begin], whole, *cells[stop:]],
        [*nodes[:begin], join("any", nodes[begin:stop]), *nodes[stop:]],
        [*signs[:begin], *signs[stop - 1 :]],
    )


def merged(cells: list[Cell]) -> Cell:
    """The units and bounds of all of them in one."""
    first, *others = [u for c in cells for u in (c.unit, *c.bounds)]
    return Cell(first, others)


def cells_of(item: Item, units: list[list[Statement]]) -> list[Cell]:
    cells: list[Cell] = []
    at = 0
    while at < len(units):
        stop = _bounds_end(item, units, at)
        cells.append(Cell(units[at], units[at + 1 : stop]))
        at = stop
    return cells


def _bounds_end(item: Item, units: list[list[Statement]], at: int) -> int:
    """Behind the last of the units that bound the one at `at`; the next one where none does."""
    last = units[at][-1]
    if at + 1 < len(units) and (stop := _meaning_end(item, units, at)) is not None:
        return stop
    if last.threshold or at + 1 == len(units):
        return at + 1
    inside = item.segments.bracket(units[at + 1][0].start)
    if inside is None or last.end > inside[0] or not _stands_behind(item, last, units[at + 1][0], inside[0]):
        return at + 1
    stop = next((k for k in range(at + 1, len(units)) if units[k][0].start >= inside[1]), len(units))
    inner = [s for unit in units[at + 1 : stop] for s in unit]
    bounded = all(s.threshold or (s.kind == "score" and s.value) or _is_graded(s) for s in inner)
    shown = all(s.kind == "measurement" and s.value in _SHOWN for s in inner)
    tested = shown and last.kind in ("condition", "measurement")
    if item.section == "inclusion" and _IF.search(item.quote(*inside)):
        return at + 1
    example = _BY_EXAMPLE.match(item.quote(*inside)) or (tested and _INCLUDING.search(item.quote(*inside)))
    return stop if (bounded or tested) and not example else at + 1


def _meaning_end(item: Item, units: list[list[Statement]], at: int) -> int | None:
    """Behind what an exclusion's bracket says a treatment or a test means: `a score > 4 (i.e. dementia)`."""
    last, inside = units[at][-1], item.segments.bracket(units[at + 1][0].start)
    if item.section != "exclusion" or inside is None or last.kind not in _TOLD_BY or last.negated:
        return None
    end = max(last.end, last.threshold.end if last.threshold is not None else 0)
    stands = (
        end <= inside[0] and not gap_between(item, last, units[at + 1][0])[: inside[0] - last.end].strip()
    )
    if not stands or not _MEANS.match(item.quote(*inside)):
        return None
    stop = next((k for k in range(at + 1, len(units)) if units[k][0].start >= inside[1]), len(units))
    inner = [s for unit in units[at + 1 : stop] for s in unit]
    ill = all(s.kind == "condition" and s.threshold is None and not s.negated for s in inner)
    return stop if ill else None


def _is_graded(s: Statement) -> bool:
    """`dyspnea of grade 2` tells how bad what stands before the bracket is."""
    return s.kind == "condition" and any(_GRADE.search(q) for q in s.qualifiers)


def _stands_behind(item: Item, s: Statement, first: Statement, at: int) -> bool:
    """Whether the bracket at a position is right behind a statement; a grade's, behind all that is told of it."""
    told = gap_between(item, s, first)[: at - s.end]
    words = item.quote(s.end, at)
    if not words.strip() or not told.strip() or (s.kind == "condition" and _NOUN.fullmatch(words)):
        return True
    graded = first.kind == "score" and first.subject is not None
    return graded and s.kind == "condition" and not _PARTED.search(told)


def units_of(item: Item, group: list[Statement]) -> list[list[Statement]]:
    """Bounds of one subject together (`ALT ≤ 2.5 × ULN (≤ 5 × ULN if …)`), subjects of one bound, and adjectives
    of one head."""
    units: list[list[Statement]] = []
    for s in group:
        last = units[-1][-1] if units else None
        one_subject = (
            last is not None
            and s.subject is not None
            and (last.subject is s.subject or _wider(item, last, s))
        )
        one_bound = (
            last is not None
            and s.threshold is not None
            and last.threshold is s.threshold
            and not _AND_EITHER.search(item.quote(min(last.at, s.at), s.at))
        )
        if one_subject or one_bound or (last is not None and one_head(item, last, s)):
            units[-1].append(s)
        else:
            units.append([s])
    return units


def _wider(item: Item, a: Statement, b: Statement) -> bool:
    """`bilirubin ≤ 1.5 × ULN (in Gilbert syndrome, bilirubin ≤ 3 × ULN)`: a bound of the same test for some."""
    if a.applies_to is not None or b.applies_to is None or a.threshold is None or b.threshold is None:
        return False
    named = a.subject is not None and b.subject is not None and a.subject.name is not None
    return named and a.subject.name == b.subject.name and item.section == "inclusion"  # type: ignore[union-attr]


def edge(item: Item, cell: Cell) -> Statement:
    """The statement of a cell that the words behind it follow."""
    unit = (cell.bounds or [cell.unit])[-1]
    unbounded = all(s.threshold is None for s in unit)  # a kind of thing and its examples, a shared head
    return unit[-1] if len(unit) > 1 and (unbounded or one_head(item, unit[0], unit[1])) else unit[0]


def one_head(item: Item, a: Statement, b: Statement) -> bool:
    """`unresectable or metastatic breast cancer`, `failed or not tolerated A` before what holds for either."""
    bare = a.threshold is None and b.threshold is None and a.kind == b.kind
    shared = a.is_elided or any(b.at < x and y <= b.end for x, y in a.aside)
    return shared and bare and JOIN.fullmatch(gap_between(item, a, b)) is not None


def outside(item: Item, a: Statement, b: Statement, gap: str) -> str:
    """Of the words between those behind the bracket that the first is in: `smoker (> 10 a day or a pipe) and B`."""
    inside = item.segments.bracket(a.end)
    return gap[inside[1] - b.at :] if inside is not None and inside[1] < b.at else gap


def gap_between(item: Item, a: Statement, b: Statement, *, narrowed: bool = False) -> str:
    """The words between two statements, without what narrows the first; `narrowed` leaves out what narrows the second
    and every time as well."""
    end = a.end if a.end <= b.at else a.subject.end if a.subject and a.subject.end <= b.at else b.at
    words = item.quote(end, b.at)
    for start, stop in (
        *a.aside,
        *((x, min(y, b.at)) for x, y in (b.aside if narrowed else ()) if x < b.at),
    ):  # the "or" of "10 mg or 20 mg" joins no statements
        if end <= start and stop <= b.at:
            words = words[: start - end] + " " * (stop - start) + words[stop - end :]
    for w in (
        item.windows if end < b.at else ()
    ):  # "A within 6 months, as well as B"; not "within 6 months of treatment with B"
        if end <= w.start and w.end <= b.at and (narrowed or _JOINED.match(item.quote(w.end, b.at))):
            words = words[: w.start - end] + " " * (w.end - w.start) + words[w.end - end :]
    return _NOT_LIMITED.sub(" ", words)


def joined_by_or(item: Item, a: Statement, b: Statement, gap: str) -> bool:
    """Not where only words that narrow the second are joined: `with histologically or cytologically proven B`; nobody
    is both of `pre- and postmenopausal`."""
    if {s.subject.name for s in (a, b) if s.subject is not None} == {"premenopause", "menopause"}:
        return True
    if not OR.search(BRACKETED.sub(" ", outside(item, a, b, gap))):
        return False
    own = outside(item, a, b, gap_between(item, a, b, narrowed=True))
    return OR.search(OF_ONE.sub(" ", BRACKETED.sub(" ", own))) is not None
