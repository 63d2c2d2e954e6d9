"""Short forms and what they stand for: scispaCy's detector, and two kinds of definition that it misses."""

from spacy.language import Language

from eligex.components.abbreviations.detector import AbbreviationTagger

MAX_LONG_WORDS = 10


@Language.factory(
    "eligex_abbreviations",
    default_config={"max_long_words": MAX_LONG_WORDS},
    assigns=["doc.spans"],
)
def create(nlp: Language, name: str, max_long_words: int) -> AbbreviationTagger:
    """Writes ABBREVIATIONS. `max_long_words` limits a long form in words."""
    return AbbreviationTagger(nlp, name, max_long_words=max_long_words)


__all__ = ["AbbreviationTagger", "create"]
