"""BILUO tags of a line and back, and the best legal tag sequence under given scores."""

from collections.abc import Sequence

import numpy as np

from eligex.training.evaluation import LABELS

TAGS = ("O", *(f"{place}-{label}" for label in LABELS for place in "BILU"))
_INDEX = {tag: i for i, tag in enumerate(TAGS)}
_NEVER = -1e4
Entities = tuple[tuple[int, int, str], ...]


def encode(length: int, entities: Entities) -> list[int]:
    """Tag numbers for tokens 0 to `length`; entities do not overlap."""
    tags = [0] * length
    for start, end, label in entities:
        if end - start == 1:
            tags[start] = _INDEX[f"U-{label}"]
            continue
        tags[start], tags[end - 1] = _INDEX[f"B-{label}"], _INDEX[f"L-{label}"]
        for i in range(start + 1, end - 1):
            tags[i] = _INDEX[f"I-{label}"]
    return tags


def decode(tags: Sequence[int]) -> Entities:
    """The entities of a legal sequence."""
    found, start = [], 0
    for i, tag in enumerate(TAGS[t] for t in tags):
        if tag[0] in "BU":
            start = i
        if tag[0] in "LU":
            found.append((start, i + 1, tag[2:]))
    return tuple(found)


def _legal(before: str, after: str) -> bool:
    if before[0] in "BI":
        return after[0] in "IL" and after[2:] == before[2:]
    return after[0] in "OBU"


_STEPS = np.array([[0.0 if _legal(a, b) else _NEVER for b in TAGS] for a in TAGS], dtype="float32")
_FIRST = np.array([0.0 if t[0] in "OBU" else _NEVER for t in TAGS], dtype="float32")
_LAST = np.array([0.0 if t[0] in "OLU" else _NEVER for t in TAGS], dtype="float32")


def best(scores: np.ndarray) -> list[int]:
    """The legal sequence of highest sum; `scores` are log probabilities of shape (tokens, tags)."""
    total = scores[0] + _FIRST
    back = []
    for row in scores[1:]:
        steps = total[:, None] + _STEPS
        back.append(steps.argmax(0))
        total = steps.max(0) + row
    path = [int((total + _LAST).argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]
