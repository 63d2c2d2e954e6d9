"""The finished bytes of a chunk of records: what a worker hands back and a part file keeps."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from eligex.schema.record import Reject
from eligex.writers import tables

TRIALS, REJECTS = "trials.jsonl", "rejects.jsonl"
Counts = dict[str, dict[str, int]]


@dataclass(slots=True)
class Outcome:
    """One record's: `trial` is its line of `trials.jsonl`, else `reject` says why there is none.

    `transient` marks a reject that another run may not repeat: too slow, or its worker died.
    """

    trial: bytes = b""
    reject: bytes = b""
    transient: bool = False


@dataclass(slots=True)
class Chunk:
    """`blocks`: bytes by result file (`trials.jsonl`, `rejects.jsonl`, and each table's name)."""

    blocks: dict[str, bytes]
    counts: Counts = field(default_factory=dict)
    transient: bool = False


def line(value: dict[str, Any]) -> bytes:
    """One line of JSON. Raises ValueError for a number or a character that JSON or UTF-8 cannot hold."""
    return (json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8")


def rejected(reject: Reject, *, transient: bool = False) -> Outcome:
    body = {
        "path": reject.path,
        "record": reject.record,
        "error": reject.error,
        "reason": reject.reason,
    }
    text = json.dumps(body, ensure_ascii=False) + "\n"
    return Outcome(reject=text.encode("utf-8", "replace"), transient=transient)


def finish(outcomes: list[Outcome], format: str) -> Chunk:
    """The chunk of these outcomes, in their order."""
    trials = [json.loads(outcome.trial) for outcome in outcomes if outcome.trial]
    rejects = [json.loads(outcome.reject) for outcome in outcomes if outcome.reject]
    blocks = {
        TRIALS: b"".join(outcome.trial for outcome in outcomes),
        REJECTS: b"".join(outcome.reject for outcome in outcomes),
        **tables.blocks(trials, format),
    }
    return Chunk(blocks, count(trials, rejects), any(outcome.transient for outcome in outcomes))


def add(totals: Counts, more: Counts) -> Counts:
    """The sum of two counts, keys sorted."""
    joined: Counts = {}
    for name in sorted({*totals, *more}):
        one, other = totals.get(name, {}), more.get(name, {})
        joined[name] = {key: one.get(key, 0) + other.get(key, 0) for key in sorted({*one, *other})}
    return joined


def count(trials: list[dict[str, Any]], rejects: list[dict[str, Any]]) -> Counts:
    """What the manifest counts, of these lines of `trials.jsonl` and `rejects.jsonl`."""
    return {
        "records": {"written": len(trials), "rejected": len(rejects)},
        "rejects": _by(rejects, "reason"),
        "trials": _by(trials, "status"),
        "criteria": _by((c for t in trials for c in t["criteria"]), "status"),
        "constraints": _by((c for t in trials for c in t["constraints"]), "kind"),
        "entities": _by((e for t in trials for e in t["entities"]), "label"),
        "regimens": {"regimens": sum(len(t["regimens"]) for t in trials)},
        "warnings": _by((w for t in trials for w in t["warnings"]), "code"),
    }


def _by(items: Iterable[dict[str, Any]], key: str) -> dict[str, int]:
    return dict(sorted(Counter(item[key] for item in items).items()))
