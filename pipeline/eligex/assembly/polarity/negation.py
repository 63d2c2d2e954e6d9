"""Negation of statements, what they ask of an eligible patient, and what is carved out of them."""

import re

from eligex.assembly.bounds.caps import SOURCE as CAP
from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.investigational import UNAPPROVED
from eligex.assembly.items.precautions import SOURCE as PRECAUTIONS
from eligex.assembly.items.reading import Item
from eligex.assembly.polarity.at_need import at_need
from eligex.assembly.polarity.barred import bars
from eligex.assembly.polarity.denied_ages import spares_age
from eligex.assembly.polarity.denied_bounds import deny_bounds
from eligex.assembly.polarity.granted import granted
from eligex.assembly.polarity.provisos import forewarn
from eligex.assembly.polarity.recommended import recommended
from eligex.assembly.polarity.recoveries import is_left, unreached
from eligex.assembly.polarity.regardless import regardless
from eligex.assembly.polarity.uncounted import either_way, uncounted
from eligex.components.findings import Finding
from eligex.components.negation import engine
from eligex.schema.trial import Warning_
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_OWN_CUES = ("assembly:governing", UNAPPROVED, PRECAUTIONS)  # of names that may hold a cue
_NEGATIVE_NEXT = re.compile(
    r"\s*(?:(?!(?:and|or|but|who|is|are|has)\b)[\w'-]+\s+){0,4}?negative\b", re.IGNORECASE
)
_INSTRUCTION = lazily(
    r"\b(?:must|may|should|shall|can|could|are|is|will)\s*(?:not|n't)\b|\bcannot\b|\bnot\s+(?:be\s+)?(?:\w+ly\s+|otherwise\s+)?(?:allowed|permitted)\b|\bno\b[^.;]{1,80}\b(?:allowed|permitted|(?:will|should|may|can)\s+be\s+(?:entered|enrolled|included|eligible|admitted))\b|\b(?:be|is|are)\s+(?:\w+\s+)?(?:prohibited|forbidden|disallowed)\b",
    re.IGNORECASE,
)
# "patients who are not able to swallow" describes whom it excludes; "patients must not …" instructs
_DESCRIBES = lazily(
    r"\b(?:who|that|which|whom|whose|if|when|where)\s+(?:(?!(?-i:Patients|Subjects|Participants)\b)[^\s.,;]+\s+){0,6}$",
    re.IGNORECASE,
)
_IS_DOING = lazily(r"(?:are|is)\s+not\s+(?:\w+ly\s+)?(?:\w{2,}ing|on)\b", re.IGNORECASE)
_BARRED = lazily(
    r"(?:(?:is|are)\s+)?not\s+(?:\w+ly\s+|otherwise\s+)?(?:allowed|permitted)\b(?!\s+to\s+(?!enter|participate|enrol|be\s|take\s+part))"
    r"|(?:is|are|be)\s+(?:\w+ly\s+)?(?:prohibited|forbidden|disallowed)\b",
    re.IGNORECASE,
)
# "who are pregnant, or are not …"
_CLAUSE_OPEN = lazily(r"\b(?:who|that|which|whose)\b[^.;:]*\Z", re.IGNORECASE)
_WANTING = lazily(  # nobody is told not to be what one should be
    r"(?:are|is|will)\s*(?:not|n't)\s+(?:(?:be|\w+ly|weight|yet|well|in|under|an?)\s+)*(?:stable|stabili[sz]ed|controlled|willing|able|negative"
    r"|normal|resolved|recovered|available|adequate|sufficient|suitable|capable|competent|cured|remission|control|candidates?|fit"
    r"|eligible|fluent|literate|sterile|sterili[sz]ed|up\s+to\s+date)\b",
    re.IGNORECASE,
)
_WHO_IS = lazily(r"\b(?:who|that|which|whom|whose)\b", re.IGNORECASE)
_MAY_NOT = lazily(
    r"(?:cannot|(?:can|could)\s*(?:not|n't))\s+(?:have|be(?!\s+\w+(?:ed|en)\b)|receive|participate|(?P<use>take|use|undergo))\b",
    re.IGNORECASE,
)
_NO_PATIENTS = lazily(
    r"no\s+(?:patients?|subjects?|participants?|individuals?|volunteers?)\s+(?:with|who|having|on|receiving|taking)\b",
    re.IGNORECASE,
)
_BARE_NO = lazily(r"[\s\W]*no\b", re.IGNORECASE)

