"""A function of the user applied along axes."""

import numpy as np
from numpy.lib.array_utils import normalize_axis_index

from autograd_lite.composition import composite
from autograd_lite.domains import Draw


def _along(draw: Draw):
    x = draw.array(min_ndim=1, min_side=1)
    function = draw.choice([lambda v: v[0] * np.sum(v), lambda v: v[::-1] * v, lambda v: v[:1, None] * v])
    return (function, draw.axis(x.ndim), x), {}


@composite(np.apply_along_axis, inputs=("x",), samples=_along, analytic=True)
def apply_along_axis(func1d, axis, x, /, *args, **kwargs):
    """Apply a function of vectors to every vector along an axis; what it returns takes the axis' place.

    Parameters
    ----------
    func1d : function of a vector (and of the further arguments) that returns an array or a number
    axis : int
    x : array_like
    *args, **kwargs : further arguments of `func1d`
    """
    ndim = np.ndim(x)
    axis = normalize_axis_index(axis, ndim)
    last = np.moveaxis(x, axis, -1)
    rest = np.shape(last)[:-1]
    if 0 in rest:
        raise ValueError(f"apply_along_axis got an array of shape {np.shape(x)}: there is no vector along axis {axis}.")
    found = [func1d(last[index], *args, **kwargs) for index in np.ndindex(*rest)]
    stacked = np.stack(found)
    whole = np.reshape(stacked, rest + np.shape(stacked)[1:])
    places = range(axis, axis + np.ndim(whole) - len(rest))
    return np.moveaxis(whole, tuple(range(len(rest), np.ndim(whole))), tuple(places))


def _over(draw: Draw):
    x = draw.array(min_ndim=1)
    return (draw.choice([np.sum, lambda v, axis: np.sum(v * v, axis, keepdims=True)]), x, draw.permutation(x.ndim)), {}


@composite(np.apply_over_axes, inputs=("x",), samples=_over, analytic=True)
def apply_over_axes(func, x, /, axes):
    """Apply a reduction over one axis after the other; each keeps its place, at length one."""
    for axis in np.atleast_1d(axes).tolist():
        reduced = func(x, axis)
        if np.ndim(reduced) != np.ndim(x):
            reduced = np.expand_dims(reduced, normalize_axis_index(axis, np.ndim(x)))
        if np.ndim(reduced) != np.ndim(x):
            raise ValueError("apply_over_axes wants a function that drops one axis, or keeps it at length one.")
        x = reduced
    return x
