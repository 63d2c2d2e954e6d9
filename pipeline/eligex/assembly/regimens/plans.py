"""One drug's phases within a block, and what they take from each other."""

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from eligex.assembly.regimens.mentions import Mention, is_blind
from eligex.assembly.regimens.phases import GRAYS, Phase, agree
from eligex.components.findings import Finding

_BEAM = re.compile(
    r"\b(?:radiotherapy|(?:re-?)?irradiation|radiation|WB?RT|XRT|IMRT|SBRT|TBI|brachytherapy)\b",
    re.IGNORECASE,
)
_RADIATION = re.compile(r"radi|\bW?[CX]?RT\b|IMRT|SBRT|TBI|brachy|plan|boost", re.IGNORECASE)


@dataclass(slots=True)
class Plan:
    """One drug's phases within a block."""

    mention: Optional[Mention]
    phases: list[Phase]


def is_placebo(drug: Mention) -> bool:
    """A placebo of what was named before it gets the same."""
    return is_blind(str(drug.drug.text))


def is_radiation(phase: Phase) -> bool:
    """Whether the dose is one in gray."""
    return str((phase.facts.get("dose") or {}).get("unit")) in GRAYS


def is_radiated(plan: Plan) -> bool:
    """Whether a dose in gray may be this plan's."""
    return plan.mention is None or bool(_RADIATION.search(plan.mention.drug.text or ""))


def is_beam(text: str, drug: Optional[Mention]) -> bool:
    """Whether a name is one of radiation, which is not given in a drug's cycles."""
    return drug is not None and bool(_BEAM.search(text, drug.start, drug.end))


def without_ways(text: str, drug: Mention, facts: Sequence[Finding]) -> list[Finding]:
    """Nobody injects or swallows radiation: from such a word on the text is about something else."""
    if not is_beam(text, drug):
        return list(facts)
    ways = [f.start for f in facts if f.label == "ROUTE" and f.start > drug.start]
    return [f for f in facts if f.label != "ROUTE" and not (ways and f.start > ways[0])]


def conflict(a: Phase, b: Phase) -> bool:
    """Whether two phases state a field otherwise."""
    counts = [(p.facts.get("cycle") or {}).get("count") for p in (a, b)]
    if all(counts) and counts[0] != counts[1]:
        return True
    return any(
        a.facts.get(k) is not None and b.facts.get(k) is not None and not agree(k, a.facts[k], b.facts[k])
        for k in ("dose", "route", "days", "frequency", "until", "total_duration", "infusion")
    )


def fill(phase: Phase, other: Phase, keys: Sequence[str]) -> None:
    """Gives a phase what it leaves open of `keys` and another states."""
    took = False
    for key in keys:
        value = other.facts.get(key)
        if value is None:
            continue
        if key not in phase.facts:
            phase.facts[key] = copy.deepcopy(value)
            phase.places |= {key: other.places[key]} if key in other.places else {}
            took = True
        elif key == "cycle":
            known = phase.facts[key]
            joined = {k: known[k] if known[k] is not None else value[k] for k in known}
            took = took or joined != known
            phase.facts[key] = joined
    if took:
        phase.evidence |= other.evidence
        phase.warnings |= other.warnings