_POSITIVE_STATES = {
    "ability_to_comply", "willingness", "follow_up", "informed_consent", "language", "communication",
    "legal_capacity", "independence", "insurance",
}  # fmt: skip
_REGARDLESS = lazily(
    r"\bwith or without\s+(?:\w+\s+){0,3}$|\bmay or may not\s+(?:\w+\s+){0,4}$", re.IGNORECASE
)


# A head that is a verdict on the items nested under it.
_ALLOWED_HEAD = lazily(
    r"\W*(?:(?:the following|these)\s+(?:are|is)\s+)?(?:allowed|permitted)\W*", re.IGNORECASE
)
_LASTED = lazily(r"\b(?:history|duration|course)\b|[)\]]", re.IGNORECASE)
_ALLOWS_BELOW = lazily(  # "… Patients under the following conditions are eligible:"
    r"(?:\A|[.;]\s)(?:(?!\b(?:not|no|unless|only|except)\b)[^.;])*\b(?:following|these|below)\b(?:(?!\bnot\b)[^.;]){0,60}"
    r"\b(?:is|are|may\s+be|can\s+be|will\s+be)\s+(?:also\s+|still\s+|considered\s+)?"
    r"(?:eligible|allowed|permitted|acceptable|included|exempt)\W*\Z",
    re.IGNORECASE,
)
_EXCLUDED_HEAD = lazily(
    r"\W*(?:(?:the following|these)\s+(?:are|is)\s+)?(?:excluded|prohibited|not allowed|not permitted)\W*",
    re.IGNORECASE,
)
_CAP = lazily(
    r"(?:\b(?:no|not)\s+more\s+than|\bat\s+most|\bup\s+to|≤|\bfewer\s+than|\bless\s+than|\bmaximum\s+of)\s+"
    r"(?:\(?\d+\)?|[a-z]+)\s+(?!(?:hours?|days?|weeks?|months?|years?)\s+(?:or|and|and/or)\s)(?:(?!(?:no|without)\b)[\w()-]+\s+){0,4}$",
    re.IGNORECASE,
)

# "less than 6 weeks of treatment with X" excludes who had that
_TOO_SHORT = lazily(
    r"(?:fewer|less)\s+than\s+\S+\s+(?:hours?|days?|weeks?|months?|years?|half-?\s?li\w+)\b", re.IGNORECASE
)


# "postmenopausal women will not require pregnancy testing" asks for no postmenopausal women
_EXEMPT = lazily(
    r"(?<!who )\b(?:(?:will|do|does|would)\s+not\s+(?:be\s+)?(?:require|need)d?\s+(?:[\w-]+\s+){0,3}?"
    r"(?:tests?|testing|contracepti\w+|birth\s+control)|(?:is|are)\s+exempt(?:ed)?\s+from|(?:is|are)\s+not\s+required\s+to)",
    re.IGNORECASE,
)

_EXEMPTED = lazily(r"\bexempt(?:ed)?\s+from\s+(?:(?:the|this|any)\s+)*$", re.IGNORECASE)


# "measurable disease is not required": nothing is asked for
_NEEDLESS = lazily(
    r"\b(?:(?:is|are|was|were|will|would)\s+)?not\s+(?:be\s+)?(?:required|necessary|needed|mandatory|compulsory)\b"
    r"|\b(?:do|does|will|would)\s+not\s+(?:require|need)\s+(?:an?\s+|any\s+|the\s+)?(?:wash|test|screen|document|confirm)",
    re.IGNORECASE,
)
_OTHERWISE = lazily(
    r"\b(?:who|that|which|whom|if|unless|when|where|requiring|provided|because|is|are|was|were|has|have|had|must|should|may|will)\b"
    r"|[;:.]",
    re.IGNORECASE,
)
_UNNEEDED = lazily(  # "others do not require serologic testing", "are not acceptable methods of contraception"
    r"\b(?:do|does|will|would|is|are)\s+not\s+(?:be\s+)?(?:required?|need)\s+(?:to\s+(?:have|undergo|use|perform|provide)\s+)?"
    r"[^.;,()]{0,40}?\b(?:tests?|testing|screening|contracepti\w+|birth\s+control|documentation)\b"
    r"|\bnot\s+(?:considered\s+)?(?:acceptable|effective|adequate)\s+(?:methods?|forms?)\s+of\s+(?:contracepti\w+|birth\s+control)",
    re.IGNORECASE,
)
_NOT_OBLIGED = lazily(  # "are allowed to receive, but are not required to receive, A"
    r"\bnot\s+(?:be\s+)?required\s+to\s+(?:have|receive|take|undergo|use)\b", re.IGNORECASE
)
_BUT = lazily(r"[;:]|,?\s\b(?:but|however|although|unless|until|if|when)\b", re.IGNORECASE)
_PERMITTING = Scanner(  # what is needed for `permit` to find anything
    lazily(
        r"\b(?:regardless|irrespective|independent|without|may|allowed|permitted|c(?:an|ould)|either|not?|most|up|fewer|less"
        r"|maximum|exempt)|≤",
        re.IGNORECASE,
    )
)

