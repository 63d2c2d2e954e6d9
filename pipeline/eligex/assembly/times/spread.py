"""How far to the left a window reaches: over what is of one kind with the thing that it stands behind.

"Surgery, radiotherapy or chemotherapy within 4 weeks" times all three. What exists now, what lasts a life
and what has a verb of its own before the timed one is no part of that list: "current dialysis, or dialysis
within 6 months", "immunodeficiency or is receiving steroids within 7 days".
"""

import re

from eligex.assembly.bounds.test_rows import are_bounds
from eligex.assembly.forms.extents import Extent
from eligex.assembly.forms.segments import BRACKETED
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.diseases import tells
from eligex.assembly.grammar.lists import listed
from eligex.assembly.items.reading import Item, is_bounded
from eligex.assembly.polarity.negation import governs
from eligex.assembly.times.parallel import joint
from eligex.components.findings import Finding

_JOINED = re.compile(r"[,/]|\b(?:or|and)\b", re.IGNORECASE)
_PRESENT = re.compile(
    r"(?P<past>\b(?:past|prior|previous|recent|former|history)(?:ly)?\s*(?:,|/|\b(?:and/or|and|or)\b)\s*)?"
    r"\b(?:current|concurrent|concomitant|present|ongoing|planned|anticipated|scheduled)(?:ly)?\b"
    r"(?!\s*(?:,|/|\b(?:and/or|and|or)\b)\s*(?:past|prior|previous|recent|former|in\b|within\b))",
    re.IGNORECASE,
)
_ACTIVE = re.compile(  # "active cancer, or a history of cancer within 5 years"
    r"(?P<past>\b(?:past|prior|previous|recent|former|history|inactive|chronic)(?:ly)?(?:\s+of)?\s*(?:,|/|\b(?:and/or|and|or)\b)\s*)?\bactive(?:ly)?\b(?!\s*(?:,|/|\b(?:and/or|and|or)\b)\s*(?:past|prior|previous|recent|former|inactive|chronic|in\b|within\b))",
    re.IGNORECASE,
)
_AT_ENTRY = re.compile(  # "HbA1c > 9 % at screening, or A within 3 months"
    r"\W*(?:at|on|during)\s+(?:the\s+)?(?:time\s+of\s+(?:the\s+)?)?(?:(?:study|trial|initial)\s+)?"
    r"(?:screening|baseline|enrol\w+|randomi[sz]ation|entry|inclusion|admission|presentation|consent)\b[^,;]{0,20},?\s*\b(?:or|and|and/or)\b",
    re.IGNORECASE,
)
_DONE = re.compile(r"\b(?:loss|dose|exposure|radiation|bleeding|number|episodes?)\b", re.IGNORECASE)
_GONE = re.compile(r"\bremission|\bfree\b", re.IGNORECASE)  # what it is of which a disease itself is told
_JOINED_NO = re.compile(r"(?:\b(?:and|or)|,\s*who)\s+(?:[\w-]+\s+){0,4}\Z", re.IGNORECASE)
_NO = re.compile(
    r"(?:(?:ha(?:s|ve|d)|is|are|was|were)\s+)?(?:no|not(?!\s+(?:to|including)\b)|without|never|lack|absence)\b",
    re.IGNORECASE,
)
_WAS_DONE = re.compile(r"\b(?:participated|participation|enrolled|took\s+part|donat\w+)\b", re.IGNORECASE)
_DRUGS = re.compile(
    r"\b(?:contraceptives|pills?)\Z", re.IGNORECASE
)  # "hormone replacement or contraceptives"
_TESTS = ("measurement", "score")
_PAST = re.compile(r"\b(?:history|previous(?:ly)?|prior|past|former(?:ly)?)\b", re.IGNORECASE)
_EVER = re.compile(r"\W*(?:at\s+any\s+time|ever|lifetime)\b(?!\s*(?:within|in|during))", re.IGNORECASE)
_DEED = re.compile(
    r"\b(?:or|and)\s+(?:(?P<verb>is|are|has|have|had|was|were)\s+|(?:who|been|any|other|the|an?|prior|previous|recent|currently)\s+)*"
    r"(?:use[ds]?\b|usage|using|treat(?:ment|ed)\s+with|therapy\s+with|recei(?:v\w+|pt)|tak(?:en|ing)|(?<=\bis\s)on\b|(?<=\bare\s)on\b|(?<=currently\s)on\b|participat\w+|enrol\w+"
    r"|expos\w+|underg\w+|underwent|smok\w+|administ\w+|need\s+for|requir\w+|hospitali[sz]\w+)",
    re.IGNORECASE,
)
_CONJUNCTION = re.compile(r"\b(?:or|and)\b|/", re.IGNORECASE)
_GOES_ON = re.compile(
    r"\s*,\s*(?:(?:or|and)\s+)?(?!(?:who|that|which|unless|except|if|but|with)\b)[^\W\d_]{3}", re.IGNORECASE
)
_OR_THAT = re.compile(r"\s*(?:,|/|\bor\b)+\s*(?:or\s+)?(?:(?!who\b|if\b)[\w-]+\s+){0,4}", re.IGNORECASE)
_OR_MORE = re.compile(r"\s*(?:or|and)\s+(?:[\w-]+\s+){0,2}\Z", re.IGNORECASE)  # before one more
_WHO_HAD = re.compile(r"\b(?:who|that|which)\s+(?:has|have|had)\b", re.IGNORECASE)
_NOUN = re.compile(r"(?:\s+[a-z]+)?", re.IGNORECASE)
_LASTS = re.compile(r"\b(?:disorders?|diathes[ei]s|tendenc(?:y|ies))$")  # "bleeding disorder" is no bleeding
_PREDICATE = re.compile(r"\b(?:or|and)\s+(?:who\s+)?(?:has|have|had|is|are|was|were)\b", re.IGNORECASE)
_HISTORY_OF = re.compile(  # "angina or a history of stroke within 6 months": what is now, and what was
    r"\b(?:or|and)\s+(?:(?:with|has|have|had|who\s+ha(?:ve|s))\s+)?(?:(?:an?|any|recent|known)\s+)*history\s+of\b",
    re.IGNORECASE,
)
_PEOPLE = ("age", "sex")
_OF_PEOPLE = re.compile(  # "cirrhotic patients with bleeding within 24 h"
    r"\s+(?:patients?|subjects?|participants?|individuals|persons|wom[ae]n|m[ae]n|adults?|children|infants?)\s+(?:with|who|having)\b",
    re.IGNORECASE,
)
_NEXT = re.compile(  # other people, a length of time, the next of a numbered list
    r"\b(?:or|and)\s+(?:those|patients?|subjects?|participants?|individuals|wom[ae]n|m[ae]n)\s+(?:who|with|that|having)\b"
    r"|(?P<time>\d\s*(?:hours?|days?|weeks?|months?|years?))\b|\([b-h2-9]\)\s"
    # a list without marks: "leptomeningeal disease Has undergone surgery within 4 weeks"
    r"|(?:^|(?<=[a-z)]))\s+(?-i:Has|Have|Had|Is|History|Known|Any|Prior|Previous|Received|Use|Current|Patients?|Subjects?|Participants?)(?:\s(?-i:[a-z])|\s*\Z)",
    re.IGNORECASE,
)
# "metastases are eligible if they had no radiotherapy within 2 weeks"
_INCLUDING = re.compile(r"\b(?:including|such\s+as|especially)\b", re.IGNORECASE)
_EXAMPLES = re.compile(r"[(\[]\s*(?:e\.?\s?g\b|for\s+example|such\s+as|including|i\.?\s?e\b)", re.IGNORECASE)
_IF = re.compile(r"\b(?:eligible|allowed|permitted|included|enrolled|acceptable)\b", re.IGNORECASE)
# "drinks much, or is unwilling to stop 2 days before"
_UNWILLING = re.compile(r"\bor\b[^,;]*\b(?:(?:un)?(?:willing|able)|inability|refus\w*)\b", re.IGNORECASE)
# "basal cell carcinoma, or any other cancer treated > 3 years ago"
_ELSE = re.compile(r"\b(?:or|and)\s+(?:(?:for|with)\s+)?(?:any|other)\b", re.IGNORECASE)
_CURED = re.compile(r"\b(?:treated|cured|resected|excised|removed|remission|free)\b", re.IGNORECASE)
_SAYS_MORE = re.compile(
    r"\b(?:that|which|defined|requir(?:ing|es?|ed)|result(?:ing|ed)|lead(?:ing)?|leads|associated|due|caused)\b",
    re.IGNORECASE,
)


