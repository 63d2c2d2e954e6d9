"""Grades, classes and stages: of which scale, of which disease, and from where on."""

import re
from dataclasses import replace

from eligex.assembly.reading import Item
from eligex.assembly.statement import Statement
from eligex.assembly.subjects import JOIN
from eligex.components.findings import Finding
from eligex.quantities.lexer import Comparator, lex

_GRADE = re.compile(
    r"[\s:)\]-]*(?P<op>[≥≤<>]\s?)?(?:(?i:class(?:es)?|grades?|stages?)\s)?(?P<grade>(?:[IVX]{1,4}|[A-D]|\d)(?:\s*(?:/|-|,|or|to|and)\s*(?:[IVX]{1,4}|[A-D]|\d))*)"
    r"(?!\w|\.\d|\s*[/-]\s*[IVXA-D\d])"
)
_SIDE = re.compile(
    r"\s+(?:or|and)\s+(?P<side>higher|greater|above|more|worse|over|lower|less|below|better|under)\b",
    re.IGNORECASE,
)
_WORSE = ("higher", "greater", "above", "more", "worse", "over")
_ROMAN = {"I": 1.0, "II": 2.0, "III": 3.0, "IV": 4.0, "V": 5.0}
_BESIDE = re.compile(
    r"[\s(,:-]*(?:(?:of|at|with|toxicity|is|NCI|CTC|CTCAE|by|classified|graded|as|defined)\b[\s,]*)*",
    re.IGNORECASE,
)
_CLASS_BEFORE = re.compile(
    r"\b(?:class|Class|CLASS)\s+(?P<grade>[IV]{1,3}(?:\s*(?:/|-|,|or|to|and)\s*[IV]{1,3})*)\s*[,(]?\s*(?:(?:by|per|of|according\s+to)\s+(?:the\s+)?)?$"
)
_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
_OPERATORS = {sign: op for op, sign in _SIGNS.items()}
_BARE = re.compile(r"\s*(?:(?:an?|the|of)\s+)*")
_GRADES = ("grade", "ctcae")
_FAR = 40  # characters of a comparator before a scale's name


def graded(item: Item, s: Statement, m: Finding) -> str | None:
    """The grade or class written behind a scale's name: `III`, `III/IV`, `A`; with a comparator, a bound of `s`."""
    if m.label != "SCORE":
        return None
    g = _GRADE.match(item.quote(m.end, min(item.end, m.end + 30)))
    if g is None:
        return _grade_before(item, s, m)
    start = m.end + (g.start("op") if g["op"] else g.start("grade"))
    s.end = m.end + g.end("grade")
    s.take(start, s.end)
    side = _SIDE.match(item.quote(s.end, min(item.end, s.end + 20)))
    before = None if g["op"] or side else _comparator_before(item, m.start)
    op = _OPERATORS[g["op"][0]] if g["op"] else before.op if before else None
    number = _ROMAN.get(g["grade"], float(g["grade"]) if before and g["grade"].isdigit() else None)
    if number is None or not (op or side):
        return f"{_SIGNS[op]} {g['grade']}" if op else str(g["grade"])
    if before:
        s.start = start = before.start
    if side and not op:
        s.end += side.end()
        op = "ge" if side["side"].lower() in _WORSE else "le"
    _bound(s, start, s.end, op or "", number)
    s.take(start, s.end)
    return None


def _bound(s: Statement, start: int, end: int, op: str, number: float) -> None:
    side = "low" if op in ("ge", "gt") else "high"
    s.bounds = {side: number, f"{side}_inclusive": op in ("ge", "le")}
    s.threshold = Finding(start, end, "THRESHOLD", "assembly:roman-grade", value=s.bounds)


def _grade_before(item: Item, s: Statement, m: Finding) -> str | None:
    """`class III or IV NYHA`, `> class II (New York Heart Association)`: the class stands before the scale."""
    a = max(item.segments.bounds(m.start)[0], m.start - _FAR)
    g = _CLASS_BEFORE.search(item.quote(a, m.start))
    if g is None:
        return None
    s.start = a + g.start()
    before = _comparator_before(item, s.start)
    number = _ROMAN.get(g["grade"]) if before else None
    s.start = before.start if before else s.start
    s.take(s.start, s.end)
    if before is None or number is None:
        return f"{_SIGNS[before.op]} {g['grade']}" if before else str(g["grade"])
    _bound(s, s.start, a + g.end("grade"), before.op, number)
    return None


