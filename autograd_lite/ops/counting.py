"""Sums over groups: elements that carry the same number are added up."""

import numpy as np

from autograd_lite.composition import composite
from autograd_lite.domains import Draw
from autograd_lite.ops.indexing import scatter_add


def _grouped(draw: Draw):
    count = draw.integer(0, 5)
    return (
        np.array([draw.integer(0, 3) for _ in range(count)], dtype=int),
        draw.array((count,)),
        draw.integer(0, 6),
    ), {}


@composite(np.bincount, inputs=("weights",), samples=_grouped)
def bincount(x, /, weights=None, minlength=0):
    """Sum, for each number from 0 on, of the weights of the elements of `x` that are it; without weights their count.

    Parameters
    ----------
    x : integers of one axis, from 0 on
    weights : array of the same shape, differentiated
    minlength : least length of the result

    Examples
    --------
    >>> import autograd_lite as ag
    >>> ag.grad(lambda w: ag.bincount([0, 2, 0], w)[0])(np.array([1.0, 2.0, 3.0]))
    array([1., 0., 1.])
    """
    counts = np.bincount(x, minlength=minlength)
    if weights is None:
        return counts
    if weights.shape != np.shape(x):
        raise ValueError(f"bincount got {weights.shape} weights for elements of shape {np.shape(x)}. Wanted equal.")
    if weights.dtype.kind == "c":
        raise TypeError("bincount got complex weights, which NumPy refuses. Take real and imaginary parts apart.")
    return scatter_add(weights.astype(np.float64), (np.asarray(x, dtype=int),), counts.shape)
