"""The softmax family, safe against overflow: the largest element is taken out first.

Where all elements are minus infinity (nothing to choose from) the sum and its logarithm are −∞, the shares 0, and the
gradient is 0.
"""

import numpy as np

from autograd_lite.arrays import float_type, keep_axes, reduced_axes, spread
from autograd_lite.domains import Draw
from autograd_lite.operation import primitive


def _axis(draw: Draw):
    x = draw.array(min_side=1)
    return (x,), {"axis": draw.axes(x.ndim)}


def _kept(draw: Draw):
    args, settings = _axis(draw)
    return args, {**settings, "keepdims": draw.boolean()}


def _shifted(x, axis):
    """Return `x` minus its largest element, and that element (0 in the place of an infinite one)."""
    x = np.asarray(x, dtype=float_type(x))
    top = np.max(x.real, axis=axis, keepdims=True, initial=-np.inf)
    top = np.where(np.isfinite(top), top, 0).astype(top.dtype)
    return x - top, top


def _logarithm(total):
    """Return the logarithm, −∞ at zero without a warning."""
    with np.errstate(divide="ignore"):
        return np.log(total)


def _proportions(x, total):
    """Return ``exp(x − total)``, 0 where the total is −∞."""
    empty = np.real(total) == -np.inf
    return np.where(empty, 0, np.exp(x - np.where(empty, 0, total)))


@primitive(
    None,
    x=lambda g, x, out, axis: spread(g, x.shape, axis) * _proportions(x, keep_axes(out, x.shape, axis)),
    samples=_kept,
    analytic=True,
)
def logsumexp(x, /, axis=None, keepdims=False):
    """Return ``log(sum(exp(x)))`` over axes, without overflow.

    Parameters
    ----------
    x : array_like
    axis : int, tuple of int or None
    keepdims : keep the reduced axes at length one

    Examples
    --------
    >>> import numpy as np
    >>> float(np.round(logsumexp(np.array([1000.0, 1000.0])), 4))
    1000.6931
    """
    shifted, top = _shifted(x, axis)
    out = _logarithm(np.sum(np.exp(shifted), axis=axis, keepdims=True)) + top
    return out if keepdims else np.squeeze(out, axis=reduced_axes(axis, out.ndim))


@primitive(
    None,
    x=lambda g, out, axis: out * (g - np.sum(g * out, axis=axis, keepdims=True)),
    samples=_axis,
    analytic=True,
)
def softmax(x, /, axis=-1):
    """Return ``exp(x) / sum(exp(x))`` over axes, without overflow.

    Parameters
    ----------
    x : array_like
    axis : int, tuple of int, or None for all

    Examples
    --------
    >>> import numpy as np
    >>> softmax(np.array([0.0, np.log(3.0)]))
    array([0.25, 0.75])
    """
    shifted, _ = _shifted(x, axis)
    weights = np.exp(shifted)
    total = np.sum(weights, axis=axis, keepdims=True)
    return weights / np.where(total == 0, 1, total)


@primitive(
    None,
    x=lambda g, out, axis: np.where(
        np.all(np.real(out) == -np.inf, axis=axis, keepdims=True),
        0,
        g - np.exp(out) * np.sum(g, axis=axis, keepdims=True),
    ),
    samples=_axis,
    analytic=True,
)
def log_softmax(x, /, axis=-1):
    """Return ``x − log(sum(exp(x)))`` over axes, without overflow.

    Parameters
    ----------
    x : array_like
    axis : int, tuple of int, or None for all

    Examples
    --------
    >>> import numpy as np
    >>> log_softmax(np.array([0.0, 0.0])) / np.log(2.0)
    array([-1., -1.])
    """
    shifted, _ = _shifted(x, axis)
    total = _logarithm(np.sum(np.exp(shifted), axis=axis, keepdims=True))
    return shifted - np.where(np.real(total) == -np.inf, 0, total)
