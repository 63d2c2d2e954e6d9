"""Which word ends what a cue governs: of the stops of `negation_cues.csv` the first that does not go on with it."""

import re

from eligex.components.negation.cues import Cue

OPEN, CLOSE = "([{", ")]}"
_REACH = 80  # characters of a relative clause
_BEFORE = 8
_CHOICE = 24
_BOUND = re.compile(
    r"(?P<over>>|(?:greater|more|higher|larger|longer)\s+than)|(?P<least>≥|at\s+least)"
    r"|(?P<under><|(?:less|lower|fewer|smaller|shorter)\s+than)|(?P<most>≤)|=",
    re.IGNORECASE,
)
_LEADS_OVER = re.compile(r"\s*(?:,\s*(?!or\b)|and\b)", re.IGNORECASE)
_CAPPED = re.compile(
    r",?\s*(?:and|or)\b.*\bnot?\s+(?:greater|more|higher|larger|longer|less|lower|fewer)\s+than\Z",
    re.IGNORECASE | re.DOTALL,
)
_LASTS = re.compile(r"\b(?:life\s+expectancy|survival|age[ds]?)\b", re.IGNORECASE)
_LENGTH_OF_TIME = re.compile(
    r"[=\s]*(?:\d+|an?|one|two|three|four|five|six|eight|twelve)\s*(?:minute|hour|day|week|month|year)",
    re.IGNORECASE,
)

_NO_PEOPLE = re.compile(
    r"no\s+(?:\w+\s+)?(?:patients?|subjects?|participants?|individuals?|persons?|volunteers?|women|men)\s+(?:with|who|that|having)\b",
    re.IGNORECASE,
)
_SAME_PEOPLE = re.compile(
    r",?\s+or\s+(?:also\s+)?(?:who\s+)?(?:is|are|was|were|ha[sd]|have)\b", re.IGNORECASE
)

_DUTY = re.compile(r"\b(?:must|should|may|shall|will)\s+not\b", re.IGNORECASE)
_SAME_DUTY = re.compile(
    r",?\s+or\s+(?:currently\s+)?(?:(?:be|have|had)\s+(?!(?:an?\s+)?(?:stable|treated|controlled|adequate|completed|recovered)\b)"
    r"|(?:is|are|has)\s+(?:currently\s+)?(?:receiving|taking|on|using|been|had|received)\b)",
    re.IGNORECASE,
)


_NOT_USED = re.compile(
    r"(?:(?:do|does|did|has|have|is|are)\s+)?not\s+(?:currently\s+)?(?:on|taking|using|receiving|taken|received|used|report)\b"
    r"(?!\s+(?:an?\s+|the\s+)?(?:stable|adequate|fixed|constant)\b)",
    re.IGNORECASE,
)
_EITHER = re.compile(r"\beither\b", re.IGNORECASE)
_SAME_USE = re.compile(  # "not on A or have taken B", "does not report A or currently taking B"
    r",?\s*\bor\s+(?:(?:currently|previously|are|is|have|has)\s+)*(?:taking|taken|receiving|received|using|used)\s+"
    r"(?!(?:an?\s+)?(?:stable|low|adequate|fixed|constant|only|less|no)\b)",
    re.IGNORECASE,
)
_NEXT_DUTY = re.compile(r",?\s+and\s+to\s", re.IGNORECASE)  # "agree to have no A and to use B"
_ABSTAINS = re.compile(r"abst|refrain", re.IGNORECASE)
_INSTEAD = re.compile(  # "refrain from intercourse or use contraception"
    r",?\s+(?:or|and|and/or)\s+(?:agrees?\s+)?(?:to\s+)?(?:use(?!\s+of\b)|using|practi[cs]e|employ|adhere)\s",
    re.IGNORECASE,
)
_PEOPLE_FIRST = re.compile(  # with no verb of their own
    r"\W*(?:\w+\s+){0,2}?(?:patients?|subjects?|participants?|individuals?|volunteers?|persons?|wom[ae]n|m[ae]n)\s+(?:with|who|having)\b"
    r"(?:(?!\b(?:must|should|shall|may|might|will|would|can|need|eligible|excluded|allowed|permitted|required|agree|willing)\b)[^;:])*",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\s*(?:who|(?:those|patients?|subjects?|participants?)\s+(?:who|with|having|known))\b", re.IGNORECASE
)


