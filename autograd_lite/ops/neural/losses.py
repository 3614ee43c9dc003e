"""Losses, element by element, whose derivatives are worth a line of their own."""

import numpy as np

from autograd_lite.arrays import real_only
from autograd_lite.domains import REAL, Draw, Interval
from autograd_lite.pointwise import elementwise


def _around_a_kink(draw: Draw):
    return (draw.array(None, Interval(avoid=(-1.5, 1.5))), 1.5), {}


@elementwise(
    None,
    x=lambda x, delta: np.where(x > delta, delta, np.where(x < -delta, -delta, x)),
    samples=_around_a_kink,
)
def huber(x, /, delta=1.0):
    """x²/2 within δ, and δ (abs(x) − δ/2) beyond, where it goes on in a straight line (Huber, 1964)."""
    size = np.abs(real_only(x, "huber", "Take np.abs(x), or its real and imaginary parts."))
    return np.where(size < delta, 0.5 * x * x, delta * (size - 0.5 * delta))


def _log_floor(x):
    """log(x), at least −100, as PyTorch's binary cross entropy has it."""
    with np.errstate(divide="ignore"):
        return np.maximum(np.log(x), -100)


@elementwise(
    None,
    x=lambda x, target: (x - target) / _at_least(x * (1 - x), 1e-12),
    target=lambda x: np.log(1 - x) - np.log(x),
    domain=(Interval(0.0625, 0.9375), REAL),
)
def binary_cross_entropy(x, target, /):
    """−t log x − (1 − t) log(1 − x), each logarithm at least −100; its slope divides by x(1 − x), at least 1e-12."""
    return -(target * _log_floor(x) + (1 - target) * _log_floor(1 - x))


def _at_least(x, low):
    return np.where(x > low, x, low)


@elementwise(None, x=lambda x: np.log(x) + 1, domain=Interval(0.125, 8.0), strong=True, pole=lambda x: x == 0)
def xlogx(x, /):
    """x log x, 0 at 0."""
    return x * np.log(np.where(x == 0, x.dtype.type(1), x))
