"""Pregnancy, consent, contraception, trial participation, willingness and the like."""

from spacy.language import Language

from eligex.components.states.tagger import StateTagger


@Language.factory("eligex_states", default_config={}, assigns=["doc.spans"])
def create(nlp: Language, name: str) -> StateTagger:
    """Writes STATES: CONDITION or STATE, value {"state": key of states.csv}."""
    return StateTagger(name)


__all__ = ["StateTagger", "create"]
