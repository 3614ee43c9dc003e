"""Hyperbolic functions and their inverses."""

import numpy as np

from autograd_lite.domains import ABOVE_ONE, UNIT, Interval
from autograd_lite.ops.elementwise.arithmetic import one_minus_square
from autograd_lite.pointwise import elementwise


@elementwise(np.sinh, x=lambda x: np.cosh(x), analytic=True)
def sinh(x, /):
    """Hyperbolic sine, element by element."""
    return np.sinh(x)


@elementwise(np.cosh, x=lambda x: np.sinh(x), analytic=True)
def cosh(x, /):
    """Hyperbolic cosine, element by element."""
    return np.cosh(x)


@elementwise(None, a=lambda t: 1 - t * t, t=lambda a, t: -2 * a * t, analytic=True)
def tanh_share(a, t, /):
    """a · (1 − t²): what comes back through tanh, as one operation where it is recorded."""
    return a * (1 - t * t)


@elementwise(
    np.tanh,
    x=lambda out: 1 - out * out,
    recorded={"x": lambda g, out: tanh_share.binary(g, out)},
    domain=Interval(-3.0, 3.0),
    analytic=True,
)
def tanh(x, /):
    """Hyperbolic tangent; its derivative from the output loses relative accuracy beyond abs(x) = 8 (3e-7 at 12)."""
    return np.tanh(x)


@elementwise(np.arcsinh, x=lambda x: 1 / _root_of_one_plus_square(x), analytic=True)
def arcsinh(x, /):
    """Inverse hyperbolic sine, element by element."""
    return np.arcsinh(x)


def _root_of_one_plus_square(x):
    if x.dtype.kind == "c":
        return np.sqrt(1 + 1j * x) * np.sqrt(1 - 1j * x)
    return np.hypot(1, x)  # x² would overflow from 1e154 on


# Two roots, not one of x² - 1: nothing cancels near 1, nothing overflows, complex numbers stay on the right branch.
@elementwise(
    np.arccosh,
    x=lambda x: 1 / (np.sqrt(x - 1) * np.sqrt(x + 1)),
    domain=ABOVE_ONE,
    analytic=True,
    pole=lambda x: np.abs(x) == 1,
)
def arccosh(x, /):
    """Inverse hyperbolic cosine, element by element; the derivative at 1 is infinite."""
    return np.arccosh(x)


@elementwise(np.arctanh, x=lambda x: 1 / one_minus_square(x), domain=UNIT, analytic=True, pole=lambda x: np.abs(x) == 1)
def arctanh(x, /):
    """Inverse hyperbolic tangent, element by element; the derivative at ±1 is infinite."""
    return np.arctanh(x)


asinh, acosh, atanh = arcsinh, arccosh, arctanh
