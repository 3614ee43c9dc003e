"""Elements put in order. Elements that tie share their gradients evenly."""

import numpy as np

from autograd_lite.domains import Draw
from autograd_lite.operation import primitive
from autograd_lite.ops.indexing import scatter_add
from autograd_lite.recording import plain


def _tied_groups(ordered):
    """Number the runs of equal elements along the last axis, or return None if there are none longer than one."""
    equal = ordered[..., 1:] == ordered[..., :-1]
    if not equal.any():
        return None
    starts = np.concatenate([np.ones_like(ordered[..., :1], dtype=bool), ~equal], axis=-1)
    return np.cumsum(starts.ravel()).reshape(ordered.shape) - 1


def _evened(g, groups):
    """Replace each gradient by the mean of its group."""
    if groups is None:
        return g
    counts = np.bincount(groups.ravel())
    return (scatter_add(g, (groups,), (len(counts),)) / counts)[groups]


def unsorted(g, x, axis):
    """Carry `g`, given for the elements of `x` in ascending order along `axis`, back to where they stand in `x`."""
    x = np.moveaxis(x, axis, -1)
    order = np.argsort(x, axis=-1, kind="stable")
    ordered = np.take_along_axis(x, order, axis=-1)
    even = _evened(np.moveaxis(g, axis, -1), _tied_groups(ordered))
    return np.moveaxis(np.take_along_axis(even, np.argsort(order, axis=-1), axis=-1), -1, axis)


def _sort_share(g, x, axis):
    if axis is None:
        return np.reshape(_sort_share(g, np.ravel(x), 0), x.shape)
    return unsorted(g, x, axis)


def _distinct(draw: Draw):
    x = draw.distinct(draw.shape(min_ndim=1))
    return (x,), {"axis": draw.maybe(draw.axis(x.ndim))}


@primitive(np.sort, x=lambda g, x, axis: _sort_share(g, plain(x), axis), samples=_distinct)
def sort(x, /, axis=-1, kind=None, order=None, *, stable=None):
    """Sort along an axis, or all elements."""
    return np.sort(x, axis=axis, kind=kind, order=order, stable=stable)
