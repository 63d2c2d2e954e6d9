"""Time windows with their anchors, and durations."""

from spacy.language import Language

from eligex.components.windows.tagger import WindowTagger


@Language.factory("eligex_windows", assigns=["doc.spans"])
def create(nlp: Language, name: str) -> WindowTagger:
    """Writes WINDOWS: labels WINDOW and DURATION."""
    return WindowTagger(name)


__all__ = ["WindowTagger", "create"]