_NON = lazily(r"\bnon-?\s?\Z", re.IGNORECASE)
_ABSTAINS = lazily(r"abst(?:ain|ention|inence)|refrain", re.IGNORECASE)
_ALSO = lazily(r"\b(?:or|and|and/or)\s+(?:(?:to|agree|also|should|must|will)\s+)*\Z", re.IGNORECASE)
_WILLING = lazily(r"\s*(?:willing|able|agree\w*|prepared|ready|commit\w*)\b", re.IGNORECASE)
_ANEW = lazily(r"\b(?:must|should|will|may|need)\b|;", re.IGNORECASE)


def permit(item: Item, statements: list[Statement]) -> None:
    """`regardless of X`, `with or without X`, `no more than three lines of X` do not ask for X."""
    _waive(item, statements)
    forewarn(item, statements)
    if allows_below(item) or uncounted(item.text):
        for s in statements:
            s.permitted = True
    for s in (*recommended(item, statements), *at_need(item, statements)):
        s.permitted = True
    if not item.has(_PERMITTING):
        return
    exempts, free = _EXEMPT.search(item.text) is not None, regardless(item)
    for s in granted(item, statements):
        s.permitted = True
    for s in statements:
        if s.threshold is not None:
            continue
        begin = max(item.segments.bounds(s.start)[0], s.start - 60)
        before = item.quote(begin, s.start)
        either = either_way(item.quote(begin, s.end))
        exempt = exempts and (_is_exempt(item, s) or _EXEMPTED.search(before))
        waived = any(a <= s.at < b for a, b in free) or _REGARDLESS.search(before)
        if waived or either or exempt or _is_capped(item, s, before):
            s.permitted = True


def allows_below(item: Item) -> bool:
    """Whether the head of an item permits it: `The following are allowed:`."""
    below = item.section == "exclusion" and _ALLOWS_BELOW.search(item.head) is not None
    return below or uncounted(item.head) or _ALLOWED_HEAD.fullmatch(item.head) is not None


def _is_capped(item: Item, s: Statement, before: str) -> bool:
    """`no more than three lines of X`; not "less than 1 year history of X", which tells how long X lasts."""
    m = _CAP.search(before)
    if m is None or (item.section == "exclusion" and _TOO_SHORT.match(m.group())):
        return False
    if m.group().count(")") > m.group().count("("):  # "symptoms (for up to 7 days) of influenza"
        return False
    at = s.start - len(before) + m.start()
    lasts = s.duration is not None and s.duration.overlaps(at, s.start)
    return not (lasts and (s.duration.source == CAP or _LASTED.search(item.quote(at, s.end))))  # type: ignore[union-attr]


def _waive(item: Item, statements: list[Statement]) -> None:
    """`A or B is not required`: those that stand before the verb, back to another one."""
    if "not" not in item.text.lower():
        return
    for m in _UNNEEDED.finditer(item.text):
        for s in statements:
            if m.start() < s.at - item.start < m.end() and s.threshold is None:
                s.permitted = True
    for m in _NOT_OBLIGED.finditer(item.text):
        at = item.start + m.end()
        _, hi = item.segments.bounds(at)
        stop = _BUT.search(item.text, m.end(), hi - item.start)
        hi = item.start + stop.start() if stop else hi
        for s in statements:
            s.permitted = s.permitted or (at <= s.at < hi and s.threshold is None)
    for m in _NEEDLESS.finditer(item.text):
        at = item.start + m.start()
        inside = item.segments.bracket(at)
        for s in reversed(statements):
            if s.end > at:
                continue
            near = item.segments.same(s.at, at) and item.segments.bracket(s.at) == inside
            if s.threshold is not None or not near or _OTHERWISE.search(item.quote(s.end, at)):
                break
            s.permitted, at = True, s.start


