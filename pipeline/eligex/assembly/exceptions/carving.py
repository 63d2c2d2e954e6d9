"""What is carved out of what: the statements under an exception or a permission, and those they are an exception of."""

import re
from itertools import pairwise

from eligex.assembly.bounds.limits import is_of_case
from eligex.assembly.exceptions.carved import PROVIDED, PROVIDED_THEN, are_of_one_patient, is_of_last, told_of
from eligex.assembly.exceptions.taken_back import take_back, withdrawn
from eligex.assembly.forms.statement import Statement, is_treatment
from eligex.assembly.items.reading import Item, by_head
from eligex.assembly.people.conditionals import suppose_granted
from eligex.assembly.polarity.barred import is_no, reaches
from eligex.assembly.polarity.negation import allows_below, requirement
from eligex.assembly.polarity.uncounted import uncounted
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_EXCEPTING_HEAD = lazily(
    r"(?:\bexcept(?:ing)?|(?:(?:^|[.;:(])\W*|\b(?:with|following|these|the|are|some|as|of)\s+)(?:exceptions?|exemptions?)|\bexcluding|\bother\s+than|\bapart\s+from|\bunless)\b"
    r"(?:[\s,(/]+(?:for|of|if|are|is|when|any|one|all|both|each|either|at|least|two|three|more|or|and|the|that|following|these|those|below|as|follows|listed|noted"
    r"|includ(?:e|es|ing)|patients?|subjects?|participants?|with|who|have|they|meet(?:s|ing)?|met|fulfill?(?:ed|ing)?|satisf(?:y|ied)|true|present|conditions?|criteri(?:a|on)"
    r"|circumstances|situations|cases|items|allowances|indications|treatments?|therap(?:y|ies)|medications?|drugs?|diagnos[ei]s|diseases|disorders|combinations?"
    r"|apply|to|from|this|rule|in|exclusions?|which|will|may|be|allowed|permitted|permissible|acceptable|eligible)\b\)?)*"
    r"(?:(?<=following)\s+(?P<case>(?:if|when|provided)\s+[^:;.()]{3,80}))?\W*$",
    re.IGNORECASE,
)
_BY_NAME = re.compile(
    r"[\s,:]*[(\[]?\s*(?:e\.?\s?g\.?|i\.?\s?e\.?|such\s+as|for\s+example|including|like)[\s,:]", re.IGNORECASE
)
_NAMED_END = re.compile(r"\b(?:but|however|except|unless|if|provided|are|is|must|should)\b", re.IGNORECASE)
_OF_THOSE = re.compile(
    r"\s*(?:(?:for|if|as|those|that|which|the|ones?|what|drugs?|medications?|agents|treatments?|therap(?:y|ies)|is|are|\w+ly)\s+)*",
    re.IGNORECASE,
)
_MIGHT = re.compile(r"may\s+(?:receive|use|take|continue|be\s+on)\b", re.IGNORECASE)
_WHO = re.compile(r"\b(?:who|whom)(?:\s+\w+ly)?\s*\Z", re.IGNORECASE)
_NOUN_BEFORE = re.compile(r"\b(?P<noun>[a-z]{4,}?)s?\s*\Z", re.IGNORECASE)
_DASH = re.compile(r"\s[-–]\s+(?=[A-Z][a-z])")
_THEN = re.compile(r"\b(?:prior|previous(?:ly)?|past|history)\b", re.IGNORECASE)
_NOW = re.compile(
    r"\b(?:concurrent(?:ly)?|concomitant(?:ly)?|current(?:ly)?|ongoing|simultaneous)\b", re.IGNORECASE
)
_GOES_ON = re.compile(r"\s*,?\s*(?:(?:and|or)\s+)?\w")
_RECOVERED = re.compile(r"\b(?:recover|resol(?:ution|ve))", re.IGNORECASE)
_AT_MOST = re.compile(r"(?:no|not)\s+more\s+than|up\s+to|at\s+most|(?:a\s+)?maximum|≤", re.IGNORECASE)
_PEOPLE = re.compile(
    r"\b(?:patients?|subjects?|participants?|individuals?|volunteers?|persons?|people|those|who|wom[ae]n|men|children)\b",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"\b(?:treat|therap|medic|drug|us(?:e|ing)\b|tak(?:e|ing)\b|receiv|steroid)", re.IGNORECASE
)
_SUPPORT = re.compile(
    r"transfus|growth\s+factors?|colony|G-?CSF|erythropo|\bEPO\b|supplement|stent|drain|replacement|hydration|support",
    re.IGNORECASE,
)


