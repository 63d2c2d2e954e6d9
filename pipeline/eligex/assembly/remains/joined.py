"""Words that no vocabulary knows, as a part of the phrase that they stand in.

`forbid wounds` is not what "delayed healing of wounds" asks for, nor `forbid surgery` what "surgery schedule" does.
What such words lead by a preposition is part of a phrase that is named by its words alone, without a code; what they
narrow behind a name ("infection in either eye") or before it ("leptomeningeal leukostasis") is a qualifier. Numbers
among them stay unclaimed, and so do words beside which a cue or a time was read.
"""

import re

from eligex.assembly.forms.extents import Extent
from eligex.assembly.forms.statement import HEADED, Statement, others
from eligex.assembly.grammar.reach import complement_end
from eligex.assembly.grammar.silent_words import tells_nothing
from eligex.assembly.heads.lost_heads import PEOPLE, may_be_headed, transparent
from eligex.assembly.items.naming import is_new
from eligex.assembly.items.premodifiers import is_adjective, is_listed
from eligex.assembly.items.reading import Item, kind_of
from eligex.assembly.polarity.negation import requirement
from eligex.assembly.remains.unread import FINITE, has_number, is_read, is_small, phrase_end, stretches
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

_KINDS = {"condition", "procedure", "drug", "state"}
_LINK = (
    r"(?:of|to|for|from|with|by|against|in|on|at|during|after|before|following|through|via|into|containing|undergoing"
    r"|requiring|affecting|involving|due\s+to|caused\s+by)"
)
_LEADS = lazily(rf"\s+{_LINK}\s+(?P<rest>(?:[\w'’-]+\s+){{0,3}})", re.IGNORECASE)
# "desensitization to pollen or other allergens"
_OR_OTHER = lazily(r"\s+(?:and/or|or|and)\s+(?P<rest>(?:(?:any|other)\s+)*)", re.IGNORECASE)
_OF = lazily(r"\s(?:of|to|for|from|against)\s", re.IGNORECASE)
_BARRED = lazily(  # before words that are no noun
    rf"\b(?:to|not|no|(?:that|which|it|this)\s+(?:{FINITE})(?:\s+\w+)?|who|that|which|whom|they|it|than|least|most|unless|except"
    r"|if|when|\d+|one|two|three|four|five|six)\s+\Z",
    re.IGNORECASE,
)
_ENDS_IN_PEOPLE = lazily(
    rf"\b(?:{PEOPLE}|minors?|infants?|newborns?|neonates?|adolescents?)\s*\Z", re.IGNORECASE
)
_JOINTS = {"or", "and/or"}
_DONE = lazily(rf"\b(?:being|{FINITE})\s+\Z", re.IGNORECASE)
_PARTICIPLE = re.compile(r"\w+ed\b", re.IGNORECASE)
# "history or complication of", "two courses of"
_BESIDE = re.compile(r"\b([a-z]+)\s*(?:or|and|and/or|/|,)\s*\Z", re.IGNORECASE)
_HAS = lazily(r"\b(?:has|have|had)\s+\Z", re.IGNORECASE)
_RELATIVE = lazily(r"(?:that|which|who|whose|where|when)\b", re.IGNORECASE)
_TAIL = lazily(
    r"(?:with|without|in|at|on|of|to|for|from|by|against|under|as|that|which|whose|who|where|when|while|due|after"
    r"|during|involving|affecting|containing|requiring|using|not|than|per|\w+(?:ed|ing))\b"
    r"(?!.*\b(?:patients?|subjects?|participants?|eligib\w+|exclu\w+|enrol\w+|allowed|permitted)\b)",
    re.IGNORECASE | re.DOTALL,
)
_SPEAKS = lazily(rf"\b(?:{FINITE})\b", re.IGNORECASE)
_CUT_OFF = lazily(rf"\b(?:{FINITE}|which|that|who|one|not)\s*\Z", re.IGNORECASE)
_TRAILING = lazily(
    r"(?:\s+(?:or|and|and/or|the|an?|of|to|with|on|in|by|for|after|from|at|as|due|their|his|her))+\s*\Z",
    re.IGNORECASE,
)
_PART = lazily(r"[,;:()\[\]/+]|\.\s|\n\s*\n|\b(?:and/or|and|or|but|nor|plus|versus|vs|than)\b", re.IGNORECASE)
_CLAUSE = lazily(r"\b(?:if|unless|when|who|which)\b", re.IGNORECASE)
_BOUNDED = lazily(  # a test of which a bound follows
    r"\s*(?:\([^()]{1,20}\)\s*)?(?:[≥≤<>=]|(?:greater|less|more|higher|lower|fewer)\s+than\b|(?:at\s+least|below|above|exceeding)\b)",
    re.IGNORECASE,
)
_NOUN = lazily(r"[a-z]{4,}(?:\s+[a-z]{4,})?(?<!ed)(?<!ing)(?<!ly)")
_ENDS = lazily(
    r"\s*(?:$|[,;:.)]|\b(?:or|and|with|within|in|that|which|who|for|during|at|by)\b)", re.IGNORECASE
)
_ADVERBS = lazily(r"\A(?:\w+ly\s+)+")  # "currently affected by"
_HYPHEN = lazily(r"-(?:like\s+)?", re.IGNORECASE)
_NEW_SENTENCE = re.compile(r"[A-Z][a-z]+\s+[a-z]")


