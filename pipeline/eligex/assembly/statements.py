"""Statements of one criterion: one for each bound of a subject, one for each other thing it names."""

import re
from dataclasses import replace
from itertools import pairwise

from eligex.assembly.additions import Additions, accompany
from eligex.assembly.beside.adjuncts import within_phrases
from eligex.assembly.beside.elided import fill_rows
from eligex.assembly.bounds.changes import tell_changes
from eligex.assembly.bounds.functions import spare_functions
from eligex.assembly.bounds.grades import (
    grade_of,
    graded,
    grades_to_conditions,
    roman_grades,
    share_grade,
)
from eligex.assembly.bounds.implied import implied_by
from eligex.assembly.bounds.nominal import nominal
from eligex.assembly.bounds.performance import one_scale
from eligex.assembly.bounds.references import tell_references
from eligex.assembly.bounds.respective import each_its_own
from eligex.assembly.bounds.restated import made_for
from eligex.assembly.bounds.results import share_heads, share_results, tell_results, tested
from eligex.assembly.bounds.scales import scored
from eligex.assembly.bounds.shares import tell_shares
from eligex.assembly.bounds.standards import measure, standards
from eligex.assembly.bounds.subjects import Bound, bind
from eligex.assembly.forms.segments import BLANK
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import JOIN
from eligex.assembly.heads.manifestations import manifestations, show
from eligex.assembly.heads.objects import extents, governed, governing, said_of
from eligex.assembly.heads.origins import with_deed, with_origin
from eligex.assembly.heads.topics import is_topic, take_topics
from eligex.assembly.items.parted_names import infection_behind
from eligex.assembly.items.reading import Item, kind_of
from eligex.assembly.items.vaccinations import is_with_vaccine
from eligex.assembly.people.bystanders import (
    GUARDIAN,
    is_bystander,
    is_of_pregnancy,
    is_own_trial,
    is_unchanged,
)
from eligex.assembly.polarity.duties import duties_of, tell_duties
from eligex.assembly.polarity.provisos import equations, explanations, is_verdict
from eligex.assembly.polarity.understood import understood
from eligex.assembly.qualifying.asides import asides, judged, narrow, narrowings, qualify
from eligex.assembly.qualifying.complements import apart, complements, complete, quiet
from eligex.assembly.qualifying.methods import known_by
from eligex.components.findings import Finding
from eligex.text.lazily import lazily
from eligex.vocab import measurements

_PRESSURES = {"systolic": "sbp", "diastolic": "dbp"}
_MODAL = ("childbearing_potential", "willingness", "guardian")
_WASHOUT = lazily(r"wash(?:[\s-]?outs?)?(?:\s+periods?)?", re.IGNORECASE)  # a stretch of time, no treatment
_PROVEN = re.compile(
    r"[\s-]+(?:proven|proved|confirmed|verified|documented)\s+(?=(?P<what>[\w/-]+(?:\s+[\w/-]+){0,3}))",
    re.IGNORECASE,
)
_MANNER = lazily(  # `times/present.py`
    r"(?:chronic|long-?term|prolonged|regular|continuous)\s+(?:therapy|treatments?|use|administration)",
    re.IGNORECASE,
)
_WITH = lazily(r"\s+(?:with|of)\s+(?:(?:an?|the|any|oral|systemic|other)\s+)*", re.IGNORECASE)
_TAKES_PART = lazily(  # by itself
    r"(?:willing\w*|agree\w*)(?:\s+and\s+able)?\s+to\s+participate\s+in\s+(?:this|the|our)\s+(?:(?:present|current|clinical|research)\s+)?(?:study|trial|research)\b",
    re.IGNORECASE,
)
_UNLESS = 40  # characters from whom an exception is of to its cue
_WHO = lazily(r"\b(?:who|must|should|not|without|with|un\w+)\b", re.IGNORECASE)


