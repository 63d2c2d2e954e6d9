"""A trial as a page for people: what it asks in sentences, its logic, its regimens, what needs a look."""

from collections.abc import Iterator

from eligex.schema.describe import describe
from eligex.schema.sentences import leaves, logic_lines, sentences
from eligex.schema.trial import Criterion, Trial

_STEP = "  "
_EXCLUDES = "exclusion"


def page(trial: Trial) -> str:
    """Title, status, every criterion with its sentences and logic, regimens, warnings; lines without an end."""
    return "\n".join([*_head(trial), *_criteria(trial), *_regimens(trial), *_warnings(trial)])


def _head(trial: Trial) -> Iterator[str]:
    names = [" ".join(x.split()) for x in (trial.trial_id, trial.title) if x]
    yield _STEP.join(names) or "(no title)"
    whole = sum(c.status == "parsed" for c in trial.criteria)
    yield f"{trial.status}: {whole} of {len(trial.criteria)} criteria wholly read"


def _criteria(trial: Trial) -> Iterator[str]:
    said, words = sentences(trial.constraints), leaves(trial.constraints)
    own: dict[str, list[str]] = {}
    for c in trial.constraints:
        own.setdefault(c.criterion, []).append(c.id)
    depth: dict[str, int] = {}
    section = None
    for k in trial.criteria:
        if k.section != section:
            section = k.section
            yield from ("", section.capitalize())
        depth[k.id] = depth[k.parent] + 1 if k.parent in depth else 1
        indent = _STEP * depth[k.id]
        status = "" if k.status == "parsed" else f" [{k.status}]"
        yield f"{indent}{k.id}{_STEP}{' '.join(k.text.split())}{status}"
        for line in _statements(k, own.get(k.id, []), said, words):
            yield f"{indent}{_STEP * 2}{line}"


def _statements(k: Criterion, ids: list[str], said: dict[str, str], words: dict[str, str]) -> list[str]:
    """The tree where there is one, else a sentence for each statement."""
    if isinstance(k.logic, dict):
        return logic_lines(k.logic, words, excludes=k.section == _EXCLUDES)
    return [f"→ {said[id]}" for id in ids]


def _regimens(trial: Trial) -> Iterator[str]:
    if trial.regimens:
        yield from ("", "Regimens")
    for r in trial.regimens:
        arm = f" ({' '.join(r.arm.split())})" if r.arm else ""
        yield f"{_STEP}{r.id}{_STEP}{describe(r)}{arm}"


def _warnings(trial: Trial) -> Iterator[str]:
    if trial.warnings:
        yield from ("", "Warnings")
    for w in trial.warnings:
        quote = " ".join(trial.text[w.start : w.end].split()) if w.start is not None else ""
        yield f"{_STEP}{w.code}: {w.message}" + (f" ({quote})" if quote else "")