def join(item: Item, statements: list[Statement], unclaimed: list[Extent]) -> tuple[list[Statement], bool]:
    """The statements with such words, and whether any had some; `unclaimed` is what nothing accounts for."""
    joined = False
    if not unclaimed:
        return statements, joined
    for e in stretches(item, statements, unclaimed):
        made = _headed(item, statements, e)
        if made is not None:
            statements, joined = made, True
        elif _before(item, statements, e) or _behind(item, statements, e):
            joined = True
    return statements, joined


def _follower(item: Item, statements: list[Statement], e: Extent) -> Statement | None:
    """The statement whose words begin next, in the same sentence."""
    s = next((x for x in statements if x.at >= e[1]), None)
    if s is None or s.subject is None or s.kind not in _KINDS:
        return None
    return None if _NEW_SENTENCE.match(item.text, _begin(s, e[1]) - item.start) else s


def _begin(s: Statement, floor: int) -> int:
    """Where its words begin behind `floor`: `resistant or` before "refractory disease"."""
    return min([s.at, *(a for a, _ in s.aside if floor <= a < s.at)])


def _headed(item: Item, statements: list[Statement], e: Extent) -> list[Statement] | None:
    """`delayed healing of wounds`: the statement of the whole, in place of what it is made of."""
    s = _follower(item, statements, e)
    if s is None or not _may_be_led(item, s) or not _may_head(item, e):
        return None
    lead = _lead(item, e, s)
    if lead is None or any(w in _JOINTS or w not in tells_nothing() for w in lead.lower().split()):
        return None
    if _ADVERBS.sub("", item.quote(*e).lower()) in transparent():
        s.take(*e)
        return statements
    return _of_whole(item, statements, e, s, _complement(item, statements, s, lead))


def _may_be_led(item: Item, s: Statement) -> bool:
    return may_be_headed(s) and (s.base is not None or requirement(item, s) == "forbid")


def _may_head(item: Item, e: Extent) -> bool:
    """Whether it may be a noun of a thing: no clause, no people and no verb."""
    words = item.quote(*e)
    clause = _RELATIVE.match(words) or _ENDS_IN_PEOPLE.search(words)
    return not clause and not _is_barred(item, e, _ahead(item, e))


def _lead(item: Item, e: Extent, s: Statement) -> str | None:
    """The words between the preposition and the name; None where it is not led."""
    gap = item.quote(e[1], _begin(s, e[1]))
    m = _LEADS.fullmatch(gap)
    if m is None and s.subject is not None and is_new(s.subject) and _OF.search(item.quote(*e)):
        m = _OR_OTHER.fullmatch(gap)
    return m["rest"] if m else None


def _ahead(item: Item, e: Extent) -> str:
    """The sentence before it."""
    return item.quote(item.segments.bounds(e[0])[0], e[0])


def _is_barred(item: Item, e: Extent, ahead: str) -> bool:
    """Whether it is a verb; a participle may be the head: `who have been vaccinated against`."""
    beside = _BESIDE.search(ahead)
    if _BARRED.search(ahead) or (beside and beside[1].lower() in transparent()):
        return True
    return _DONE.search(ahead) is not None and not _PARTICIPLE.match(item.quote(*e))


def _complement(item: Item, statements: list[Statement], s: Statement, lead: str) -> int:
    if s.subject is not None and s.kind == "state":
        return s.subject.end
    bounded = [x.start for x in statements if x.threshold is not None]
    return complement_end(item, s, bounded, lead, by_name=False)


