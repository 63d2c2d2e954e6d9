"""Constraints and trials as short sentences, for people and for tests."""

from typing import Any

from eligex.schema.trial import Constraint, Duration, Range, Trial, Window


def number(value: float) -> str:
    """Without a trailing `.0`: 3, 0.5, 100000."""
    return f"{value:.10g}" if abs(value) < 1e10 else str(value)


def bounds(b: Any, unit: str) -> str:
    """`≥ 16 a and ≤ 65 a`; one number where both bounds are the same."""
    if b.low is not None and b.low == b.high and b.low_inclusive and b.high_inclusive:
        return f"= {number(b.low)}{unit}"
    parts = []
    if b.low is not None:
        parts.append(f"{'≥' if b.low_inclusive else '>'} {number(b.low)}{unit}")
    if b.high is not None:
        parts.append(f"{'≤' if b.high_inclusive else '<'} {number(b.high)}{unit}")
    return " and ".join(parts)


def range_words(r: Range) -> str:
    if r.relative_to:
        offset = f" + {number(r.offset['value'])} {r.offset['unit']}" if r.offset else ""
        return bounds(r, f" × {r.relative_to}") + offset
    return bounds(r, f" {r.unit}" if r.unit else "")


def window_words(w: Window) -> str:
    span = bounds(w, f" {w.unit}") if w.low is not None or w.high is not None else ""
    return " ".join(x for x in (span, w.relation, w.anchor) if x)


def duration_words(d: Duration) -> str:
    return "for " + bounds(d, f" {d.unit}")


def constraint_words(c: Constraint) -> str:
    """`require measurement alanine aminotransferase ≤ 3 × ULN`; nothing of it is lost but the offsets."""
    subject = c.subject.name or " ".join((c.subject.text or "?").lower().split())
    parts = [c.requirement or "allow", c.kind, subject]
    if c.value:
        parts.append(f"= {c.value}")
    if c.range:
        parts.append(range_words(c.range))
    if c.duration:
        parts.append(duration_words(c.duration))
    if c.window:
        parts.append(f"[{window_words(c.window)}]")
    if c.applies_to:
        parts.append(f"<{c.applies_to}>")
    parts += [f"({q})" for q in c.qualifiers]
    if c.exception_of:
        parts.append(f"except of {c.exception_of}")
    return " ".join(parts) + (" {negated}" if c.negated else "")


def summary(trial: Trial) -> str:
    """A readable page: every criterion with what was made of it."""
    by_criterion: dict[str, list[Constraint]] = {}
    for c in trial.constraints:
        by_criterion.setdefault(c.criterion, []).append(c)
    lines = [f"{trial.trial_id or '(no id)'}  {trial.title or ''}".rstrip(), f"status: {trial.status}"]
    for k in trial.criteria:
        lines.append(f"{k.id} [{k.section}, {k.status}] {' '.join(k.text.split())}")
        lines += [f"    {c.id}  {constraint_words(c)}" for c in by_criterion.get(k.id, [])]
    lines += [f"{r.id}  {r.drug.name or r.drug.text}" for r in trial.regimens]
    lines += [f"warning {w.code}: {w.message}" for w in trial.warnings]
    return "\n".join(lines)