def first_stop(text: str, cue: Cue, stops: re.Pattern[str], end: int) -> re.Match[str] | None:
    """The first one up to `end` that ends the scope of a cue that governs what follows."""
    people = _NO_PEOPLE.match(text, cue.start)
    if people is not None:
        return _outside(text, stops, people.end(), end, again=_SAME_PEOPLE)
    duty = _DUTY.search(text, max(0, cue.start - _BEFORE), cue.end)
    use = _SAME_USE if cue.category == "negation" and _denies_use(text, cue) else None
    return _outside(text, stops, cue.end, end, again=_SAME_DUTY if duty else use)


def _denies_use(text: str, cue: Cue) -> bool:
    """Not of a choice: `either not taking A or taking B`."""
    choice = _EITHER.search(text, max(0, cue.start - _CHOICE), cue.start)
    return choice is None and _NOT_USED.match(text, cue.start) is not None


def _outside(
    text: str, stops: re.Pattern[str], start: int, end: int, *, again: re.Pattern[str] | None
) -> re.Match[str] | None:
    """The first match that is not inside a bracket opened after `start` and no bound of what is negated, nor what
    `again` goes on with: `no patients who have A or are B`, `must not have A or be on B`."""
    depth, at = 0, start
    m = stops.search(text, start, end)
    while m is not None:
        between = text[at : m.start()]
        depth += sum(map(between.count, OPEN)) - sum(map(between.count, CLOSE))
        at = m.start()
        same = _goes_on(text, m, end, again) if again else None
        bound = same or _is_negated_bound(text, start, m)
        if depth <= 0 and not bound:
            return m
        behind = same.end() if same else at + 1 if bound else m.end()
        m = stops.search(text, behind, end)  # a stop may stand among a bound's words
    return None


def _goes_on(text: str, m: re.Match[str], end: int, again: re.Pattern[str]) -> re.Match[str] | None:
    """What goes on at a stop, or behind the relative clause that it opens: "A that needs B or have C"."""
    if again is _SAME_DUTY and m[0].lower() in ("that", "which"):
        return again.search(text, m.end(), min(end, m.end() + _REACH))
    return again.match(text, m.start())


def _is_negated_bound(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether a stop at a comparator is none: "No creatinine > 2 or bilirubin > 3", "no surgery < 2 weeks before".

    In "no ascites, platelets ≥ 100" it is one: a comma or "and" leads over to a bound of another sign.
    """
    bounds = [m for m in _BOUND.finditer(stop[0]) if m.end() == len(stop[0])]
    if not bounds:
        return False
    if _CAPPED.match(stop[0]):
        return False
    timed = _LENGTH_OF_TIME.match(text, stop.end()) and not _LASTS.search(stop[0])
    if timed or not _LEADS_OVER.match(stop[0]):
        return True
    own = [m.lastgroup for m in _BOUND.finditer(text, start, stop.start())]
    return bool(own) and own[-1] == bounds[0].lastgroup


def duty_ahead(text: str, cue: Cue, end: int) -> int:
    """Where a duty begins behind a denial, up to `end`: `refrain from intercourse | or use contraception`."""
    if cue.category != "negation":
        return end
    duty = _NEXT_DUTY.search(text, cue.end, end)
    if duty is None and _ABSTAINS.match(text, cue.start):
        duty = _INSTEAD.search(text, cue.end, end)
    return duty.start() if duty is not None else end


def more_people(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether a verdict is on those before a conjunction too: `Patients with A or who have B will be excluded`."""
    joined = stop[0].strip(" ,").lower() in ("and", "or") and _OTHERS.match(text, stop.end()) is not None
    return joined and _PEOPLE_FIRST.fullmatch(text, start, stop.start()) is not None