def _comparator_before(item: Item, at: int) -> Comparator | None:
    """`> NYHA class II`, `greater than or equal to grade III`."""
    a = max(item.segments.bounds(at)[0], at - _FAR)
    told = lex(item.quote(a, at))
    last = told[-1] if told else None
    if not isinstance(last, Comparator) or last.op not in _SIGNS:
        return None
    if not _BARE.fullmatch(item.quote(a + last.end, at)):
        return None
    return replace(last, start=a + last.start, end=a + last.end)


def grades_to_conditions(item: Item, found: list[Statement]) -> list[Statement]:
    """`grade III/IV graft-versus-host disease`: the grade qualifies the condition behind it."""
    kept: list[Statement] = []
    for i, s in enumerate(found):
        after = found[i + 1] if i + 1 < len(found) else None
        graded = s.kind == "score" and s.value and after is not None and after.kind == "condition"
        if graded and after is not None and not item.quote(s.end, after.start).strip():
            after.qualify(s.start, s.end, item.quote(s.start, s.end))
            after.taken |= s.taken
            continue
        last = kept[-1] if kept else None
        behind = (
            s.kind == "score"
            and s.value
            and not s.threshold
            and last is not None
            and last.kind == "condition"
        )
        if behind and last is not None and _BESIDE.fullmatch(item.quote(last.end, s.start)):
            last.qualify(s.start, s.end, item.quote(s.start, s.end))
            last.taken |= s.taken
            last.end = s.end
            continue
        kept.append(s)
    return kept


def grade_of(item: Item, s: Statement) -> None:
    """`neuropathy grade 2 or higher`, `grade ≥ 2 diarrhea`: the grade is that of the condition beside it."""
    t, f = s.threshold, s.subject
    if t is None or f is None or f.value.get("analyte") not in _GRADES:
        return
    for m in item.mentions:
        if m.label != "CONDITION" or not item.segments.same(m.start, f.start):
            continue
        if m.end <= min(f.start, t.start) and _BESIDE.fullmatch(item.quote(m.end, min(f.start, t.start))):
            s.subject = replace(
                f, start=m.start, end=max(m.end, f.end) if f.start < t.start else m.end, name=_of(item, m)
            )
        elif m.start >= max(f.end, t.end) and _BESIDE.fullmatch(item.quote(max(f.end, t.end), m.start)):
            s.subject = replace(m.renamed(_of(item, m)), label="SCORE")
        else:
            continue
        s.start, s.end = min(s.start, m.start), max(s.end, m.end)
        s.take(m.start, m.end)
        return


def roman_grades(item: Item, found: list[Statement]) -> list[Statement]:
    """`GVHD of grade II or higher`: the bound takes the place of the bare condition beside it."""
    replaced: set[tuple[int, int]] = set()
    for s in found:
        if s.threshold is not None and s.threshold.source == "assembly:roman-grade":
            grade_of(item, s)
            replaced |= s.taken
    return [s for s in found if s.threshold is not None or (s.start, s.end) not in replaced]


def share_grade(item: Item, before: Statement, s: Statement) -> None:
    """`grade ≥ 2 diarrhea or nausea`: the grade is that of every member."""
    if before.kind != "score" or before.threshold is None or before.subject is None or s.subject is None:
        return
    graded = (before.subject.name or "").startswith(
        "grade of "
    ) and before.threshold.end <= before.subject.start
    if (
        graded
        and s.kind == "condition"
        and s.threshold is None
        and JOIN.fullmatch(item.quote(before.end, s.start))
    ):
        s.kind, s.threshold, s.bounds = "score", before.threshold, before.bounds
        s.subject = replace(s.subject.renamed(_of(item, s.subject)), label="SCORE")
        s.take(before.threshold.start, before.threshold.end)


def _of(item: Item, m: Finding) -> str:
    return f"grade of {m.name or item.quote(m.start, m.end).lower()}"
