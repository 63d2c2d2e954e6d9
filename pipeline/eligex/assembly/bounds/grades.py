"""Grades, classes and stages: of which scale, of which disease, and from where on."""

import re
from dataclasses import replace

from eligex.assembly.bounds.directions import TURNED, judges, worse
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import JOIN
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.quantities.lexer import Comparator, lex
from eligex.vocab import measurements

# "II, III, or IV", "class III or class IV"
_NEXT = r"\s*(?:,\s*(?:or|and|to)\b|/|-|,|or|to|and)\s*(?:(?i:class|grade|stage)\s+)?"
_GRADE = re.compile(
    r"[\s:)\]-]*(?:(?i:classification\s+)?(?i:of\s+)(?=[IVX]|\d(?![\d.])))?(?:(?i:class|grade|stage)\s+(?=[≥≤<>]))?(?P<op>[≥≤<>]\s?)?(?:(?i:class(?:es)?|grades?|stages?)\s)?"
    rf"(?P<grade>(?:[IVX]{{1,4}}|[A-D]|F?\d[ab]?)(?:{_NEXT}(?:[IVX]{{1,4}}|[A-D]|F?\d[ab]?))*)"
    r"(?!\w|\.\d|\s*[/-]\s*[IVXA-D\d])"
)
_SCALE = re.compile(r"(?<=\s)(?:class|grade|stage)\s+", re.IGNORECASE)
_SIDE = re.compile(
    r"\s+\(?(?:or|and)\s+(?P<side>more\s+severe|higher|greater|above|more|worse|over|lower|less|below|better|under)\b",
    re.IGNORECASE,
)
_WORSE = ("more severe", "higher", "greater", "above", "more", "worse", "over")
_ROMAN = {"I": 1.0, "II": 2.0, "III": 3.0, "IV": 4.0, "V": 5.0}
_EVENT = re.compile(r"\s+(?:events?|episodes?|reactions?|complications?|symptoms?)(?=\s)", re.IGNORECASE)
_BESIDE = re.compile(  # "bleeding event > grade 3"
    rf"(?:{_EVENT.pattern})?[\s(,:-]*(?:(?:of|at|with|toxicity|that|which|is|are|functional"
    r"|status|NCI|CTC|CTCAE|v(?:ersion)?\.?\s?\d(?:\.\d\d?)?|by|classified|graded|as|defined)\b[\s,]*)*",
    re.IGNORECASE,
)
# "toxicities from prior therapy greater than grade 1"
_TOXIC = re.compile(
    r"\b(?:toxicit(?:y|ies)|(?:adverse|side)\s+(?:events?|effects?|reactions?)|AEs?)\Z", re.IGNORECASE
)
_TREATED = re.compile(
    r"\s+(?P<text>(?:from|of|due\s+to|(?:related|attributed|secondary)\s+to|associated\s+with|caused\s+by)\s+(?:[\w/-]+\s+){0,5}?"
    r"(?:therap(?:y|ies)|treatments?|chemotherapy|radiotherapy|agents?|drugs?|immunotherapy|surgery))(?=[\s,(])",
    re.IGNORECASE,
)
# "grade 3 acute GVHD"
_COURSE = re.compile(r"\s(?:acute|chronic|\w+-(?:induced|related|associated))\s+\Z", re.IGNORECASE)
_CLASS_BEFORE = re.compile(
    rf"\b(?:class|Class|CLASS)\s+(?P<grade>[IV]{{1,3}}(?:{_NEXT}[IV]{{1,3}})*)\s*[,(]?\s*(?:(?:by|per|of|according\s+to)\s+(?:the\s+)?)?$"
)
_OR = re.compile(r"[\s,]*(?:and/or|or)\s+(?:(?:an?|the)\s+)?", re.IGNORECASE)
_CLASSES = ("nyha", "ctcae", "asa", "child_pugh", "who_fc", "ccs")
_CLASS_OF = re.compile(r"\b(?:class|grade|stage)\b", re.IGNORECASE)
_CLASSIFICATION = re.compile(
    r"(?:\s*\([A-Z]{3,6}\))?(?:\s+(?:functional\s+)?(?:class(?:ification)?|criteria|scale|system))?",
    re.IGNORECASE,
)
_TOLD_BY = re.compile(
    r"(?:\s+symptoms?)?\s*[,(-]?\s*(?P<how>(?:(?:as\s+)?(?:(?:defined|specified|assessed|classified|determined|graded)\s+)?(?:per|according\s+to|by|on|in)\s+)?(?:the\s+)?)",
    re.IGNORECASE,
)
_EDITION = re.compile(  # "≤ | CTCAE v 3.0 grade 1"
    r"\b(?:NCI[\s-]*)?CTC(?:AE)?\W{0,3}v(?:ersion)?\.?\s*\d(?:\.\d+)?\)?,?\s+\Z", re.IGNORECASE
)
_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
_OPERATORS = {sign: op for op, sign in _SIGNS.items()}
_OF = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?", re.IGNORECASE)
_BARE = re.compile(r"\s*(?:(?:an?|the|of)\s+)*")
_GRADES = ("grade", "ctcae")
_TYPES = ("hcv_genotype",)
_UNKNOWN = "unknown"
_OF_NUMBER = re.compile(
    r"(?:\s*[)\]])?\s+of\s+(?P<number>\d{1,3})(?!\w|[./-]?\d|\s*(?:-|–|to|or|and|out|through|[/,≥≤<>+%])\s*[\w+]|\s*\(\s*[+±<>≥≤])"
)
_NUMBER = re.compile(r"\s+(?:score\s+)?(?:of\s+)?(?P<number>\d{1,3})(?!\w|[./-]?\d)")
_BEHIND = 30  # characters in which a grade is looked for
_FAR = 40  # characters of a comparator before a scale's name


