"""Trials as reviewers left them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Optional

from eligex.annotations import log
from eligex.annotations.decisions import concerns, in_force
from eligex.annotations.documents import Document, of_trial
from eligex.annotations.formats.trials import trials
from eligex.annotations.losses import Losses
from eligex.annotations.reviewed import apply
from eligex.schema.trial import Trial


def decided(review: Path, results: Path, losses: Losses, *, reviewer: Optional[str] = None) -> list[Document]:
    """As `trials_done` gives them, as annotated documents."""
    return [of_trial(trial, id) for id, trial in trials_done(review, results, losses, reviewer=reviewer)]


def trials_done(
    review: Path, results: Path, losses: Losses, *, reviewer: Optional[str] = None
) -> Iterator[tuple[str, Trial]]:
    """(id, trial): every trial of `results` that a reviewer marked done, as the decisions in `review` leave it.

    Of one reviewer where named; else of all, and the later decision holds. A decision whose target is no
    longer as the reviewer saw it is counted as lost. Raises ValueError for a line that is no decision;
    FileNotFoundError where the folder is not there, or the results of decisions are not.
    """
    if not review.is_dir():
        raise FileNotFoundError(f"{review} is no folder of decisions")
    told = log.read(review)
    for problem in told.problems:
        losses.add("line of a review log not read", problem)
    standing = in_force(d for d in told.decisions if reviewer in (None, d.reviewer))
    if not standing:
        return
    known = {d.trial_id for d in standing}
    for id, trial in trials(results):
        if trial.trial_id in known and any(concerns(d, trial) for d in standing):
            outcome = apply(trial, standing)
            for d in outcome.unapplied:
                losses.add("decision on what is no longer there", id, f"{d.action} {d.target.id}")
            if outcome.done:
                yield id, outcome.trial
