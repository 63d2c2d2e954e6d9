"""The evaluation as a command: corpora, annotation sets and reviewed trials as gold."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import Any, Optional

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from eligex import pipeline
from eligex.annotations.convert import load
from eligex.annotations.decided import trials_done
from eligex.annotations.documents import Document, of_trial
from eligex.annotations.formats.trials import file_of
from eligex.annotations.losses import Losses
from eligex.components.findings import RECOGNISED, read
from eligex.corpora import Mention, digest_of
from eligex.schema.trial import Trial
from eligex.training.evaluation import Report, compare
from eligex.training.reviewed import again, digest, score
from eligex.training.run import corpora

Pair = tuple[Document, Trial]
_VIEWS: dict[str, Callable[[Doc], Iterable[Mention]]] = {
    "pipeline": lambda doc: [Mention(e.start, e.end, e.label) for e in doc._.trial.entities],
    "recogniser": lambda doc: [Mention(f.start, f.end, f.label) for f in read(doc, RECOGNISED)],
}


@dataclass(frozen=True, slots=True)
class Gold:
    """What to score against: a part of the corpora in `data`, annotation sets, reviewed trials of `results`."""

    data: Path
    part: int
    annotations: Sequence[Path] = ()
    review: Optional[Path] = None
    results: Optional[Path] = None


def evaluate(gold: Gold, *, config: Optional[str], out: Path, tell: Callable[[str], None]) -> None:
    """Prints a table for each corpus, view and set; `out` gets the same as JSON, with every strict error."""
    nlp = pipeline.load(config)
    body: dict[str, Any] = {"date": date.today().isoformat()}
    if (gold.data / "lct").is_dir():
        body |= _corpora(nlp, gold, tell)
    else:
        tell(f"no corpora in {gold.data}")
    body["annotations"] = {name: _annotated(name, pairs, tell) for name, pairs in _sets(nlp, gold, tell)}
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    tell(f"\nevery error, with its context: {out}")


def _corpora(nlp: Language, gold: Gold, tell: Callable[[str], None]) -> dict[str, Any]:
    texts = [t for t in corpora(gold.data) if t.part == gold.part]
    body: dict[str, Any] = {"part": gold.part, "corpora": {}}
    for corpus in ("lct", "chia"):
        chosen = [t for t in texts if t.corpus == corpus]
        docs = [nlp(t.text) for t in chosen]
        told = {"texts": len(chosen), "data": digest_of(chosen)}
        for view, see in _VIEWS.items():
            report = compare(chosen, [see(doc) for doc in docs])
            head = f"{corpus}, part {gold.part}, {len(chosen)} texts, data {told['data']}: {view}"
            tell(f"\n{head}\n\n{report.table()}")
            told[view] = _as_dict(report)
        body["corpora"][corpus] = told
    if "eligex_recogniser" in nlp.pipe_names:
        body["speed"] = speed = _speed(nlp, [t.text for t in texts])
        tell(
            "\ntokens/s: {recogniser:.0f} recogniser alone, {blank:.0f} a fresh blank tokenizer".format(
                **speed
            )
        )
    return body


def _sets(nlp: Language, gold: Gold, tell: Callable[[str], None]) -> Iterator[tuple[str, list[Pair]]]:
    """The annotation sets, and the trials that reviewers marked done where there are any."""
    for path in gold.annotations:
        yield str(path), [(d, nlp(d.text)._.trial) for d in load(path, Losses())]
    if gold.review is None or not any(gold.review.glob("*.jsonl")):
        return
    if gold.results is None or not file_of(gold.results).is_file():
        tell(f"\n{gold.review}: left out, the trials that were reviewed are not in {gold.results}")
        return
    losses = Losses()
    done = trials_done(gold.review, gold.results, losses)
    yield str(gold.review), [(of_trial(trial, id), again(nlp, trial)) for id, trial in done]
    if losses:
        tell(f"\n{gold.review}: {losses}")


def _annotated(name: str, pairs: list[Pair], tell: Callable[[str], None]) -> dict[str, Any]:
    scores = score(pairs)
    data = digest(d for d, _ in pairs)
    tell(f"\n{name}, {scores.texts} texts, data {data}\n\n{scores.table()}")
    return {"data": data, **scores.to_dict()}


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