def statements_of(item: Item) -> list[Statement]:
    """All statements of an item in text order, without polarity, windows and exceptions."""
    settled = understood(item)
    defined, told = [*equations(item), *settled], explanations(item)
    bounds = [b for b in each_its_own(item, bind(item)) if not _only_told(b, defined, told)]
    found = [s for b in bounds for s in _numeric(item, b)]
    for s in found:
        _take_outer(item, s)
        grade_of(item, s)
    tell_shares(item, found)
    tell_changes(item, found)
    found = tell_references(item, found)
    spare_functions(item, found)
    used = {e for s in found for e in s.taken}
    norms = standards(item)
    aside = [e for e in asides(item) if all(e[0] != a for a, _ in norms)]
    norms = [e for e in norms if not any(a <= e[0] < b for a, b in aside)]
    narrowing, explained = narrowings(item), [*told, *defined, *norms]
    clauses, narrowing = apart(item, complements(item), narrowing, [*aside, *explained])
    narrowing = [n for n in narrowing if not any(a <= n[0] and n[1] <= b for a, b in explained)]
    explained += [
        e for s in found if s.kind == "score" for e in s.aside
    ]  # "toxicity from radiotherapy > grade 1"
    duties = duties_of(item)
    explained += [(a, b) for _, a, b in duties]
    heads = governed(item, [*aside, *narrowing, *explained, *clauses])
    shown = manifestations(item, heads)
    found += _plain(
        item,
        used,
        bounds,
        aside + narrowing + clauses,
        [*explained, *quiet(item, clauses), *extents(heads), *shown],
    )
    found += governing(item, heads, used, aside + narrowing)
    show(item, found, shown)
    found += judged(item, aside + narrowing, clauses, found)
    found.sort(key=lambda s: (s.at, s.start))
    tell_duties(item, found, duties)
    found = one_scale(item, found)
    accompany(item, found, [*extents(heads), *clauses])
    qualify(item, found, aside)
    measure(item, found, norms)
    narrow(item, found, narrowing)
    narrow(item, found, said_of(item, heads), ahead=False)
    complete(item, found, clauses)
    found = within_phrases(item, found)
    found = roman_grades(item, found)
    _take_nouns(item, found)
    share_heads(item, found)
    share_results(item, found)
    tell_results(item, found)
    found = fill_rows(item, known_by(item, found))
    take_topics(item, found)
    for a, b in settled:
        for owner in [s for s in found if s.at < a][-1:]:
            owner.take(a, b)
    for before, s in pairwise(found):
        share_grade(item, before, s)
        _name_among_diseases(item, before, s)
    return found


def _take_nouns(item: Item, statements: list[Statement]) -> None:
    """`hepatitis C virus (detectable HCV RNA) infection`: the noun belongs to the name."""
    for s in statements:
        if s.kind == "condition" and s.subject is not None:
            a, b = s.subject.start - item.start, s.subject.end - item.start
            if (noun := infection_behind(item.text, a, b)) is not None:
                s.take(item.start + noun[0], item.start + noun[1])


def _only_told(b: Bound, defined: list[tuple[int, int]], told: list[tuple[int, int]]) -> bool:
    """A number that says what a unit holds, or one of the trial's own ("we expect 25 % …") about nothing known."""
    known = any(s.source != "assembly:phrase" for s in b.subjects)
    return any(b.threshold.within(*e) for e in (defined if known else [*defined, *told]))


def _numeric(item: Item, b: Bound) -> list[Statement]:
    t = b.threshold
    part = t.value.get("component")
    subjects: list[Finding | None] = [scored(item, _part(item, x, part), t) for x in _whole(item, b)] or [
        None
    ]
    made = []
    for subject in subjects:
        s = Statement(
            kind=_kind(subject, t),
            start=min(subject.start, t.start) if subject else t.start,
            end=max(subject.end, t.end) if subject else t.end,
            subject=subject,
            implied=None if subject else _implied(t),
            threshold=t,
            bounds=dict(t.value),
            value=t.value.get("value"),
        )
        s.take(t.start, t.end)
        if subject:
            s.take(subject.start, subject.end)
            for start, end in made_for(item, subject, t):
                s.qualify(start, end, item.quote(start, end))
        for a in b.aliases:
            s.take(*a)
        made.append(s)
    return made


def _whole(item: Item, b: Bound) -> list[Finding]:
    """`milk-specific | IgE antibody` are no two tests."""
    kept: list[Finding] = []
    for x in b.subjects:
        last = kept[-1] if kept else None
        part = last is not None and (x.name is None or item.quote(last.start, last.end).endswith("-specific"))
        if last is not None and part and last.end < x.start and item.quote(last.end, x.start).isspace():
            kept[-1] = Finding(last.start, x.end, x.label, "assembly:phrase")
        else:
            kept.append(x)
    return kept


