"""Two lists of constraints on one text: which are the same statement, and which fields of it agree."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Optional

from eligex.corpora.scores import Counts
from eligex.schema.codec import to_dict
from eligex.schema.trial import Constraint

_ANNOTATION = re.compile(r"\{[^}]*\}")  # in UCUM `{cells}/uL` is the unit `/uL`


def _facts(value: Any, *names: str) -> Optional[str]:
    """The named fields of a nested object as one comparable text; None where there is no object."""
    if value is None:
        return None
    body = to_dict(value)
    unit = body["unit"] and _ANNOTATION.sub("", body["unit"])
    return repr([unit, *(_folded(body[n]) for n in names)])


def _folded(value: Any) -> Any:
    """Words without case and extra blanks."""
    return " ".join(value.casefold().split()) if isinstance(value, str) else value


_BOUNDS = ("low", "low_inclusive", "high", "high_inclusive")
# A field's value; None is a value that is not there.
FIELDS: dict[str, Callable[[Constraint], Any]] = {
    "kind": lambda c: c.kind,
    "requirement": lambda c: c.requirement or "none",
    "negated": lambda c: c.negated,
    "range": lambda c: _facts(c.range, *_BOUNDS, "relative_to", "offset"),
    "value": lambda c: _folded(c.value),
    "duration": lambda c: _facts(c.duration, *_BOUNDS),
    "window": lambda c: _facts(c.window, *_BOUNDS, "relation", "anchor"),
    "exception": lambda c: True if c.exception_of else None,
}


@dataclass(slots=True)
class Statements:
    """`found`: statements that both sides have; `whole`: with every field the same.

    `fields`: by name, how often it is the same, of all matched pairs where either side has it.
    """

    found: Counts = field(default_factory=Counts)
    whole: Counts = field(default_factory=Counts)
    fields: dict[str, list[int]] = field(default_factory=lambda: {name: [0, 0] for name in FIELDS})
    differences: list[str] = field(default_factory=list)

    def add(self, document: str, gold: Sequence[Constraint], mine: Sequence[Constraint]) -> None:
        """One text's statements."""
        pairs = matched(gold, mine)
        same = sum(self._pair(document, g, m) for g, m in pairs)
        for counts, right in ((self.found, len(pairs)), (self.whole, same)):
            counts.add(right, len(mine) - right, len(gold) - right)
        taken = {id(c) for pair in pairs for c in pair}
        for what, side in (("missed", gold), ("extra", mine)):
            self.differences += [f"{document} {what} {_quote(c)}" for c in side if id(c) not in taken]

    def _pair(self, document: str, gold: Constraint, mine: Constraint) -> bool:
        whole = True
        for name, told in FIELDS.items():
            wanted, given = told(gold), told(mine)
            if wanted is None and given is None:
                continue
            right = wanted == given
            self.fields[name][0] += right
            self.fields[name][1] += 1
            if not right:
                whole = False
                self.differences.append(f"{document} {name} of {_quote(gold)}: {wanted} / {given}")
        return whole

    def table(self) -> str:
        """Markdown: found and whole statements, then each field."""
        rows = ["| constraints | gold | P | R | F1 |", "|---|---|---|---|---|"]
        for name, c in (("found", self.found), ("all fields right", self.whole)):
            rows.append(f"| {name} | {c.tp + c.fn} | {c.precision:.3f} | {c.recall:.3f} | {c.f1:.3f} |")
        rows += ["", "| field of those found | right | of | share |", "|---|---|---|---|"]
        for name, (right, total) in self.fields.items():
            rows.append(f"| {name} | {right} | {total} | {f'{right / total:.3f}' if total else '–'} |")
        return "\n".join(rows)

    def to_dict(self) -> dict[str, Any]:
        return {
            "found": self.found.to_dict(),
            "whole": self.whole.to_dict(),
            "fields": {name: {"right": r, "of": n} for name, (r, n) in self.fields.items()},
            "differences": self.differences,
        }


def matched(gold: Sequence[Constraint], mine: Sequence[Constraint]) -> list[tuple[Constraint, Constraint]]:
    """Pairs about the same words, each statement in one pair, those that agree in most fields first."""
    likely = [
        (-_likeness(g, m), i, k) for i, g in enumerate(gold) for k, m in enumerate(mine) if _same_words(g, m)
    ]
    left, right, pairs = set(range(len(gold))), set(range(len(mine))), []
    for _, i, k in sorted(likely):
        if i in left and k in right:
            left.remove(i)
            right.remove(k)
            pairs.append((gold[i], mine[k]))
    return pairs


def _same_words(a: Constraint, b: Constraint) -> bool:
    """By the subjects where both quote one, else by the evidence."""
    one, other = _words(a), _words(b)
    if one is None or other is None:
        return any(s < t and u < e for s, e in _evidence(a) for u, t in _evidence(b))
    return one[0] < other[1] and other[0] < one[1]


def _words(c: Constraint) -> Optional[tuple[int, int]]:
    s = c.subject
    return None if s.start is None or s.end is None else (s.start, s.end)


def _evidence(c: Constraint) -> list[tuple[int, int]]:
    own = _words(c)
    return [(a, b) for a, b in c.evidence] + ([own] if own else [])


def _likeness(a: Constraint, b: Constraint) -> int:
    """Agreeing fields count, and the very same subject words twice."""
    return sum(told(a) == told(b) for told in FIELDS.values()) + 2 * (_words(a) == _words(b))


def _quote(c: Constraint) -> str:
    return f"{c.id} {' '.join((c.subject.text or '(implied)').split())!r}"