def graded(item: Item, s: Statement, m: Finding) -> str | None:
    """The grade or class written behind a scale's name: `III`, `III/IV`, `A`; with a comparator, a bound of `s`."""
    if m.label != "SCORE" and m.value.get("analyte") not in _TYPES:
        return None
    if _scored(item, s, m):
        return None
    at, g = _grade_behind(item, s, m)
    if g is None:
        return None if _compared(item, s, m) else _grade_before(item, s, m)
    start, end = at + (g.start("op") if g["op"] else g.start("grade")), at + g.end("grade")
    side = _SIDE.match(item.quote(end, min(item.end, end + 20)))
    before = None if g["op"] or side else _comparator_before(item, min(s.start, m.start), m)
    if before is not None and before.op == _UNKNOWN:
        return None
    s.end = end
    s.take(start, s.end)
    op = _OPERATORS[g["op"][0]] if g["op"] else before.op if before else None
    exact = (
        m.value.get("type") == "number"
        and g["grade"].isdigit()
        and not side
        and not _grades_next(item, m, end)
    )
    grade = _SCALE.sub("", g["grade"])
    number = _ROMAN.get(g["grade"], float(g["grade"]) if (before or exact) and g["grade"].isdigit() else None)
    if exact and not op and number is not None:
        s.bounds = {"low": number, "low_inclusive": True, "high": number, "high_inclusive": True}
        s.threshold = Finding(start, end, "THRESHOLD", "assembly:score", value=s.bounds)
        return None
    if side and not op:
        s.end += side.end()
        s.take(start, s.end)
        op = "ge" if side["side"].lower() in _WORSE else "le"
    if number is None or not op:
        return f"{_SIGNS[op]} {grade}" if op else grade
    if before:
        s.start = start = before.start
    _bound(s, start, s.end, op or "", number)
    s.take(start, s.end)
    return None


def _grade_behind(item: Item, s: Statement, m: Finding) -> tuple[int, re.Match[str] | None]:
    """The grade right behind a scale's name or behind the disease that it is of, and where its words are read from."""
    g = _GRADE.match(item.quote(m.end, min(item.end, m.end + _BEHIND)))
    at = _disease_behind(item, m) if g is None else None
    if at is None:
        return m.end, g
    g = _GRADE.match(item.quote(at, min(item.end, at + _BEHIND)))
    if g is not None:
        s.qualify(m.end, at, item.quote(m.end, at).strip())
    return at, g


def _disease_behind(item: Item, m: Finding) -> int | None:
    """Where the disease ends that stands between a scale and its class: `NYHA classification of heart failure > II`."""
    of = _OF.match(item.text, m.end - item.start)
    at = item.start + of.end() if of else None
    return next((x.end for x in item.mentions if x.start == at and x.label == "CONDITION"), None)


def _grades_next(item: Item, m: Finding, end: int) -> bool:
    """`grade 3 neuropathy`, `mRS 3 stroke`: a number that narrows a disease is told of that."""
    if m.value["analyte"] in _GRADES:
        return True
    return any(
        x.label == "CONDITION" and x.start >= end and not item.quote(end, x.start).strip()
        for x in item.mentions
    )


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
    before = _comparator_before(item, s.start, m)
    if before is not None and before.op == _UNKNOWN:
        return None
    number = _ROMAN.get(g["grade"]) if before else None
    s.start = before.start if before else s.start
    s.take(s.start, s.end)
    if before is None or number is None:
        grade = _SCALE.sub("", g["grade"])
        return f"{_SIGNS[before.op]} {grade}" if before else grade
    _bound(s, s.start, a + g.end("grade"), before.op, number)
    return None


