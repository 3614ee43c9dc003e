"""Elements taken by position or condition: readings by index, in other words."""

import numpy as np
from numpy.lib.array_utils import normalize_axis_index

from autograd_lite.composition import composite
from autograd_lite.domains import Draw
from autograd_lite.ops.assembly import at, side


def _taken(draw: Draw):
    x = draw.array(min_ndim=1, min_side=1)
    axis = draw.maybe(draw.axis(x.ndim))
    mode = draw.choice(["raise", "wrap", "clip"])
    n = (x.size if axis is None else x.shape[axis]) if mode == "raise" else 7
    indices = np.array([draw.integer(-n, n - 1) for _ in range(3)])
    return (x, draw.choice([indices, indices[:, None], indices[0], indices[:0]]), axis, None, mode), {}


@composite(np.take, samples=_taken, analytic=True)
def take(x, /, indices, axis=None, out=None, mode="raise"):
    """Take elements, or slices along an axis, by position; `mode` says what a position outside means."""
    if axis is None or not np.ndim(x):  # a number is a vector of one element here
        x, axis = np.ravel(x), 0 if axis is None else axis
    if mode != "raise":
        indices = np.take(np.arange(side(x, axis)), indices, mode=mode)
    indices = np.asarray(indices)
    return x[at(axis, np.ndim(x), indices.astype(int) if indices.dtype == bool else indices)]  # not as a mask, here


def _taken_along(draw: Draw):
    x = draw.array(min_ndim=1, min_side=1)
    axis = draw.axis(x.ndim)
    order = np.argsort(draw.distinct(x.shape), axis=axis)
    return (x, draw.choice([order, order[at(axis, x.ndim, slice(1))]])), {"axis": axis}


@composite(np.take_along_axis, samples=_taken_along, analytic=True)
def take_along_axis(x, /, indices, axis=-1):
    """Take elements along an axis at positions that may differ from slice to slice, as ``argsort`` gives them.

    Parameters
    ----------
    x : array_like
    indices : integers, with as many axes as `x`, broadcast against it on the others
    axis : int, or None to take from the flattened array

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> x = np.array([[3.0, 1.0], [2.0, 4.0]])
    >>> ag.take_along_axis(x, np.argmax(x, axis=1, keepdims=True), axis=1)
    array([[3.],
           [4.]])
    """
    if axis is None:
        x, axis, indices = np.ravel(x), 0, np.asarray(indices)
    return x[places_along("take_along_axis", x, np.asarray(indices), axis)]


def places_along(function, x, indices, axis):
    """Return the index that means positions along `axis`, which may differ from slice to slice."""
    if indices.ndim != np.ndim(x):
        raise ValueError(
            f"{function} got indices of shape {indices.shape} for an array of shape {np.shape(x)}. Wanted as many axes."
        )
    if indices.dtype.kind not in "iu":
        raise IndexError(f"{function} got indices of dtype {indices.dtype}. Wanted integers.")
    index = list(np.ogrid[tuple(slice(n) for n in np.shape(x))])
    index[normalize_axis_index(axis, np.ndim(x))] = indices
    return tuple(index)


def _where(condition):
    return np.flatnonzero(np.asarray(condition))


def _compressed(draw: Draw):
    x = draw.array(min_ndim=1)
    axis = draw.maybe(draw.axis(x.ndim))
    count = x.size if axis is None else x.shape[axis]
    return (np.array([draw.boolean() for _ in range(count)], dtype=bool), x), {"axis": axis}


@composite(np.compress, samples=_compressed, analytic=True)
def compress(condition, x, /, axis=None, out=None):
    """Take the slices along an axis for which a condition holds."""
    if np.ndim(condition) != 1:
        raise ValueError(f"compress got a condition of shape {np.shape(condition)}. Wanted one axis.")
    return np.take(x, _where(condition), axis)


@composite(np.extract, samples=lambda draw: _extracted(draw), analytic=True)
def extract(condition, x, /):
    """Take the elements for which a condition holds."""
    return np.take(np.ravel(x), _where(np.ravel(condition)))


def _extracted(draw: Draw):
    x = draw.array()
    return (draw.array(x.shape) > 0, x), {}


def _turned(draw: Draw):
    x = draw.array()
    axes = draw.axes(x.ndim)
    shift = tuple(draw.integer(-5, 5) for _ in axes) if isinstance(axes, tuple) else draw.integer(-5, 5)
    return (x, shift), {"axis": axes}


@composite(np.roll, samples=_turned, analytic=True)
def roll(x, /, shift, axis=None):
    """Shift elements along axes; those that leave at one end come in at the other."""
    if axis is None:
        return np.reshape(np.roll(np.ravel(x), shift, 0), np.shape(x))
    shifts, axes = np.broadcast_arrays(shift, axis)
    for amount, along in zip(shifts.ravel().tolist(), axes.ravel().tolist(), strict=True):
        length = side(x, along)
        amount = int(amount) % length if length else 0  # of n / 2, too, as NumPy takes it
        pieces = [x[at(along, np.ndim(x), part)] for part in (slice(length - amount, None), slice(length - amount))]
        x = np.concatenate(pieces, along)
    return np.copy(x) if not axes.size else x
