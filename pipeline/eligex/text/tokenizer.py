"""A tokenizer for trial text: every place where a finding may begin or end is a token boundary.

spaCy's default keeps `≥1.5×ULN`, `40mg` and `mL/min/1.73m2` whole. Here numbers, signs and words
are apart (`≥|1.5|×|ULN`, `40|mg`), names such as `CD19` and `HbA1c` stay whole, and a day glued to
its test is split (`D19|MRD`).
"""

import re
from collections.abc import Callable
from typing import Any

import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab

from eligex.text.view import remember

_TOKEN = re.compile(
    r"""
    [A-Za-z][a-z]+(?![^\W_])                   # most words, told before all else: a matter of speed
  | \s+
  | \d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])      # 1,500
  | \d+(?:\.\d+)?                             # 1.5
  | (?<![\w)\]])\.\d+(?!\.)                   # .5, but not the end of a glued sentence
  | \\r\\n                                    # a line end that an export wrote in letters
  | [dD]\d+(?=[A-Z]{2,})                      # D19|MRD
  | [^\W\d_]*[^\W\d_A-Z]{2}(?=\d)             # grade|3, Age|18
  | [^\W\d_]?[a-zß-ÿ]{3,}(?=[A-Z][a-z]{3})    # glued cells: strategy|Blinatumomab
  | [^\W\d_][^\W_]*                           # words, CD19, HbA1c
  | .
    """,
    re.VERBOSE | re.DOTALL,
)


def split(text: str) -> list[str]:
    """The pieces of a text, blanks included: `"".join(split(t)) == t`."""
    return _TOKEN.findall(text)


class TrialTokenizer:
    """Splits by one regular expression; stateless but for the vocab, and total: no text raises."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        for piece in split(text):
            if piece == " " and words and not spaces[-1]:
                spaces[-1] = True
                continue
            if piece[0] == " " and len(piece) > 1 and words and not spaces[-1]:
                spaces[-1] = True
                piece = piece[1:]
            words.append(piece)
            spaces.append(False)
        doc = Doc(self.vocab, words=words, spaces=spaces)
        remember(doc, text)
        return doc

    def to_bytes(self, **kwargs: Any) -> bytes:
        return b""

    def from_bytes(self, data: bytes, **kwargs: Any) -> "TrialTokenizer":
        return self

    def to_disk(self, path: Any, **kwargs: Any) -> None:
        return None

    def from_disk(self, path: Any, **kwargs: Any) -> "TrialTokenizer":
        return self


@spacy.registry.tokenizers("eligex.TrialTokenizer.v1")
def create_tokenizer() -> Callable[[Any], TrialTokenizer]:
    """For a config: `[nlp.tokenizer] @tokenizers = "eligex.TrialTokenizer.v1"`."""
    return lambda nlp: TrialTokenizer(nlp.vocab)
