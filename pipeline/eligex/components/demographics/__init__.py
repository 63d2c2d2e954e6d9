"""Age and sex."""

from spacy.language import Language

from eligex.components.demographics.tagger import DemographicsTagger


@Language.factory("eligex_demographics", default_config={}, assigns=["doc.spans"])
def create(nlp: Language, name: str) -> DemographicsTagger:
    """Writes DEMOGRAPHICS: AGE (name "age") and SEX (name "female", "male" or "all")."""
    return DemographicsTagger(name)


__all__ = ["DemographicsTagger", "create"]