def _is_exempt(item: Item, s: Statement) -> bool:
    """An exemption in a bracket is of those that the bracket names."""
    m = _EXEMPT.search(item.quote(s.end, item.segments.bounds(s.at)[1]))
    return m is not None and item.segments.bracket(s.end + m.start()) in (None, item.segments.bracket(s.at))


def negate(item: Item, statements: list[Statement]) -> None:
    """A statement is negated where an odd number of cues governs its subject."""
    for s in statements:
        about = s.subject or Finding(s.start, s.end, s.kind, "assembly:implied")
        cues = [
            n
            for n in item.negations
            if (governs(n, about) or _denies_count(n, s))
            and not (_local(n, statements) or _is_of_name(item, n, about) or _is_of_result(item, n, s))
            and not spares_age(item, n, s)
        ]
        if cues and is_left(item, s):
            cues = []
        if kind := _other_kind(item, s):
            cues = [n for n in cues if n.value["kind"] != "prefix"]
            s.qualify_apart(kind[0], kind[1], item.quote(*kind))
        cues += _outer(item, cues)
        excluded = item.section == "inclusion" and _EXCLUDED_HEAD.fullmatch(item.head) is not None
        level = unreached(item, s)
        s.negated = (
            len(cues) + excluded + _is_denied(item, s, cues) + (level is not None and not cues)
        ) % 2 == 1
        if level is not None:
            s.take(*level)
        if cues:
            s.cue = cues[-1]
            for n in cues:
                s.take(n.start, n.end)
    deny_bounds(item, statements)


def _is_of_name(item: Item, cue: Finding, f: Finding) -> bool:
    """`are not | suitable for the study`, of which the name is "not suitable": it is denied already."""
    return cue.start < f.start < cue.end and item.quote(f.start, cue.end).strip().lower() == "not"


def _is_of_result(item: Item, cue: Finding, s: Statement) -> bool:
    """`negative for HBsAg`, `is not nursing, her test is negative`: what only makes or precedes a negative result."""
    if s.value != "negative":
        return False
    own = "negative" in item.quote(cue.start, cue.end).lower()
    before = cue.start < s.end and _NEGATIVE_NEXT.match(item.text, cue.end - item.start) is None
    return own or before


def _denies_count(cue: Finding, s: Statement) -> bool:
    """`has not had more than two seizures`: what is denied is the number."""
    t = s.threshold
    lo, hi = cue.value.get("scope") or (0, 0)
    return t is not None and t.source == "assembly:count" and bool(lo <= t.start < hi)


def _local(cue: Finding, statements: list[Statement]) -> bool:
    """A cue within a qualifier (`without transfusion`) or a deed (`did not tolerate X`) reaches no further; one within
    a bound (`must not be > 5`) is part of its comparator."""
    if any(s.threshold and cue.overlaps(s.threshold.start, s.threshold.end) for s in statements):
        return True
    deeds = (s.subject for s in statements if s.subject is not None and s.subject.source in _OWN_CUES)
    if any(cue.within(f.start, f.end) for f in deeds):
        return True
    return any(cue.within(a, b) for s in statements for a, b in s.aside)


def governs(cue: Finding, f: Finding) -> bool:
    """As the negation engines mean it; but a state's name is positive ("ability to comply"), so that
    a cue within its own words ("unable to comply") negates it."""
    if cue.start >= f.start and cue.end <= f.end:
        state = f.value.get("state")
        if state == "smoking" or (state in _POSITIVE_STATES and _denies(f, cue)):
            return True
        if cue.value.get("kind") == "prefix" and (f.name or "non").lower().startswith("non"):
            return False  # "non-approved": the prefix is a part of the name
        if cue.value.get("kind") == "tail" and f.label == "STATE":
            return False  # "disease-free" is a state of its own
    return engine.governs(cue, f.start, f.end)


def _other_kind(item: Item, s: Statement) -> tuple[int, int] | None:
    """`non-hormonal` contraception is a kind of it, and denies nothing."""
    if s.subject is None or s.subject.value.get("state") != "contraception":
        return None
    begin = max(item.start, s.at - 5)
    non = _NON.search(item.quote(begin, s.at))
    return (begin + non.start(), s.at + len(item.quote(s.at, s.end).split()[0])) if non else None


