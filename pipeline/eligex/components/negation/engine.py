"""The interface that all negation engines have, and their registry."""

from collections.abc import Callable, Sequence
from typing import Protocol

from spacy.language import Language
from spacy.tokens import Doc

from eligex.components.findings import Finding


class NegationEngine(Protocol):
    """Finds negation cues and what they govern."""

    def cues(self, doc: Doc, targets: Sequence[Finding]) -> list[Finding]:
        """NEGATION findings sorted by position, `value` {"scope": [start, end], "kind", "category"}.

        `targets` are the entities that can be negated; an engine that works on the text alone
        ignores them. The Doc is not changed.
        """
        ...


def engine_of(engine: str, nlp: Language) -> NegationEngine:
    """The engine of that name. Raises ValueError naming those that exist."""
    if engine not in _ENGINES:
        raise ValueError(
            f"eligex_negation: unknown engine {engine!r}; choose from {', '.join(sorted(_ENGINES))}"
        )
    return _ENGINES[engine](nlp)


def _own(nlp: Language) -> NegationEngine:
    from eligex.components.negation.own import OwnEngine

    return OwnEngine()


def _negspacy(nlp: Language) -> NegationEngine:
    from eligex.components.negation.negspacy_engine import NegspacyEngine

    return NegspacyEngine(nlp)


def _context(nlp: Language) -> NegationEngine:
    from eligex.components.negation.context_engine import ContextEngine

    return ContextEngine(nlp)


_ENGINES: dict[str, Callable[[Language], NegationEngine]] = {
    "eligex": _own,
    "negspacy": _negspacy,
    "context": _context,
}


def governs(cue: Finding, start: int, end: int) -> bool:
    """Whether a NEGATION finding governs text[start:end]: in its scope, in none of its holes.

    What contains its own cue ("inability to walk") names the negated thing itself; a prefix governs no
    more than its word ("non-infectious pneumonia").
    """
    a, b = cue.value["scope"]
    if cue.value.get("kind") == "prefix" and end > b:
        return False
    if start <= cue.start and cue.end <= end and cue.value.get("kind") in ("pre", "post"):
        return False
    return a < end and start < b and not any(x <= start and end <= y for x, y in cue.value.get("holes", ()))
