"""Span groups to `Regimen`s: one for each phase of each drug's administration."""

from collections.abc import Sequence
from typing import Any, Optional

from spacy.tokens import Doc

from eligex.assembly.regimens.blocks import Block, blocks
from eligex.assembly.regimens.mentions import Mention
from eligex.assembly.regimens.phases import Phase
from eligex.assembly.regimens.reader import Reader
from eligex.components import findings as groups
from eligex.components.findings import Finding, read
from eligex.schema.describe import describe
from eligex.schema.regimen import Amount, Cycle, Dose, Event, Frequency, Regimen, RegimenDrug, Start
from eligex.schema.trial import Warning_
from eligex.text.view import view

_MESSAGES = {
    "ambiguous-frequency": "the word means twice in a period or once in two; read as once in two",
    "frequency-range": "the text gives a range; its lower end is kept",
    "length-range": "the text gives a range; its lower end is kept",
}


def regimens(
    doc: Doc, record_sections: Optional[Sequence[Finding]] = None
) -> tuple[list[Regimen], list[Warning_]]:
    """The regimens of a Doc and what is uncertain in them, in text order.

    Reads DRUGS, DOSES, ABBREVIATIONS and SECTIONS (or `record_sections` in their place).
    """
    text = view(doc).folded
    sections = list(record_sections) if record_sections is not None else read(doc, groups.SECTIONS)
    reader = Reader(doc, text)
    found: list[tuple[int, Regimen, Phase]] = []
    plans = [(block, plan) for block in blocks(text, sections) for plan in reader.plans(block)]
    for block, plan in plans:
        for phase in plan.phases:
            if reader.counts(phase, block):
                regimen = _regimen(plan.mention, phase, block)
                place = min((e[0] for e in phase.evidence), default=0)
                found.append((place, regimen, phase))
    found.sort(key=lambda x: (x[0], x[1].drug.start or 0))
    warnings: dict[tuple[str, int, int], Warning_] = {}
    for i, (_, regimen, phase) in enumerate(found, start=1):
        regimen.id = f"R{i}"
        for code, start, end in sorted(phase.warnings, key=lambda w: w[1:]):
            warnings.setdefault((code, start, end), Warning_(code, _MESSAGES.get(code, code), start, end))
    return [r for _, r, _ in found], list(warnings.values())


def _regimen(mention: Optional[Mention], phase: Phase, block: Block) -> Regimen:
    facts: dict[str, Any] = phase.facts
    drug = mention.drug if mention else RegimenDrug(None, None, None)
    evidence = set(phase.evidence)
    if mention:
        evidence.add((mention.start, mention.end))
    return Regimen(
        id="",
        section=block.section,
        arm=block.arm,
        drug=drug,
        dose=_as(Dose, facts.get("dose")),
        route=facts.get("route"),
        method=facts.get("method"),
        infusion=_as(Amount, facts.get("infusion")),
        days=[list(d) for d in facts.get("days") or []],
        cycle=_as(Cycle, facts.get("cycle")),
        frequency=_as(Frequency, facts.get("frequency")),
        start=_as(Start, facts.get("start")),
        until=_as(Event, facts.get("until")),
        relative=_as(Event, facts.get("relative")),
        total_duration=_as(Amount, facts.get("total_duration")),
        evidence=[list(e) for e in sorted(evidence)],
    )


def _as(cls: Any, value: Optional[dict[str, Any]]) -> Any:
    return None if value is None else cls(**value)


__all__ = ["describe", "regimens"]
