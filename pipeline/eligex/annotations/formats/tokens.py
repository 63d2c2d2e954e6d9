"""The project's tokens, for the formats whose spans begin and end with tokens."""

from dataclasses import replace

from spacy.tokens import Doc
from spacy.vocab import Vocab

from eligex.annotations.documents import Document, without
from eligex.annotations.losses import Losses
from eligex.text.tokenizer import TrialTokenizer


def tokenized(text: str, vocab: Vocab) -> Doc:
    return TrialTokenizer(vocab)(text)


def aligned(document: Document, losses: Losses) -> Document:
    """Without the spans that begin or end within a token."""
    doc = tokenized(document.text, Vocab())
    starts, ends = {t.idx for t in doc}, {t.idx + len(t) for t in doc}
    off = [s.id for s in document.spans if s.start not in starts or s.end not in ends]
    for id in off:
        losses.add("span off the token boundaries", document.id, id)
    return without(document, off, losses)


def apart(document: Document, losses: Losses) -> Document:
    """Of overlapping spans only the longest, then the first."""
    kept: list[tuple[int, int]] = []
    off = []
    for s in sorted(document.spans, key=lambda s: (s.start - s.end, s.start, s.label)):
        if any(s.start < b and a < s.end for a, b in kept):
            losses.add("overlapping span", document.id, s.id)
            off.append(s.id)
        else:
            kept.append((s.start, s.end))
    return without(document, off, losses)


def whole(document: Document, losses: Losses) -> Document:
    """Discontinuous spans as one stretch from their first to their last character."""
    for s in document.spans:
        if s.fragments:
            losses.add("discontinuous span, now from its first to its last character", document.id, s.id)
    return replace(document, spans=tuple(replace(s, fragments=()) for s in document.spans))
