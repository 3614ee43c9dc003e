"""Sums, products, quotients, powers."""

import numpy as np

from autograd_lite.domains import NONZERO, POSITIVE, REAL, Interval
from autograd_lite.pointwise import elementwise


@elementwise(np.add, x=lambda: 1, y=lambda: 1, analytic=True)
def add(x, y, /):
    """Sum, element by element."""
    return x + y


@elementwise(np.subtract, x=lambda: 1, y=lambda: -1, analytic=True)
def subtract(x, y, /):
    """Difference, element by element."""
    return x - y


@elementwise(np.multiply, x=lambda y: y, y=lambda x: x, analytic=True)
def multiply(x, y, /):
    """Product, element by element."""
    return x * y


@elementwise(
    np.divide,
    x=lambda y: 1 / y,
    y=lambda out, y: -out / y,
    domain=(REAL, NONZERO),
    analytic=True,
    pole=lambda x, y: np.abs(y) < 1e-100,
)
def divide(x, y, /):
    """Quotient, element by element."""
    return x / y


@elementwise(np.negative, x=lambda: -1, analytic=True)
def negative(x, /):
    """Negative, element by element."""
    return -x


@elementwise(np.positive, x=lambda: 1, analytic=True)
def positive(x, /):
    """Return the values unchanged, as a new array."""
    return np.positive(x)


@elementwise(
    np.power,
    x=lambda x, y: _power_slope(x, y),
    y=lambda x, y, out: _exponent_slope(x, y, out),
    domain=(POSITIVE, Interval(-2.0, 2.0)),
    strong=True,
    analytic=True,
    pole=lambda x, y: (x == 0) & (y < 1),
)
def power(x, y, /):
    """Power, element by element.

    The derivative in the base is 0 where the exponent is 0, also at the base 0. The derivative in the exponent is 0 at
    the base 0 for a positive exponent, and NaN for a negative base.
    """
    return x**y


def _power_slope(x, y):
    if isinstance(y, int | float):
        return y * x ** (y - 1) if y else np.zeros_like(x)
    return np.where(y == 0, 0.0, y * np.power(x, np.where(y == 0, 1.0, y - 1)))


def _exponent_slope(x, y, out):
    return np.where(x == 0, 0.0, out * np.log(np.where(x == 0, 1.0, x)))
