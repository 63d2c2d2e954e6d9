"""BILUO tags of a line and back, and the best legal tag sequence under given scores."""

from collections.abc import Sequence

import numpy as np

LABELS = ("CONDITION", "DRUG", "MEASUREMENT", "PROCEDURE")
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


def best(scores: Sequence[np.ndarray]) -> list[list[int]]:
    """The legal sequence of highest sum for each line.

    `scores` hold one array of shape (tokens, tags) for each line: log probabilities, or logits, which
    differ from them by a number for each token. All lines advance together, the longest first.
    """
    order = sorted((i for i, s in enumerate(scores) if len(s)), key=lambda i: -len(scores[i]))
    paths: list[list[int]] = [[] for _ in scores]
    if not order:
        return paths
    lengths = [len(scores[i]) for i in order]
    total = np.stack([scores[i][0] for i in order]) + _FIRST
    back = [np.zeros(total.shape, dtype="int64")]
    for t in range(1, lengths[0]):
        alive = sum(n > t for n in lengths)
        steps = total[:alive, :, None] + _STEPS
        back.append(steps.argmax(1))
        total[:alive] = steps.max(1) + np.stack([scores[i][t] for i in order[:alive]])
    last = (total + _LAST).argmax(1)
    for row, (i, length) in enumerate(zip(order, lengths, strict=True)):
        path = [int(last[row])]
        for t in range(length - 1, 0, -1):
            path.append(int(back[t][row, path[-1]]))
        paths[i] = path[::-1]
    return paths
