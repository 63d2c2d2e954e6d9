"""negspaCy's NegEx behind the common interface, with its termset `en_clinical`."""

from collections.abc import Iterable, Iterator, Sequence

from negspacy.negation import Negex
from negspacy.termsets import termset
from spacy.language import Language
from spacy.tokens import Doc, Span

from eligex.components.findings import Finding, by_position
from eligex.components.negation.light import light_copy

EXTENSION = "eligex_negex"
Match = tuple[int, int, int]


class _Phrases:
    """What Negex uses of a Language; a custom tokenizer need not have a `pipe`."""

    def __init__(self, nlp: Language) -> None:
        self.vocab = nlp.vocab
        self.tokenizer = self
        self._tokenize = nlp.tokenizer

    def pipe(self, texts: Iterable[str]) -> Iterator[Doc]:
        return map(self._tokenize, texts)


class NegspacyEngine:
    """One finding for each negated target. NegEx tells the entity, not the cue: the nearest cue of
    the sentence is given."""

    def __init__(self, nlp: Language) -> None:
        patterns = {k: list(v) for k, v in termset("en_clinical").get_patterns().items()}
        self._negex = Negex(_Phrases(nlp), "negex", patterns, [], EXTENSION, [])

    def cues(self, doc: Doc, targets: Sequence[Finding]) -> list[Finding]:
        copy = self._negex(light_copy(doc, targets))
        before, after, _ = self._negex.process_negations(copy)
        return by_position(_finding(copy, e, before, after) for e in copy.ents if e._.get(EXTENSION))


def _finding(copy: Doc, entity: Span, before: list[Match], after: list[Match]) -> Finding:
    first = entity.sent.start
    preceding = [(a, b) for _, a, b in before if first <= a < entity.start]
    following = [(a, b) for _, a, b in after if b > entity.end]
    a, b = max(preceding) if preceding else min(following)
    cue = copy[a:b]
    value = {
        "scope": [entity.start_char, entity.end_char],
        "kind": "pre" if preceding else "post",
        "category": "negation",
    }
    return Finding(cue.start_char, cue.end_char, "NEGATION", "negation:negspacy", value=value)