def carve(item: Item, statements: list[Statement]) -> None:
    """Links what an exception cue governs to the statement that it is carved out of."""
    for c in item.contexts:
        scope = c.value.get("scope")
        if (
            c.label not in ("EXCEPTION", "ALLOWED")
            or not scope
            or _is_adjective(item, c)
            or _describes(item, c)
        ):
            continue
        lo = _behind_dash(item, c, scope[0])
        out = [s for s in statements if lo <= s.at < scope[1] and s.base is None and not s.supposed]
        if out and (granted := withdrawn(item, c, statements)):
            take_back(item, granted, out, c)
        else:
            _carve_out(item, statements, c, out)
    suppose_granted(item, statements)


def _behind_dash(item: Item, c: Finding, lo: int) -> int:
    """`INR ≤ 1.4 - Heparin is allowed`: a permission ends at the dash before it."""
    dashes = list(_DASH.finditer(item.text, lo - item.start, c.start - item.start)) if lo < c.start else []
    return item.start + dashes[-1].end() if dashes and c.label == "ALLOWED" else lo


def _carve_out(item: Item, statements: list[Statement], c: Finding, out: list[Statement]) -> None:
    provided = [s for s in _conditions(item, c, statements) if s not in out]
    out = out + provided
    named = _examples(item, c, statements) if c.label == "ALLOWED" else []
    rest = _asking(item, [s for s in statements if s not in (*out, *named)], c)
    if c.label == "ALLOWED":  # "no X allowed" permits nothing, "no more than two X are allowed" asks for that
        out = [s for s in out if not (s.negated and _reaches(item, s.cue, c)) and not _caps(item, s)]
        if provided and not rest and item.parent is None and item.section == "exclusion":
            # "X may take part if Y": X, unless Y
            rest, out = [s for s in out if s not in provided], provided
    out += [s for s in named if s not in out] if out else []
    _free(item, c, out, provided, rest)


def _free(
    item: Item, c: Finding, out: list[Statement], provided: list[Statement], rest: list[Statement]
) -> None:
    """Permits `out`, an exception of something in `rest`; what it is `provided` for is one of the same."""
    (lo, hi), base = c.value["scope"], c.value.get("base")
    linked = item.section != "inclusion" or not c.source.endswith("allowed-forward")
    for s in out:
        s.permitted = True
        # "except in patients without X" carves out who has no X; "no Y except X" does not deny X
        inside = s.cue is not None and lo <= s.cue.start < hi
        s.negated = s.negated and (inside or s in provided)
        s.take(c.start, c.end)
        if linked:
            s.base, s.carver = _carved_from(item, s, rest, c, base), c
    if linked and c.label == "EXCEPTION" and are_of_one_patient(item, c, out):
        for s in out:
            s.base = out[0].base
    for a, b in pairwise(out if linked else ()):
        if (
            a.base is not None
            and b.base is not None
            and (is_of_last(item, a, b) or is_of_case(item, b.subject))
        ):
            b.base = a.base
    granted = [s.base for s in out if s not in provided and s.base is not None]
    for s in provided if granted else []:
        s.base = granted[-1]


def _asking(item: Item, statements: list[Statement], cue: Finding) -> list[Statement]:
    """What the cue's may be an exception of; of a permission nothing that another cue takes."""
    rest = [s for s in statements if s.base is None and not s.supposed]
    free = [s for s in rest if not _is_taken_elsewhere(item, s, cue)]
    return free if cue.label == "ALLOWED" else free or rest


def _is_taken_elsewhere(item: Item, s: Statement, cue: Finding) -> bool:
    """What another cue carves out or permits ("prior fulvestrant is permitted") is no base of this one."""
    scopes = [
        c.value["scope"]
        for c in item.contexts
        if c is not cue and c.label in ("EXCEPTION", "ALLOWED") and c.value.get("scope")
    ]
    return any(a <= s.at < b and not a <= cue.start < b for a, b in scopes)


