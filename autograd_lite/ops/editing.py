"""Parts appended, inserted and deleted; np.copyto, which would write into its argument, is refused.

Positions are edited by NumPy itself, on the numbers of the positions; the elements then follow by index.
"""

import numpy as np
from numpy.lib.array_utils import normalize_axis_index

from autograd_lite.composition import composite
from autograd_lite.domains import Draw
from autograd_lite.ops.assembly import side
from autograd_lite.registry import refuse


def _appended(draw: Draw):
    x = draw.array(min_ndim=1)
    axis = draw.maybe(draw.axis(x.ndim))
    return (x, draw.array(x.shape), axis), {}


@composite(np.append, inputs=("x", "values"), samples=_appended, analytic=True)
def append(x, values, /, axis=None):
    """Join an array and more values along an axis, or both flattened."""
    if axis is None:
        x, values, axis = np.ravel(x), np.ravel(values), 0
    return np.concatenate([x, values], axis)


def _inserted(draw: Draw):
    x = draw.array(min_ndim=1, max_ndim=2, min_side=1)
    axis = draw.maybe(draw.axis(x.ndim))
    where = draw.choice([0, -1, [0, 1], slice(0, 1), np.array([1, 0, 1])])
    return (x, where, draw.array(draw.choice([(), (1,)]))), {"axis": axis}


@composite(np.insert, inputs=("x", "values"), samples=_inserted, analytic=True)
def insert(x, obj, values, /, axis=None):
    """Insert values before positions along an axis, or into the flattened array.

    Parameters
    ----------
    x : array_like
    obj : position, list of positions, slice or mask; positions count in `x` as it was
    values : broadcast to what is inserted, and cast to the dtype of `x`; may be a Tensor
    axis : int, or None for the flattened array

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> ag.insert(np.array([1.0, 2.0]), 1, 9.0)
    array([1., 9., 2.])
    """
    if axis is None:
        x, axis = np.ravel(x), 0
    shape, ndim = np.shape(x), np.ndim(x)
    axis = normalize_axis_index(axis, ndim)
    places = np.arange(shape[axis])
    if not isinstance(obj, slice) and np.ndim(obj) == 0:  # one place: the values bring their own length along the axis
        values = np.reshape(values, (1,) * (ndim - np.ndim(values)) + np.shape(values))
        values = np.moveaxis(values, 0, axis)
        count = np.shape(values)[axis]
        order = np.insert(places, obj, np.arange(shape[axis], shape[axis] + count))
    else:
        count = np.insert(places, obj, 0).size - shape[axis]
        order = np.insert(places, obj, np.arange(shape[axis], shape[axis] + count))
    whole = np.broadcast_to(values, (*shape[:axis], count, *shape[axis + 1 :]))
    return np.take(np.concatenate([x, whole.astype(x.dtype)], axis), order, axis)


def _deleted(draw: Draw):
    x = draw.array(min_ndim=1, min_side=1)
    axis = draw.maybe(draw.axis(x.ndim))
    return (x, draw.choice([0, -1, [0], slice(0, None, 2), np.zeros(0, int)])), {"axis": axis}


@composite(np.delete, samples=_deleted, analytic=True)
def delete(x, obj, /, axis=None):
    """Leave out the positions `obj` along an axis, or of the flattened array."""
    if axis is None:
        x, axis = np.ravel(x), 0
    return np.take(x, np.delete(np.arange(side(x, axis)), obj), axis)


def _resized(draw: Draw):
    return (draw.array(), draw.choice([5, (2, 3), (0,), ()])), {}


@composite(np.resize, samples=_resized, analytic=True)
def resize(x, /, new_shape):
    """Fill a new shape with the elements in order, over and over."""
    shape = (new_shape,) if np.ndim(new_shape) == 0 else tuple(new_shape)
    if any(n < 0 for n in shape):
        raise ValueError(f"resize got the shape {shape}. Wanted no negative lengths.")
    if np.size(x) == 0:
        return np.zeros_like(x, shape=shape)
    return np.take(np.ravel(x), np.arange(int(np.prod(shape))).reshape(shape) % np.size(x))


refuse(
    np.copyto,
    "It writes into its argument. Write x[…] = … on a Tensor, which is recorded; np.copyto(x, v) is x[...] = v, and "
    "with where=mask it is x[mask] = v[mask]. For np.full_like(array, t), which comes here too, write "
    "ag.full(array.shape, t).",
    writes=True,
)
for _counting in (np.histogram, np.histogram2d, np.histogramdd, np.histogram_bin_edges):
    refuse(_counting, "Counts jump where a value crosses an edge and stay the same elsewhere. Pass t.detach().")
