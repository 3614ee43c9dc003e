"""Exponentials, logarithms, roots."""

import numpy as np

from autograd_lite.domains import POSITIVE, Interval
from autograd_lite.pointwise import elementwise


@elementwise(np.exp, x=lambda out: out, analytic=True)
def exp(x, /):
    """Exponential, element by element."""
    return np.exp(x)


@elementwise(np.log, x=lambda x: 1 / x, domain=POSITIVE, strong=True, analytic=True, pole=lambda x: np.abs(x) < 1e-300)
def log(x, /):
    """Natural logarithm, element by element."""
    return np.log(x)


@elementwise(np.sqrt, x=lambda out: 0.5 / out, domain=POSITIVE, strong=True, analytic=True, pole=lambda x: x == 0)
def sqrt(x, /):
    """Square root, element by element; the derivative at 0 is infinite."""
    return np.sqrt(x)


@elementwise(np.square, x=lambda x: 2 * x, analytic=True)
def square(x, /):
    """Square, element by element."""
    return x * x


@elementwise(np.tanh, x=lambda out: 1 - out * out, domain=Interval(-3.0, 3.0), analytic=True)
def tanh(x, /):
    """Hyperbolic tangent; its derivative from the output loses relative accuracy beyond |x| = 8 (3e-7 at 12)."""
    return np.tanh(x)