def _is_denied(item: Item, s: Statement, cues: list[Finding]) -> bool:
    """`of non-childbearing potential`, where no cue stands for it."""
    known = s.state
    near = known == "childbearing_potential" and _NON.search(item.quote(max(item.start, s.at - 5), s.at))
    return bool(near) and all(n.value["kind"] != "prefix" for n in cues)


def _outer(item: Item, cues: list[Finding]) -> list[Finding]:
    """`unwilling to use contraception or to refrain from donating sperm`: the first denies what the second does."""
    if len(cues) != 1 or not _ABSTAINS.match(item.quote(cues[0].start, cues[0].end)):
        return []
    first = cues[0].start
    before = [
        n for n in item.negations
        if n.end < first and item.segments.same(n.start, first)
        and (n.value["category"] == "inability" or _WILLING.match(item.text, n.end - item.start))
    ]  # fmt: skip
    between = item.quote(before[-1].end, first) if before else ""
    return before[-1:] if _ALSO.search(between) and not _ANEW.search(between) else []


def _denies(f: Finding, cue: Finding) -> bool:
    """Not what one is willing to stop."""
    return cue.start == f.start or cue.value["category"] != "negation"


def requirement(item: Item, s: Statement) -> str | None:
    """What the statement asks of an eligible patient; None for an exception or a permission."""
    if s.permitted or s.supposed or (s.value == "all" and s.kind == "sex"):
        return None
    if item.section == "inclusion" or s.obliged:
        return "forbid" if s.negated else "require"
    if s.negated and _instructed(item, s):
        return "forbid"
    return "require" if s.negated else "forbid"


def is_denied(item: Item, s: Statement) -> bool:
    """Whether its criterion holds for who has it not; `must not have A` of an exclusion shuts out who has A."""
    turned = item.section == "exclusion" and requirement(item, s) == "forbid"
    return s.negated and not turned


def _instructed(item: Item, s: Statement) -> bool:
    if s.cue is None or _cannot(item, s.cue):
        return False
    if _NO_PATIENTS.match(item.whole, s.cue.start) or bars(item, s.cue):
        return True
    if s.cue.end <= item.start:  # "patients may not have any of the following:"
        return instructs(item.head)
    begin = max(item.start, s.cue.start - 12)
    if item.quote(s.cue.start, s.cue.end).lower() == "nor":  # "may not receive A nor have had B"
        begin = item.segments.bounds(s.cue.start)[0]
    words = item.quote(begin, min(item.end, max(s.cue.end, s.end) + 24))
    m = _INSTRUCTION.search(words)
    if m is not None and _WANTING.match(words, m.start()):
        return False
    if m is None:
        return False
    if _BARRED.match(words, m.start()):
        return True
    before = item.quote(item.start, begin + m.start())
    plain = _IS_DOING.match(words, m.start()) is not None and _CLAUSE_OPEN.search(before) is not None
    return not plain and not _DESCRIBES.search(before)


def instructs(head: str) -> bool:
    """`Patients must not have any of the following:`, over what is nested."""
    return _INSTRUCTION.search(head) is not None and _WHO_IS.search(head) is None


def _cannot(item: Item, cue: Finding) -> bool:
    """`cannot swallow` describes; `cannot have X`, `patients cannot take X` instruct."""
    if cue.value["category"] != "inability":
        return False
    verb = _MAY_NOT.match(item.quote(cue.start, min(item.end, cue.end + 20)))
    before = item.quote(item.start, cue.start).strip(" *-•\n")
    return verb is None or (verb["use"] is not None and not before)


def polarity_warnings(item: Item, statements: list[Statement]) -> list[Warning_]:
    """An exclusion item that is worded as an instruction, or that begins with a bare `No`."""
    if item.section != "exclusion":
        return []
    negated = [s for s in statements if s.negated and not s.permitted]
    if any(_instructed(item, s) for s in negated) or any(s.obliged or s.ended for s in statements):
        text = "an exclusion item worded as a requirement is read as an exclusion"
        return [Warning_("exclusion-worded-as-requirement", text, item.start, item.end)]
    if negated and _BARE_NO.match(item.text):
        text = "'No …' in an exclusion item is read literally: what it negates is required"
        return [Warning_("ambiguous-polarity", text, item.start, item.end)]
    return []
