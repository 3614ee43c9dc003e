"""One step of gated recurrent networks, fused: everything elementwise between two matrix products.

The activated gates are a result too; the rules read them off instead of computing exponentials again.
"""

from typing import Any, NamedTuple

import numpy as np

from autograd_lite.domains import SMALL, Draw
from autograd_lite.operation import primitive
from autograd_lite.ops.neural.activations import sigmoid


class LstmStep(NamedTuple):
    """Hidden state, cell state c, and side by side the activated gates (i, f, g, o) and tanh(c)."""

    h: Any
    c: Any
    gates: Any


class GruStep(NamedTuple):
    """Hidden state, and the activated gates (r, z, n) side by side."""

    h: Any
    gates: Any


def _parts(x, count):
    """Return `count` equal parts of the last axis."""
    size = x.shape[-1] // count
    return [x[..., k * size : (k + 1) * size] for k in range(count)]


def _used(g):
    """Return False for a gradient that is known to be zero, since nothing used that result."""
    return not isinstance(g, np.ndarray) or g.any()


def _cell_share(g, out):
    """Return the whole gradient of the new cell state."""
    *_, o, t = _parts(out.gates, 5)
    above = g[0] * o + _parts(g[2], 5)[4] if _used(g[2]) else g[0] * o
    return g[1] + above * (1 - t * t)


def _lstm_gates(g, out, cell):
    i, f, n, o, t = _parts(out.gates, 5)
    total = _cell_share(g, out)
    parts = [total * n, total * cell, total * i, g[0] * t]
    if _used(g[2]):
        parts = [part + extra for part, extra in zip(parts, _parts(g[2], 5), strict=False)]
    slopes = [i * (1 - i), f * (1 - f), 1 - n * n, o * (1 - o)]
    return np.concatenate([part * slope for part, slope in zip(parts, slopes, strict=True)], axis=-1)


def _lstm_samples(draw: Draw):
    n, h = draw.integer(0, 2), draw.integer(1, 2)
    return (draw.array((n, 4 * h), SMALL), draw.array((n, h), SMALL)), {}


@primitive(
    None,
    gates=lambda g, out, cell: _lstm_gates(g, out, cell),
    cell=lambda g, out: _cell_share(g, out) * _parts(out.gates, 5)[1],
    samples=_lstm_samples,
)
def lstm_step(gates, cell):
    """Return h = σ(o) tanh(c) and c = σ(f) · cell + σ(i) tanh(g), for gates (i, f, g, o) before activation."""
    size = cell.shape[-1]
    active = np.empty((*gates.shape[:-1], 5 * size), gates.dtype)
    active[..., : 2 * size] = sigmoid(gates[..., : 2 * size])
    active[..., 2 * size : 3 * size] = np.tanh(gates[..., 2 * size : 3 * size])
    active[..., 3 * size : 4 * size] = sigmoid(gates[..., 3 * size :])
    i, f, n, o, t = _parts(active, 5)
    c = f * cell + i * n
    t[...] = np.tanh(c)
    return LstmStep(o * t, c, active)


def _gru_shares(g, out, from_state, state):
    """Return the gradients of r, z and n before activation."""
    r, z, n = _parts(out.gates, 3)
    parts = [0.0, g[0] * (state - n), g[0] * (1 - z)]
    if _used(g[1]):
        parts = [part + extra for part, extra in zip(parts, _parts(g[1], 3), strict=True)]
    new = parts[2] * (1 - n * n)
    reset = (parts[0] + new * _parts(from_state, 3)[2]) * r * (1 - r)
    return reset, parts[1] * z * (1 - z), new


def _from_state_share(g, out, from_state, state):
    reset, update, new = _gru_shares(g, out, from_state, state)
    return np.concatenate([reset, update, new * _parts(out.gates, 3)[0]], axis=-1)


def _gru_samples(draw: Draw):
    n, h = draw.integer(0, 2), draw.integer(1, 2)
    return (draw.array((n, 3 * h), SMALL), draw.array((n, 3 * h), SMALL), draw.array((n, h), SMALL)), {}


@primitive(
    None,
    from_input=lambda g, out, from_state, state: np.concatenate(_gru_shares(g, out, from_state, state), axis=-1),
    from_state=lambda g, out, from_state, state: _from_state_share(g, out, from_state, state),
    state=lambda g, out: g[0] * _parts(out.gates, 3)[1],
    samples=_gru_samples,
)
def gru_step(from_input, from_state, state):
    """Return h = (1 − z) n + z · state, for r, z = σ(a + b), n = tanh(a + r b); a and b are the first arguments."""
    size = state.shape[-1]
    active = np.empty_like(from_input)
    active[..., : 2 * size] = sigmoid(from_input[..., : 2 * size] + from_state[..., : 2 * size])
    r = active[..., :size]
    active[..., 2 * size :] = np.tanh(from_input[..., 2 * size :] + r * from_state[..., 2 * size :])
    _, z, n = _parts(active, 3)
    return GruStep(n + z * (state - n), active)
