"""Lines of criteria as the recogniser sees them: tokens, what the vocabularies say of each, and gold."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from eligex import pipeline
from eligex.components.recogniser import features
from eligex.corpora.model import AnnotatedText, apart
from eligex.corpora.records import read

RULES = {
    "eligex_sections", "eligex_criteria", "eligex_abbreviations", "eligex_drugs", "eligex_measurements",
    "eligex_demographics", "eligex_states", "eligex_conditions", "eligex_procedures",
}  # fmt: skip
SHORTEST = 15  # characters; what is shorter is a heading or a fragment


@dataclass(frozen=True, slots=True)
class Line:
    """`symbols` as `features.symbols` gives them; `entities` are (first token, end token, label)."""

    corpus: str
    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    symbols: tuple[str, ...]
    entities: tuple[tuple[int, int, str], ...] = ()


def rules() -> Language:
    """The default pipeline up to the vocabularies: what a recogniser may read."""
    nlp = pipeline.load()
    for name in list(nlp.pipe_names):
        if name not in RULES:
            nlp.remove_pipe(name)
    return nlp


def annotated(nlp: Language, texts: Iterable[AnnotatedText]) -> list[Line]:
    """Every line with its gold; of overlapping mentions the longest, drawn in to whole tokens."""
    found = []
    for text in texts:
        doc = nlp(text.text)
        spans = [
            doc.char_span(m.start, m.end, m.label, alignment_mode="contract") for m in apart(text.mentions)
        ]
        gold = [s for s in spans if s is not None and len(s)]
        symbols = features.symbols(doc)
        for a, b in features.lines(doc):
            inside = tuple((s.start - a, s.end - a, s.label_) for s in gold if a <= s.start and s.end <= b)
            found.append(_line(doc, a, b, symbols, text.corpus, inside))
    return found


def plain(nlp: Language, texts: Iterable[str]) -> list[Line]:
    """Lines without gold, each wording once."""
    seen: set[str] = set()
    found = []
    for text in texts:
        doc = nlp(text)
        symbols = features.symbols(doc)
        for a, b in features.lines(doc):
            words = doc[a:b].text
            if len(words) >= SHORTEST and words.lower() not in seen:
                seen.add(words.lower())
                found.append(_line(doc, a, b, symbols, "record", ()))
    return found


def records(path: Path, *, number: int, seed: int, without: frozenset[int]) -> list[str]:
    """Eligibility texts of `number` records drawn from a `.jsonl.gz`, none of a part in `without`."""
    texts = [r["eligibility"] for r in read(path, without=without) if r.get("eligibility")]
    random.Random(seed).shuffle(texts)
    return texts[:number]


def docs(nlp: Language, lines: Iterable[Line], convention: str = "") -> Iterator[Doc]:
    """The lines as a model reads them; without a convention, each by that of its own corpus."""
    for line in lines:
        yield features.told(
            nlp.vocab, line.words, line.symbols, convention=convention or line.corpus, spaces=line.spaces
        )


def _line(
    doc: Doc, a: int, b: int, symbols: list[str], corpus: str, gold: tuple[tuple[int, int, str], ...]
) -> Line:
    words = tuple(t.text for t in doc[a:b])
    spaces = tuple(bool(t.whitespace_) for t in doc[a:b])
    return Line(corpus, words, spaces, tuple(symbols[a:b]), gold)
