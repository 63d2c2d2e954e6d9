"""Which mention, or mentions, a threshold is about."""

import re
from dataclasses import dataclass, replace

from eligex.assembly.bounds.directions import directed
from eligex.assembly.bounds.implied import bounds_no_patient, can_be, implied_by, names_nothing, told_by_unit
from eligex.assembly.bounds.limits import told_again
from eligex.assembly.bounds.restated import (
    NUMERIC,
    again,
    fits,
    gap_behind,
    is_aside,
    is_method,
    is_panel,
    meant_by,
    members_behind,
    remarked,
    shares_unit,
)
from eligex.assembly.bounds.rows import is_circumstance, leads_row, named_for, same_quantity, tells_how
from eligex.assembly.bounds.scales import scale_behind
from eligex.assembly.forms.segments import SHORT_BRACKET
from eligex.assembly.grammar.lists import JOIN, SIGN
from eligex.assembly.items.donations import donated
from eligex.assembly.items.phrases import content_words, phrase_after, phrase_before
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding

THINGS = ("CONDITION", "DRUG", "PROCEDURE", "STATE")
_AFTER = re.compile(
    r"[\s)-]*(?:\b(?:of|for|in|on|the|a|an|your|his|total|or(?=\s+(?:more|fewer|less|greater))|more|is|are|as|their|any|by|to)\b\s*)*[(\s]*$",
    re.IGNORECASE,
)
_CLASS = re.compile(r"\bclass\b", re.IGNORECASE)
_EXTREME = re.compile(r"(?:an?\s+)?(?:min|max)", re.IGNORECASE)
_ASIDE = re.compile(r"[\s,(]*")
_CONJUNCTION = re.compile(r"[,;:]|\b(?:and|or|but|with|who|if)\b", re.IGNORECASE)
_PEOPLE = re.compile(
    r"\b(?:(?:for|in)\s+)?(?:and|or|but|if|(?:patient|subject|participant)s?|(?:fe)?males?|(?:wo)?men)\b",
    re.I,
)
_ONLY_SIGNS = re.compile(r"[\s;,()]*(?:(?:or|and|but)\b[\s(]*)?", re.IGNORECASE)
_BRACKET_ENDS = re.compile(r"\s*[)\]]\s*(?:(?:the|a|an|any)\s+)*$", re.IGNORECASE)
_UNLESS = re.compile(r"[(\[](?:unless|except|if|provided)\b", re.IGNORECASE)
_JOINED = re.compile(
    r"\b(?:and|or)\s+(?:(?:be|are|is|on|receiving|taking|an?|the|stable|or|decreasing|tapering|low(?:er)?|fixed|dos(?:es?|age)|daily|maintenance|of)\s+)*\Z",
    re.IGNORECASE,
)
_DOSED = re.compile(r"\s+(?:of\s+)?(?:(?:oral|daily)\s+)?", re.IGNORECASE)
_MASSES = ("mg", "g", "ug")
# "by conventional techniques or at least 10 mm"
_BY = re.compile(r"\b(?:by|using|via)\s+", re.IGNORECASE)
_BEFORE_BY = 8  # characters
_NEAR_WORDS, _DOSE_REACH = 5, 60  # words, characters
_CONSUMES = re.compile(r"(?:\w+ly\s+)?(?:consum|drink|smok)(?:es?|ing|s|ed|ption)?|per\s+\w+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bound:
    """A threshold with its subjects; each subject comes with the extents of its other names."""

    threshold: Finding
    subjects: tuple[Finding, ...]
    aliases: tuple[tuple[int, int], ...]


def bind(item: Item) -> list[Bound]:
    """Every threshold of an item, in text order, with what it is about (none where only implied)."""
    bound: list[Bound] = []
    for t in list(item.thresholds):
        if bounds_no_patient(item, t) or _in_deed(item, t):
            continue
        b: Bound | None = _bind_one(item, t, bound)
        if _is_reference(item, t) and not _knows(b):
            b = _of_known_test(item, t)
        told = directed(item, t, b.subjects) if b is not None else None
        if b is not None and told is not None:
            bound.append(replace(b, threshold=told))
        elif b is not None:
            item.thresholds.remove(t)  # nothing is read of it: its words may belong to a clause
    return bound


def _knows(b: Bound | None) -> bool:
    return b is not None and any("analyte" in f.value for f in b.subjects)


def _is_reference(item: Item, t: Finding) -> bool:
    """`within the reference range`: said of tests; "normal ranges" there are of other things."""
    of_normal = t.source.endswith((":normal-range", ":beside-normal"))
    return of_normal and "normal" not in item.quote(t.start, t.end).lower()


def _of_known_test(item: Item, t: Finding) -> Bound | None:
    """The nearest test before it in its sentence that a vocabulary knows and that no brackets hold."""
    known = [m for m in item.mentions if m.label in NUMERIC and "analyte" in m.value and m.end <= t.start]
    near = [
        m for m in known if item.segments.same(m.start, t.start) and item.segments.bracket(m.start) is None
    ]
    return _pack(t, *_coordinated(item, near[-1], item.start, t)) if near else None


def _in_deed(item: Item, t: Finding) -> bool:
    """`unable to eat half of a meal`, `unable to walk 50 m`: how much of a deed, where it measures nothing by name."""
    deeds = [m for m in item.mentions if m.source == "assembly:negated-deed" and t.within(m.start, m.end)]
    return any(not any(x.label in NUMERIC and x.within(m.start, m.end) for x in item.mentions) for m in deeds)


def _bind_one(item: Item, t: Finding, done: list[Bound]) -> Bound:
    if t.value.get("role") == "age":
        topic = item.topic if item.topic is not None and item.topic.label == "AGE" else None
        return _pack(t, _age(item, t) or topic)
    if (dosed := _next_drug(item, t) or donated(item.mentions, t) or told_by_unit(item, t)) is not None:
        return _pack(t, dosed)
    if t.value.get("role") == "exposure" and (taken := _exposed(item, t)) is not None:
        return _pack(t, taken)
    inner = t.value.get("subject_span")
    if inner:
        return _pack(t, _spanned(item, t, inner))
    last = _last_told(item, t, done)
    scale = _scale_inside(item, t, last)
    if scale is not None:
        return _pack(t, scale)
    tests, others = named_for(item, t)
    m = _direct_before(item, t, last) if tests else None
    if tests and (m is None or is_panel(m) or (last is not None and m in last.subjects)):
        return _pack(t, tests, [*others, *([(m.start, m.end)] if m and is_panel(m) else [])])
    if (m := leads_row(item, t, _named_behind(last)) or scale_behind(item, t)) is not None:
        return _pack(t, m)
    for m in (_direct_before(item, t, last), _direct_after(item, t, last)):
        if m is not None:
            subjects, aliases = _coordinated(item, m, last.threshold.end if last else item.start, t)
            if members := members_behind(item, subjects[-1], t):
                return _pack(t, members, [*aliases, *((x.start, x.end) for x in subjects)])
            return _pack(t, subjects[-1:] if _of_one(item, m, t) else subjects, aliases)
    if last and _inherits(item, last, t):
        return Bound(t, told_again(item, last.subjects, last.threshold, t), ())
    near = _near_before(item, t, last)
    if near is not None:
        return _pack(t, *_coordinated(item, near, last.threshold.end if last else item.start, t))
    named = item.topic or _carried_on(item, t) or _phrase(item, t, last)
    if named is not None and implied_by(t.value.get("unit")):
        if _CONSUMES.fullmatch(item.quote(named.start, named.end)):
            return _pack(t, None, [(named.start, named.end)])
        if named.start >= t.end and item.quote(t.end, named.start).strip() != "of":
            return _pack(t, None)  # "> 14 drinks per week or engages in"
    return _pack(t, named)


def _last_told(item: Item, t: Finding, done: list[Bound]) -> Bound | None:
    """The bound before; of `haemoglobin ≥ 10 for patients ≥ 6 years or ≥ 9 g/dL …` that of the haemoglobin."""
    before, last = done[-2:] if len(done) > 1 else (None, done[-1] if done else None)
    if before is None or last is None or last.threshold.value.get("role") != "age":
        return last
    again = before.threshold.value.get("unit") == t.value.get("unit") and before.subjects
    joined = again and JOIN.fullmatch(item.quote(last.threshold.end, t.start))
    return replace(last, subjects=before.subjects) if joined else last


def _named_behind(last: Bound | None) -> Finding | None:
    """The test of the bound before, where its name stands behind it."""
    return next((m for m in last.subjects if m.start >= last.threshold.end), None) if last else None


def _pack(
    t: Finding, subjects: list[Finding] | Finding | None, aliases: list[tuple[int, int]] | None = None
) -> Bound:
    found = [subjects] if isinstance(subjects, Finding) else subjects or []
    return Bound(t, tuple(found), tuple(aliases or ()))


def _age(item: Item, t: Finding) -> Finding | None:
    near = [m for m in item.mentions if m.label == "AGE" and item.segments.same(m.start, t.start)]
    before = [m for m in near if m.end <= t.start]
    after = [m for m in near if m.end > t.start]
    return before[-1] if before else (after[0] if after else None)


def _exposed(item: Item, t: Finding) -> Finding | None:
    """The drug whose dose an exposure bounds: the nearest before it, else right behind it."""
    drugs = [m for m in item.mentions if m.label == "DRUG" and item.segments.same(m.start, t.start)]
    before = [m for m in drugs if m.end <= t.start and len(item.quote(m.end, t.start)) < _DOSE_REACH]
    after = [m for m in drugs if m.start >= t.end and len(item.quote(t.end, m.start)) < _DOSE_REACH // 3]
    return before[-1] if before else (after[0] if after else None)


def _spanned(item: Item, t: Finding, inner: list[int]) -> Finding | None:
    lo, hi = inner
    known = [
        m for m in item.mentions if m.start < hi and lo < m.end and m.label in (*NUMERIC, *THINGS, "AGE")
    ]
    return (
        known[0]
        if known
        else phrase_before(item.text, lo - item.start, hi - item.start, source="assembly:phrase")
    )


def _scale_inside(item: Item, t: Finding, last: Bound | None) -> Finding | None:
    """`heart failure > NYHA class 2`, `minimum life expectancy of 3 months`: what the number is of stands between its
    comparator and it."""
    inside = [m for m in item.mentions if m.label in NUMERIC and t.start <= m.start and m.end < t.end]
    counted = [m for m in inside if "analyte" in m.value and str(t.value.get("unit")).startswith("/")]
    if counted:  # "> 50,000 platelets/uL"
        return counted[0]
    extreme = _EXTREME.match(item.quote(t.start, t.end))
    scales = [m for m in inside if extreme or (m.label == "SCORE" and t.start < m.start)]
    if _CLASS.search(item.quote(t.start, t.end)):  # "> class 2, NYHA"
        behind = [m for m in item.mentions if m.label == "SCORE" and m.start >= t.end]
        scales += [m for m in behind[:1] if _ASIDE.fullmatch(item.quote(t.end, m.start))]
    before = _direct_before(item, t, last)
    return scales[0] if scales and (before is None or before.label in THINGS) else None


def _before(item: Item, t: Finding, last: Bound | None, labels: tuple[str, ...]) -> Finding | None:
    floor = last.threshold.end if last else item.start
    found = [
        m for m in item.mentions
        if m.label in labels and floor <= m.start and m.end <= t.start and item.segments.same(m.end - 1, t.start)
        and can_be(item, m, t)
    ]  # fmt: skip
    done = last.threshold if last else None
    named = (m for m in reversed(found) if not is_aside(item, m, t) and not is_method(item, m))
    return next((m for m in named if not tells_how(item, done, m, t)), None)


def _direct_before(item: Item, t: Finding, last: Bound | None) -> Finding | None:
    """The mention that only linking words part from the threshold; a test before a mere condition."""
    for labels in (NUMERIC, THINGS):
        m = _before(item, t, last, labels)
        if m is not None and _linked(item, m, t):
            return m
        outer = remarked(item, m, t) if m is not None else None
        if outer is not None and _linked(item, outer, t):
            return outer
    return None


def _linked(item: Item, m: Finding, t: Finding) -> bool:
    gap = gap_behind(item, m, t)
    if len(gap) > 160 or ";" in SHORT_BRACKET.sub(" ", gap):
        return False
    aside = [x for x in item.mentions if m.end <= x.start and x.end <= t.start]
    for x in aside:  # a sex or an aside between them is not content
        gap = gap.replace(item.quote(x.start, x.end), " ", 1)
    tests = [x for x in aside if x.label in NUMERIC and remarked(item, x, t) is not m]
    other = [x for x in tests if not is_aside(item, x, t) and not is_method(item, x)]
    return not other and not content_words(gap) and not re.search(r",\s*(?:and|or)\b", gap)


def _direct_after(item: Item, t: Finding, last: Bound | None) -> Finding | None:
    for m in item.mentions:
        if (
            m.start >= t.end
            and m.label in (*NUMERIC, "DRUG", "CONDITION", "PROCEDURE")
            and can_be(item, m, t)
        ):
            if not _AFTER.match(item.quote(t.end, m.start)) or not item.segments.same(t.end - 1, m.start):
                return None
            if is_circumstance(item, t, m) and (m.label == "PROCEDURE" or (last and _goes_on(item, last, t))):
                return None
            return None if m.label in NUMERIC and _owned_by_next(item, m, t) else m
    return None


def _next_drug(item: Item, t: Finding) -> Finding | None:
    """`methotrexate or > 10 mg/day prednisone`: a dose behind a conjunction is of the drug right behind it."""
    unit = str(t.value.get("unit") or "")
    if not unit.startswith(_MASSES) or not _JOINED.search(
        item.quote(max(item.start, t.start - _DOSE_REACH), t.start)
    ):
        return None
    behind = (m for m in item.mentions if m.label == "DRUG" and m.start >= t.end)
    m = next(behind, None)
    return m if m is not None and _DOSED.fullmatch(item.quote(t.end, m.start)) else None


def _owned_by_next(item: Item, m: Finding, t: Finding) -> bool:
    """`≤ 3 ULN, AST ≤ 5`: the mention after the threshold has one of its own."""
    following = [x for x in item.thresholds if x.start >= m.end]
    return bool(following) and _linked(item, m, following[0]) and "," in item.quote(t.end, m.start)


def _goes_on(item: Item, last: Bound, t: Finding) -> bool:
    """`< 50 or > 105 mmHg in a sitting position`."""
    return SIGN.search(item.quote(last.threshold.end, t.start)) is not None and _inherits(item, last, t)


def _inherits(item: Item, last: Bound, t: Finding) -> bool:
    """A second limit of the same subject: nothing between that could be a subject of its own."""
    if not last.subjects and last.threshold.value.get("role") != "age":
        return False
    gap = item.quote(last.threshold.end, t.start)
    if len(gap) > 200:
        return False
    if same_quantity(item, last.threshold, t):
        return True
    if not item.segments.same(last.threshold.end - 1, t.start):
        return _ONLY_SIGNS.fullmatch(re.sub(_PEOPLE, " ", gap)) is not None
    between = [m for m in item.mentions if last.threshold.end <= m.start and m.end <= t.start]
    if any(m.label in NUMERIC for m in between):
        return False
    if all(m.label == "SEX" for m in between) and between:
        return not content_words(re.sub(_PEOPLE, " ", gap))
    if between:
        return bool(re.match(r"[\s,(]*(?:and|or|but|if|for|in|/|,|\()", gap, re.IGNORECASE))
    return not content_words(
        re.sub(r"\b(?:and|or|but|if|patients?|subjects?|men|women)\b", " ", gap, flags=re.IGNORECASE)
    )


def _near_before(item: Item, t: Finding, last: Bound | None) -> Finding | None:
    m = _before(item, t, last, NUMERIC)
    if m is None:
        return None
    gap = SHORT_BRACKET.sub(" ", gap_behind(item, m, t))
    near = len(content_words(gap)) <= _NEAR_WORDS and not _CONJUNCTION.search(gap)
    return m if near else None


def _carried_on(item: Item, t: Finding) -> Finding | None:
    """`IOP within guidelines. Must not be > 36 mmHg`: a sentence that names nothing speaks of the test before."""
    lo, _ = item.segments.bounds(t.start)
    if lo <= item.start or content_words(item.quote(lo, t.start)):
        return None
    before = [m for m in item.mentions if m.end <= lo]
    return before[-1] if before and before[-1].label in NUMERIC else None


def _phrase(item: Item, t: Finding, last: Bound | None) -> Finding | None:
    lo, hi = item.segments.bounds(t.start)
    if last:
        lo = max(lo, last.threshold.end)
    unit = t.value.get("unit")
    before = phrase_before(item.text, lo - item.start, t.start - item.start, source="assembly:phrase")
    after = phrase_after(item.text, t.end - item.start, hi - item.start, source="assembly:phrase")
    counted = unit is None and not t.value.get("relative_to")
    touches = after is not None and not item.quote(t.end, after.start + item.start).strip()
    for p in (after, before) if counted and touches else (before, after):
        if p is not None and not names_nothing(item.text[p.start : p.end]) and not _tells_by(item.text, p):
            return _moved(p, item.start)
    return None


def _tells_by(text: str, p: Finding) -> bool:
    """Whether it tells only by which means something was measured."""
    before = _BY.search(text, max(0, p.start - _BEFORE_BY), p.start)
    return _BY.match(text, p.start) is not None or (before is not None and before.end() == p.start)


def _moved(p: Finding, by: int) -> Finding:
    return Finding(p.start + by, p.end + by, p.label, p.source)


def _of_one(item: Item, m: Finding, t: Finding) -> bool:
    """`arrhythmia or hypertension (> 160/100 mmHg)`: a quantity that the disease beside it has, and no other."""
    unit = t.value.get("unit")
    if m.label != "CONDITION" or unit is None or t.value.get("relative_to"):
        return False
    inside = item.segments.bracket(t.start)
    return implied_by(unit) is not None or (inside is not None and m.end <= inside[0])


def _coordinated(
    item: Item, m: Finding, floor: int, t: Finding
) -> tuple[list[Finding], list[tuple[int, int]]]:
    """`m` with the mentions that are joined to it on its left, and the extents of their other names."""
    row = [x for x in item.mentions if x.label in (*NUMERIC, m.label) and floor <= x.start and x.end <= m.end]
    subjects = [m]
    aliases: list[tuple[int, int]] = []
    edge = m.start
    for x in reversed(row[: row.index(m)] if m in row else []):
        head = subjects[-1]
        gap = item.quote(x.end, edge)
        if again(item, x, head, gap, t) and fits(x, head, t):
            numbered = any(c.isdigit() for c in gap)  # "Hamilton Depression Rating Scale 24-item (HDRS-24)"
            aliases.append((x.start if numbered else head.start, head.end))
            subjects[-1] = x
        elif meant_by(item, x, head, item.quote(x.end, head.start), t):
            aliases.append((x.start, x.end))
        elif _joined(item, x, head, gap):
            if not shares_unit(x, head, t):
                break
            subjects.append(x)
        elif not is_aside(item, x, t):
            break
        edge = x.start
    return list(reversed(subjects)), aliases


def _joined(item: Item, x: Finding, head: Finding, gap: str) -> bool:
    """Coordinated: what only a bracket's end parts from the head (`(corrected for albumin) calcium`) is not."""
    if not item.segments.same(x.start, head.start) or not JOIN.fullmatch(SHORT_BRACKET.sub(" ", gap)):
        return False
    if _UNLESS.search(gap):  # "prolonged PT (unless on warfarin), hematocrit < 35%"
        return False
    return not _BRACKET_ENDS.match(gap)
