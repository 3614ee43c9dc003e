"""Polynomials as arrays of coefficients, the highest power first, as NumPy's older functions have them."""

import numpy as np

from autograd_lite.composition import composite
from autograd_lite.domains import Draw


def _evaluated(draw: Draw):
    return (draw.array(min_ndim=1, max_ndim=1), draw.array()), {}


@composite(np.polyval, inputs=("p", "x"), samples=_evaluated, analytic=True)
def polyval(p, x, /):
    """Value of a polynomial at `x`, by Horner's rule."""
    value = np.zeros_like(x)
    for coefficient in p:
        value = value * x + coefficient
    return value


def _two(draw: Draw):
    return tuple(draw.array(min_ndim=1, max_ndim=1, min_side=1) for _ in range(2)), {}


def _padded(a, length):
    a = np.atleast_1d(a)
    return np.concatenate([np.zeros(length - a.shape[0], a.dtype), a])


@composite(np.polyadd, inputs=("a", "b"), samples=_two, analytic=True)
def polyadd(a, b, /):
    """Sum of two polynomials."""
    length = max(np.size(a), np.size(b))
    return _padded(a, length) + _padded(b, length)


@composite(np.polysub, inputs=("a", "b"), samples=_two, analytic=True)
def polysub(a, b, /):
    """Difference of two polynomials."""
    length = max(np.size(a), np.size(b))
    return _padded(a, length) - _padded(b, length)


@composite(np.polymul, inputs=("a", "b"), samples=_two, analytic=True)
def polymul(a, b, /):
    """Product of two polynomials; leading zeros are kept."""
    return np.convolve(np.atleast_1d(a), np.atleast_1d(b))


def _derived(draw: Draw):
    return (draw.array(min_ndim=1, max_ndim=1, min_side=1), draw.integer(0, 2)), {}


@composite(np.polyder, inputs=("p",), samples=_derived, analytic=True)
def polyder(p, /, m=1):
    """Coefficients of the m-th derivative of a polynomial."""
    for _ in range(m):
        p = p[:-1] * np.arange(p.shape[0] - 1, 0, -1)
    return p


def _integrated(draw: Draw):
    m = draw.integer(0, 2)
    return (draw.array(min_ndim=1, max_ndim=1, min_side=1), m, draw.maybe(draw.array((m,)))), {}


@composite(np.polyint, inputs=("p", "k"), samples=_integrated, analytic=True)
def polyint(p, /, m=1, k=None):
    """Coefficients of the m-th integral of a polynomial, with the constants `k`, the first integral's first."""
    constants = np.zeros(m) if k is None else np.broadcast_to(k, (m,))
    for n in range(m):
        p = np.concatenate([p / np.arange(p.shape[0], 0, -1), constants[n : n + 1]])
    return p
