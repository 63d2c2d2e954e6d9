"""The dose of a drug that a criterion speaks of: an exposure, told as a qualifier of the drug's constraint."""

from eligex.assembly.reading import Item
from eligex.assembly.statement import Statement
from eligex.components.findings import Finding

_REACH = 40  # characters between a drug and its dose
_BESIDE = 2  # characters between a dose and how it is given


def give_doses(item: Item, statements: list[Statement]) -> None:
    """`dexamethasone 20 mg daily for more than 14 days` has the qualifier `20 mg daily`."""
    drugs = [s for s in statements if s.kind == "drug" and s.threshold is None and s.subject is not None]
    for i, dose in enumerate(item.doses):
        if "dose" not in dose.value or any(t.overlaps(dose.start, dose.end) for t in item.thresholds):
            continue
        owner = _owner(item, dose, drugs)
        if owner is not None:
            end = _with_manner(item, dose, item.doses[i + 1 :])
            owner.qualify(dose.start, end, item.quote(dose.start, end))


def _owner(item: Item, dose: Finding, drugs: list[Statement]) -> Statement | None:
    """The drug behind `20 mg of`, or the nearest one before the dose."""
    same = [s for s in drugs if item.segments.same(s.at, dose.start)]
    behind = [s for s in same if item.quote(dose.end, s.at).strip() == "of" and s.at > dose.end]
    before = [s for s in same if dose.start - s.at >= 0 and dose.start - s.end < _REACH]
    return next(iter(behind), None) or max(before, key=lambda s: s.at, default=None)


def _with_manner(item: Item, dose: Finding, later: list[Finding]) -> int:
    """The end of the dose with the route and the frequency directly behind it."""
    end = dose.end
    for f in later:
        manner = f.label == "ROUTE" or "frequency" in f.value
        if (
            not manner
            or not 0 <= f.start - end <= _BESIDE
            or any(t.overlaps(f.start, f.end) for t in item.thresholds)
        ):
            break
        end = f.end
    return end
