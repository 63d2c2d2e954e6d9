"""The state behind the server: results, the decision log, and who sees what of a trial."""

import json
import threading
import uuid
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any, Optional

from eligex.annotations import decisions, log
from eligex.annotations.decisions import Decision, Target
from eligex.annotations.reviewed import (
    Difference,
    Reviewed,
    apply,
    constraint_object,
    differences,
    entity_object,
)
from eligex.review import overview, requests
from eligex.review.results import Results
from eligex.schema.codec import from_dict
from eligex.schema.sentences import sentence
from eligex.schema.trial import Constraint, Entity, Trial

Key = tuple[Optional[str], str]


class Conflict(Exception):
    """The trial is no longer as the page showed it."""


class Desk:
    """Safe for several threads, and for other processes that append to the same folder."""

    def __init__(self, results: Path, folder: Path) -> None:
        self.results, self.folder = Results(results), folder
        self.rows: list[list[Any]] = []
        self._keys: list[Key] = []
        for number, trial in enumerate(self.results):
            self.rows.append(overview.row(number, trial))
            self._keys.append(_key(trial))
        self._lock = threading.RLock()
        self._reader = log.Reader(folder)
        self._by_trial: dict[Key, list[Decision]] = defaultdict(list)
        self._refresh()

    @property
    def problems(self) -> list[str]:
        """What of the log cannot be read, for the reviewer to know."""
        return self._reader.problems

    def page(self, number: int) -> str:
        return str(self.rows[number][0])

    def neighbours(self, number: int) -> tuple[Optional[str], Optional[str]]:
        before = self.page(number - 1) if number else None
        return before, self.page(number + 1) if number + 1 < len(self.rows) else None

    def seen_by(self, number: int, reviewer: str) -> tuple[Reviewed, list[str]]:
        """The trial with the reviewer's own decisions, rejected things kept, and what to tell of it."""
        trial = self.results[number]
        made = self._made(trial)
        seen = apply(trial, [d for d in made if d.reviewer == reviewer], drop=False)
        seen.done = sorted({d.reviewer for d in decisions.in_force(made) if d.action == "done"})
        lost = [
            f"A decision ({d.action} {d.target.id}) no longer fits these results." for d in seen.unapplied
        ]
        return seen, lost

    def decide(self, number: int, reviewer: str, wanted: requests.Decide) -> Decision:
        """Appends the decision; it is on the disk before this returns. Raises Conflict, ValueError, OSError."""
        with self._lock:
            trial = self.results[number]
            if wanted.text_sha256 != decisions.text_hash(trial.text):
                raise Conflict("the results have changed since the page was loaded; load it again")
            decision = self._decision(trial, reviewer, wanted.decision)
            mine = [d for d in self._made(trial) if d.reviewer == reviewer]
            if decision in apply(trial, [*mine, decision], drop=False).unapplied:
                raise Conflict("this has been changed elsewhere since the page was loaded; load it again")
            log.append(self.folder, decision)
            self._refresh()
            return decision

    def differences(self, number: int) -> list[dict[str, Any]]:
        """For each two reviewers of the trial, what they leave differently, in words."""
        trial = self.results[number]
        by = _by_reviewer(self._made(trial))
        return [
            {"one": a, "other": b, "rows": [_in_words(trial, d) for d in differences(trial, by[a], by[b])]}
            for a, b in combinations(sorted(by), 2)
        ]

    def history(self, number: int) -> list[tuple[Decision, bool]]:
        """Every decision on the trial, and whether it is in force."""
        made = self._made(self.results[number])
        live = {d.id for d in decisions.in_force(made)}
        return [(d, d.id in live or d.action == "undo") for d in made]

    def reviews(self, reviewer: str) -> dict[int, dict[str, Any]]:
        """By trial: who has decided there, and whether this reviewer is done."""
        with self._lock:
            self._refresh()
            found = {}
            for number, key in enumerate(self._keys):
                live = decisions.in_force(self._by_trial.get(key, ()))
                if live:
                    done = any(d.action == "done" and d.reviewer == reviewer for d in live)
                    found[number] = {"by": sorted({d.reviewer for d in live}), "done": done}
            return found

    def _decision(self, trial: Trial, reviewer: str, wanted: Any) -> Decision:
        if isinstance(wanted, requests.Undo):
            return decisions.new(reviewer, trial, "undo", Target("decision", self._latest(trial, reviewer)))
        if isinstance(wanted, requests.OnTrial):
            return decisions.new(reviewer, trial, "done", Target("trial", trial.trial_id or ""))
        if isinstance(wanted, requests.NewSpan):
            target = Target("entity", f"N{uuid.uuid4().hex[:12]}")
            return decisions.new(reviewer, trial, "add", target, after=wanted.after)
        target = Target(wanted.kind, wanted.id)
        return decisions.new(reviewer, trial, wanted.action, target, before=wanted.before, after=wanted.after)

    def _latest(self, trial: Trial, reviewer: str) -> str:
        live = [d for d in decisions.in_force(self._made(trial)) if d.reviewer == reviewer]
        if not live:
            raise Conflict("nothing is left to undo on this trial")
        return live[-1].id

    def _made(self, trial: Trial) -> list[Decision]:
        with self._lock:
            self._refresh()
            return list(self._by_trial.get(_key(trial), ()))

    def _refresh(self) -> None:
        """Takes in what this or another process has appended."""
        if self._reader.rewritten():
            self._reader = log.Reader(self.folder)
            self._by_trial.clear()
        for decision in self._reader.more():
            self._by_trial[decision.trial_id, decision.text_sha256].append(decision)


def _key(trial: Trial) -> Key:
    return trial.trial_id, decisions.text_hash(trial.text)


def _by_reviewer(made: list[Decision]) -> dict[str, list[Decision]]:
    found: dict[str, list[Decision]] = defaultdict(list)
    for decision in made:
        found[decision.reviewer].append(decision)
    live = {d.reviewer for d in decisions.in_force(made)}
    return {name: own for name, own in found.items() if name in live}


def _in_words(trial: Trial, d: Difference) -> dict[str, str]:
    known: dict[str, Entity | Constraint] = {e.id: e for e in trial.entities}
    known |= {c.id: c for c in trial.constraints}
    original = known.get(d.id)
    return {
        "what": d.id if original is not None else "added span",
        "found": "" if original is None else words(trial, d.kind, _object(original)),
        "one": words(trial, d.kind, d.one),
        "other": words(trial, d.kind, d.other),
    }


def _object(item: Entity | Constraint) -> dict[str, Any]:
    return entity_object(item) if isinstance(item, Entity) else constraint_object(item)


def words(trial: Trial, kind: str, value: Optional[dict[str, Any]]) -> str:
    """An object of a decision for reading; a constraint's changed fields alone, if it is not whole."""
    if value is None:
        return "none"
    if kind == "entity":
        quoted = " ".join(trial.text[value["start"] : value["end"]].split())
        return f"{value['label']}{' negated' if value['negated'] else ''} “{quoted}” {value['start']}–{value['end']}"
    if "kind" in value and "subject" in value:
        return sentence(from_dict(Constraint, {"id": "", "criterion": "", "section": "", **value}))
    return json.dumps({k: v for k, v in value.items() if k != "evidence"}, ensure_ascii=False)
