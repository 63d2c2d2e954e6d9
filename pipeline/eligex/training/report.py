"""The evaluation as a command: the whole pipeline, and the recogniser alone, on one part of a corpus."""

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import Any, Optional

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from eligex import pipeline
from eligex.components.findings import RECOGNISED, read
from eligex.corpora import Mention, digest_of
from eligex.training.evaluation import Report, compare
from eligex.training.run import corpora

_VIEWS: dict[str, Callable[[Doc], Iterable[Mention]]] = {
    "pipeline": lambda doc: [Mention(e.start, e.end, e.label) for e in doc._.trial.entities],
    "recogniser": lambda doc: [Mention(f.start, f.end, f.label) for f in read(doc, RECOGNISED)],
}


def evaluate(data: Path, *, part: int, config: Optional[str], out: Path, tell: Callable[[str], None]) -> None:
    """Prints a table for each corpus and view; `out` gets the same as JSON, with every strict error."""
    nlp = pipeline.load(config)
    texts = [t for t in corpora(data) if t.part == part]
    body: dict[str, Any] = {"date": date.today().isoformat(), "part": part, "corpora": {}}
    for corpus in ("lct", "chia"):
        chosen = [t for t in texts if t.corpus == corpus]
        docs = [nlp(t.text) for t in chosen]
        told = {"texts": len(chosen), "data": digest_of(chosen)}
        for view, see in _VIEWS.items():
            report = compare(chosen, [see(doc) for doc in docs])
            tell(
                f"\n{corpus}, part {part}, {len(chosen)} texts, data {told['data']}: {view}\n\n{report.table()}"
            )
            told[view] = _as_dict(report)
        body["corpora"][corpus] = told
    if "eligex_recogniser" in nlp.pipe_names:
        body["speed"] = speed = _speed(nlp, [t.text for t in texts])
        tell(
            "\ntokens/s: {recogniser:.0f} recogniser alone, {blank:.0f} a fresh blank tokenizer".format(
                **speed
            )
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    tell(f"\nevery error, with its context: {out}")


def _speed(nlp: Language, texts: Sequence[str]) -> dict[str, float]:
    """Tokens a second, each in one pass: the recogniser on Docs that the vocabularies have read, and the
    tokenizer of a `spacy.blank("en")` that has read nothing before."""
    blank = spacy.blank("en")
    began = time.perf_counter()
    floor = sum(len(blank.make_doc(t)) for t in texts) / (time.perf_counter() - began)
    docs = [nlp.make_doc(t) for t in texts]
    before = takewhile(lambda name: name != "eligex_recogniser", nlp.pipe_names)
    for name in before:
        docs = [nlp.get_pipe(name)(d) for d in docs]
    recogniser = nlp.get_pipe("eligex_recogniser")
    began = time.perf_counter()
    for doc in docs:
        recogniser(doc)
    return {"recogniser": sum(map(len, docs)) / (time.perf_counter() - began), "blank": floor}


def _as_dict(report: Report) -> dict[str, Any]:
    return {**report.to_dict(), "errors": [asdict(e) for e in report.errors]}
