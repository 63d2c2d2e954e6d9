"""The dose of a drug that a criterion speaks of: an exposure, told as a qualifier of the drug's constraint; and the
drug by which the dose of another is told."""

import re

from eligex.assembly.forms.statement import Statement
from eligex.assembly.items.reading import Item
from eligex.components.findings import Finding

_REACH = 40  # characters between a drug and its dose
_AS_MUCH_AS = re.compile(
    r"[\s(]*(?:(?:daily|(?:per|a|each)\s+day|total)\s+)*(?:of\s+)?(?:(?:oral|an?)\s+)*(?:(?:equivalent\s+)?(?:to|of)\s+)?",
    re.IGNORECASE,
)
_OR_EQUIVALENT = r"(?:or\s+)?(?:an?\s+|its\s+|the\s+)?(?:dose\s+)?equivalents?\b(?:\s+dose)?"
_EQUIVALENT = re.compile(rf"\s*(?:\(\s*{_OR_EQUIVALENT}\s*\)|,?\s*{_OR_EQUIVALENT})", re.IGNORECASE)
_BESIDE = re.compile(
    r"\W{0,2}(?:\W*\b(?:then|followed\s+by|and\s+then)\s+)?", re.IGNORECASE
)  # between a dose and the next


def give_doses(item: Item, statements: list[Statement]) -> None:
    """`dexamethasone 20 mg daily for more than 14 days` has the qualifier `20 mg daily`."""
    drugs = [s for s in statements if s.kind == "drug" and s.threshold is None and s.subject is not None]
    for i, dose in enumerate(item.doses):
        if "dose" not in dose.value or any(t.overlaps(dose.start, dose.end) for t in item.thresholds):
            continue
        owner = _owner(item, dose, drugs)
        if owner is not None:
            end = _with_manner(item, dose, item.doses[i + 1 :])
            owner.qualify_apart(dose.start, end, item.quote(dose.start, end))


def without_equivalents(item: Item, statements: list[Statement]) -> list[Statement]:
    """`steroids > 10 mg daily prednisone equivalent`: the drug behind the amount only says how that is told."""
    kept: list[Statement] = []
    for s in statements:
        last = kept[-1] if kept else None
        if last is None or not _tells_amount(item, last, s):
            kept.append(s)
            continue
        equivalent = _EQUIVALENT.match(item.text, s.end - item.start)
        end = item.start + equivalent.end() if equivalent else s.end
        last.qualify(s.start, end, item.quote(s.start, end))
    return kept


def _tells_amount(item: Item, last: Statement, s: Statement) -> bool:
    t = last.threshold
    if last.kind != "drug" or s.kind != "drug" or s.threshold is not None or t is None or t.end > s.start:
        return False
    return _AS_MUCH_AS.fullmatch(item.quote(t.end, s.start)) is not None


def _owner(item: Item, dose: Finding, drugs: list[Statement]) -> Statement | None:
    """The drug behind `20 mg of`, or the nearest one before the dose."""
    same = [s for s in drugs if item.segments.same(s.at, dose.start)]
    behind = [s for s in same if item.quote(dose.end, s.at).strip() == "of" and s.at > dose.end]
    before = [s for s in same if dose.start - s.at >= 0 and dose.start - s.end < _REACH]
    return next(iter(behind), None) or max(before, key=lambda s: s.at, default=None)


def _with_manner(item: Item, dose: Finding, later: list[Finding]) -> int:
    """The end of the dose with how it is given directly behind it, and with the doses that follow on it."""
    end, read = dose.end, (*item.thresholds, *item.durations, *item.windows)
    for f in later:
        if f.start < end:
            continue
        joined = _BESIDE.fullmatch(item.quote(end, f.start))
        follows = "dose" not in f.value or (joined is not None and joined[0].strip(" ,") != "")
        if joined is None or not follows or any(x.overlaps(f.start, f.end) for x in read):
            break
        end = f.end
    return end
