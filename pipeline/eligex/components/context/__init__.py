"""Exceptions, history, hypotheticals and family history."""

from spacy.language import Language

from eligex.components.context.tagger import ContextTagger


@Language.factory("eligex_context", assigns=["doc.spans"])
def create(nlp: Language, name: str) -> ContextTagger:
    """Writes CONTEXT: labels EXCEPTION, ALLOWED, HISTORY, HYPOTHETICAL, FAMILY."""
    return ContextTagger(name)


__all__ = ["ContextTagger", "create"]
