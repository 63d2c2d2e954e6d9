"""Results said of an infection or a marker: `HIV negative`, `hepatitis B and C negative`."""

import re
from itertools import pairwise

from eligex.assembly.bounds.support import LOOKS
from eligex.assembly.forms.statement import Statement
from eligex.assembly.grammar.lists import JOIN
from eligex.assembly.items.reading import Item
from eligex.text.lazily import lazily
from eligex.text.scan import Scanner

_STRAIN = (
    r"(?:(?:type\s+)?(?:1|2|I|II)\b(?:\s?(?:/|and|or|&)\s?(?:HIV[\s-]?)?(?:2|II)\b)?)?"  # "HIV-1/2 negative"
)
_RESULT = re.compile(
    rf"(?:\s+virus)?[\s,-]*{_STRAIN}(?:\s?\([^()]{{1,24}}\))?[\s,-]*{_STRAIN}\)?[\s,-]*"  # "… virus (HIV) negative"
    r"(?:(?:antibod(?:y|ies)|antigen|serology|status|tests?|infection|PCR|RNA|DNA)\b[\s-]*){0,2}"
    r"(?:(?:is|are|be|must be|should be)\s+)?(?:sero-?)?(?P<result>negativ|positiv)(?:e|ity)\b",
    re.IGNORECASE,
)

# What only a recogniser knows: "negative lymph nodes"; "Ph-negative leukemia" is a disease, not a result.
_RESULT_BEFORE = re.compile(
    r"(?:^|[,;:(]|\b(?:and|or|with|has|have|had|a|an|any))\s*(?P<result>negative|positive)\s+$", re.IGNORECASE
)
_INFECTION = re.compile(
    r"hepatitis|\b(?:HIV|H[BC]V|CMV|EBV)\b|vir(?:us|al)|syphilis|tubercul|covid|infection|antigen|antibod|trichomonas|chlamydia"
    r"|gonorrh|toxoplasm|treponema|plasmodium|malaria",
    re.IGNORECASE,
)
# "positive test result for A, B or C", "any abnormality in A and B"
_TOLD_OF = re.compile(
    r"\b(?:(?P<result>positiv|negativ)(?:e|ity)\s+(?P<test>(?:(?:blood|urine|serum|plasma|laboratory|screening|diagnostic|skin|drug"
    r"|at\s+(?:screening|baseline|enrollment)|tests?|testing|results?|serolog(?:y|ies|ical)|screens?|titers?|titres?|findings?"
    r"|status|assays?|cultures?|ELISA|EIA|western\s+blots?|immunoblots?|PCR|RT-PCR|NAAT|rapid|and|or)\s+){0,5})"
    r"(?:for|on|(?<=screening )of"
    r"|(?<=serology )(?:to|of)|(?<=tests )(?:to|of)|(?<=test )(?:to|of)|(?<=results )(?:to|of|in)"
    r"|(?<=result )(?:to|of|in))"
    r"|(?P<before>positiv|negativ)e(?=\s+(?:hepatitis|human\s+immuno\w*|HIV|H[BC]V|syphilis)\b)|(?P<abnormal>(?:abnormal(?:ity|ities)|deviations?\s+from\s+(?:the\s+)?norm(?:al)?(?:\s+(?:limits?|ranges?|values?))?)\s+(?:(?:identified|found|detected|noted|seen|observed|revealed|present)\s+)?(?:in|of|on|by|during|from)))\s+",
    re.IGNORECASE,
)
_TEST_AHEAD = lazily(
    r"(?:positiv|negativ)e\s+(?:[\w-]+\s+){0,2}?(?:tests?|cultures?|serology|screens?|assays?|swabs?|results?)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(  # names of one list: "hepatitis B surface antigen (HBsAg), or HIV-1 antibody"
    r"(?:[\s,/&()+:-]|\b(?:and|or|and/or|any\s+of|any|the|an?|either|both|the\s+following|following|virus(?:es)?|infections?|drugs?|substances?|illicit|illegal|of\s+abuse|surface|core|antigens?|combo|A[bg]s?"
    r"|antibod(?:y|ies)|tests?|levels?|status|their|e\.?g\.?|including|such\s+as|i\.?e\.?)(?!\w)\.?)*",
    re.IGNORECASE,
)
_GRADE = re.compile(
    r"\b(?P<words>(?:clinically\s+)?(?:significant|relevant|important|meaningful))\s+\Z", re.IGNORECASE
)
_GRADE_REACH = 36
_TOLDS = Scanner(_TOLD_OF)
_SHARED = ("positive", "negative", "abnormal", "normal")
# Said of functions, they are said of every function of a list.
_FUNCTIONAL = (
    "adequate",
    "inadequate",
    "sufficient",
    "insufficient",
    "impaired",
    "acceptable",
    "satisfactory",
    "preserved",
)
_RESULTS = re.compile(r"positiv|negativ|normal|reactiv|detect", re.IGNORECASE)
_LEVELS = re.compile(
    r"\w+\s+(?:(?:serum|plasma|blood)\s+)?(?:levels?|values?|concentrations?)\b", re.IGNORECASE
)
_OR = re.compile(r"\b(?:and|or)\b|/", re.IGNORECASE)
_CONJUNCTIONS = re.compile(r"\s*(?:[,;/]|\b(?:and|or)\b|\s)*", re.IGNORECASE)