def _part(item: Item, subject: Finding, part: str | None) -> Finding:
    """Of a blood pressure pair the first number is the systolic, the second the diastolic pressure; "hypertension
    (> 160/100 mmHg)" says it of them as well."""
    if part is None:
        return subject
    words = item.quote(subject.start, subject.end).lower()
    raised = subject.label == "CONDITION" and words.endswith("hypertension")
    if not (raised or subject.value.get("analyte") == "bp"):
        return subject
    known = measurements.analyte(_PRESSURES[part])
    value = {**subject.value, "analyte": _PRESSURES[part]}
    return replace(
        subject, label="MEASUREMENT", name=known.name, system=known.system, code=known.loinc, value=value
    )


def _take_outer(item: Item, s: Statement) -> None:
    """`prolonged QTc interval (> 450 ms)`: the bound says what the condition around its subject is."""
    for m in item.mentions:
        if s.subject is None:
            return
        if _is_again(item, m, s.subject):
            s.take(m.start, m.end)
        known = m.label == "STATE" and m.value.get("state") is not None
        same = known and m.overlaps(s.subject.start, s.subject.end)  # "weekly alcohol intake"
        outer = "CONDITION" if s.subject.label != "DRUG" else "PROCEDURE"  # "steroid therapy (> 10 mg daily)"
        if same or (m.label in ("CONDITION", outer) and s.subject.within(m.start, m.end)):
            s.take(m.start, m.end)


def _name_among_diseases(item: Item, before: Statement, s: Statement) -> None:
    """`hepatic insufficiency, renal function, …`: a function in a list of diseases is one that is impaired."""
    bare = s.kind == "measurement" and s.threshold is None and s.value is None and s.subject is not None
    if not bare or before.kind != "condition" or not JOIN.fullmatch(item.quote(before.end, s.start)):
        return
    if item.quote(s.start, s.end).lower().endswith("function"):
        s.value = "abnormal"


def _implied(t: Finding) -> str | None:
    if t.value.get("role") == "age":
        return "age"
    return implied_by(t.value.get("unit"))


def _kind(subject: Finding | None, t: Finding) -> str:
    if t.value.get("role") == "age" or (subject is None and _implied(t) == "age"):
        return "age"
    return kind_of(subject) if subject else "measurement"


def _plain(
    item: Item,
    used: set[tuple[int, int]],
    bounds: list[Bound],
    aside: list[tuple[int, int]],
    explained: list[tuple[int, int]],
) -> list[Statement]:
    """Statements of the mentions that no threshold took and that no aside or explanation only speaks of."""
    found: list[Statement] = []
    held: list[tuple[int, int]] = []
    additions = Additions(item)
    for m in item.mentions:
        if (m.start, m.end) in used or m.label in ("AGE", "SEX") or _hidden(item, m, bounds, additions):
            continue
        if is_bystander(item, m) or is_own_trial(item, m) or is_with_vaccine(item, m):
            held.append((m.start, m.end))
            continue
        if is_of_pregnancy(item, m) or is_topic(item, m) or _tells_manner(item, m) or _tells_proof(item, m):
            continue
        if is_unchanged(item, m) or _WASHOUT.fullmatch(item.quote(m.start, m.end)):
            continue
        if _only_leads(item, m, aside, explained):
            held.append((m.start, m.end))
            continue
        again = bool(found) and found[-1].subject is not None and _same_state(found[-1].subject, m)
        if (m.label != "STATE" or again) and any(m.within(a, b) for a, b in aside):
            continue
        if any(m.within(a, b) for a, b in explained):
            continue
        last = found[-1].subject if found else None
        if last is not None and m.within(last.start, last.end):
            found[-1].take(m.start, m.end)
            continue
        judges = m.value.get("state") == "investigator_judgement" or is_verdict(item, m)
        if judges and len(item.mentions) > 1:
            held.append((m.start, m.end))
            continue
        same = next((s for s in found if s.subject and _other_name(item, s.subject, m)), None)
        if same is not None:
            same.take(m.start, m.end)
            same.end = max(same.end, m.end)
            if same.value is None and same.threshold is None:  # "… [NYHA] class III", "… [HBsAg] reactive"
                same.value = nominal(item, same, m) or graded(item, same, m)
            continue
        whole = with_origin(item, m) or with_deed(item, m) or m
        s = Statement.of(kind_of(whole), whole)
        s.value = nominal(item, s, m) or graded(item, s, m) or tested(item, s)
        bare = item.is_bare(m)
        if (bare or s.value is None) and not additions.may_state(m):
            continue
        for a, b in held:
            s.take(a, b)
        held.clear()
        found.append(s)
    for a, b in held if found else []:
        found[-1].take(a, b)
    return grades_to_conditions(item, found)


