"""Exponentials, logarithms, roots."""

import math

import numpy as np

from autograd_lite.arrays import float_type
from autograd_lite.domains import NONZERO, POSITIVE, Interval
from autograd_lite.pointwise import elementwise

LN2, LN10 = math.log(2), math.log(10)


@elementwise(np.exp, x=lambda out: out, analytic=True)
def exp(x, /):
    """Exponential, element by element."""
    return np.exp(x)


@elementwise(np.exp2, x=lambda out: LN2 * out, analytic=True)
def exp2(x, /):
    """Two to the power of each element."""
    return np.exp2(x)


@elementwise(np.expm1, x=lambda x: np.exp(x), analytic=True)  # not out + 1, which is 0 from x = -38 on
def expm1(x, /):
    """Exponential minus one, accurate near 0."""
    return np.expm1(x)


@elementwise(np.log, x=lambda x: 1 / x, domain=POSITIVE, analytic=True, pole=lambda x: np.abs(x) < 1e-300)
def log(x, /):
    """Natural logarithm, element by element."""
    return np.log(x)


@elementwise(np.log2, x=lambda x: (1 / LN2) / x, domain=POSITIVE, analytic=True, pole=lambda x: np.abs(x) < 1e-300)
def log2(x, /):
    """Logarithm to the base 2."""
    return np.log2(x)


@elementwise(np.log10, x=lambda x: (1 / LN10) / x, domain=POSITIVE, analytic=True, pole=lambda x: np.abs(x) < 1e-300)
def log10(x, /):
    """Logarithm to the base 10."""
    return np.log10(x)


@elementwise(np.log1p, x=lambda x: 1 / (1 + x), domain=Interval(-0.875, 8.0), analytic=True, pole=lambda x: x == -1)
def log1p(x, /):
    """Logarithm of one plus each element, accurate near 0."""
    return np.log1p(x)


# From x, not from the output: so a root of a negative number is noticed in the rule, and a zero cotangent wins over it.
@elementwise(np.sqrt, x=lambda x: 0.5 / np.sqrt(x), domain=POSITIVE, analytic=True, pole=lambda x: x == 0)
def sqrt(x, /):
    """Square root, element by element; the derivative at 0 is infinite."""
    return np.sqrt(x)


@elementwise(np.cbrt, x=lambda out: 1 / (3 * out * out), domain=NONZERO, pole=lambda x: x == 0)
def cbrt(x, /):
    """Cube root, element by element; the derivative at 0 is infinite."""
    return np.cbrt(x)


@elementwise(None, x=lambda x, out: out * logistic(-x), analytic=True)
def logistic(x, /):
    """1 / (1 + exp(-x)): the slope of :func:`logaddexp`, to full relative accuracy on both sides."""
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))


@elementwise(None, x=lambda x, out: LN2 * out * logistic2(-x), analytic=True)
def logistic2(x, /):
    """1 / (1 + 2⁻ˣ): the slope of :func:`logaddexp2`."""
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp2(-x))


@elementwise(None, x=lambda: 1, y=lambda: -1)
def _gap(x, y, /):
    """Return x − y, and 0 for equal infinities."""
    zeros = np.zeros(np.broadcast_shapes(np.shape(x), np.shape(y)), float_type(x, y))
    return np.subtract(x, y, out=zeros, where=np.not_equal(x, y))[()]


@elementwise(
    np.logaddexp,
    x=lambda x, y, out: np.where(out == -np.inf, 0, logistic(_gap(x, y))),
    y=lambda x, y, out: np.where(out == -np.inf, 0, logistic(_gap(y, x))),
)
def logaddexp(x, y, /):
    """log(exp(x) + exp(y)) without overflow; the derivatives are 0 where both are −∞."""
    return np.logaddexp(x, y)


@elementwise(
    np.logaddexp2,
    x=lambda x, y, out: np.where(out == -np.inf, 0, logistic2(_gap(x, y))),
    y=lambda x, y, out: np.where(out == -np.inf, 0, logistic2(_gap(y, x))),
)
def logaddexp2(x, y, /):
    """Logarithm to the base 2 of 2ˣ + 2ʸ without overflow; the derivatives are 0 where both are −∞."""
    return np.logaddexp2(x, y)