def _comparator_before(item: Item, at: int, scale: Finding) -> Comparator | None:
    """`> NYHA class II`, `greater than or equal to grade III`; `unknown` is "worse than" on a scale of which the worse
    end is not known."""
    a = max(item.segments.bounds(at)[0], at - _FAR)
    edition = _EDITION.search(item.quote(a, at))
    at = a + edition.start() if edition else at
    told = lex(item.quote(a, at))
    last = told[-1] if told else None
    if not isinstance(last, Comparator) or last.op not in _SIGNS:
        return None
    if not _BARE.fullmatch(item.quote(a + last.end, at)):
        return None
    last = replace(last, start=a + last.start, end=a + last.end)
    end = worse(scale) if judges(item.quote(last.start, last.end)) else "low"
    return last if end == "low" else replace(last, op=TURNED[last.op] if end else _UNKNOWN)


def _scored(item: Item, s: Statement, m: Finding) -> bool:
    """`a Karnofsky performance status of 60`: exactly that, on a scale of numbers."""
    g = _OF_NUMBER.match(item.quote(m.end, min(item.end, m.end + 30)))
    known = measurements.score(m.value["analyte"]) if g and m.value.get("type") == "number" else None
    if g is None or known is None or known.low is None or known.high is None:
        return False
    number = float(g["number"])
    if not known.low <= number <= known.high or m.value["analyte"] in _GRADES:
        return False
    start, s.end = m.end + g.start("number"), m.end + g.end("number")
    s.bounds = {"low": number, "low_inclusive": True, "high": number, "high_inclusive": True}
    s.threshold = Finding(start, s.end, "THRESHOLD", "assembly:score", value=s.bounds)
    s.take(start, s.end)
    return True


def _compared(item: Item, s: Statement, m: Finding) -> bool:
    """`poorer than Karnofsky 60`, `< GCS 13`: the scale stands between the comparator and the number."""
    before = _comparator_before(item, m.start, m)
    g = _NUMBER.match(item.quote(m.end, min(item.end, m.end + 20)))
    if before is None or g is None or before.op == _UNKNOWN or m.value.get("type") != "number":
        return False
    s.start, s.end = before.start, m.end + g.end("number")
    _bound(s, s.start, s.end, before.op, float(g["number"]))
    s.take(s.start, s.end)
    return True


def grades_to_conditions(item: Item, found: list[Statement]) -> list[Statement]:
    """`grade III/IV graft-versus-host disease`: the grade qualifies the condition behind it."""
    kept: list[Statement] = []
    for i, s in enumerate(found):
        after = found[i + 1] if i + 1 < len(found) else None
        graded = s.kind == "score" and s.value and after is not None and after.kind == "condition"
        if graded and after is not None and _is_right_behind(item, s, after):
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
        beside = item.quote(last.end, s.start) if behind and last is not None else "…"
        if last is not None and _BESIDE.fullmatch(beside) and not _is_one_of(item, beside, s):
            last.qualify(s.start, s.end, item.quote(s.start, s.end))
            last.taken |= s.taken
            last.end = s.end
            continue
        kept.append(s)
    return kept


def _is_right_behind(item: Item, s: Statement, after: Statement) -> bool:
    """`grade 3 rash`, `severe (grade 3) drug-induced rash`."""
    gap = _behind_own_bracket(item, s.start, s.end, after.start)
    return not _COURSE.sub(" ", gap).strip()


def _is_one_of(item: Item, gap: str, s: Statement) -> bool:
    """`heart failure defined as NYHA class IV or LVEF < 40 %`, `(NYHA class IV or …)`: one of what tells it."""
    leads = "defined" in gap.lower() or gap.strip() == "("
    m = _OR.match(item.text, s.end - item.start) if leads else None
    at = item.start + m.end() if m else -1
    return any(x.start == at and x.label in ("MEASUREMENT", "SCORE") for x in item.mentions)


def name_scale(item: Item, found: list[Statement]) -> None:
    """`class III/IV heart failure according to NYHA`: the scale that is named behind what it grades."""
    scales = [m for m in item.mentions if m.label == "SCORE" and m.value.get("analyte") in _CLASSES]
    for m in scales:
        graded = [s for s in found if s.kind == "condition" and s.end <= m.start and _is_graded(item, s)]
        if not graded or any(_tells(s) and a <= m.start < b for s in found for a, b in s.taken):
            continue
        s = graded[-1]
        told = _TOLD_BY.fullmatch(item.quote(s.end, m.start))
        if told is not None:
            a = s.end + told.start("how")
            end = _CLASSIFICATION.match(item.text, m.end - item.start)
            b = item.start + end.end() if end else m.end
            s.qualify_apart(a, b, item.quote(a, b))
            s.take(a, b)


def _tells(s: Statement) -> bool:
    return s.kind != "score" or s.threshold is not None or s.value is not None


def _is_graded(item: Item, s: Statement) -> bool:
    return any(_CLASS_OF.search(item.quote(a, b)) for a, b in s.aside)