def _examples(item: Item, c: Finding, statements: list[Statement]) -> list[Statement]:
    """`steroids are allowed (e.g. dexamethasone, prednisone)`: what is permitted, by name."""
    m = _BY_NAME.match(item.text, c.end - item.start)
    if m is None:
        return []
    begin, (_, end) = item.start + m.end(), item.segments.bounds(c.start)
    inside = item.segments.bracket(begin)
    stop = _NAMED_END.search(item.text, m.end(), (min(end, inside[1]) if inside else end) - item.start)
    end = min(end, inside[1]) if inside else end
    end = item.start + stop.start() if stop else end
    return [s for s in statements if begin <= s.at < end and s.base is None and s.threshold is None]


def open_exceptions(head: Item, statements: list[Statement]) -> list[Statement]:
    """What a head states before its `except any of the following:`, and rests on that too."""
    m = _EXCEPTING_HEAD.search(head.text)
    if m is None:
        return statements
    cut = head.start + m.start()
    kept = [s for s in statements if s.at < cut]
    for s in kept[-1:]:
        s.take(cut, head.start + m.end())
    return kept


def carve_nested(item: Item, statements: list[Statement], head: list[Statement]) -> None:
    """`Prior malignancy, except:` carves its items out; so does an item that only permits ("… may qualify")."""
    excepted = _EXCEPTING_HEAD.search(item.head)
    case = excepted["case"] if excepted else None  # "exceptions for the following if treated:"
    at = item.whole.rfind(case, 0, item.start) if case else -1
    for s in statements if excepted else ():
        s.permitted = True
        s.negated = s.negated and s.cue is not None and s.cue.start >= item.start  # "A without evidence of B"
        if case and at >= 0:
            s.qualify(at, at + len(case), case)
    cued = any(c.label in ("EXCEPTION", "ALLOWED") for c in item.contexts)
    if not (excepted or cued or allows_below(item)):
        return
    asking = [h for h in head if h.base is None and not h.permitted]
    if not excepted and item.section == "inclusion":  # what is required otherwise stays so
        asking = [h for h in asking if h.threshold is not None or requirement(item, h) == "forbid"]
    base = asking[-1] if asking else None
    for s in statements:
        if s.permitted and s.base is None and base is not None and all(x.permitted for x in statements):
            s.base = base


def carve_beside(stated: list[tuple[Item, list[Statement]]]) -> None:
    """`No concurrent steroids` beside `Inhaled steroids are allowed` under one head: the second is an exception of what
    it shares a word with, of the last one before it or else of the first behind."""
    for rows in by_head(stated).values():
        told = [(i, own) for i, own in rows if own and not (uncounted(i.text) or uncounted(i.head))]
        free = [(i, own) for i, own in told if all(s.permitted and s.base is None for s in own)]
        forbidden = [(i, s) for i, own in rows for s in own if _is_forbidden(i, s)] if free else []
        for item, statements in free:
            base = _alike(item, statements, forbidden)
            for s in statements:
                s.base = base


def _is_forbidden(item: Item, s: Statement) -> bool:
    return s.base is None and not s.permitted and s.threshold is None and requirement(item, s) == "forbid"


def _alike(item: Item, own: list[Statement], forbidden: list[tuple[Item, Statement]]) -> Statement | None:
    alike = [s for i, s in forbidden if _at_one_time(item, i, s) and any(_share(item, o, i, s) for o in own)]
    before = [s for s in alike if s.at < item.start]
    return before[-1] if before else alike[0] if alike else None


def _share(item: Item, own: Statement, i: Item, s: Statement) -> bool:
    kinds = {own.kind, s.kind}
    return (len(kinds) == 1 or kinds == {"drug", "procedure"}) and bool(told_of(item, own) & told_of(i, s))


def _at_one_time(item: Item, i: Item, s: Statement) -> bool:
    """`Prior chemotherapy allowed` frees nobody from `No concurrent chemotherapy`."""
    then, now = (p.search(item.text) is not None for p in (_THEN, _NOW))
    told = " ".join([i.quote(s.begin(i.start), s.end), *s.qualifiers])
    return not ((then and not now and _NOW.search(told)) or (now and not then and _THEN.search(told)))


