"""Drugs, drug classes and biologicals: every mention in the document, with its canonical name."""

from spacy.language import Language

from eligex.components.drugs.tagger import DrugTagger

STEMS = True
CODE_NAMES = True


@Language.factory(
    "eligex_drugs",
    default_config={"stems": STEMS, "code_names": CODE_NAMES},
    assigns=["doc.spans"],
)
def create(nlp: Language, name: str, stems: bool, code_names: bool) -> DrugTagger:
    """Writes DRUGS. `stems` reads names in no table by their INN stem, `code_names` sponsors' codes."""
    return DrugTagger(name, stems=stems, code_names=code_names)


__all__ = ["DrugTagger", "create"]
