"""The shape of every eligex component: `match` is pure, `set_annotations` alone mutates."""

from collections.abc import Sequence

from spacy.tokens import Doc

from eligex.components.findings import Finding, write


class Tagger:
    """A pipe that adds one span group, `key`. Subclasses give `match`, which must not mutate."""

    key: str = ""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        self.set_annotations(doc, self.match(doc))
        return doc

    def match(self, doc: Doc) -> list[Finding]:
        """The findings in `doc`, sorted by position."""
        raise NotImplementedError

    def set_annotations(self, doc: Doc, found: Sequence[Finding]) -> None:
        write(doc, self.key, found)
