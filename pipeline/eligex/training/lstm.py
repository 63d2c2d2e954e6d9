"""A bidirectional LSTM in NumPy with its way back, for the assistant that labels lines for the student.

thinc's own layer cannot be trained on a CPU: its gradients are wrong (thinc 8.2.5, against differences).
"""

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np
import spacy
from thinc.api import Dropout, Model, chain, glorot_uniform_init

Lines = list[np.ndarray]
Back = Callable[[Any], Any]
Multiply = Callable[[np.ndarray, np.ndarray], np.ndarray]


@spacy.registry.architectures("eligex.BiLSTMEncoder.v1")
def encoder(width: int, depth: int) -> Model[Lines, Lines]:
    """`depth` layers, each of `width` in one direction."""
    layers: Model[Lines, Lines] = chain(*(chain(bilstm(width), Dropout()) for _ in range(depth)))
    return layers


def bilstm(width: int) -> Model[Lines, Lines]:
    """Of each line (tokens, any width) both directions side by side: (tokens, 2 * width).

    Parameters, with the directions in front: `Wx` (2, nI, 4 * width), `Wh` (2, width, 4 * width) and `b`
    (2, 4 * width). The gates stand in the order input, forget, output, candidate.
    """
    model: Model[Lines, Lines] = Model(
        "bilstm",
        _forward,
        init=_init,
        dims={"nI": None, "nO": 2 * width},
        params={"Wx": None, "Wh": None, "b": None},
    )
    return model


def _init(model: Model[Lines, Lines], X: Lines | None = None, Y: Lines | None = None) -> None:
    if X:
        model.set_dim("nI", X[0].shape[1])
    width = model.get_dim("nO") // 2
    for name, rows in (("Wx", model.get_dim("nI")), ("Wh", width)):
        gates = [[_start(model, width, rows) for _ in range(4)] for _ in range(2)]
        model.set_param(name, cast(Any, np.stack([np.concatenate(g, axis=1) for g in gates])))
    model.set_param("b", cast(Any, np.zeros((2, 4 * width), dtype="float32")))


def _start(model: Model[Lines, Lines], width: int, rows: int) -> np.ndarray:
    return cast(np.ndarray, glorot_uniform_init(model.ops, (width, rows))).T


def _forward(model: Model[Lines, Lines], lines: Lines, is_train: bool) -> tuple[Lines, Back]:
    lengths = np.array([len(x) for x in lines], dtype="int64")
    if not lengths.sum():
        return [np.zeros((0, model.get_dim("nO")), dtype="float32") for _ in lines], lambda slopes: lines
    counts, rows = _by_step(lengths)
    flat = np.concatenate(lines)
    multiply = cast(Multiply, model.ops.gemm)
    gates: np.ndarray = np.stack(
        [multiply(flat[r], w) for r, w in zip(rows, _param(model, "Wx"), strict=True)]
    )
    gates += _param(model, "b")[:, None]
    cells = np.empty((*gates.shape[:2], _param(model, "Wh").shape[1]), dtype="float32")
    states = _advance(gates, cells, _param(model, "Wh"), counts, multiply)
    cuts = np.cumsum(lengths)[:-1]

    def back(slopes: Lines) -> Lines:
        onto = [h[r] for h, r in zip(np.split(np.concatenate(slopes), 2, axis=1), rows, strict=True)]
        inward = _return(gates, cells, _param(model, "Wh"), counts, np.stack(onto))
        return np.split(_learn(model, flat, states, inward, counts, rows), cuts)

    return np.split(_beside(states, rows), cuts), back


def _param(model: Model[Lines, Lines], name: str) -> np.ndarray:
    return cast(np.ndarray, model.get_param(name))


def _by_step(lengths: np.ndarray) -> tuple[list[int], np.ndarray]:
    """How many lines have a token at each step, and for both directions the tokens of all steps in order."""
    order = np.argsort(-lengths, kind="stable")
    length, first = lengths[order], (np.cumsum(lengths) - lengths)[order]
    steps = np.arange(length[0])[:, None]
    alive = steps < length
    forward, backward = first + steps, first + length - 1 - steps
    return alive.sum(1).tolist(), np.stack([forward[alive], backward[alive]])


