"""One decision of a reviewer: a line of `annotations/review/<reviewer>.jsonl`.

An entity object is `{"label","start","end","negated"}`, offsets in code points of the trial's text. A
constraint object holds contract fields of the constraint: in `after` those that change, in `before` the same
ones and `evidence`, by which the constraint is found again when another run has numbered it anew.
`log.py` writes and reads the lines, `reviewed.py` applies them.
"""

import hashlib
import json
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Literal, NoReturn, Optional

from pydantic import TypeAdapter, ValidationError

from eligex.schema.codec import from_dict, to_dict
from eligex.schema.trial import LABELS, Constraint, Trial

Action = Literal["accept", "reject", "relabel", "rebound", "add", "negate", "correct", "done", "undo"]
Kind = Literal["entity", "constraint", "trial", "decision"]
ACTIONS: dict[str, tuple[Action, ...]] = {
    "entity": ("accept", "reject", "relabel", "rebound", "add", "negate"),
    "constraint": ("accept", "reject", "correct"),
    "trial": ("done",),
    "decision": ("undo",),
}
ENTITY_FIELDS = {"label": str, "start": int, "end": int, "negated": bool}
CONSTRAINT_FIELDS = (
    "kind", "subject", "range", "normalized", "value", "negated", "requirement", "duration",
    "window", "applies_to", "qualifiers", "exception_of", "evidence",
)  # fmt: skip
REVIEWER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_ANY_CONSTRAINT = {"id": "", "criterion": "", "section": "", "kind": "state",
                   "subject": {"text": None, "start": None, "end": None}}  # fmt: skip


@dataclass(frozen=True)
class Target:
    kind: Kind
    id: str


@dataclass(frozen=True)
class Decision:
    """`at` is UTC in ISO 8601; `text_sha256` that of the trial's text, whose offsets the objects use."""

    id: str
    at: str
    reviewer: str
    trial_id: Optional[str]
    text_sha256: str
    action: Action
    target: Target
    before: Optional[dict[str, Any]] = None
    after: Optional[dict[str, Any]] = None


_ADAPTER = TypeAdapter(Decision)
_CONSTRAINT = TypeAdapter(Constraint)


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def new(reviewer: str, trial: Trial, action: Action, target: Target, **objects: Any) -> Decision:
    """A decision of now; `objects` are `before` and `after`. Raises ValueError when they do not fit."""
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    decision = Decision(
        id=uuid.uuid4().hex,
        at=now,
        reviewer=reviewer,
        trial_id=trial.trial_id,
        text_sha256=text_hash(trial.text),
        action=action,
        target=target,
        **objects,
    )
    return parse(to_json(decision))


def to_json(decision: Decision) -> str:
    """The line without its end. Raises ValueError for a number that JSON does not have."""
    return json.dumps(to_dict(decision), ensure_ascii=False, allow_nan=False)


def parse(line: str) -> Decision:
    """The inverse of `to_json`. Raises ValueError: no field is unknown, missing or of another type."""
    body = json.loads(line, parse_constant=_no_number)
    if not isinstance(body, dict):
        raise ValueError("a decision is a JSON object")
    _exact(body, Decision.__dataclass_fields__, "decision")
    _exact(body["target"], Target.__dataclass_fields__, "target")
    try:
        decision = _ADAPTER.validate_json(line, strict=True)
    except ValidationError as error:
        raise ValueError(_short(error)) from None
    _check(decision)
    return decision


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """Those that no later one has taken back, without the undos; an undo may itself be undone.

    A reviewer takes back only own decisions; another's undo has no effect.
    """
    listed = list(decisions)
    authors = {decision.id: decision.reviewer for decision in listed}
    gone: set[str] = set()
    for decision in reversed(listed):
        own = authors.get(decision.target.id) == decision.reviewer
        if decision.action == "undo" and own and decision.id not in gone:
            gone.add(decision.target.id)
    return [d for d in listed if d.action != "undo" and d.id not in gone]


def concerns(decision: Decision, trial: Trial) -> bool:
    """Whether it was made on this trial with this very text."""
    return decision.trial_id == trial.trial_id and decision.text_sha256 == text_hash(trial.text)


def constraint_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with every inner field named, as the contract has them.

    Raises ValueError unless they are fields of a constraint a reviewer may set, each of its type.
    """
    if unknown := set(fields) - set(CONSTRAINT_FIELDS):
        raise ValueError(f"a constraint has no field {', '.join(sorted(unknown))} to review")
    whole = {**_ANY_CONSTRAINT, **fields}
    try:
        _CONSTRAINT.validate_json(json.dumps(whole, allow_nan=False), strict=True)
        complete = to_dict(from_dict(Constraint, whole))
    except ValidationError as error:
        raise ValueError(_short(error)) from None
    except TypeError as error:
        raise ValueError(str(error)) from None
    return {name: complete[name] for name in fields}


def _check(decision: Decision) -> None:
    if not re.fullmatch(r"[0-9a-f]{32}", decision.id) or not re.fullmatch(
        r"[0-9a-f]{64}", decision.text_sha256
    ):
        raise ValueError("id or text_sha256 is not hexadecimal of its length")
    if not REVIEWER.fullmatch(decision.reviewer):
        raise ValueError("a reviewer's name is 1 to 64 of A-Z a-z 0-9 . _ -, a letter or digit first")
    if datetime.fromisoformat(decision.at).utcoffset() != timezone.utc.utcoffset(None):
        raise ValueError("the time of a decision is in UTC")
    kind, action = decision.target.kind, decision.action
    if action not in ACTIONS[kind]:
        raise ValueError(f"{action} does not go with a target of kind {kind}")
    if kind in ("entity", "constraint"):
        _check_object(kind, decision.before, wanted=action != "add", name="before")
        _check_object(kind, decision.after, wanted=action not in ("accept", "reject"), name="after")
    elif decision.before is not None or decision.after is not None:
        raise ValueError(f"{action} has neither before nor after")


def _check_object(kind: str, value: Optional[dict[str, Any]], *, wanted: bool, name: str) -> None:
    if (value is not None) != wanted:
        raise ValueError(f"{name} {'is missing' if wanted else 'has no place here'}")
    if value is None:
        return
    if kind == "constraint":
        constraint_fields(value)
        return
    _exact(value, ENTITY_FIELDS, name)
    if any(type(value[key]) is not type_ for key, type_ in ENTITY_FIELDS.items()):
        raise ValueError(f"{name}: a field is of another type")
    if value["label"] not in LABELS or not 0 <= value["start"] < value["end"]:
        raise ValueError(f"{name}: no such label, or an empty span")


def _exact(value: Any, fields: Iterable[str], name: str) -> None:
    if not isinstance(value, dict) or set(value) != set(fields):
        raise ValueError(f"{name}: an object with exactly the fields {', '.join(fields)}")


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")


def _short(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
