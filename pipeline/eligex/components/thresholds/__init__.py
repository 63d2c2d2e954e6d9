"""Thresholds: the quantities that bound something about a patient."""

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from eligex.components.base import Tagger
from eligex.components.findings import DEMOGRAPHICS, MEASUREMENTS, THRESHOLDS, Finding, read
from eligex.components.thresholds.patterns import BLANK, COUNT, FOR_SOME, OTHER, TIMES
from eligex.components.thresholds.roles import next_age, role
from eligex.components.thresholds.symbols import spelled, stands_behind
from eligex.quantities import Quantity, find_quantities
from eligex.text.view import view

EMITTED = ("threshold", "age", "exposure")


class ThresholdTagger(Tagger):
    """Writes THRESHOLDS: label THRESHOLD, `value` is `Quantity.to_dict()` with its `role`.

    Reads MEASUREMENTS and DEMOGRAPHICS where other pipes wrote them.
    """

    key = THRESHOLDS

    def __init__(self, name: str, *, roles: list[str]) -> None:
        super().__init__(name)
        self.roles = frozenset(roles)

    def match(self, doc: Doc) -> list[Finding]:
        written = view(doc).text
        tests = read(doc, MEASUREMENTS)
        text = spelled(view(doc).folded, [*tests, *read(doc, DEMOGRAPHICS)])
        ends, starts = {f.end for f in tests}, {f.start for f in tests}
        counted = _counted(text, tests)
        found = []
        quantities = find_quantities(text)
        what = ""
        for i, q in enumerate(quantities):
            follows = what == "age" and next_age(text, quantities[i - 1], q)
            what = "age" if follows else role(text, q)
            if q.rule == "range-low" and what not in self.roles:
                what = role(text, quantities[i + 1])  # `3 months to 16 years old`: the high end tells
            if what == "count" and (_measured(text, q, ends, starts) or _follows(text, q, counted)):
                what = "threshold"  # "creatinine clearance < 35 umoles/min": the unit is not known
            if what == "frequency" and stands_behind(text, q.start, ends):
                what = "threshold"  # "AHI > 15/hr"
            if what not in self.roles and i and _is_other(text, quantities[i - 1], q):
                q, what = _bounded_as(quantities[i - 1], q), "threshold"
            if what == "least":
                q, what = replace(q, high=None, high_inclusive=None), "threshold"
            if what in self.roles:
                value = {
                    **q.to_dict(),
                    "unit_text": _quoted(written, q.unit_text, q.start, text),
                    "role": what,
                }
                found.append(Finding(q.start, q.end, "THRESHOLD", f"thresholds:{q.rule}", value=value))
        return found


def _measured(text: str, q: Quantity, ends: set[int], starts: set[int]) -> bool:
    """Whether a test stands before a number with a word behind it; not "> 1,500 granulocytes", "< 2 times control"."""
    times = TIMES.match(text, q.end)
    return stands_behind(text, q.start, ends) and not times and not _follows(text, q, starts)


def _follows(text: str, q: Quantity, starts: set[int]) -> bool:
    following = BLANK.match(text, q.end)
    return (following.end() if following else q.end) in starts


def _counted(text: str, tests: list[Finding]) -> set[int]:
    """Where what is counted is itself named: `> 6 swollen joints`, not "> 2 platelet counts"."""
    counts = (f for f in tests if (f.name or "").endswith(" count"))
    return {f.start for f in counts if not COUNT.search(text, f.start, f.end)}


def _is_other(text: str, bound: Quantity, q: Quantity) -> bool:
    """`≤ 3 × ULN (5 × ULN if liver metastases)`: another bound of the same test, for some."""
    alike = (q.unit, q.relative_to) == (bound.unit, bound.relative_to) != (None, None)
    sides = (bound.low is None) != (bound.high is None)
    return (
        alike and sides and bound.comparator and not q.comparator and q.dimension != "time"
        and OTHER.fullmatch(text, bound.end, q.start) is not None
        and FOR_SOME.match(text, q.end) is not None
    )  # fmt: skip


def _bounded_as(bound: Quantity, q: Quantity) -> Quantity:
    """A number that bounds on the side on which the one before it does."""
    if bound.low is None:
        return replace(q, low=None, low_inclusive=None, high_inclusive=bound.high_inclusive)
    return replace(q, high=None, high_inclusive=None, low_inclusive=bound.low_inclusive)


def _quoted(written: str, unit_text: str | None, start: int, folded: str) -> str | None:
    """The unit as the document writes it, not as it was folded."""
    at = folded.find(unit_text, start) if unit_text else -1
    return written[at : at + len(unit_text)] if unit_text and at >= 0 else unit_text


@Language.factory(
    "eligex_thresholds",
    default_config={"roles": list(EMITTED)},
    assigns=["doc.spans"],
)
def create(nlp: Language, name: str, roles: list[str]) -> ThresholdTagger:
    """`roles`: which quantities become thresholds, of `threshold`, `age`, `exposure`, `window`, `scale`."""
    return ThresholdTagger(name, roles=roles)


__all__ = ["EMITTED", "ThresholdTagger", "create"]