def grade_of(item: Item, s: Statement) -> None:
    """`neuropathy grade 2 or higher`, `grade ≥ 2 diarrhea`: the grade is that of the condition beside it."""
    t, f = s.threshold, s.subject
    if t is None or f is None or f.value.get("analyte") not in _GRADES:
        return
    at, end = min(f.start, t.start), max(f.end, t.end)
    ahead = any(
        m.label == "CONDITION" and m.start > end and item.quote(end, m.start).isspace() for m in item.mentions
    )
    for m in item.mentions:
        if m.label != "CONDITION" or not item.segments.same(m.start, f.start):
            continue
        cause = _cause(item, m, at)
        gap = item.quote(cause[1] if cause else m.end, at) if m.end <= at else ""
        # "unstable angina, grade 2 or greater neuropathy", "pleural effusion (grade ≥ 2 dyspnea)"
        if ahead and gap.strip() in (",", "("):
            continue
        if m.end <= at and _BESIDE.fullmatch(gap):
            s.subject = replace(
                f, start=m.start, end=max(m.end, f.end) if f.start < t.start else m.end, name=_of(item, m)
            )
        elif m.start >= end and _BESIDE.fullmatch(
            _COURSE.sub(" ", _behind_own_bracket(item, at, end, m.start))
        ):
            s.subject = replace(m.renamed(_of(item, m)), label="SCORE")
        else:
            continue
        s.start, s.end = min(s.start, m.start), max(s.end, m.end)
        s.take(m.start, m.end)
        if cause and m.end <= at:
            s.qualify(*cause, item.quote(*cause))
        return


def _cause(item: Item, m: Finding, at: int) -> tuple[int, int] | None:
    """Where `from prior therapy` stands between a toxicity and its grade."""
    toxic = m.end <= at and _TOXIC.search(item.quote(m.start, m.end))
    told = _TREATED.match(item.text, m.end - item.start, at - item.start) if toxic else None
    return (item.start + told.start("text"), item.start + told.end()) if told else None


def _behind_own_bracket(item: Item, at: int, end: int, stop: int) -> str:
    """The words from a grade to `stop`, without the end of the bracket that holds it alone: `severe (grade 3) rash`."""
    inside = item.segments.bracket(at)
    alone = (
        inside is not None
        and not item.quote(inside[0] + 1, at).strip()
        and not item.quote(end, inside[1] - 1).strip()
    )
    if inside is None or not alone or inside[1] > stop:
        return item.quote(end, stop)
    words = item.quote(inside[1], stop)
    return words if words[:1].isspace() else item.quote(end, stop)  # not "(grade ≥ 3), stroke"


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
    if _is_graded_with(item, before, s):
        _grade_as(item, before, s)
    if before.kind != "score" or before.threshold is None or before.subject is None or s.subject is None:
        return
    graded = (before.subject.name or "").startswith(
        "grade of "
    ) and before.threshold.end <= before.subject.start
    if (
        graded
        and not _is_amid(item, min(before.start, before.threshold.start))
        and s.kind == "condition"
        and s.threshold is None
        and JOIN.fullmatch(item.quote(before.end, s.start))
    ):
        s.kind, s.threshold, s.bounds = "score", before.threshold, before.bounds
        s.subject = replace(s.subject.renamed(_of(item, s.subject)), label="SCORE")
        s.take(before.threshold.start, before.threshold.end)


def _is_amid(item: Item, at: int) -> bool:
    """`angina, grade 2 or greater ischemia, stroke`: a grade that does not lead the list is of one member alone."""
    return item.quote(max(item.start, at - 2), at).rstrip().endswith(",")


def _is_graded_with(item: Item, before: Statement, s: Statement) -> bool:
    """`hemorrhage/bleeding > grade 3`, `hemorrhage or bleeding event > grade 3`: the grade behind is of both."""
    if before.kind != "condition" or before.threshold or before.subject is None or s.subject is None:
        return False
    m = next((m for m in item.mentions if m.start == s.subject.start and m.label == "CONDITION"), None)
    if s.threshold is None or m is None or s.subject.name != _of(item, m) or s.threshold.start < m.end:
        return False
    gap = item.quote(before.end, m.start)
    same = "/" in gap or _EVENT.match(item.text, m.end - item.start) is not None
    return same and JOIN.fullmatch(gap) is not None


def _grade_as(item: Item, before: Statement, s: Statement) -> None:
    assert before.subject is not None
    assert s.threshold is not None
    before.kind, before.threshold, before.bounds = "score", s.threshold, s.bounds
    before.subject = replace(before.subject.renamed(_of(item, before.subject)), label="SCORE")
    before.take(s.threshold.start, s.threshold.end)


def _of(item: Item, m: Finding) -> str:
    return f"grade of {m.name or item.quote(m.start, m.end).lower()}"
