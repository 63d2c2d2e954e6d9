"""When a drug that a block has named is given once more: in another stage, or to other patients."""

import re
from typing import Optional

from eligex.assembly.regimens.groups import Group
from eligex.assembly.regimens.mentions import Mention
from eligex.assembly.regimens.plans import Plan

_FOLLOWED = re.compile(r"\b(?:followed by|then)\b", re.IGNORECASE)
_STAGED = ("total_duration", "start", "frequency")
# `A second infusion of A is given`, `A was resumed 4 weeks after surgery`
_ONCE_MORE = re.compile(
    r"\b(?:second|third|another|further)\s(?:infusion|injection|dose|course)\sof\s(?:[\w-]+\s)?$",
    re.IGNORECASE,
)
_RESUMED = re.compile(r"\s(?:is|was|will\sbe|to\sbe)\s(?:resumed|restarted)\b", re.IGNORECASE)
_CONTINUES = re.compile(
    r"\b(?:continues?d?\s(?:to\sreceive|to\stake|with|on)|(?:then|thereafter|subsequently)\s(?:receive|take))\s(?:[\w-]+\s){0,3}$",
    re.IGNORECASE,
)
# `Patients registered before May receive`, `Group B received`: who gets it.
_WHO = re.compile(
    r"\W*(?:(?:all\s)?(?:patients|participants|subjects|women|men|children|infants|adults|those)\s"
    r"(?:registered|enrolled|treated|randomi[sz]ed|assigned|allocated|in|on|with|who|aged|weighing|older|younger|over|under)\b"
    r"[^.;:\n]{1,80}?|(?:the\s)?(?:second|other|remaining|third)\s(?:half|group|arm|cohort)\s(?:of\s\w+\s)?"
    r"|(?:group|arm|cohort)\s[\w-]{1,4}\s(?:patients\s|participants\s|subjects\s)?)"
    r"\b(?:will\s)?(?:receive[sd]?|get|take|took|(?:are|were|was|is|be)\s(?:given|treated|administered))\b",
    re.IGNORECASE,
)


def is_given_again(text: str, drug: Mention, groups: list[Group], here: Group, known: Optional[Plan]) -> bool:
    """`A and B weekly followed by C with B weekly`, `A for a week followed by A and B for a month`: B, A once more."""
    before = [d for g in groups if g is not here for d in g.drugs if d.key == drug.key and d.end < drug.start]
    dosed = any("dose" in f.value for f in here.facts) and any("dose" not in f.value for f in here.facts)
    staged = any(k in f.value for f in here.facts for k in _STAGED)
    if before:
        return (dosed or staged) and bool(_FOLLOWED.search(text, before[-1].end, drug.start))
    if known is None:
        return False
    if _ONCE_MORE.search(text, max(0, drug.start - 40), drug.start) or _RESUMED.match(text, drug.end):
        return bool(known.phases)
    if _are_others(text, known.mention, drug) or (staged and _goes_on(text, known, drug)):
        return True
    if known.phases and _begins_later(known, here):
        return True
    lasted = any(p.states(("total_duration",)) for p in known.phases)
    lasts = any("total_duration" in f.value for f in here.facts)
    return lasted and lasts and dosed and bool(_FOLLOWED.search(text, _begin(text, drug), drug.start))


def _goes_on(text: str, known: Plan, drug: Mention) -> bool:
    """`A on day 1 of four courses. Patients continue to receive A every 2 weeks`: what follows is another stage."""
    before = text[max(0, drug.start - 60) : drug.start]
    return bool(_CONTINUES.search(before) and known.phases) and known.phases[-1].states(("days", "frequency"))


def _begins_later(known: Plan, here: Group) -> bool:
    """`A on days 1 and 8. From day 22 on A every 2 weeks`: a day to begin with, where days were told before."""
    begins = any((f.value.get("start") or {}).get("relation", "") is None for f in here.facts)
    timed = any("frequency" in f.value for f in here.facts)
    last = known.phases[-1]
    return begins and timed and last.states(("days",)) and not last.states(("start",))


def _are_others(text: str, first: Optional[Mention], drug: Mention) -> bool:
    """Whether both sentences say to whom the drug is given, and not to the same."""
    told = [_who(text, m) for m in (first, drug) if m]
    return len(told) == 2 and all(told) and told[0] != told[1]


def _who(text: str, drug: Mention) -> Optional[str]:
    m = _WHO.match(text, _begin(text, drug), drug.start)
    return m.group().strip() if m else None


def _begin(text: str, drug: Mention) -> int:
    """Where the clause begins that names the drug."""
    return max(text.rfind(c, 0, drug.start) for c in (";", ". ", "\n")) + 1