def reached(item: Item, w: Finding, before: list[Statement]) -> list[Statement]:
    """Those of `before`, the statements left of a window, that it times: the last one and what is listed with it."""
    if _is_amid(item, w, before):
        return before[-1:]
    found: list[Statement] = []
    now = w.value.get("relation") == "before" and bool(
        _PRESENT.search(item.text) or _ACTIVE.search(item.text)
    )
    for i in range(len(before) - 1, -1, -1):
        s = before[i]
        if found and _parted(item, w, before, i, found[-1], now=now):
            break
        found.append(s)
    return found


def _parted(item: Item, w: Finding, before: list[Statement], i: int, right: Statement, *, now: bool) -> bool:
    """Whether the window ends at `right`, before the statement at `i`; one without a number times a plain list."""
    s = before[i]
    if any(s.at < other.start < right.at for other in item.windows):
        return True  # "A within 5 half-lives, or B within 4 weeks"
    if s.window is not None and not _shares_both(item, s, right, w):
        return True
    if s.threshold is not None and s.threshold is right.threshold:
        return False  # "ALT, AST or bilirubin > 2 x ULN during screening"
    ways = _are_ways(item, s, right)
    if not (is_bounded(w) or ways or listed(item, s, right) or are_bounds(item, s, right)):
        return True
    if _is_state(right, "pregnancy_intent") and not _is_state(s, "pregnancy_intent"):
        return True  # "pregnant or planning a pregnancy within 3 months"
    if (
        s.kind == "state"
        and not _WAS_DONE.search(_words(item, s))
        and right.kind != "state"
        and _PREDICATE.search(item.quote(s.end, max(s.end, right.at)))
    ):
        return True  # "is incapacitated or has had a depression within 5 years"
    if ways:
        return False
    if _is_state(right, "contraception") and not (s.kind == "drug" and _DRUGS.search(_words(item, right))):
        return True
    if (s.kind in _PEOPLE) != (right.kind in _PEOPLE):
        return True
    if _is_test_now(item, s, right) or _is_denied_alone(item, s, right) or _begins_anew(item, w, s, right):
        return True
    gap = item.quote(s.end, max(s.end, right.at))
    if not _JOINED.search(gap) or s.is_elided:
        return (
            s.kind == "condition" and _WHO_HAD.search(gap) is not None
        )  # "ill, who had an operation within …"
    words = item.quote(s.end, max(s.end, right.end))
    said = _DEED.search(words)
    if _SAYS_MORE.search(words, 0, said.start() if said else right.at - s.end) and not (
        said and said["verb"]
    ):
        return False  # "an exacerbation that required steroids or hospitalization"
    deed = said is not None
    return (now and _is_present(item, before, i, right, deed)) or _is_lasting(item, s, right, deed)


