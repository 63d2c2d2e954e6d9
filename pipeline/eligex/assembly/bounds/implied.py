"""What a bound is of that names no subject (`under 31 pounds`), and which words before it name none."""

import re
from dataclasses import replace

from eligex.assembly.bounds.restated import NUMERIC
from eligex.assembly.bounds.sensitivities import is_sensitivity
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding

# A quantity that names no subject is about the one thing measured in such a unit.
IMPLIED_BY_UNIT = {
    "a": "age", "kg": "body weight", "[lb_av]": "body weight", "mm[Hg]": "blood pressure", "kg/m2": "body mass index",
    "{drinks}": "alcohol use", "{cigarettes}": "smoking", "{packs}": "smoking", "{pack-years}": "smoking",
}  # fmt: skip
_PERSONS = re.compile(
    r"\b(?:ages?d?|patients?|subjects?|participants?|adults?|child(?:ren)?|infants?|(?:fe)?males?|(?:wo)?m[ae]n|boys|girls|"
    r"volunteers?|individuals?|persons?|people|donors?|controls?)\b",
    re.IGNORECASE,
)


def implied_by(unit: object) -> str | None:
    """The one thing measured in such a unit, or in so much of it for each day."""
    key = str(unit)
    return IMPLIED_BY_UNIT.get(key.partition("/")[0] if key.startswith("{") else key)


def told_by_unit(item: Item, t: Finding) -> Finding | None:
    """What the unit of a bound or the words right behind it name."""
    return _smoked(item, t) or _named_by_unit(item, t)


def _smoked(item: Item, t: Finding) -> Finding | None:
    """`smoking` of "> 10 pack year smoking history", "20 pack-years of smoking", which such a bound measures."""
    if implied_by(t.value.get("unit")) != "smoking":
        return None
    m = next((m for m in item.mentions if m.start >= t.end and m.value.get("state") == "smoking"), None)
    near = m is not None and item.quote(t.end, m.start).strip() in ("", "of")
    return replace(m, label="MEASUREMENT", value={}) if m is not None and near else None


def _named_by_unit(item: Item, t: Finding) -> Finding | None:
    """`weeks gestation` of "less than 36 weeks gestation", a test whose name begins with the unit."""
    inside = (m for m in item.mentions if t.start < m.start < t.end < m.end)
    return next((m for m in inside if m.value.get("analyte") == "gestational_age"), None)


_NO_NAME = re.compile(  # a verb or a word that says nothing of what is bounded
    r"(?:there|example|namely|(?:corrected|adjusted|normali[sz]ed)\s.*|(?:clinic|radiologic|histologic|patholog|approximate|significant)\w*ly|possible|about|according|fulfil\w*|meet(?:s|ing)?|satisf\w+|involv\w+|fail\w*|lost|donated|tolerat\w+|move"
    r"|.*\b(?:may|might|did|does|can|cannot|could|would|must|should|shall)\s.*|\d[\d.,]*\s*/.*|(?:x\s+)?[UL]LN|(?:upper|lower)\s+normal\s+limit|\d[\d.,]*\s*(?:[mc]m|%|[mk]?g|years?|months?|weeks?|days?|hours?|to\s+\d+|(?:FE)?MALE)\b.*|[dm]?L)\Z",
    re.IGNORECASE | re.DOTALL,
)


def names_nothing(words: str) -> bool:
    """`must not have involved > 25 %`, `did not hit ≥ 80`."""
    return _NO_NAME.match(words) is not None


_NUMBER = re.compile(r"\d[\d.,]*\s*(?:/|[xX×*]|[mu]?mol|[mku]?g|mL|%)")


def can_be(item: Item, m: Finding, t: Finding) -> bool:
    """Whether a bound can be of a mention: no number that a model took for one is a test, and nothing in `mL/min` is a
    scale."""
    if m.label == "SCORE" and "/" in str(t.value.get("unit") or "")[1:]:
        return False
    return "analyte" in m.value or _NUMBER.match(item.quote(m.start, m.end)) is None


def bounds_no_patient(item: Item, t: Finding) -> bool:
    """Whether a bound is of how old a thing is, or of what a test can detect."""
    return (t.value.get("role") == "age" and _is_age_of_a_thing(item, t)) or is_sensitivity(item, t)


def _is_age_of_a_thing(item: Item, t: Finding) -> bool:
    """`renal biopsy, not more than 24 months old`: no patient's age; the number stays unclaimed."""
    lo, _ = item.segments.bounds(t.start)
    before = item.quote(lo, t.start)
    things = [
        m for m in item.mentions if m.label in ("PROCEDURE", *NUMERIC) and lo <= m.start and m.end <= t.start
    ]
    return bool(things) and item.quote(t.start, t.end).endswith("old") and not _PERSONS.search(before)