def _caps(item: Item, s: Statement) -> bool:
    t = s.threshold
    counted = t is not None and t.source == "assembly:count" and item.section == "inclusion"
    return counted and t is not None and _AT_MOST.match(item.quote(t.start, t.end)) is not None


def _conditions(item: Item, c: Finding, statements: list[Statement]) -> list[Statement]:
    """`X is not excluded if Y`: Y says when the permission holds."""
    provided = PROVIDED_THEN if item.section == "exclusion" else PROVIDED
    said = provided.match(item.quote(c.end, min(item.end, c.end + 60)))
    if c.label != "ALLOWED" or said is None:
        return []
    inside = item.segments.bracket(c.start)
    end = inside[1] if inside else item.end
    if (mark := item.text.find(";", c.end - item.start, end - item.start)) >= 0:
        end = item.start + mark
    behind = [s for s in statements if c.end <= s.at < end and s.base is None]
    found = [s for s in behind if item.segments.same(s.at, c.start)]
    bound = found or [s for s in statements if any(c.end <= e[0] < end for e in s.taken)]
    begin = c.end + len(said[0]) - len(said[0].lstrip(" ,("))
    for s in bound:
        s.take(begin, c.end + said.end())
    return found


def _is_adjective(item: Item, c: Finding) -> bool:
    """`except for allowed topical treatment`, `except those permitted by …`: a permission within an exception permits
    nothing more."""
    return c.label == "ALLOWED" and any(
        x.label == "EXCEPTION" and x.value.get("scope") and x.end <= c.start < x.value["scope"][1]
        and _OF_THOSE.fullmatch(item.quote(x.end, c.start))
        for x in item.contexts
    )  # fmt: skip


def _describes(item: Item, c: Finding) -> bool:
    """`patients who may receive A`: whom an exclusion is about, and no permission."""
    if c.label != "ALLOWED" or item.section != "exclusion":
        return False
    return (
        _MIGHT.match(item.text, c.start - item.start) is not None
        and _WHO.search(item.quote(item.start, c.start)) is not None
    )


def _reaches(item: Item, cue: Finding | None, permission: Finding) -> bool:
    """The negation is the permission's own ("no X allowed", "X is not allowed"), not that of a word
    before it ("patients not eligible for X are allowed")."""
    if cue is None:
        return False
    if permission.start <= cue.start < permission.end:
        return True
    if is_no(item, cue):
        return reaches(item, cue, permission.start)
    between = item.quote(cue.end, permission.start) if cue.end <= permission.start else ","
    return re.fullmatch(r"\s*(?:be(?:ing)?\s+)?", between) is not None


def _carved_from(
    item: Item, s: Statement, rest: list[Statement], cue: Finding, base: list[int] | None
) -> Statement | None:
    """Of the base's statements the one that shares a word with the exception, else the nearest before it."""
    pool = (
        [r for r in rest if base and base[0] <= r.at < base[1]]
        or [r for r in rest if r.end <= cue.start]
        or [r for r in rest if _may_follow(item, s, r, cue)]
    )
    near = [r for r in pool if r.end <= cue.start and item.segments.same(r.at, cue.start)]
    pool = near if near and cue.label == "EXCEPTION" else pool
    if cue.label == "EXCEPTION":
        pool = _without_examples(item, pool, cue)
    if not pool:
        return None
    if told := _right_before(item, pool, cue):
        return told
    name = s.subject.name if s.subject else None
    if name and (same := [r for r in pool if r.subject is not None and r.subject.name == name]):
        return same[-1]
    words = told_of(item, s)
    alike = [r for r in pool if words & told_of(item, r)]
    if not alike and cue.label == "ALLOWED" and item.section == "exclusion" and is_treatment(s):
        alike = [r for r in pool if is_treatment(r)]
    parted = all(item.segments.unmarked_end(r.at) <= cue.start for r in pool)
    if item.section == "inclusion" and cue.label == "ALLOWED" and not alike:
        pool = [r for r in pool if r.at < s.at or item.segments.same(r.at, s.at)]  # nor of a sentence to come
        pool = [] if parted else [r for r in pool if _limits(item, r) and not _reaches_by(item, s, r)]
    elif cue.label == "ALLOWED" and not alike and _only_treats(item, s, pool, cue):
        return None
    if not pool:
        return None  # it permits what is not spoken of, or what is asked for all the same
    before = [r for r in (alike or _without_examples(item, pool, cue)) if r.at < s.at]
    if cue.label == "ALLOWED" or not before:
        return (before or alike or pool)[0]
    return before[-1]


