"""Procedures, non-drug therapies and tests: an own list, and phrases by their head noun.

The group is `eligex_procedures`, label PROCEDURE.
"""

from spacy.language import Language
from spacy.tokens import Doc

from eligex.components.base import Tagger
from eligex.components.findings import PROCEDURES, Finding, by_position
from eligex.components.head_nouns import find_phrases, heads
from eligex.text.view import view
from eligex.vocab.phrases import PhraseIndex
from eligex.vocab.tables import table, unique, values


class Procedures(Tagger):
    key = PROCEDURES

    def __init__(self, name: str, *, head_nouns: bool) -> None:
        super().__init__(name)
        self._rows = unique(table("procedures"), "name", where="procedures")
        self._index = PhraseIndex()
        for key, row in self._rows.items():
            forms = [row["name"], *values(row["synonyms"])]
            plurals = [f + "s" for f in forms if f[-1:].isalpha() and not f.endswith("s") and not f.isupper()]
            self._index.add(key, [*forms, *plurals])
        self._heads = heads("procedure_heads") if head_nouns else None

    def match(self, doc: Doc) -> list[Finding]:
        seen = view(doc)
        found = [
            Finding(seen.starts[start], seen.ends[end - 1], "PROCEDURE", "procedures:vocabulary", key)
            for start, end, key in self._index.find(doc)
        ]
        if self._heads is not None:
            known = {(f.start, f.end) for f in found}
            phrases = find_phrases(doc, self._heads, label="PROCEDURE", source="procedures:head-noun")
            found += [p for p in phrases if (p.start, p.end) not in known]
        return by_position(found)


@Language.factory("eligex_procedures", default_config={"head_nouns": True}, assigns=["doc.spans"])
def create(nlp: Language, name: str, head_nouns: bool) -> Procedures:
    return Procedures(name, head_nouns=head_nouns)
