"""`no renal impairment (creatinine > 2 mg/dL)`, `no anaemia, defined as haemoglobin < 10 g/dL`: a bound that tells what
is denied.

No cue reaches into such a bracket, yet nobody is asked to have a creatinine above 2. The bound is denied with what it
defines. Where it lies on the good side ("without airway obstruction (FEV1/FVC ≥ 0.7)") it says what is there instead.
"""

import re
from itertools import pairwise

from eligex.assembly.bounds.directions import worse
from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.assembly.polarity.recoveries import is_left
from eligex.components.findings import Finding
from eligex.components.negation import engine
from eligex.text.lazily import lazily

_DEFINES = lazily(
    r"[\s,:(\[]*(?:(?:as|(?:that|which)\s+is)\s+)?(?:defined|determined|evidenced|indicated|shown|demonstrated|documented|measured|manifested)"
    r"\s+(?:as|by)\b",
    re.IGNORECASE,
)
_APART = lazily(
    r"[(\[]\s*(?:or|unless|except\w*|excluding|if|other\s+than|in|for|only|but|unlike)\b", re.IGNORECASE
)
_SAYS = lazily(  # a sentence, not a list
    r"\b(?:is|are|was|were|does|do|must|should|may|can|will|eligible|allowed|permitted|acceptable|excluded)\b",
    re.IGNORECASE,
)
_GOOD = lazily(
    r"\b(?:adequate|normal|sufficient|acceptable|preserved|good|satisfactory|appropriate)\b", re.IGNORECASE
)
_LOW = lazily(
    r"(?:\b(?:hypo|brady|low|decreas|reduc|underweight|malnutrition|insufficien|deficien|an?a?emia)|penia\b)",
    re.IGNORECASE,
)
_HIGH = lazily(
    r"(?:\b(?:hyper|tachy|high|elevat|increas|raised|obes|overweight|fever|febrile|prolong)|(?:cytosis|philia)\b)",
    re.IGNORECASE,
)
_OF_NOUNS = lazily(r"(?:no|without|free|absence|lack)\b", re.IGNORECASE)
_LIMITING = lazily(
    r"(?:(?:that|which)\s+(?:(?:would|will|could|may|might|(?:is|are)\s+(?:likely|expected)\s+to)\s+)?(?:\w+ly\s+)?(?:limit|shorten|reduce)s?\b"
    r"|(?:result|lead)ing\s+(?:in|to)\b|(?:limit|shorten|reduc)ing\b)",
    re.IGNORECASE,
)
_AND = lazily(r"\band\b", re.IGNORECASE)
_LEAD = lazily(r"[^\S\n]*(?:(?!(?:and|or|but)\b)[\w-]+[^\S\n]+){0,4}", re.IGNORECASE)
_STIMULATING = ("tsh", "fsh", "lh", "acth")  # which rise where the gland makes too little
_MEMBERS = ("condition", "drug")
_ILL = ("condition", "measurement", "score")
_KINDS = ("pre", "post")
_CATEGORIES = ("negation", "exclusion")
_FARTHEST = 160  # characters from a cue to the bound


def deny_bounds(item: Item, statements: list[Statement]) -> None:
    """Gives the bounds that define what is denied the cue that denies it."""
    if not item.negations or not (item.thresholds or item.segments.brackets):
        return
    _leave_little(statements)
    _deny_members(item, statements)
    before: tuple[int, Finding] | None = None  # what was defined by the last one
    for s in statements:
        if s.threshold is None or s.negated or s.cue is not None or s.kind == "drug" or _is_nothing(s):
            continue
        opened = _opening(item, s)
        if (
            opened is None
            or is_left(item, s)
            or not (_is_first(item, s, opened) or (before and before[0] == opened))
        ):
            continue
        cue = before[1] if before and before[0] == opened else _denying(item, statements, opened)
        if cue is None:
            continue
        before = opened, cue
        end = _side(item, s, cue)
        if end is not None and _is_said_of_lack(item, s, cue, opened, good=_is_good(s, end)):
            continue
        s.negated, s.cue = True, cue
        s.take(cue.start, cue.end)


def _leave_little(statements: list[Statement]) -> None:
    """`poor compliance (< 80 %)`: the bound says how little there is, and nothing is denied beside."""
    for s in statements:
        t = s.threshold
        if s.negated and s.state == "ability_to_comply" and t is not None and t.value.get("low") is None:
            s.negated, s.cue = False, None


def _deny_members(item: Item, statements: list[Statement]) -> None:
    """`no heart disease (infarction within a year, arrhythmia)`: what a bracket right behind it names of its kind."""
    if not item.segments.brackets:
        return
    for head, s in pairwise([None, *statements]):
        inside = item.segments.bracket(s.at) if s is not None else None
        if s is None or inside is None or not _is_plain(s) or _APART.match(item.whole, inside[0]):
            continue
        cue = _denier(item, statements, head, s, inside)
        if cue is not None and cue.value["category"] == "inability":
            continue  # "cannot be scanned (pacemaker)": why not
        if cue is not None and not _SAYS.search(item.quote(*inside)):
            s.negated, s.cue = True, cue
            s.take(cue.start, cue.end)