def _may_follow(item: Item, s: Statement, r: Statement, cue: Finding) -> bool:
    """`A is allowed. Other B are not allowed.`: of a sentence to come only a permission is one, of what shares its
    words or is denied; and an exception of what that sentence explains: "a serious disease but A. A serious disease is"
    """
    noun = _NOUN_BEFORE.search(item.text, 0, cue.start - item.start)
    explained = noun is not None and noun["noun"].lower() in item.quote(r.start, r.end).lower()
    if item.segments.same(r.at, cue.start) or explained:
        return True
    alike = bool(told_of(item, s) & told_of(item, r)) or (r.negated and is_treatment(s, r))
    return cue.label == "ALLOWED" and alike


def _right_before(item: Item, pool: list[Statement], cue: Finding) -> Statement | None:
    """`stroke, angiography (X is permitted), infarction`: of a permission in a bracket within a list, the member that
    it stands behind."""
    inside = item.segments.bracket(cue.start) if cue.label == "ALLOWED" else None
    if inside is None or not _GOES_ON.match(item.text, inside[1] - item.start):
        return None
    told = next((r for r in pool if r.end <= inside[0] and not item.quote(r.end, inside[0]).strip()), None)
    return told if told is not None and (item.section == "exclusion" or _limits(item, told)) else None


def _limits(item: Item, s: Statement) -> bool:
    """Whether something can be permitted that it forbids or bounds, or that is to be over; who is asked for a lung
    cancer still has to have one."""
    over = _RECOVERED.search(item.quote(s.start, s.end)) is not None
    return over or s.threshold is not None or requirement(item, s) == "forbid"


def _reaches_by(item: Item, s: Statement, r: Statement) -> bool:
    """`platelets ≥ 50 (transfusion allowed)`: a means by which the bound may be met, and which frees nobody from it."""
    means = is_treatment(s) and _SUPPORT.search(item.quote(s.start, s.end)) is not None
    return means and r.kind == "measurement" and r.threshold is not None


def _only_treats(item: Item, s: Statement, pool: list[Statement], cue: Finding) -> bool:
    """`Infarction within 6 months. Treatment with anticoagulants is permitted.`: the treated have the disease still."""
    if not is_treatment(s) or item.section != "exclusion":
        return False
    said = [item.quote(*item.segments.bounds(r.at)) for r in pool]
    diseases = all(r.kind == "condition" and not r.negated for r in pool)
    parted = not any(item.segments.same(r.at, s.at) for r in pool)
    lo, _ = item.segments.bounds(s.at)
    about = None if _MIGHT.match(item.text, cue.start - item.start) else _PEOPLE.search(item.quote(lo, s.end))
    return diseases and parted and not (_GIVEN.search(" ".join(said)) or about)


def _is_told_in(item: Item, r: Statement, bracket: tuple[int, int]) -> bool:
    """Whether a bracket stands right behind a statement, or behind its time."""
    window = [r.window.end] if r.window is not None and r.window.end <= bracket[0] else []
    return r.end <= bracket[0] and not item.quote(max([r.end, *window]), bracket[0]).strip()


def _without_examples(item: Item, pool: list[Statement], cue: Finding) -> list[Statement]:
    """`malignancy (lymphoma, leukaemia) except A`: of what a bracket only tells or gives by example nothing is carved
    out."""
    closed = [b for b in item.segments.brackets if b[1] <= cue.start]
    closed = [b for b in closed if any(_is_told_in(item, r, b) for r in pool)]
    return [r for r in pool if not any(a < r.at < b for a, b in closed)] or pool
