"""medspaCy's ConText behind the common interface: its packaged NEGATED_EXISTENCE rules."""

from collections.abc import Sequence

from medspacy.context import ConText
from spacy.language import Language
from spacy.tokens import Doc

from eligex.components.findings import Finding, by_position
from eligex.components.negation.light import light_copy


class ContextEngine:
    """One finding for each target that ConText negates: scope is the target, span its first modifier."""

    def __init__(self, nlp: Language) -> None:
        self._context = ConText(nlp, rules="default")

    def cues(self, doc: Doc, targets: Sequence[Finding]) -> list[Finding]:
        copy = self._context(light_copy(doc, targets))
        found: dict[tuple[int, int], Finding] = {}
        for target, modifier in copy._.context_graph.edges:
            if modifier.category != "NEGATED_EXISTENCE":
                continue
            a, b = modifier.modifier_span
            cue = copy[a:b]
            kind = "post" if cue.start >= target.end else "pre"
            value = {"scope": [target.start_char, target.end_char], "kind": kind, "category": "negation"}
            f = Finding(cue.start_char, cue.end_char, "NEGATION", "negation:context", value=value)
            found.setdefault((target.start, target.end), f)
        return by_position(found.values())