def _is_plain(s: Statement) -> bool:
    return s.kind in _MEMBERS and s.threshold is None and s.value is None and s.cue is None


def _denier(
    item: Item, statements: list[Statement], head: Statement | None, s: Statement, inside: tuple[int, int]
) -> Finding | None:
    """The cue of the statement before a bracket, or of words that state nothing: `no rare or inborn syndrome (A)`."""
    cue = _denying(item, statements, inside[0])
    if cue is not None and not any(cue.end <= o.at < inside[0] for o in statements):
        return cue if _OF_NOUNS.match(item.quote(cue.start, cue.end)) else None
    if (
        head is None
        or not head.negated
        or head.cue is None
        or head.cue.end > inside[0]
        or s.kind != head.kind
    ):
        return None
    within = inside == item.segments.bracket(head.at)
    return head.cue if within or not item.quote(head.end, max(head.end, inside[0])).strip() else None


def _opening(item: Item, s: Statement) -> int | None:
    """Where the bracket or the words begin that define something by the bound."""
    inside = item.segments.bracket(s.at)
    if inside is not None:
        return None if _APART.match(item.whole, inside[0]) else inside[0]
    lo, _ = item.segments.bounds(s.at)
    lo = max(lo, s.at - _FARTHEST)
    found = list(_DEFINES.finditer(item.quote(lo, s.at)))
    last = lo + found[-1].start() if found else None
    return None if last is None or _AND.search(item.quote(lo, last)) else last


def _is_first(item: Item, s: Statement, opened: int) -> bool:
    """Whether nothing stands between the words that define and the bound's subject."""
    defines = _DEFINES.match(item.text, opened - item.start)
    end = item.start + defines.end() if defines else opened
    return item.quote(opened, opened + 1) in ("(", "[") or _LEAD.fullmatch(item.quote(end, s.at)) is not None


def _denying(item: Item, statements: list[Statement], at: int) -> Finding | None:
    """The one cue that governs the disease or test right before a position, or that stands there itself."""
    last = at - 1 - (len(words := item.quote(item.start, at)) - len(words.rstrip(" ,")))
    last = next((s.end - 1 for s in statements if s.cue and any(b == last + 1 for _, b in s.aside)), last)
    cues = [
        n for n in item.negations
        if n.value["kind"] in _KINDS and n.value["category"] in _CATEGORIES and at - _FARTHEST < n.end <= at
        and (engine.governs(n, last, last + 1) or (n.value["kind"] == "post" and n.end == last + 1))
    ]  # fmt: skip
    if len(cues) != 1:
        return None
    named = [s for s in statements if cues[0].end <= s.at and s.end <= at]
    return cues[0] if not named or named[-1].kind in _ILL else None


def _side(item: Item, s: Statement, cue: Finding) -> str | None:
    """At which end of the scale a patient is ill by what is denied; None where nothing tells."""
    known = worse(s.subject)
    if known is not None:
        return known
    words = item.quote(min(cue.start, s.at), s.at)
    low, high = _LOW.search(words), _HIGH.search(words)
    if bool(low) != bool(high):
        return "low" if bool(low) != (s.analyte in _STIMULATING) else "high"
    limit = (s.bounds or {}).get("relative_to")
    return {"ULN": "high", "LLN": "low"}.get(str(limit))


def _is_nothing(s: Statement) -> bool:
    """`no gingivitis (index = 0)`: nothing of it is there, which is what the denial says."""
    b = s.bounds or {}
    return b.get("low") == b.get("high") == 0


def _is_good(s: Statement, end: str) -> bool:
    """Whether a bound lies on the side where a patient is well."""
    b = s.bounds or {}
    one_sided = (b.get("low") is None) != (b.get("high") is None)
    return one_sided and (b.get("low") is None) == (end == "high")


def _is_said_of_lack(item: Item, s: Statement, cue: Finding, opened: int, *, good: bool) -> bool:
    """Whether a bound tells of who has it not: `no anaemia (Hb ≥ 10)`, `no adequate function (platelets < 100)`."""
    return good != (_GOOD.search(item.quote(min(cue.start, opened), opened)) is not None)


def only_limited(item: Item, s: Statement, statements: list[Statement]) -> bool:
    """`no illness that would limit life expectancy to less than a year`: the illness is denied, no expectancy asked."""
    if s.threshold is None:
        return False
    for o in (o for o in statements if o is not s and o.negated):
        for a, b in [e for e in o.aside if e[0] <= s.start <= e[1]]:
            if not _LIMITING.match(item.text, a - item.start) or "," in item.quote(
                b, max(b, s.threshold.start)
            ):
                continue  # "that would limit life expectancy, age > 18"
            if b < s.end:
                o.qualify(a, s.end, item.quote(a, s.end))
            return True
    return False
