"""Lead-ins: "Patients must meet all of the following:" right under a header says no more than the header.

It belongs to the heading where it is made of these words alone and asks what its section asks anyway.
"any of the following" in the inclusion criteria states alternatives, "must not have" inverts: they stay.
"""

import re

_WORDS = frozenset(
    """a an all any be by can candidate candidates condition conditions considered criteria criterion each
    eligible eligibility enroll enrolled enrolment enrollment enter entered entering entry every exclude excluded
    excludes exclusion exclusionary excluding fit following follow for from fulfil fulfill fulfilled fulfilling
    fulfills have having has if in include included includes including inclusion individual individuals
    ineligible into is are it list listed may meet meeting meets met must need not of one or more order
    participant participants participate participating participation patient patients person persons people
    present qualify randomization randomized requirement requirements satisfied satisfies satisfy study
    studies subject subjects that the their these they this those to trial trials volunteer volunteers
    were when where which who whom will with would should shall below above and as at least only potential
    prospective apply applies protocol exist exists key major main also""".split()
)
_NEVER = {
    "inclusion": frozenset("any one or not ineligible exclude excluded excludes exclusion excluding".split()),
    "exclusion": frozenset("all each every eligible include included includes inclusion only".split()),
}
_SAYS_OUT = frozenset("exclude excluded excludes exclusion exclusionary excluding ineligible any not".split())
_DEMANDS = frozenset("must need should shall".split())
_LEAD = re.compile(
    r"\s*(?P<said>(?:[^\n:]{1,160}\n){0,3}?[^\n:]{1,160}?"
    r"(?:(?=:)|\b(?:following|criteria|met|apply|if|conditions|requirements)(?=\.?[ \t\r]*(?:\n|$))))[:.]?"
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
    if len(words) < 3 or not _WORDS.issuperset(words):
        return False
    words_set = set(words)
    if kind == "inclusion":
        return _NEVER[kind].isdisjoint(words)
    asks_for = words_set & _DEMANDS and words_set.isdisjoint(_SAYS_OUT)
    positive = words_set & _NEVER[kind] - ({"eligible", "included"} if "not" in words else set())
    return not asks_for and not positive
