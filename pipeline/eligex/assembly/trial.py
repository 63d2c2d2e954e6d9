"""A processed Doc to the contract's `Trial`."""

import hashlib

from spacy.tokens import Doc

from eligex.assembly.criteria import Assembled, assemble
from eligex.assembly.entities import entities_of, entity_findings
from eligex.assembly.items.reading import Reading, reading_of
from eligex.assembly.regimens import regimens
from eligex.components.findings import ENTITIES, write
from eligex.schema.trial import Section, Source, Trial, Warning_


def assemble_trial(doc: Doc) -> Trial:
    """The trial of a Doc that the other components have annotated; writes `doc.spans["sc"]`."""
    reading = reading_of(doc)
    done = assemble(reading)
    plans, plan_warnings = regimens(doc)
    found = entity_findings(reading)
    write(doc, ENTITIES, found)
    warnings = sorted([*done.warnings, *plan_warnings], key=_place)
    return Trial(
        trial_id=None,
        title=None,
        source=Source("", "text", hashlib.sha256(reading.text.encode("utf-8", "surrogatepass")).hexdigest()),
        status=_status(reading, done),
        text=reading.text,
        sections=[Section(s.label, str(s.value.get("title", "")), s.start, s.end) for s in reading.sections],
        entities=entities_of(found, reading, done.polarity),
        criteria=done.criteria,
        constraints=done.constraints,
        regimens=plans,
        warnings=warnings,
    )


def _place(w: Warning_) -> tuple[int, int, str]:
    return (-1 if w.start is None else w.start, -1 if w.end is None else w.end, w.code)


def _status(reading: Reading, done: Assembled) -> str:
    """`failed` where nothing was understood, `partial` where a criterion was not wholly."""
    if not done.criteria:
        return "partial" if reading.mentions or reading.doses else "failed"
    if all(c.status == "unparsed" for c in done.criteria):
        return "failed"
    return "parsed" if all(c.status == "parsed" for c in done.criteria) else "partial"