def _begins_anew(item: Item, w: Finding, s: Statement, right: Statement) -> bool:
    """Whether the words between the two begin something else: other people, a history, the next of a list."""
    gap = item.quote(s.end, max(s.end, right.at))
    if _ELSE.search(gap) and _CURED.search(item.quote(right.end, max(right.end, w.start))):
        return True
    if _OF_PEOPLE.match(gap) or _EVER.match(gap) or _HISTORY_OF.search(gap):
        return True
    if any(not (m["time"] and _is_read(item, s.end + m.start())) for m in _NEXT.finditer(gap)):
        return True
    bare = BRACKETED.sub(" ", gap)
    if s.kind == right.kind == "condition" and _INCLUDING.search(bare):
        return True  # "severe coronary disease, including infarction within 3 months"
    return _IF.search(bare) is not None or _UNWILLING.search(bare) is not None


def _shares_both(item: Item, s: Statement, right: Statement, w: Finding) -> bool:
    """`A or B during the study and for 3 months after it`"""
    first = s.window
    unbounded = first is not None and first is right.window and is_bounded(w) and not is_bounded(first)
    return unbounded and first is not None and joint(item, first, w) is not None


def _are_ways(item: Item, s: Statement, right: Statement) -> bool:
    """`birth control or complete abstinence during the study`."""
    alike = _is_state(right, "contraception") and _is_state(s, "contraception")
    return alike and _OR_THAT.fullmatch(item.quote(s.end, max(s.end, right.at))) is not None


