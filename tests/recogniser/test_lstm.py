"""The LSTM layer against its definition, written token by token, and its gradients against differences."""

import numpy as np
import pytest
from eligex.training.lstm import bilstm

LENGTHS = (4, 2, 0, 5, 1)


@pytest.fixture
def layer():
    model = bilstm(3)
    model.initialize(X=lines())
    rng = np.random.default_rng(2)
    for name in ("Wx", "Wh", "b"):
        model.set_param(name, rng.normal(size=model.get_param(name).shape).astype("float32"))
    return model


def lines(lengths=LENGTHS):
    rng = np.random.default_rng(1)
    return [rng.normal(size=(n, 5)).astype("float32") for n in lengths]


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def one_way(line, wx, wh, b):
    """Hochreiter and Schmidhuber 1997 with a forget gate (Gers et al. 2000)."""
    state = cell = np.zeros(len(wh))
    states = []
    for x in line:
        enter, keep, leave, new = np.split(x @ wx + state @ wh + b, 4)
        cell = sigmoid(keep) * cell + sigmoid(enter) * np.tanh(new)
        state = sigmoid(leave) * np.tanh(cell)
        states.append(state)
    return np.array(states).reshape(len(line), len(wh))


def test_it_is_an_lstm_both_ways(layer):
    weights = [[layer.get_param(name)[d] for name in ("Wx", "Wh", "b")] for d in (0, 1)]
    found = layer.predict(lines())
    for line, states in zip(lines(), found, strict=True):
        forward, backward = one_way(line, *weights[0]), one_way(line[::-1], *weights[1])[::-1]
        assert states.shape == (len(line), 6)
        assert np.allclose(states, np.concatenate([forward, backward], axis=1), atol=1e-5)


def test_a_line_is_the_same_alone(layer):
    together = layer.predict(lines())
    for line, states in zip(lines(), together, strict=True):
        assert np.allclose(layer.predict([line])[0], states, atol=1e-6)


def test_nothing_gives_nothing(layer):
    assert layer.predict([]) == []
    assert [x.shape for x in layer.predict([np.zeros((0, 5), dtype="float32")])] == [(0, 6)]


def slope(layer, inputs, onto, array, at):
    """Of the weighted sum of the output, by a difference."""
    values = []
    for step in (1e-2, -1e-2):
        before = array[at]
        array[at] = before + step
        out = layer.predict(inputs)
        values.append(sum(float((o.astype("float64") * w).sum()) for o, w in zip(out, onto, strict=True)))
        array[at] = before
    return (values[0] - values[1]) / 2e-2


def test_gradients(layer):
    inputs, rng = lines(), np.random.default_rng(3)
    onto = [rng.normal(size=(n, 6)).astype("float32") for n in LENGTHS]
    _, back = layer(inputs, is_train=True)
    at_inputs = back(onto)
    for name in ("Wx", "Wh", "b"):
        told, array = layer.get_grad(name), layer.get_param(name)
        for at in np.ndindex(array.shape):
            assert slope(layer, inputs, onto, array, at) == pytest.approx(told[at], abs=5e-3), (name, at)
    for line, told in zip(inputs, at_inputs, strict=True):
        for at in np.ndindex(line.shape):
            assert slope(layer, inputs, onto, line, at) == pytest.approx(told[at], abs=5e-3)
