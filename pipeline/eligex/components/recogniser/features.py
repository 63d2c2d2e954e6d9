"""What the vocabularies say of each token, as one symbol that a trained model reads beside the word.

The symbol joins, for every finding over the token, where it stands in it (`B` first, `I` later, `E`
last) and a letter for the label; small letters mark phrases that only their head noun told. A token
under no finding is `O`. A Doc for the model carries the symbols as tags, and as lemma of every token
whose conventions to follow: annotators of different corpora draw other boundaries, and a model that is
told so can learn from all of them. The same functions serve training and extraction.
"""

from collections.abc import Sequence

from spacy.tokens import Doc
from spacy.vocab import Vocab

from eligex.components import findings as groups
from eligex.components.findings import read

GROUPS = (
    groups.DRUGS, groups.MEASUREMENTS, groups.DEMOGRAPHICS, groups.STATES, groups.CONDITIONS,
    groups.PROCEDURES, groups.ABBREVIATIONS,
)  # fmt: skip
NONE = "O"
_LETTERS = {
    "DRUG": "D", "MEASUREMENT": "M", "SCORE": "M", "CONDITION": "C", "PROCEDURE": "P", "STATE": "T",
    "AGE": "A", "SEX": "A", "ABBREVIATION": "V",
}  # fmt: skip


def symbols(doc: Doc) -> list[str]:
    """One symbol for each token of `doc`, from the groups of `GROUPS`."""
    seen: list[set[str]] = [set() for _ in doc]
    for key in GROUPS:
        if key not in doc.spans:
            continue
        for span, finding in zip(doc.spans[key], read(doc, key), strict=True):
            letter = _LETTERS.get(span.label_)
            if letter is None:
                continue
            if finding.source.endswith("head-noun"):
                letter = letter.lower()
            for i in range(span.start, span.end):
                place = ("B" if i == span.start else "I") + letter + ("E" if i == span.end - 1 else "")
                seen[i].add(place)
    return ["".join(sorted(s)) or NONE for s in seen]


def lines(doc: Doc) -> list[tuple[int, int]]:
    """(first token, end token) of every line that has words, without the blanks around them."""
    found, start, end = [], -1, -1
    for i, token in enumerate(doc):
        if not token.is_space:
            start, end = (i if start < 0 else start), i + 1
        elif "\n" in token.text and start >= 0:
            found.append((start, end))
            start = -1
    if start >= 0:
        found.append((start, end))
    return found


def passages(doc: Doc) -> list[list[int]]:
    """Token numbers of every line; the wrapped lines of one criterion are one, without the breaks."""
    owner = _owners(doc)
    found: list[list[int]] = []
    for start, end in lines(doc):
        last = found[-1][-1] if found else -1
        breaks = "".join(t.text for t in doc[last + 1 : start]).count("\n")
        if found and breaks == 1 and owner[last] is not None and owner[last] == owner[start]:
            found[-1] += range(start, end)
        else:
            found.append(list(range(start, end)))
    return found


def _owners(doc: Doc) -> list[int | None]:
    """For each token the number of the criterion that it stands in."""
    owner: list[int | None] = [None] * len(doc)
    for number, span in enumerate(doc.spans.get(groups.CRITERIA, ())):
        owner[span.start : span.end] = [number] * len(span)
    return owner


def told(
    vocab: Vocab,
    words: Sequence[str],
    symbols: Sequence[str],
    *,
    convention: str,
    spaces: Sequence[bool] | None = None,
) -> Doc:
    """A Doc in a model's own vocabulary, with all that it reads."""
    apart = None if spaces is None else list(spaces)
    lemmas = [convention] * len(words)
    return Doc(vocab, words=list(words), spaces=apart, tags=list(symbols), lemmas=lemmas)
