"""Convolution and correlation of two vectors."""

import numpy as np

from autograd_lite.arrays import conj
from autograd_lite.composition import composite
from autograd_lite.domains import Draw
from autograd_lite.operation import primitive


def _pair(draw: Draw):
    n, m = draw.integer(1, 5), draw.integer(1, 5)
    return (draw.array((n,)), draw.array((m,))), {"mode": draw.choice(["full", "same", "valid"])}


def _share(g, other, length, mode):
    """Correlate the gradient of the full convolution with the other vector: the adjoint of convolving with it.

    ``same`` and ``valid`` cut the full result, so their gradient is first given back what they cut off, as zeros.
    """
    shorter = min(length, other.shape[0])
    before = {"full": 0, "same": (shorter - 1) // 2, "valid": shorter - 1}[mode]
    whole = length + other.shape[0] - 1
    g = np.pad(g, (before, whole - before - g.shape[0]))
    return np.convolve(g, other[::-1], "valid")


@primitive(
    np.convolve,
    x=lambda g, y, x_shape, mode: np.reshape(_share(g, np.ravel(y), np.prod(x_shape, dtype=int), mode), x_shape),
    y=lambda g, x, y_shape, mode: np.reshape(_share(g, np.ravel(x), np.prod(y_shape, dtype=int), mode), y_shape),
    samples=_pair,
    analytic=True,
)
def convolve(x, y, /, mode="full"):
    """Convolution of two vectors: all of it, its middle (``same``) or where they overlap completely (``valid``)."""
    return np.convolve(x, y, mode)


@composite(np.correlate, inputs=("x", "y"), samples=_pair)
def correlate(x, y, /, mode="valid"):
    """Correlation of two vectors, the second conjugated: convolution with it turned round."""
    if np.size(x) >= np.size(y):
        return np.convolve(x, conj(np.atleast_1d(y))[::-1], mode)
    return conj(np.convolve(y, conj(np.atleast_1d(x))[::-1], mode))[::-1]
