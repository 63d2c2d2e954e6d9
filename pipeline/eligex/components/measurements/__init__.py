"""Laboratory tests, vital signs, ECG and imaging measures, scales and grades."""

from spacy.language import Language

from eligex.components.measurements.tagger import MeasurementTagger


@Language.factory("eligex_measurements", default_config={}, assigns=["doc.spans"])
def create(nlp: Language, name: str) -> MeasurementTagger:
    """Writes MEASUREMENTS; reads ABBREVIATIONS where another pipe wrote them."""
    return MeasurementTagger(name)


__all__ = ["MeasurementTagger", "create"]
