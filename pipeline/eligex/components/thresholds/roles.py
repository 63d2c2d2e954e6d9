"""What a quantity is for: a threshold, an age, an exposure, a time window, a count, a scale."""

from eligex.components.thresholds import patterns as p
from eligex.quantities import Quantity

BEFORE, AFTER = 70, 40  # characters of context
TIMES_PER = {"/d", "/wk", "/mo", "/a", "/h"}
CLOCK = {"a", "mo", "wk", "d", "h", "min"}
DOSES = {"mass", "mass_rate", "arbitrary_activity", "substance"}
BODY_WEIGHT = {"kg", "[lb_av]", "[stone_av]", "g"}
EXPOSURES = {"tobacco", "alcohol", "absorbed_dose", "dosage_form", "arbitrary_activity"}
YEARS = range(1900, 2101)
ADULT = 12  # from here on, "≥ 18 years at entry" can only be an age


def role(text: str, q: Quantity) -> str:
    """One of `threshold age exposure window frequency count scale least none`; `text` is what `q` was found in.

    `least`: a number without a comparator that is one to reach."""
    if not q.comparator:
        return "least" if _survived(text, q) else "none"
    if q.rule == "normal-range":
        return "threshold"
    before = _before(text[max(0, q.start - BEFORE) : q.start])
    after = _line(text[q.end : q.end + AFTER])
    if q.unit == "{points}" and q.rule == "range" and p.SCALE_AFTER.match(after):
        return "scale"  # "on a 0 to 10 point scale"
    if q.unit is None and q.relative_to is None:
        return _unitless(text[q.start : q.end], q, before, after)
    if q.dimension == "time/time" or q.unit in TIMES_PER:
        return "frequency"
    if q.unit in CLOCK:
        return _timed(text[q.start : q.end], q, before, after)
    if (q.dimension in DOSES and q.unit not in BODY_WEIGHT) or q.dimension.partition("/")[0] in EXPOSURES:
        return "exposure"
    return "none" if q.unit == "%" and p.OUTCOME.search(before) else "threshold"


def _survived(text: str, q: Quantity) -> bool:
    return q.unit in CLOCK and p.SURVIVES.search(text[max(0, q.start - BEFORE) : q.start]) is not None


def _before(before: str) -> str:
    """The words before, of this item alone; its heading where the item begins with the quantity."""
    heading = p.HEADING.search(before)
    if heading and p.TELLING_HEADING.search(heading[1]):
        return heading[1] + " "
    return before[max((m.end() for m in p.LINE.finditer(before)), default=0) :]


def _line(after: str) -> str:
    m = p.LINE.search(after)
    return after[: m.start()] if m else after


def _says_age(words: str, q: Quantity, after: str) -> bool:
    own = p.AGE_WORDS.search(words) or p.AGE_WORDS.search(q.unit_text or "")
    return own is not None or p.AGE_AFTER.match(after) is not None


def _unitless(words: str, q: Quantity, before: str, after: str) -> str:
    bounds = [b for b in (q.low, q.high) if b is not None]
    listed = q.rule == "range" or (
        q.rule == "list" and not p.OR.search(words)
    )  # "a rating of 0.5 or 1" is a bound
    if listed and (p.SCALE_BEFORE.search(before) or p.SCALE_AFTER.match(after)):
        return "scale"
    if q.rule == "range" and q.low in (0, 1) and p.RESCALED.search(before) and after.startswith(")"):
        return "scale"  # "at least 60 (0 to 100)"
    if p.OUT_OF.search(before):  # "at least 5 out of a maximum score of 8"
        return "scale"
    if p.SAMPLE.search(before) or (bounds and all(b in YEARS for b in bounds) and _dated(words, before)):
        return "none"
    if _says_age(words, q, after):
        return "age"
    if p.AGE_BEFORE_BARE.search(before) and not (p.GESTATION.search(before) or p.AMENORRHOEA.search(before)):
        return "age"
    if p.SCORE_BEFORE.search(before) or p.SCORE_BEFORE.search(words.rstrip("0123456789./ ")):
        return "threshold"
    if p.PEOPLE.search(before) and all(10 <= b <= 100 for b in bounds) and not p.THINGS.match(after):
        return "age"
    one = q.low == 1 and q.high is None and p.ONE.search(words) and p.ONE_AFTER.match(after)
    one = one or (words[-1:].isalpha() and p.ONE_OF_SO_MUCH.match(after))
    return "count" if one or p.COUNTED.match(after) else "threshold"


def _dated(words: str, before: str) -> bool:
    """Whether a number like a year is one: "1990", hardly "≥ 2000" or "2,000"."""
    return p.YEAR.search(before) is not None or not any(c in ",≥≤<>" for c in words)


def next_age(text: str, last: Quantity, q: Quantity) -> bool:
    """`aged 50-60 or ≥ 75 years`: behind an age, what is joined to it is one as well."""
    return q.unit == "a" and p.NEXT.fullmatch(text, last.end, q.start) is not None


def _timed(words: str, q: Quantity, before: str, after: str) -> str:
    near = p.SENTENCE.split(before)[-1]
    aged = p.AGE_BEFORE.search(near) is not None
    if p.GESTATION.search(before[-40:]) or p.GESTATION.search(after[:25]):
        return "threshold"
    dated = p.AMENORRHOEA.search(after[:25]) or (q.unit in ("wk", "d") and p.AMENORRHOEA.search(before[-40:]))
    if dated and not aged:
        return "threshold"
    if (
        p.SURVIVAL.search(near) or p.SURVIVAL.search(words) or p.SURVIVAL_AFTER.match(after)
    ) and not words.lower().startswith("up to"):
        return "threshold"
    if _says_age(words, q, after) or (aged and not p.LASTING.search(near)):
        return "age"
    return "age" if q.unit == "a" and _years_of_a_person(words, q, near, before, after) else "window"


def _years_of_a_person(words: str, q: Quantity, near: str, before: str, after: str) -> bool:
    if p.PEOPLE.search(near) and not p.NOT_AGE_AFTER.match(after):
        return True
    if before.strip(" \t\n-*•.)") or "duration" in words:
        return False
    adult = (q.low or q.high or 0) >= ADULT
    return p.ALONE.match(after) is not None or (adult and p.AT_ENTRY.match(after) is not None)