def _is_test_now(item: Item, s: Statement, right: Statement) -> bool:
    """`QTc > 450 ms or an infarction within 6 months`: a bound is of how it is now, and so is what is told at entry."""
    known = s.source not in ("", "assembly:phrase") and not _DONE.search(_words(item, s))
    bounded = s.threshold is not None and s.kind in _TESTS and known and item.section == "exclusion"
    end = max(s.end, s.threshold.end) if s.threshold is not None else s.end
    gap = item.quote(end, max(end, right.at))
    if bounded and right.kind not in _TESTS and _JOINED.search(BRACKETED.sub(" ", gap)):
        return True
    return told_at_entry(gap) is not None


def _is_denied_alone(item: Item, s: Statement, right: Statement) -> bool:
    """`treated and no relapse within 6 months`: the time is of what was not there."""
    if s.subject is None or right.subject is None or _is_state(s, "contraception"):
        return False
    if _GONE.search(_words(item, right)) or any(governs(n, s.subject) for n in item.negations):
        return False
    between = [
        n for n in item.negations if s.end <= n.start and n.end <= right.at and governs(n, right.subject)
    ]
    return any(
        n.value["category"] == "negation"
        and _NO.match(item.text, n.start - item.start)
        and _JOINED_NO.search(item.quote(s.end, n.start))
        for n in between
    )


def told_at_entry(gap: str) -> str | None:
    """The words behind `at screening or …`; None where a gap does not begin so."""
    m = _AT_ENTRY.match(gap)
    return gap[m.end() :] if m else None


def _is_amid(item: Item, w: Finding, before: list[Statement]) -> bool:
    """`angina, infarction within 6 months, arrhythmia or stroke`: a list goes on behind the time of its member; behind
    a disease that of what is done holds alone where the next has its own time."""
    if len(before) < 2 or before[-2].kind != "condition":
        return False
    if before[-1].kind != "condition" and not _is_next_timed(item, w):
        return False
    gap = item.quote(before[-2].end, max(before[-2].end, before[-1].at))
    hi = item.segments.bounds(w.start)[1]
    behind = _GOES_ON.match(item.text, w.end - item.start, hi - item.start) or _has_more(item, w, hi)
    return bool(behind) and "," in gap and not _CONJUNCTION.search(gap)


def _is_next_timed(item: Item, w: Finding) -> bool:
    """`surgery within 6 months | or stroke within 3 months`."""
    following = next(
        (x for x in item.windows if x.start >= w.end and item.segments.same(w.start, x.start)), None
    )
    joint = _CONJUNCTION.search(item.quote(w.end, following.start)) if following is not None else None
    return joint is not None and following is not None and is_bounded(following)


def _has_more(item: Item, w: Finding, stop: int) -> bool:
    """`A, B within 6 months or serious C`: one more of the list stands right behind the time."""
    after = next((m for m in item.mentions if w.end <= m.start < stop), None)
    if after is None or after.label != "CONDITION":
        return False
    return _OR_MORE.match(item.quote(w.end, after.start)) is not None