def _of_whole(
    item: Item, statements: list[Statement], e: Extent, s: Statement, end: int
) -> list[Statement] | None:
    inner = [x for x in statements if e[0] <= x.at < end]
    apart = any(x is not s and (x.threshold or x.window or x.base or x.at < s.at) for x in inner)
    if apart or any(n.overlaps(e[0], end) for n in item.negations) or _CLAUSE.search(item.quote(e[0], end)):
        return None
    first = _owner(item, statements, e)
    if first is not None and _LEADS.fullmatch(item.quote(first[1], e[0])):
        return _narrowed(item, statements, first, end, inner)
    label = "STATE" if s.kind == "state" else "CONDITION"
    _name(s, e[0], end, label)
    return [x for x in statements if x is s or not any(x is i for i in inner)]


def _narrowed(
    item: Item, statements: list[Statement], first: tuple[Statement, int], end: int, inner: list[Statement]
) -> list[Statement] | None:
    """`radiation to the area to be treated with chemotherapy`: all of it tells of the first."""
    s, at = first
    if s.kind not in _KINDS or any(x.window or x.duration or x.base for x in inner):
        return None
    words = item.quote(at, end)
    a = at + len(words) - len(words.lstrip())
    s.qualify(a, end, item.quote(a, end))
    return others(statements, inner)


def _name(s: Statement, start: int, end: int, label: str) -> None:
    """Makes `s` one of all that stands at [start, end)."""
    s.unqualify_within(start, end)
    s.subject = Finding(start, end, label, HEADED)
    s.kind, s.start, s.end = kind_of(s.subject), min(s.start, start), max(s.end, end)
    s.take(start, end)


def _before(item: Item, statements: list[Statement], e: Extent) -> bool:
    """`CNS leukostasis`, `allergic-like reaction`: right before a name."""
    s, ahead = _follower(item, statements, e), _ahead(item, e)
    if s is None or (_is_barred(item, e, ahead) and not _HAS.search(ahead)):
        return False
    gap = item.quote(e[1], _begin(s, e[1]))
    if not gap.strip():
        s.qualify(*e, item.quote(*e))
        return True
    # not "gastro-intestinal" of "gastro-intestinal or renal disease"
    if not _HYPHEN.fullmatch(gap) or s.is_elided:
        return False
    assert s.subject is not None
    _name(s, e[0], s.subject.end, s.subject.label)
    return True


def _owner(item: Item, statements: list[Statement], e: Extent) -> tuple[Statement, int] | None:
    """The statement whose words end last before the stretch, and where, if nothing read parts the two."""
    lo = item.segments.bounds(e[0])[0]
    told = [
        (b, n) for n, s in enumerate(statements) for a, b in s.taken
        if max(lo, s.at + 1) <= b <= e[0] and (s.subject is None or s.subject.end <= b)
    ]  # fmt: skip
    if not told:
        return None
    at, n = max(told)
    gap = item.quote(at, e[0])
    parted = not gap[:1].isspace() or _PART.search(gap) or has_number(gap) or is_read(item, at, e[0])
    return None if parted else (statements[n], at)


def _behind(item: Item, statements: list[Statement], e: Extent) -> bool:
    """`infection in either eye`, `arrhythmia that is not controlled`: behind a name, with what links it."""
    owned = _owner(item, statements, e)
    if owned is None:
        return False
    s, at = owned
    gap, b = item.quote(at, e[0]), phrase_end(item, statements, e[1])
    a = at + len(gap) - len(gap.lstrip())
    words = _TRAILING.sub("", item.quote(a, b))
    if _CUT_OFF.search(words) or _leads_on(item, statements, b) or _BOUNDED.match(item.text, b - item.start):
        return False
    if " " in words and _TAIL.match(words) and (_RELATIVE.match(words) or not _SPEAKS.search(words)):
        s.unqualify_within(a, a + len(words))
        s.qualify_apart(a, a + len(words), words)
        return True
    return _compound(item, s, (at, e[1]), item.quote(a, e[1]))


def _leads_on(item: Item, statements: list[Statement], at: int) -> bool:
    """Whether small words part it from what is stated next, of which it tells then."""
    begins = [x.begin(at) for x in statements if x.at >= at]
    return bool(begins) and is_small(item, at, min(begins))


def _compound(item: Item, s: Statement, behind: Extent, words: str) -> bool:
    """`tumor biopsy`, `surgery schedule`: what a name only qualifies."""
    if s.subject is None or s.threshold is not None or s.kind not in ("condition", "procedure", "drug"):
        return False
    if s.subject.end != behind[0] or not _NOUN.fullmatch(words) or is_adjective(words) or is_listed(words):
        return False
    if _ENDS.match(item.text, behind[1] - item.start) is None:
        return False
    _name(s, s.at, behind[1], s.subject.label)
    return True
