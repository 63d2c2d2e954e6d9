"""Lead-ins: "Patients must meet all of the following:" right under a header says no more than the header.

It belongs to the heading where it is made of these words alone and asks what its section asks anyway.
"any of the following" in the inclusion criteria states alternatives, "must not have" inverts: they stay.
"""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


WORDS = _words(
    """a above all also an and any apply applies are as at be below by can candidate candidates condition
    conditions considered criteria criterion each eligibility eligible enroll enrolled enrollment
    enrolment enter entered entering entry every exclude excluded excludes excluding exclusion
    exclusionary exist exists fit follow following for from fulfil fulfill fulfilled fulfilling
    fulfills has have having if in include included includes including inclusion individual
    individuals ineligible into is it key least list listed main major may meet meeting meets met
    more must need not of one only or order participant participants participate participating
    participation patient patients people person persons potential present prospective protocol
    qualify randomization reason reasons randomized requirement requirements satisfied satisfies satisfy shall
    should studies study subject subjects that the their these they this those to trial trials
    volunteer volunteers were when where which who whom will with would"""
)
_NEVER = {
    "inclusion": _words("any one or not ineligible exclude excluded excludes exclusion excluding"),
    "exclusion": _words("all each every eligible include included includes inclusion only"),
}
_SAYS_OUT = _words("exclude excluded excludes exclusion exclusionary excluding ineligible any not")
_DEMANDS = _words("must need should shall")
_LEAD = re.compile(
    r"\s*(?P<said>(?:[^\n:]{1,160}\n){0,3}?[^\n:]{1,160}?"
    r"(?:(?=:)|\b(?:following|criteria|met|apply|if|conditions|requirements|reasons)(?=\.?[ \t\r]*(?:\n|$))))[:.]?"
)
_WORD = re.compile(r"[^\W\d_]+")
_BLANK = re.compile(r"\n\s*\n")
_MAX = 400


def past_lead_in(text: str, start: int, end: int, kind: str) -> int:
    """Where the criteria of a section begin: after its lead-in, else at `start`."""
    m = _LEAD.match(text, start, min(end, start + _MAX))
    if m is None or not text[m.end() : end].strip():
        return start
    said = m["said"]
    if _BLANK.search(said) or any(c.isdigit() for c in said) or "(" in said:
        return start
    return m.end() if _adds_nothing(said, kind) else start


def _adds_nothing(said: str, kind: str) -> bool:
    words = [w.lower() for w in _WORD.findall(said)]
    wrapped = said[:1].islower()  # the rest of a heading
    if (len(words) < 3 and not wrapped) or not WORDS.issuperset(words):
        return False
    words_set = set(words)
    if kind == "inclusion":
        return _NEVER[kind].isdisjoint(words)
    asks_for = words_set & _DEMANDS and words_set.isdisjoint(_SAYS_OUT)
    positive = words_set & _NEVER[kind] - ({"eligible", "included"} if "not" in words else set())
    return not asks_for and not positive
