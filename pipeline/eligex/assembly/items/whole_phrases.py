"""Phrases that make one statement with all that stands in them: a deed, a stage, a state, a change, a risk."""

from collections.abc import Sequence

from eligex.assembly.items.abilities import abilities
from eligex.assembly.items.accesses import accesses
from eligex.assembly.items.persons import persons
from eligex.assembly.items.risky_drugs import risky_drugs
from eligex.assembly.items.stages import stages
from eligex.assembly.items.unchanged import unchanged
from eligex.assembly.items.unsuited import unsuited
from eligex.components.findings import Finding

_ASKING = ("THRESHOLD", "NEGATION")


def whole_phrases(
    text: str, criteria: Sequence[Finding], mentions: list[Finding], read: Sequence[Finding]
) -> list[Finding]:
    """In the order of the rules. `text` is folded; `mentions`, and bounds, cues and times as `read`, are sorted."""
    return [
        *abilities(text, criteria, mentions, [f for f in read if f.label in _ASKING]),
        *stages(text, criteria),
        *persons(text, criteria, mentions),
        *unchanged(text, criteria, [f for f in read if f.label != "NEGATION"]),
        *accesses(text, criteria),
        *unsuited(text, criteria, mentions),
        *risky_drugs(text, criteria),
    ]
