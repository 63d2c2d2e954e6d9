"""A trial's row of the index."""

from typing import Any, Optional

from eligex.review.results import page_name
from eligex.schema.trial import LABELS, Criterion, Trial

STATUSES = ("parsed", "partial", "failed")


def row(number: int, trial: Trial) -> list[Any]:
    """`[page, id, title, status, criteria, constraints, spans, regimens, incomplete, unclaimed, warnings, labels]`.

    `incomplete` counts criteria that are not parsed in full; `labels` has a bit for each of `LABELS`.
    """
    present = {e.label for e in trial.entities}
    return [
        page_name(number, trial),
        trial.trial_id or "",
        trial.title or "",
        trial.status,
        len(trial.criteria),
        len(trial.constraints),
        len(trial.entities),
        len(trial.regimens),
        sum(c.status != "parsed" for c in trial.criteria),
        sum(len(c.unclaimed) for c in trial.criteria),
        len(trial.warnings),
        sum(1 << place for place, label in enumerate(LABELS) if label in present),
    ]


def needs(trial: Trial, criterion: Criterion) -> list[str]:
    """Why a criterion needs eyes: `partial` (or not parsed at all), `unclaimed`, `warning`."""
    warned = any(_within(w.start, criterion) for w in trial.warnings)
    reasons = {
        "partial": criterion.status != "parsed",
        "unclaimed": bool(criterion.unclaimed),
        "warning": warned,
    }
    return [reason for reason, holds in reasons.items() if holds]


def _within(start: Optional[int], criterion: Criterion) -> bool:
    return start is not None and criterion.start <= start < criterion.end
