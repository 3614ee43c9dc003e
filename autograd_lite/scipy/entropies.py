"""Logarithms that are zero at zero, entropies, and the softmax family with SciPy's arguments."""

import numpy as np
import scipy.special as sp

from autograd_lite.arrays import gently_divided
from autograd_lite.composition import composite
from autograd_lite.domains import POSITIVE, REAL, Draw, Interval
from autograd_lite.ops import softmax as stable
from autograd_lite.pointwise import elementwise
from autograd_lite.tensor import plain


@elementwise(
    sp.xlogy,
    x=lambda y: np.log(y),
    y=lambda x, y: gently_divided(x, y),
    domain=(REAL, POSITIVE),
    strong=True,
    analytic=True,
)
def xlogy(x, y, /):
    """Product x log(y), and 0 where x is 0."""
    return sp.xlogy(x, y)


@elementwise(
    sp.xlog1py,
    x=lambda y: np.log1p(y),
    y=lambda x, y: gently_divided(x, 1 + y),
    domain=(REAL, Interval(-0.875, 8.0)),
    strong=True,
    analytic=True,
)
def xlog1py(x, y, /):
    """Product x log(1 + y), and 0 where x is 0."""
    return sp.xlog1py(x, y)


@elementwise(sp.entr, x=lambda x: -np.log(x) - 1, domain=POSITIVE, strong=True)
def entr(x, /):
    """Entropy of one outcome, -x log(x); 0 at 0, where the derivative is infinite."""
    return sp.entr(x)


@elementwise(
    sp.rel_entr,
    x=lambda x, y: np.log(x / y) + 1,
    y=lambda x, y: -gently_divided(x, y),
    domain=POSITIVE,
    strong=True,
)
def rel_entr(x, y, /):
    """Relative entropy x log(x / y)."""
    return sp.rel_entr(x, y)


@elementwise(
    sp.kl_div, x=lambda x, y: np.log(x / y), y=lambda x, y: 1 - gently_divided(x, y), domain=POSITIVE, strong=True
)
def kl_div(x, y, /):
    """Divergence x log(x / y) - x + y, never negative."""
    return sp.kl_div(x, y)


def _axis(draw: Draw):
    x = draw.array(min_side=1)
    return (x,), {"axis": draw.axes(x.ndim)}


def _weighted(draw: Draw):
    x = draw.array(min_ndim=1, min_side=1)
    weights = draw.maybe(draw.array(x.shape, POSITIVE))
    return (x, draw.axis(x.ndim)), {"b": weights, "keepdims": draw.boolean(), "return_sign": draw.boolean()}


@composite(inputs=("x", "b"), samples=_weighted)
def logsumexp(x, /, axis=None, b=None, keepdims=False, return_sign=False):
    """Return ``log(sum(b * exp(x)))`` over axes, without overflow.

    Parameters
    ----------
    x : array_like
    axis : int, tuple of int or None
    b : weights that broadcast to `x`; they may be negative if `return_sign` is True
    keepdims : keep the reduced axes at length one
    return_sign : return the sign of the sum besides the logarithm of its absolute value
    """
    if b is None and not return_sign:
        return stable.logsumexp(x, axis, keepdims)
    weights = 1.0 if b is None else b
    values = plain(x) + np.where(plain(weights) == 0, -np.inf, 0.0)
    top = np.max(values.real, axis=axis, keepdims=True, initial=-np.inf)
    top = np.where(np.isfinite(top), top, 0.0)
    total = np.sum(weights * np.exp(x - top), axis=axis, keepdims=keepdims)
    sign = np.sign(total)
    size = total if not return_sign else np.abs(total)
    with np.errstate(divide="ignore", invalid="ignore"):
        out = np.log(size) + (top if keepdims else np.squeeze(top, axis))
    return (out, sign) if return_sign else out


@composite(samples=_axis)
def softmax(x, /, axis=None):
    """Return ``exp(x) / sum(exp(x))`` over axes, all by default."""
    return stable.softmax(x, axis)


@composite(samples=_axis)
def log_softmax(x, /, axis=None):
    """Logarithm of the softmax over axes, all by default."""
    return stable.log_softmax(x, axis)
