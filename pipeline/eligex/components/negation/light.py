"""A light copy of a Doc for engines that need sentence boundaries and `doc.ents`.

What medspaCy and negspaCy hang on a Doc does not serialise; it stays on the copy.
"""

from collections.abc import Sequence

from spacy.tokens import Doc
from spacy.util import filter_spans

from eligex.components.blocks import blocks
from eligex.components.findings import Finding
from eligex.text.sentences import sentences
from eligex.text.view import view


def light_copy(doc: Doc, targets: Sequence[Finding]) -> Doc:
    """Same tokens; sentence starts of the project's blocks and sentences; targets as entities."""
    text = view(doc).folded
    starts = {a for lo, hi, _ in blocks(doc, text) for a, _, _ in sentences(text, lo, hi)}
    words: list[str] = []
    spaces: list[bool] = []
    is_start: list[bool | int | None] = []
    fresh = True
    pending = sorted(starts)
    at = 0
    for token in doc:
        while at < len(pending) and pending[at] < token.idx + max(1, len(token.text)):
            fresh, at = True, at + 1
        words.append(token.text)
        spaces.append(bool(token.whitespace_))
        is_start.append(fresh)
        fresh = False
    copy = Doc(doc.vocab, words=words, spaces=spaces, sent_starts=is_start)
    spans = [copy.char_span(t.start, t.end, label=t.label, alignment_mode="expand") for t in targets]
    copy.ents = filter_spans([s for s in spans if s is not None])
    return copy