def _tells_manner(item: Item, m: Finding) -> bool:
    """`chronic therapy` with a drug that is named: how that is given (`times/present.py`)."""
    words = item.quote(m.start, m.end)
    if m.label not in ("PROCEDURE", "DRUG") or not _MANNER.fullmatch(words):
        return False
    link = _WITH.match(item.text, m.end - item.start)
    at = item.start + link.end() if link else -1
    return any(x.start == at and x.label in ("DRUG", "PROCEDURE") for x in item.mentions)


def _tells_proof(item: Item, m: Finding) -> bool:
    """`biopsy proven` before a disease: how that is known."""
    proven = _PROVEN.match(item.text, m.end - item.start) if m.label == "PROCEDURE" else None
    if proven is None:
        return False
    a, b = (item.start + x for x in proven.span("what"))
    return any(x.label == "CONDITION" and a <= x.start < b for x in item.mentions)


def _is_again(item: Item, m: Finding, behind: Finding) -> bool:
    """`paracetamol/acetaminophen (up to 2 g)`: the bound has the other name of it."""
    return m.name is not None and m.name == behind.name and item.quote(m.end, behind.start) == "/"


def _same_state(a: Finding, b: Finding) -> bool:
    """`contraception to prevent pregnancy`."""
    return a.label == b.label == "STATE" and a.value.get("state") == b.value.get("state") is not None


def _only_leads(
    item: Item, m: Finding, aside: list[tuple[int, int]], explained: list[tuple[int, int]]
) -> bool:
    """`willing to`, `of childbearing potential` before the state that the sentence is about and that is stated."""
    guards = m.value.get("state") == "legal_capacity" and GUARDIAN.search(item.quote(m.start, m.end))
    if "deed" in m.value or (m.value.get("state") not in _MODAL and not guards):
        return False
    if m.value.get("state") == "childbearing_potential" and _is_excepted(item, m):
        return False
    if _TAKES_PART.match(item.whole, m.start) and item.section == "inclusion":
        return False
    if m.value.get("state") == "childbearing_potential" and _speaks_of(item, m, "contraception"):
        return True
    return any(
        (
            x.start >= m.end
            and item.segments.same(m.start, x.start)
            and x.value.get("state") not in (None, *_MODAL)
        )
        or (x.value.get("analyte") == "pregnancy_test" and x.start >= m.end)
        for x in item.mentions
        if m.value.get("state") == "childbearing_potential"
        or not any(x.within(a, b) for a, b in (explained if x.label == "STATE" else (*aside, *explained)))
    )


def _is_excepted(item: Item, m: Finding) -> bool:
    """`women of childbearing potential, unless they use contraception` speaks of all such women."""
    return item.section == "exclusion" and any(
        c.label == "EXCEPTION" and m.end <= c.start and item.segments.same(m.start, c.start)
        and not _WHO.search(gap := item.quote(m.end, c.start)) and len(gap) - gap.count(BLANK) < _UNLESS
        for c in item.contexts
    )  # fmt: skip


def _speaks_of(item: Item, m: Finding, state: str) -> bool:
    return any(x.value.get("state") == state and item.segments.same(m.start, x.start) for x in item.mentions)


def _hidden(item: Item, m: Finding, bounds: list[Bound], additions: Additions) -> bool:
    """Inside a threshold's or a window's own words, or inside a longer mention that is stated instead."""
    if any(m.within(b.threshold.start, b.threshold.end) for b in bounds):
        return True
    if any(m.within(w.start, w.end) for w in (*item.windows, *item.durations)):
        return True
    if item.handed_on is not None and m.within(*item.handed_on):
        return True
    outer = [x for x in item.mentions if x is not m and m.within(x.start, x.end)]
    return any(x.label in ("CONDITION", "PROCEDURE", "STATE") and additions.may_state(x) for x in outer)


def _other_name(item: Item, a: Finding, b: Finding) -> bool:
    """`b` is `a` again in brackets, or its abbreviation."""
    gap = item.quote(a.end, b.start) if a.end <= b.start else ""
    if a.label == b.label == "CONDITION" and re.fullmatch(r"\s*\([^()]{1,12}\)\s+", gap):
        return True
    if not re.fullmatch(r"\s*[(\[]\s*(?:i\.?e\.?,?\s*|or\s+|also known as\s+)?", gap):
        return False
    if a.name is not None and a.name == b.name:
        return True
    short = [x for x in item.abbreviations if (x.start, x.end) == (b.start, b.end)]
    return bool(short) and str(short[0].value.get("long", "")).lower() in item.quote(a.start, a.end).lower()
