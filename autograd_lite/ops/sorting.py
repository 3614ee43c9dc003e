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
    """Sort along an axis, or all elements.

    Parameters
    ----------
    x : array_like
    axis : int, or None for all elements in one row
    kind, stable : which algorithm; without influence on values and gradients

    Notes
    -----
    Gradients go back to where the elements stood. Elements that tie share theirs evenly.

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> ag.grad(lambda x: ag.sort(x)[0])(np.array([3.0, 1.0, 1.0]))
    array([0. , 0.5, 0.5])
    """
    return np.sort(x, axis=axis, kind=kind, order=order, stable=stable)


def _partition_share(g, x, out, axis):
    """Return the share of a partition, whose result is in no order but that of its parts."""
    if axis is None:
        return np.reshape(_partition_share(g, np.ravel(x), out, 0), x.shape)
    return unsorted(np.take_along_axis(g, np.argsort(out, axis=axis, kind="stable"), axis=axis), x, axis)


def _parted(draw: Draw):
    x = draw.distinct(draw.shape(min_ndim=1, min_side=2))
    return (x, draw.choice([0, 1, (0, 1), -1])), {"axis": draw.maybe(draw.axis(x.ndim))}


@primitive(np.partition, x=lambda g, x, out, axis: _partition_share(g, plain(x), plain(out), axis), samples=_parted)
def partition(x, /, kth, axis=-1, kind="introselect", order=None):
    """Put the `kth` element at its place in the sorted order, smaller ones before it and larger ones after."""
    return np.partition(x, kth, axis=axis, kind=kind, order=order)
