"""How far two sets of annotations of the same texts agree: F1, Cohen's kappa, negation, constraints.

F1 takes one set as gold; it is the same the other way round. Constraints are compared where both sets have
any. Kappa is over tokens that are no blanks: for
a label, whether a token lies in a span of it; over all, which labels it lies in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Optional

from spacy.vocab import Vocab

from eligex.annotations.documents import Document, Span
from eligex.annotations.formats.tokens import tokenized
from eligex.annotations.statements import Statements
from eligex.corpora.model import Mention
from eligex.corpora.scores import MICRO, Counts

_NONE = "O"


@dataclass(slots=True)
class Agreement:
    """`alone`: ids of documents that one set lacks. A kappa is None where both saw nothing but one class."""

    texts: int = 0
    tokens: int = 0
    alone: list[str] = field(default_factory=list)
    strict: dict[str, Counts] = field(default_factory=dict)
    overlap: dict[str, tuple[float, float]] = field(default_factory=dict)
    kappa: dict[str, Optional[float]] = field(default_factory=dict)
    negation: tuple[int, int] = (0, 0)
    statements: Statements = field(default_factory=Statements)

    def table(self) -> str:
        """Markdown."""
        rows = ["| label | spans A | spans B | strict F1 | overlap F1 | kappa |", "|---|---|---|---|---|---|"]
        for label in [*sorted(k for k in self.strict if k != MICRO), MICRO]:
            c = self.strict.get(label, Counts())
            kappa = self.kappa.get(label)
            told = "–" if kappa is None else f"{kappa:.3f}"
            overlap = _f1(*self.overlap.get(label, (0.0, 0.0)))
            rows.append(f"| {label} | {c.tp + c.fn} | {c.tp + c.fp} | {c.f1:.3f} | {overlap:.3f} | {told} |")
        right, total = self.negation
        rows += ["", f"negation the same on {right} of {total} spans that both marked"]
        if self.statements.found != Counts():
            rows += ["", self.statements.table()]
        return "\n".join(rows)

    def to_dict(self) -> dict[str, Any]:
        return {
            "texts": self.texts,
            "tokens": self.tokens,
            "alone": self.alone,
            "strict": {k: v.to_dict() for k, v in sorted(self.strict.items())},
            "overlap_f1": {k: round(_f1(*v), 4) for k, v in sorted(self.overlap.items())},
            "kappa": {k: v if v is None else round(v, 4) for k, v in sorted(self.kappa.items())},
            "negation": {"same": self.negation[0], "of": self.negation[1]},
            "constraints": self.statements.to_dict(),
        }


def agreement(one: Iterable[Document], other: Iterable[Document]) -> Agreement:
    """Raises ValueError where the sets share no document, or a shared one has two texts."""
    left, right = {d.id: d for d in one}, {d.id: d for d in other}
    shared = [id for id in left if id in right]
    if not shared:
        raise ValueError("the two sets have no document in common")
    if differing := [id for id in shared if left[id].text != right[id].text]:
        raise ValueError(f"the two sets have different texts of {', '.join(differing)}")
    pairs = [(left[id], right[id]) for id in shared]
    result = Agreement(len(pairs), alone=sorted(set(left) ^ set(right)))
    labels = sorted({s.label for pair in pairs for d in pair for s in d.spans})
    for label in [*labels, MICRO]:
        _spans(result, label, [(_mentions(a, label), _mentions(b, label)) for a, b in pairs])
    _kappas(result, labels, pairs)
    stated = all(any(pair[n].constraints for pair in pairs) for n in (0, 1))
    for a, b in pairs:
        _negation(result, a, b)
        if stated:
            result.statements.add(a.id, a.constraints, b.constraints)
    return result


def kappa(one: Sequence[str], other: Sequence[str]) -> Optional[float]:
    """Cohen's kappa of two lists of classes; None where no chance could have made them differ."""
    from sklearn.metrics import cohen_kappa_score

    if len({*one, *other}) < 2:
        return None
    return float(cohen_kappa_score(one, other))


def _mentions(d: Document, label: str) -> set[Mention]:
    return {Mention(s.start, s.end, s.label) for s in d.spans if label in (s.label, MICRO)}


def _spans(result: Agreement, label: str, sides: list[tuple[set[Mention], set[Mention]]]) -> None:
    counts = result.strict.setdefault(label, Counts())
    hits, totals = [0, 0], [0, 0]
    for a, b in sides:
        counts.add(len(a & b), len(b - a), len(a - b))
        for side, (own, others) in enumerate(((a, b), (b, a))):
            hits[side] += sum(_met(m, others) for m in own)
            totals[side] += len(own)
    shares = [h / n if n else 0.0 for h, n in zip(hits, totals, strict=True)]
    result.overlap[label] = (shares[0], shares[1])


def _met(m: Mention, others: Iterable[Mention]) -> bool:
    return any(m.start < o.end and o.start < m.end and m.label == o.label for o in others)


def _kappas(result: Agreement, labels: list[str], pairs: list[tuple[Document, Document]]) -> None:
    tokens = [_tokens(a.text) for a, _ in pairs]
    result.tokens = sum(map(len, tokens))
    sides = [
        [classes for pair, places in zip(pairs, tokens, strict=True) for classes in _classes(pair[n], places)]
        for n in (0, 1)
    ]
    result.kappa[MICRO] = kappa(*([" ".join(sorted(c)) or _NONE for c in side] for side in sides))
    for label in labels:
        result.kappa[label] = kappa(*([label if label in c else _NONE for c in side] for side in sides))


def _tokens(text: str) -> list[tuple[int, int]]:
    return [(t.idx, t.idx + len(t)) for t in tokenized(text, Vocab()) if not t.text.isspace()]


def _classes(d: Document, places: list[tuple[int, int]]) -> list[set[str]]:
    """For each token the labels of the spans over any character of it."""
    found: list[set[str]] = [set() for _ in places]
    for s in d.spans:
        for pieces in s.fragments or ((s.start, s.end),):
            for i, (a, b) in enumerate(places):
                if a < pieces[1] and pieces[0] < b:
                    found[i].add(s.label)
    return found


def _negation(result: Agreement, a: Document, b: Document) -> None:
    def told(d: Document) -> dict[tuple[int, int, str], Span]:
        return {(s.start, s.end, s.label): s for s in d.spans}

    left, right = told(a), told(b)
    shared = left.keys() & right.keys()
    same = sum(left[k].negated == right[k].negated for k in shared)
    result.negation = (result.negation[0] + same, result.negation[1] + len(shared))


def _f1(precision: float, recall: float) -> float:
    total = precision + recall
    return 2 * precision * recall / total if total else 0.0
