"""Decisions applied to a trial, and what two reviewers see differently."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Optional

from eligex.annotations.decisions import CONSTRAINT_FIELDS, Decision, concerns, constraint_fields, in_force
from eligex.schema.codec import from_dict, to_dict
from eligex.schema.trial import Constraint, Entity, Logic, Trial

Objects = dict[str, dict[str, Any]]
SOURCE = "review:"


@dataclass
class Reviewed:
    """`trial` with the decisions applied.

    `verdicts`: `accept`, `reject`, `correct` or `add` by the id of an entity or constraint that was decided
    on. `unapplied`: decisions whose target is no longer there as the reviewer saw it. `done`: reviewers.
    """

    trial: Trial
    verdicts: dict[str, str] = field(default_factory=dict)
    unapplied: list[Decision] = field(default_factory=list)
    done: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Difference:
    """`one` and `other`: the object as each reviewer left it, None where it is rejected or never added."""

    kind: str
    id: str
    one: Optional[dict[str, Any]]
    other: Optional[dict[str, Any]]


def apply(trial: Trial, decisions: Iterable[Decision], *, drop: bool = True) -> Reviewed:
    """The trial as reviewed; the later decision wins. Give one reviewer's decisions, or all of them.

    Decisions on another trial or on another text are passed over. The given trial is not changed. Without
    `drop`, what is rejected stays in the trial, for a page that shows it as rejected.
    """
    result = Reviewed(trial)
    entities = {e.id: entity_object(e) for e in trial.entities}
    constraints = {c.id: constraint_object(c) for c in trial.constraints}
    for decision in in_force(decisions):
        if not concerns(decision, trial):
            continue
        if decision.target.kind == "trial":
            result.done.append(decision.reviewer)
            continue
        objects = entities if decision.target.kind == "entity" else constraints
        if not _apply(decision, objects, result.verdicts, len(trial.text)):
            result.unapplied.append(decision)
    rejected = {key for key, verdict in result.verdicts.items() if drop and verdict == "reject"}
    result.trial = _rebuild(trial, entities, constraints, rejected)
    return result


def differences(trial: Trial, one: Iterable[Decision], other: Iterable[Decision]) -> list[Difference]:
    """What two reviewers of a trial leave differently, by the order of the text.

    An added span is the same for both when its label, extent and negation are.
    """
    left, right = (_states(apply(trial, decisions)) for decisions in (one, other))
    return [
        Difference(kind, key, left.get((kind, key)), right.get((kind, key)))
        for kind, key in sorted({*left, *right}, key=lambda pair: _place(pair, left, right))
        if left.get((kind, key)) != right.get((kind, key))
    ]


def entity_object(entity: Entity) -> dict[str, Any]:
    return {"label": entity.label, "start": entity.start, "end": entity.end, "negated": entity.negated}


def constraint_object(constraint: Constraint) -> dict[str, Any]:
    """Every field that a reviewer may set, as in a line of `trials.jsonl`."""
    return {name: to_dict(getattr(constraint, name)) for name in CONSTRAINT_FIELDS}


def _apply(decision: Decision, objects: Objects, verdicts: dict[str, str], length: int) -> bool:
    """Whether the target was found as the reviewer saw it, and the result lies within the text."""
    if decision.after and decision.after.get("end", 0) > length:
        return False
    if decision.action == "add":
        key = decision.target.id
        if key in objects:
            return False
        objects[key] = dict(decision.after or {})
        verdicts[key] = "add"
        return True
    found = _find(decision, objects)
    if found is None:
        return False
    if decision.after is not None:
        objects[found] = _changed(objects[found], _complete(decision.target.kind, decision.after))
        verdicts[found] = "correct" if verdicts.get(found) != "add" else "add"
    else:
        verdicts[found] = decision.action
    return True


def _find(decision: Decision, objects: Objects) -> Optional[str]:
    """The target by its id, or by what it is where another run has given it another id."""
    seen = _complete(decision.target.kind, decision.before or {})

    def same(value: dict[str, Any]) -> bool:
        return all(value.get(key) == seen[key] for key in seen)

    own = decision.target.id
    if own in objects and same(objects[own]):
        return own
    others = [key for key, value in objects.items() if same(value)]
    return others[0] if len(others) == 1 else None


def _complete(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return constraint_fields(value) if kind == "constraint" else value


def _changed(value: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """A corrected range has no normalized form but one the reviewer gives with it."""
    stale = {"normalized": None} if "range" in after and "normalized" in value else {}
    return {**value, **stale, **after}


def _rebuild(trial: Trial, entities: Objects, constraints: Objects, rejected: set[str]) -> Trial:
    out = Trial.from_dict(trial.to_dict())
    known = {e.id: e for e in out.entities}
    kept = [_entity(known.get(k), k, v, trial) for k, v in entities.items() if k not in rejected]
    out.entities = sorted(kept, key=lambda e: (e.start, e.end))
    lost = _with_exceptions(rejected, constraints)
    out.constraints = [
        from_dict(Constraint, {**to_dict(c), **constraints[c.id]})
        for c in out.constraints
        if c.id not in lost
    ]
    for criterion in out.criteria:
        criterion.logic, touched = _pruned(criterion.logic, lost)
        if touched:
            criterion.status = "partial" if criterion.logic is not None else "unparsed"
    return out


def _with_exceptions(rejected: set[str], constraints: Objects) -> set[str]:
    """Also what carves out of them: an exception of nothing says nothing."""
    lost = set(rejected)
    while more := {k for k, v in constraints.items() if v["exception_of"] in lost} - lost:
        lost |= more
    return lost


def _entity(known: Optional[Entity], key: str, value: dict[str, Any], trial: Trial) -> Entity:
    """The entity with the reviewed values; what the rules said of other words goes."""
    start, end = value["start"], value["end"]
    if known is not None and (known.label, known.start, known.end) == (value["label"], start, end):
        known.negated = value["negated"]
        return known
    around = [s for s in trial.sections if s.start <= start and end <= s.end]
    within = [c for c in trial.criteria if c.start <= start and end <= c.end]
    return Entity(
        id=key,
        text=trial.text[start:end],
        section=around[-1].kind if around else None,
        criterion=within[-1].id if within else None,
        source=SOURCE + (known.source if known else "added"),
        **value,
    )


def _pruned(logic: Logic, lost: set[str]) -> tuple[Logic, bool]:
    """The tree without the lost constraints, and whether it had any.

    Alternatives and exceptions go one by one; what a node cannot be read without takes the node along.
    """
    if logic is None or isinstance(logic, str):
        gone = logic in lost
        return (None if gone else logic), gone
    parts: dict[str, Any] = {}
    touched, broken = False, False
    for key, value in logic.items():
        if isinstance(value, list):
            pairs = [_pruned(item, lost) for item in value]
            parts[key] = [item for item, _ in pairs if item is not None]
            touched = touched or any(t for _, t in pairs)
            broken = broken or (key in ("all", "any", "of") and not parts[key])
        elif key == "at_least":
            parts[key] = value
        else:
            parts[key], inner = _pruned(value, lost)
            touched, broken = touched or inner, broken or parts[key] is None
    if touched and "of" in parts and len(parts["of"]) < len(logic["of"]):
        broken = True
    return (None if broken else _simplified(parts)), touched


def _simplified(parts: dict[str, Any]) -> Logic:
    """A single part stands without `all` or `any`, a base without exceptions by itself."""
    for key in ("all", "any"):
        if len(parts.get(key, ())) == 1:
            return parts[key][0]
    return parts["base"] if "base" in parts and not parts["except"] else parts


def _states(reviewed: Reviewed) -> dict[tuple[str, str], dict[str, Any]]:
    found = {}
    for entity in reviewed.trial.entities:
        value = entity_object(entity)
        added = reviewed.verdicts.get(entity.id) == "add"
        key = "+{label}:{start}-{end}".format(**value) if added else entity.id
        found["entity", key] = value
    for constraint in reviewed.trial.constraints:
        found["constraint", constraint.id] = constraint_object(constraint)
    return found


def _place(pair: tuple[str, str], *sides: dict[tuple[str, str], dict[str, Any]]) -> tuple[Any, ...]:
    value = next(side[pair] for side in sides if pair in side)
    start = value["start"] if "start" in value else min((s for s, _ in value["evidence"]), default=0)
    return (start, *pair)
