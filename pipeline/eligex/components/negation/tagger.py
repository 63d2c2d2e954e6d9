"""The pipe: gathers the targets, asks the engine, writes the group."""

from spacy.language import Language
from spacy.tokens import Doc

from eligex.components import findings as groups
from eligex.components.base import Tagger
from eligex.components.findings import Finding, by_position, read
from eligex.components.negation.engine import engine_of

TARGETS = (groups.DRUGS, groups.CONDITIONS, groups.PROCEDURES, groups.MEASUREMENTS, groups.STATES)


class NegationTagger(Tagger):
    """Writes NEGATION by the engine of its config."""

    key = groups.NEGATION

    def __init__(self, nlp: Language, name: str = "eligex_negation", *, engine: str = "eligex") -> None:
        super().__init__(name)
        self.engine = engine_of(engine, nlp)

    def match(self, doc: Doc) -> list[Finding]:
        targets = by_position(t for key in TARGETS for t in read(doc, key))
        return self.engine.cues(doc, targets)
