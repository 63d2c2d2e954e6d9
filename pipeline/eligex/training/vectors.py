"""Word vectors of the registry's own language: floret (Explosion, MIT) over the real records.

floret keeps no vocabulary, only hashed subwords, so that no word is unknown and the table stays small.
One thread, since more would give other vectors at each run.
"""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from eligex.corpora.records import read
from eligex.text.tokenizer import split

_PARAGRAPH = re.compile(r"\r?\n\s*\n")


def train(records: Path, *, without: frozenset[int], settings: dict[str, Any]) -> Language:
    """A blank pipeline with the vectors, read by lower-case word. Needs the package floret."""
    import floret

    with tempfile.TemporaryDirectory() as folder:
        text, table = Path(folder) / "text", Path(folder) / "vectors"
        with open(text, "w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in _paragraphs(records, without))
        model = floret.train_unsupervised(str(text), model="cbow", mode="floret", thread=1, **settings)
        model.save_floret_vectors(str(table))
        return _load(table)


def _load(table: Path) -> Language:
    from spacy.training.initialize import convert_vectors

    nlp = spacy.blank("en")
    convert_vectors(nlp, table, truncate=0, prune=0, mode="floret", attr="LOWER")
    return nlp


def _paragraphs(records: Path, without: frozenset[int]) -> Iterator[str]:
    for record in read(records, without=without):
        for text in _texts(record):
            for paragraph in _PARAGRAPH.split(text):
                words = [w.lower() for w in split(paragraph) if not w.isspace()]
                if len(words) > 2:
                    yield " ".join(words)


def _texts(record: dict[str, Any]) -> list[str]:
    """The fields that hold prose: title, eligibility, summary, description, interventions, conditions."""
    told = [record.get(k) for k in ("title", "eligibility", "summary", "detail")]
    told += [i.get("description") for i in record.get("interventions") or []]
    return [t for t in (*told, *(record.get("conditions") or [])) if t]
