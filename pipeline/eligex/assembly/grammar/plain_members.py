"""The plain members of a sentence's list: `Severe valvular disease, suicidal behavior or unstable lupus within a year`.

From the sentence's begin to such a member stands nothing but whom it is about, that a thing is there, what narrows
it, and other members; behind it the next one begins or the sentence ends. It is told as a thing of its own then, and
is no purpose, reason or method of another.
"""

import re

from eligex.assembly.items.naming import is_new
from eligex.assembly.items.premodifiers import is_adjective, is_listed
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding
from eligex.text.lazily import lazily

PEOPLE = (
    r"(?:patients?|subjects?|participants?|volunteers?|individuals?|persons?|people|those|adults?|children|infants?|wom[ae]n"
    r"|m[ae]n|(?:fe)?males?)"
)
_DONE = r"(?:requir|need|receiv)(?:es|ed)|takes|took|taken|uses|used"  # said of the patients: "gout or uses insulin"
_LEAD = lazily(
    rf"[\s,/]|\b(?:{PEOPLE}|any|an?|all|the|other|either|both|and/or|and|or|no|with|without|who|that|has|have|had|having|is|are|was|were|be|been"
    r"|must|should|suffer(?:s|ing|ed)?\s+from|affected\s+(?:by|with)|diagnos(?:is|es|ed)(?:\s+(?:of|with))?|known|documented|confirmed|suspected|established"
    r"|previous|prior|past|current|recent|present|concomitant|concurrent|ongoing|pre-?existing|underlying|new|(?:medical\s+)?history(?:\s+of)?"
    r"|(?:presence|evidence|signs?|symptoms?|manifestations?|episodes?|occurrence|existence|use)\s+of|using|taking|receiving|undergo(?:ing|ne)|receipt\s+of"
    rf"|{_DONE})\b",
    re.IGNORECASE,
)
_EITHER_WAY = lazily(r"\bwith\s+(?:or|and)\s+without\b", re.IGNORECASE)
# "receiving disability or workers' compensation"; "alcohol excess/abuse"
_USED = lazily(rf"\b(?:use\s+of|using|taking|receiving|receipt\s+of|{_DONE})\b|\A/\Z", re.IGNORECASE)
_WORD = lazily(r"[\w'’-]+")
_NO_WORD = lazily(r"[^\w\s'’-]")
_SIGN = lazily(r"[,;/]|\b(?:and/or|and|or)\b", re.IGNORECASE)
_END = lazily(r"\s*(?:\([^()]*\)\s*)?(?:\Z|[.;])")
_NEXT = lazily(r"\s*(?:\([^()]*\)\s*)?(?P<sign>,|\b(?:or|and/or|and)\b)", re.IGNORECASE)
_TOLD_OF = lazily(
    r"\s*(?:\([^()]*\)\s*)?,?\s*(?:at\s+any\s+time|(?:that|which)\s+(?:may|might|could|would|will|in\s+the)|requiring|including|such\s+as)\b",
    re.IGNORECASE,
)
_FIRST = lazily(r"(?:\A|\.)\s*\Z")
# of a noun that follows: "infantile or juvenile gangliosidosis", "epithelial ovarian, peritoneal or …"
_ELIDED = lazily(
    r"(?:ile|an|ory|ary|cell|able|ine|line|dermal|\bsystem|\btract|\bmethod|\A\w*lesions?)\Z", re.IGNORECASE
)
ACRONYM = lazily(r"[A-Z][A-Z0-9-]*")
_SHORT_FORM = lazily(r"\s*\([\w-]*[A-Z][\w-]*\)")
_THINGS = ("CONDITION", "PROCEDURE", "DRUG")


def plain_members(item: Item) -> list[Finding]:
    """In text order, none within brackets."""
    return [m for lo, hi in item.sentences for m in _members(item, lo, hi)]


def _members(item: Item, lo: int, hi: int) -> list[Finding]:
    found: list[Finding] = []
    at, last = lo, None
    for a, b, m in _covers(item, lo, hi):
        if a < at:
            continue
        lead = item.quote(at, a)
        if not is_lead(lead) or (m and last and not _SIGN.search(item.quote(last, a))):
            break
        if m is not None:
            used = m.label == "CONDITION" and _USED.search(lead)
            if not used and _stands_alone(item, m, b, lo, hi) and not _holds_other(item, m):
                found.append(m)
            last = b
        at = b
    return found


def _covers(item: Item, lo: int, hi: int) -> list[tuple[int, int, Finding | None]]:
    """What is passed over, the longest first where they begin alike: mentions, times and brackets."""
    found: list[tuple[int, int, Finding | None]] = [(m.start, m.end, m) for m in item.mentions]
    found += [(w.start, w.end, None) for w in (*item.windows, *item.durations)]
    found += [(a, b, None) for a, b in item.segments.brackets]
    return sorted((e for e in found if lo <= e[0] < hi), key=lambda e: (e[0], -e[1]))


def _holds_other(item: Item, m: Finding) -> bool:
    """`impaired renal function` of a model, where a vocabulary knows the function."""
    return any(x is not m and x.within(m.start, m.end) and not is_new(x) for x in item.mentions)


def is_lead(gap: str) -> bool:
    if _EITHER_WAY.search(gap):
        return False
    rest = _LEAD.sub(" ", gap)
    words = _WORD.findall(rest)
    return all(is_listed(w) or is_adjective(w) or w.endswith("ly") for w in words) and not _NO_WORD.search(
        rest
    )


def _stands_alone(item: Item, m: Finding, end: int, lo: int, hi: int) -> bool:
    words = item.quote(m.start, m.end)
    timed = next((w for w in item.windows if w.start >= end and not item.quote(end, w.start).strip()), None)
    if timed is not None and item.section == "exclusion":
        end = timed.end
    if m.label not in _THINGS or ACRONYM.fullmatch(words):
        return False
    if _END.match(item.text, end - item.start, hi - item.start):
        return item.section == "exclusion" or (
            m.label == "CONDITION" and _FIRST.search(item.text, 0, lo - item.start) is not None
        )
    told = _TOLD_OF.match(item.text, end - item.start, hi - item.start)
    if told and item.section == "exclusion" and m.label == "CONDITION" and not _ELIDED.search(words):
        return True
    sign = _NEXT.match(item.text, end - item.start, hi - item.start)
    if sign is None or item.section != "exclusion" or _ELIDED.search(words):
        return False
    if m.label == "DRUG" and _SHORT_FORM.match(item.text, end - item.start):
        return False  # "mammalian target of X (mTOX) or Y inhibitors"
    follows = next((x for x in item.mentions if x.start >= end), None)
    return sign["sign"] == "," or follows is None or follows.label == m.label
