"""What a trial's page shows, as plain values for its templates and its script."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Optional

from eligex.annotations.decisions import text_hash
from eligex.annotations.reviewed import Reviewed, constraint_object, entity_object
from eligex.render.palette import EYES, LOOKS, UNCLAIMED, WARNING, look
from eligex.render.spans import Anchor, Mark, draw, label_class, legend_key
from eligex.review.overview import needs
from eligex.schema.describe import describe
from eligex.schema.sentences import branches, leaves, sentences
from eligex.schema.trial import Constraint, Criterion, Entity, Logic, Trial

_SHOWN = {"accept": "accepted", "reject": "rejected", "correct": "changed", "add": "changed"}
_ASKS = {"require": "required", "forbid": "forbidden", None: "allowed"}
_LEAD = 8  # characters that may stand between a title and its section: a colon, blank lines


@dataclass
class Node:
    """A part of a logic tree: a heading with parts, or a constraint.

    A constraint has one place on the page, within its own criterion; elsewhere it is a reference.
    """

    role: str
    heading: str = ""
    constraint: Optional[dict[str, Any]] = None
    reference: bool = False
    parts: list["Node"] = field(default_factory=list)


def of(reviewed: Reviewed, *, full: bool) -> dict[str, Any]:
    """The names that the templates of a trial use. `full`: the script also gets every object's fields.

    The trial is to hold its rejected spans and constraints as well (`reviewed.apply(..., drop=False)`).
    """
    return _View(reviewed, full).context()


class _View:
    def __init__(self, reviewed: Reviewed, full: bool) -> None:
        self.trial, self.verdicts, self.full = reviewed.trial, reviewed.verdicts, full
        self.placed: set[str] = set()
        self.carving = [c for c in self.trial.constraints if c.exception_of]
        listed = self.trial.constraints
        self.constraints = {c.id: self._constraint(i, c) for i, c in enumerate(listed)}
        for id, words in leaves(listed).items():
            self.constraints[id]["words"] = words
        for id, words in sentences(listed).items():
            self.constraints[id]["sentence"] = words

    def context(self) -> dict[str, Any]:
        trial = self.trial
        return {
            "trial": trial,
            "text": draw(trial.text, self._marks(), anchors=self._anchors(), bold=_headings(trial)),
            "sections": self._sections(),
            "regimens": [
                {"key": f"r{i}", "id": r.id, "arm": r.arm, "words": describe(r)}
                for i, r in enumerate(trial.regimens)
            ],
            "warnings": [
                {"key": f"w{i}", "code": w.code, "message": w.message, "placed": w.start is not None}
                for i, w in enumerate(trial.warnings)
            ],
            "legend": legend(e.label for e in trial.entities),
            "eyes": self._eyes(),
            "data": self._data(),
        }

    def _constraint(self, number: int, c: Constraint) -> dict[str, Any]:
        return {
            "key": f"c{number}",
            "id": c.id,
            "criterion": c.criterion,
            "asks": "exception" if c.exception_of else _ASKS.get(c.requirement, "allowed"),
            "state": _SHOWN.get(self.verdicts.get(c.id, ""), ""),
            "evidence": c.evidence,
            "flags": c.flags,
        }

    def _marks(self) -> Iterable[Mark]:
        for i, e in enumerate(self.trial.entities):
            yield Mark(f"e{i}", e.label, e.start, e.end, tuple(self._states(e)))
        for i, (start, end) in enumerate(_unclaimed(self.trial)):
            yield Mark(f"u{i}", UNCLAIMED, start, end)
        for i, w in enumerate(self.trial.warnings):
            if w.start is not None and w.end is not None:
                yield Mark(f"w{i}", WARNING, w.start, w.end)

    def _states(self, e: Entity) -> Iterable[str]:
        if e.negated:
            yield "negated"
        if any(e.start < end and start < e.end for c in self.carving for start, end in c.evidence):
            yield "exception"
        if e.id in self.verdicts:
            yield _SHOWN[self.verdicts[e.id]]

    def _anchors(self) -> Iterable[Anchor]:
        return (Anchor(f"at{i}", c.id, c.start) for i, c in enumerate(self.trial.criteria))

    def _sections(self) -> list[dict[str, Any]]:
        """Criteria under the headings `inclusion` and `exclusion`, in the order of the text."""
        found: list[dict[str, Any]] = []
        for i, criterion in enumerate(self.trial.criteria):
            if not found or found[-1]["kind"] != criterion.section:
                found.append({"kind": criterion.section, "criteria": []})
            found[-1]["criteria"].append(self._criterion(i, criterion))
        return found

    def _criterion(self, number: int, criterion: Criterion) -> dict[str, Any]:
        excludes = criterion.section == "exclusion"
        own = [c.id for c in self.trial.constraints if c.criterion == criterion.id]
        used = _ids(criterion.logic)
        tree = self._node(criterion, criterion.logic, "") if criterion.logic is not None else None
        if tree and tree.heading and excludes:
            tree.heading = f"excluded by {tree.heading}"
        return {
            "key": f"k{number}",
            "anchor": f"at{number}",
            "id": criterion.id,
            "depth": min(criterion.id.count("."), 4),
            "text": " ".join(criterion.text.split()),
            "status": criterion.status,
            "needs": needs(self.trial, criterion),
            "unclaimed": [" ".join(self.trial.text[s:e].split()) for s, e in criterion.unclaimed],
            "tree": tree,
            "loose": [self.constraints[id] for id in own if id not in used],
        }

    def _node(self, criterion: Criterion, logic: Logic, role: str) -> Node:
        """Exceptions stand under what they carve out of, without a heading between."""
        if isinstance(logic, dict) and isinstance(logic.get("base"), str):
            node = self._node(criterion, logic["base"], role)
            node.parts = [self._node(criterion, part, "except") for part in logic["except"]]
            return node
        heading, parts = branches(logic, excludes=criterion.section == "exclusion")
        if heading:
            return Node(role, heading, parts=[self._node(criterion, part, inner) for inner, part in parts])
        constraint = self.constraints.get(str(logic))
        if constraint is None:
            return Node(role, heading=str(logic))
        reference = constraint["criterion"] != criterion.id or constraint["key"] in self.placed
        if not reference:
            self.placed.add(constraint["key"])
        return Node(role, constraint=constraint, reference=reference)

    def _eyes(self) -> dict[str, int]:
        """How many criteria need eyes, by the reason."""
        reasons = Counter(reason for c in self.trial.criteria for reason in needs(self.trial, c))
        return {reason: reasons[reason] for reason in ("partial", "unclaimed", "warning")}

    def _data(self) -> dict[str, Any]:
        trial = self.trial
        data: dict[str, Any] = {
            "constraints": {
                c["key"]: {"id": c["id"], "evidence": c["evidence"]} for c in self.constraints.values()
            },
            "regimens": {f"r{i}": {"id": r.id, "evidence": r.evidence} for i, r in enumerate(trial.regimens)},
            "spans": {f"e{i}": self._span(e) for i, e in enumerate(trial.entities)},
        }
        if self.full:
            data["text_sha256"] = text_hash(trial.text)
            for c in trial.constraints:
                data["constraints"][self.constraints[c.id]["key"]]["object"] = constraint_object(c)
        return data

    def _span(self, e: Entity) -> dict[str, Any]:
        more = {"id": e.id, "words": look(e.label).words, "source": e.source, "name": e.name, "code": e.code}
        return {**entity_object(e), **more}


def legend(labels: Iterable[str]) -> list[dict[str, Any]]:
    """Every label of the contract with how often it stands there, then labels the contract does not know."""
    counts = Counter(labels)
    return [
        {"label": x, "class": label_class(x), "style": legend_key(x), "look": look(x), "count": counts[x]}
        for x in [*LOOKS, *sorted(set(counts) - set(LOOKS))]
    ]


def eyes_legend() -> list[dict[str, Any]]:
    return [{"label": x, "style": legend_key(x), "look": style} for x, style in EYES.items()]


def _unclaimed(trial: Trial) -> list[list[int]]:
    return [extent for c in trial.criteria for extent in c.unclaimed]


def _headings(trial: Trial) -> list[tuple[int, int]]:
    """The sections' titles, where they stand in the text right before their section."""
    found: list[tuple[int, int]] = []
    for s in sorted(trial.sections, key=lambda s: s.start):
        start = trial.text.rfind(s.title, max(0, s.start - len(s.title) - _LEAD), s.start) if s.title else -1
        end = start + len(s.title)
        apart = not found or found[-1][1] <= start
        if start >= 0 and apart and not any(map(str.isalnum, trial.text[end : s.start])):
            found.append((start, end))
    return found


def _ids(logic: Logic) -> set[str]:
    if isinstance(logic, str):
        return {logic}
    parts: Mapping[str, Any] = logic or {}
    values = [x for value in parts.values() for x in (value if isinstance(value, list) else [value])]
    return {id for value in values if isinstance(value, (str, dict)) for id in _ids(value)}
