"""Negation: each cue with the stretch of text that it governs."""

from spacy.language import Language

from eligex.components.negation.tagger import NegationTagger

ENGINE = "eligex"


@Language.factory(
    "eligex_negation",
    default_config={"engine": ENGINE},
    assigns=["doc.spans"],
)
def create(nlp: Language, name: str, engine: str) -> NegationTagger:
    """Writes NEGATION. `engine` is `eligex` (the project's own), `negspacy` or `context`.

    Raises ValueError for any other engine.
    """
    return NegationTagger(nlp, name, engine=engine)


__all__ = ["NegationTagger", "create"]