def _is_read(item: Item, at: int) -> bool:
    """Whether a length of time is one that the criterion tells of a statement: `steroids for 14 days or …`."""
    return any(d.start <= at < d.end for d in (*item.durations, *item.windows, *item.thresholds))


def has_own_verb(item: Item, a: Statement, b: Statement) -> bool:
    """`X or use of Y`: what joins the two says anew what is done."""
    return _DEED.search(item.quote(a.end, b.end)) is not None


def _is_lasting(item: Item, s: Statement, right: Statement, deed: bool) -> bool:
    """`immunodeficiency or receiving steroids`, `polyposis or infarction`: a disease, and what happens at a time."""
    if s.kind != "condition" or s.subject is None or right.subject is None:
        return False
    name, other = _words(item, s), _words(item, right)
    if s.threshold is not None or (tells(name, "event") and not _LASTS.search(name)):
        return False
    noun = _NOUN.match(item.quote(s.end, max(s.end, right.at)))
    if noun is not None and tells(noun[0], "event"):
        return False  # "MS exacerbation", of which the name is MS
    happens = right.kind != "condition" or tells(other, "event")
    return deed or (happens and tells(name, "lasting") and not tells(other, "lasting"))


def _is_present(item: Item, before: list[Statement], i: int, right: Statement, deed: bool) -> bool:
    """`current X, or X within 6 months`, `concurrent participation in X or receipt of Y within 30 days`."""
    s, first = before[i], i
    while i and listed(item, before[i - 1], before[i]):
        i -= 1
    lo, _ = item.segments.bounds(before[i].at)
    floor = max([lo, *(x.end for x in before[:i])])
    lead = item.quote(floor, before[i].end)
    m = _PRESENT.search(lead)
    active = _ACTIVE.search(lead) if m is None else None
    m = m or active
    if m is None or m["past"]:
        return False
    if _DEED.search(lead, m.end()):
        return False
    if i < first and not lead[m.end() : before[i].at - floor].strip():
        return False  # "concurrent chemotherapy, surgery or …" says it of the first alone
    gap = item.quote(before[first].end, max(before[first].end, right.at))
    past = _PAST.search(gap)
    if active is not None:  # it may be so for long, and is parted by what only was
        return not _INCLUDING.search(gap) and (
            deed or past is not None or s.kind != right.kind or _words(item, s) == _words(item, right)
        )
    same = _words(item, s).split()[-1:] == _words(item, right).split()[-1:]
    return deed or past is not None or s.kind != right.kind or same


def _words(item: Item, s: Statement) -> str:
    return item.quote(s.subject.start, s.subject.end).lower() if s.subject is not None else ""


def _is_state(s: Statement, state: str) -> bool:
    return s.subject is not None and s.subject.value.get("state") == state


def examples(item: Item, s: Statement, upto: int, statements: list[Statement]) -> list[Statement]:
    """What the bracket right behind `s` names, where it ends before `upto` and excepts nothing: `biologics
    (interferon, interleukin-2) within 14 days`."""
    inside = next((b for b in item.segments.brackets if s.end <= b[0] and b[1] <= upto), None)
    if (
        inside is None
        or not (_is_beside(item, s, inside) or _is_exemplary(item, inside, upto))
        or any(c.overlaps(*inside) for c in (*item.contexts, *item.negations, *item.windows))
    ):
        return []
    within = [x for x in statements if inside[0] < x.start < inside[1]]
    return [x for x in within if x.threshold is None or x.kind == "drug"]  # "(prednisone > 10 mg)"


def _is_beside(item: Item, s: Statement, inside: Extent) -> bool:
    return not item.quote(s.end, inside[0]).strip(" \t\n®™*")


def _is_exemplary(item: Item, inside: Extent, upto: int) -> bool:
    """`inhibitors of liver metabolism (e.g. A, B) within 14 days`: the time is right behind the examples."""
    return _EXAMPLES.match(item.quote(*inside)) is not None and not item.quote(inside[1], upto).strip(" ,")
