"""Norms of vectors and matrices.

At zero the gradient is zero: of all subgradients the smallest. The maximum and the minimum norm share evenly at ties.
"""

import numpy as np

from autograd_lite.arrays import conj, keep_axes, reduced_axes
from autograd_lite.domains import Draw
from autograd_lite.operation import primitive


def _power_share(g, x, norm, ord):
    """Return g abs(x)^(p-2) conj(x) / norm^(p-1), the quotient taken before the power so that nothing overflows."""
    safe = np.where(norm == 0, 1.0, norm)
    if ord == 2:
        return np.where(norm == 0, 0.0, g / safe) * conj(x)
    size = np.abs(np.where(x == 0, 1.0, x))
    return np.where(x == 0, 0.0, g * (size / safe) ** (ord - 1) * conj(x) / size)


def _extreme_share(g, x, norm, axis):
    """Return the share of the elements whose size is the norm, the same part for each."""
    reached = np.abs(x) == norm
    ties = np.sum(reached, axis=reduced_axes(axis, x.ndim), keepdims=True)
    size = np.abs(np.where(x == 0, 1.0, x))
    return np.where(reached, g / ties, 0.0) * (conj(x) / size)


def _vector_norm_share(g, x, out, ord, axis):
    g, norm = keep_axes(g, x.shape, axis), keep_axes(out, x.shape, axis)
    if ord == 0:
        return np.zeros_like(x)
    if np.isinf(ord):
        return _extreme_share(g, x, norm, axis)
    return _power_share(g, x, norm, ord)


def _vector_samples(draw: Draw):
    order = draw.choice([2, 1, 3, np.inf, -np.inf, 2.5, -1, 0])
    shape = draw.shape(min_ndim=1, min_side=1, max_side=3)
    x = draw.distinct(shape)
    return (x + np.where(x < 0, -0.5, 0.5).astype(x.dtype),), {
        "axis": draw.axes(len(shape)) or None,
        "keepdims": draw.boolean(),
        "ord": order,
    }


@primitive(np.linalg.vector_norm, x=_vector_norm_share, samples=_vector_samples)
def vector_norm(x, /, *, axis=None, keepdims=False, ord=2):
    """Norm of vectors, ``sum(abs(x)**ord)**(1/ord)``.

    Parameters
    ----------
    x : array_like
    axis : axis or axes that are read as one vector; all of them by default
    keepdims : keep those axes, with length one
    ord : a number, or ``inf`` (largest) or ``-inf`` (smallest); 0 counts the elements that are not zero

    Notes
    -----
    The gradient at zero is zero.
    """
    return np.linalg.vector_norm(x, axis=axis, keepdims=keepdims, ord=ord)