def tested(item: Item, s: Statement) -> str | None:
    """The result written right behind a condition; the statement is then about a test."""
    if s.kind != "condition" or s.subject is None:
        return None
    lo, hi = item.segments.bounds(s.at)
    m = _RESULT.match(item.quote(s.end, hi))
    if (
        m is not None
        and "," in m[0][: m.start("result")]
        and _is_of_next(item, s.end + m.start("result"), hi)
    ):
        m = None
    if m is None:
        before = _RESULT_BEFORE.search(item.quote(lo, s.subject.start))
        if before is None or s.subject.name is not None:
            return None
        s.kind = "measurement"
        s.take(lo + before.start("result"), lo + before.end("result"))
        return before["result"].lower()
    s.kind = "measurement"
    s.take(s.end + m.start("result"), s.end + m.end())
    s.end += m.end()
    return m["result"].lower() + "e"


def _is_of_next(item: Item, at: int, hi: int) -> bool:
    """`hepatitis C, | positive test for HIV`, `tuberculosis, | positive stool culture`."""
    told = _TOLD_OF.match(item.text, at - item.start, hi - item.start)
    return told is not None or _TEST_AHEAD.match(item.text, at - item.start, hi - item.start) is not None


def share_heads(item: Item, statements: list[Statement]) -> None:
    """`adequate liver and kidney function`: what is said of one is said of all that share its head."""
    pairs = [(a, b) for a, b in pairwise(statements) if _one_head(item, a, b)]
    for one, other in [*pairs, *((b, a) for a, b in reversed(pairs))]:
        if one.value is not None and other.value is None and other.threshold is None:
            other.value = one.value
            for start, end in one.taken - {(one.at, one.subject.end if one.subject else one.end)}:
                other.take(start, end)


def _one_head(item: Item, a: Statement, b: Statement) -> bool:
    if a.subject is None or b.subject is None or {a.kind, b.kind} != {"measurement"}:
        return False
    joined = JOIN.fullmatch(item.quote(a.subject.end, b.subject.start))
    return a.is_elided and joined is not None


def share_results(item: Item, statements: list[Statement]) -> None:
    """`HBsAg and hepatitis C negative`: the result behind the last member is every member's."""
    for s, after in reversed(list(pairwise(statements))):
        bare = s.threshold is None and s.value is None and s.kind in ("condition", "measurement")
        told = after.value in _SHARED and after.kind == "measurement" and after.threshold is None
        listed = s.end <= after.start and JOIN.fullmatch(item.quote(s.end, after.start))
        if bare and told and listed and _behind(item, after) and _tested_for(item, s):
            s.kind, s.value = "measurement", after.value
            s.taken |= {e for e in after.taken if after.subject and e[0] >= after.subject.end}