def _beside(halves: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """What both directions say of each token, in the order of tokens, side by side."""
    tokens, width = halves.shape[1:]
    out = np.empty((tokens, 2 * width), dtype="float32")
    for half, values, order in zip((slice(0, width), slice(width, None)), halves, rows, strict=True):
        out[order, half] = values
    return out


def _advance(
    gates: np.ndarray, cells: np.ndarray, recurrent: np.ndarray, counts: Sequence[int], multiply: Multiply
) -> np.ndarray:
    """The states (2, tokens, width) after each step; `gates` become what the gates let through, `cells` are filled.

    One call of tanh serves all gates: sigmoid(x) = (1 + tanh(x / 2)) / 2.
    """
    width = recurrent.shape[1]
    states = np.empty_like(cells)
    state = cell = np.zeros((2, counts[0], width), dtype="float32")
    start = 0
    for count in counts:
        step = gates[:, start : start + count]
        if start:
            for direction in (0, 1):
                step[direction] += multiply(state[direction, :count], recurrent[direction])
        doors = step[..., : 3 * width]
        doors *= 0.5
        np.tanh(step, out=step)
        doors *= 0.5
        doors += 0.5
        enter, keep, leave, new = _quarters(step)
        cell = keep * cell[:, :count] + enter * new
        state = leave * np.tanh(cell)
        states[:, start : start + count], cells[:, start : start + count] = state, cell
        start += count
    return states


def _quarters(step: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    n = step.shape[-1] // 4
    return step[..., :n], step[..., n : 2 * n], step[..., 2 * n : 3 * n], step[..., 3 * n :]


def _return(
    gates: np.ndarray, cells: np.ndarray, recurrent: np.ndarray, counts: Sequence[int], slopes: np.ndarray
) -> np.ndarray:
    """The slopes at what the gates were told: (2, tokens, 4 * width)."""
    width = recurrent.shape[1]
    told = np.empty_like(gates)
    ends = np.cumsum(counts)
    state = cell = np.zeros((2, 0, width), dtype="float32")
    for t in range(len(counts) - 1, -1, -1):
        here = slice(ends[t] - counts[t], ends[t])
        at_state, at_cell = slopes[:, here].copy(), np.zeros((2, counts[t], width), dtype="float32")
        at_state[:, : state.shape[1]] += state
        at_cell[:, : cell.shape[1]] += cell
        enter, keep, leave, new = _quarters(gates[:, here])
        out = np.tanh(cells[:, here])
        at_cell += at_state * leave * (1 - out * out)
        before = cells[:, ends[t - 1] - counts[t - 1] :][:, : counts[t]] if t else 0.0
        told[:, here] = np.concatenate(
            [
                at_cell * new * enter * (1 - enter),
                at_cell * before * keep * (1 - keep),
                at_state * out * leave * (1 - leave),
                at_cell * enter * (1 - new * new),
            ],
            axis=-1,
        )
        state, cell = told[:, here] @ recurrent.transpose(0, 2, 1), at_cell * keep
    return told


def _learn(
    model: Model[Lines, Lines],
    flat: np.ndarray,
    states: np.ndarray,
    told: np.ndarray,
    counts: Sequence[int],
    rows: np.ndarray,
) -> np.ndarray:
    """Adds to the gradients; returns the slopes at the input."""
    first, starts = counts[0], np.cumsum(counts) - counts
    steps = [np.arange(a, a + n) for a, n in zip(starts, counts[1:], strict=False)]
    before = np.concatenate([np.zeros(0, dtype="int64"), *steps])
    onto = {
        "Wx": np.stack([flat[r].T @ t for r, t in zip(rows, told, strict=True)]),
        "Wh": np.stack([s[before].T @ t[first:] for s, t in zip(states, told, strict=True)]),
        "b": told.sum(1),
    }
    for name, gradient in onto.items():
        model.inc_grad(name, cast(Any, gradient))
    slopes = np.zeros_like(flat)
    for order, t, w in zip(rows, told, _param(model, "Wx"), strict=True):
        slopes[order] += t @ w.T
    return slopes