def tell_results(item: Item, statements: list[Statement]) -> None:
    """`positive test for HIV, hepatitis B or C`, `abnormalities in vital signs (pulse, blood pressure)`: the result
    before a list is every member's."""
    for m in item.matches(_TOLDS):
        if any(n.overlaps(*m.span()) for n in item.negations):
            continue  # "negative for HIV" denies it
        if m["before"] and any(m.start() - 2 < s.end <= m.start() for s in statements):
            continue  # "HIV positive"
        value = "abnormal" if m["abnormal"] else f"{(m['result'] or m['before']).lower()}e"
        at, drugs = m.end(), bool(m["test"])
        grade = _GRADE.search(item.quote(max(item.start, m.start() - _GRADE_REACH), m.start()))
        for s in statements:
            if s.at < at:
                continue
            if _BETWEEN.fullmatch(item.quote(at, s.at)) is None or not _may_tell(item, s, value, drugs):
                break
            if s.value is None:
                s.kind, s.value = "measurement" if value != "abnormal" else s.kind, value
                s.take(m.start(), m.end())
            if s.value == value == "abnormal" and grade:
                a = m.start() - len(grade.group())
                s.qualify_apart(a, a + len(grade["words"]), grade["words"])
            at = s.end
    _hand_on(item, statements)


def _hand_on(item: Item, statements: list[Statement]) -> None:
    """A result before the first of a list, `adequate liver function (ALT < 3), renal function`, is every member's."""
    level: dict[tuple[int, int] | None, Statement] = {}
    last: Statement | None = None
    for s in statements:
        inside = item.segments.bracket(s.at)
        before = level.get(inside, last)
        level[inside] = last = s
        if before is None or not _ahead(before) or s.value is not None or s.threshold is not None:
            continue
        looked = s.kind == before.kind == "procedure" and _is_looked_at_too(item, before, s)
        if s.kind != "measurement" and not looked and not (s.kind == "drug" and _levels_of(item, before)):
            continue
        shared = before.value in _SHARED or (before.value in _FUNCTIONAL and _is_function(s))
        if shared and (_one_list(item, before, s) or _listed_outside(item, before, s)):
            s.kind, s.value = "procedure" if looked else "measurement", before.value
            s.taken |= {e for e in before.taken if e[1] <= before.at}


def _is_looked_at_too(item: Item, before: Statement, s: Statement) -> bool:
    """`a negative CT or MRI scan`"""
    gap = item.quote(before.end, max(before.end, s.at))
    return LOOKS.search(item.quote(s.at, s.end)) is not None and _OR.search(gap) is not None


def _levels_of(item: Item, s: Statement) -> bool:
    """`normal levels of thyroxine, insulin and cortisol` speaks of what is measured of each."""
    return _LEVELS.match(item.quote(min(a for a, _ in s.taken), s.at)) is not None


def _is_function(s: Statement) -> bool:
    return s.subject is not None and (s.subject.name or "").endswith("function")


def _listed_outside(item: Item, a: Statement, b: Statement) -> bool:
    """Whether only conjunctions and whole brackets part them."""
    assert a.subject is not None
    assert b.subject is not None
    start, words = a.subject.end, ""
    for x, y in item.segments.brackets:
        if start <= x and y <= b.subject.start:
            words += item.quote(start, x)
            start = y
    words += item.quote(start, b.subject.start) if start <= b.subject.start else "."
    return _CONJUNCTIONS.fullmatch(words) is not None


def _may_tell(item: Item, s: Statement, value: str, drugs: bool) -> bool:
    if s.subject is None or s.threshold is not None:
        return False
    if value == "abnormal":
        return s.kind in ("measurement", "procedure")
    return (s.kind == "drug" and drugs) or (s.kind in ("measurement", "condition") and _tested_for(item, s))


def _ahead(s: Statement) -> bool:
    """Its result stands before its subject: `abnormal ECG or blood pressure`."""
    return any(b <= s.at for _, b in s.taken)


def _one_list(item: Item, a: Statement, b: Statement) -> bool:
    return a.end <= b.at and _BETWEEN.fullmatch(item.quote(a.end, b.at)) is not None


def _behind(item: Item, s: Statement) -> bool:
    """The result stands behind its subject, as a word of its own: `MRD-negative` is said of MRD alone."""
    if s.subject is None:
        return False
    told = ((a, b) for a, b in s.taken if a >= s.subject.end and item.quote(s.subject.end, a) != "-")
    return any(_RESULTS.search(item.quote(a, b)) for a, b in told)


def _tested_for(item: Item, s: Statement) -> bool:
    """Remission has no test result; an infection or a marker has."""
    words = f"{s.subject.name or ''} {item.quote(s.subject.start, s.subject.end)}" if s.subject else ""
    return s.kind == "measurement" or _INFECTION.search(words) is not None
