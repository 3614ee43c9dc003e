"""Axes moved, dropped and added, elements turned round: views, made of reshaping, transposing and slicing."""

import numpy as np
from numpy.lib.array_utils import normalize_axis_tuple

from autograd_lite.arrays import transposed
from autograd_lite.composition import composite
from autograd_lite.domains import Draw
from autograd_lite.recording import plain


def _any(draw: Draw):
    return (draw.array(),), {}


def _squeezed(draw: Draw):
    shape = draw.shape()
    x = draw.array(tuple(1 if draw.boolean() else n for n in shape))
    ones = tuple(i for i, n in enumerate(x.shape) if n == 1)
    return (x,), {"axis": draw.choice([None, ones, *ones])}


@composite(np.squeeze, samples=_squeezed, analytic=True)
def squeeze(x, /, axis=None):
    """Drop axes of length one."""
    return np.reshape(x, np.squeeze(plain(x), axis=axis).shape)


def read_order(x, order):
    """Return the order ("C" or "F") that ``order="A"`` means for the memory of `x`."""
    flags = np.asarray(plain(x)).flags
    return ("F" if flags.fnc else "C") if order == "A" else order


def _ordered(draw: Draw):
    return (draw.array(), draw.choice(["C", "F", "A", "K"])), {}


@composite(np.ravel, samples=_ordered, analytic=True)
def ravel(x, /, order="C"):
    """Return the elements along one axis: by rows ("C"), by columns ("F"), or as the memory lies ("A", "K")."""
    if order == "K":
        strides = np.abs(np.asarray(plain(x)).strides)
        x, order = np.transpose(x, tuple(np.argsort(-strides, kind="stable"))), "C"
    flat = np.reshape(x, np.size(x), read_order(x, order))
    return flat if np.asarray(plain(flat)).flags.c_contiguous else np.copy(flat)  # what reshape sees as a view may skip


def _axis_moved(draw: Draw):
    x = draw.array(min_ndim=1)
    count = draw.integer(0, x.ndim)
    if draw.boolean():
        return (x, draw.axis(x.ndim), draw.axis(x.ndim)), {}
    return (x, draw.permutation(x.ndim)[:count], draw.permutation(x.ndim)[:count]), {}


@composite(np.moveaxis, samples=_axis_moved, analytic=True)
def moveaxis(x, /, source, destination):
    """Move axes to other places; the rest keep their order."""
    ndim = np.ndim(x)
    sources, places = (
        normalize_axis_tuple(axes, ndim, name) for axes, name in ((source, "source"), (destination, "destination"))
    )
    if len(sources) != len(places):
        raise ValueError(f"moveaxis got {len(sources)} axes to move to {len(places)} places. Wanted as many.")
    order = [axis for axis in range(ndim) if axis not in sources]
    for place, axis in sorted(zip(places, sources, strict=True)):
        order.insert(place, axis)
    return np.transpose(x, order)


@composite(np.rollaxis, samples=lambda draw: _axis_rolled(draw), analytic=True)
def rollaxis(x, /, axis, start=0):
    """Move one axis back until it stands at `start`."""
    lengths = np.rollaxis(np.broadcast_to(0, range(1, np.ndim(x) + 1)), axis, start).shape  # each axis tells its number
    return np.transpose(x, tuple(n - 1 for n in lengths))


def _axis_rolled(draw: Draw):
    x = draw.array(min_ndim=1)
    return (x, draw.axis(x.ndim), draw.integer(-x.ndim, x.ndim)), {}


@composite(np.matrix_transpose, samples=lambda draw: ((draw.array(min_ndim=2),), {}), analytic=True)
def matrix_transpose(x, /):
    """Swap the last two axes."""
    if np.ndim(x) < 2:
        raise ValueError(f"matrix_transpose got an array of shape {np.shape(x)}. Wanted at least two axes.")
    return transposed(x)


# -- turned round -----------------------------------------------------------------------------------------------------


def _flipped(draw: Draw):
    x = draw.array()
    return (x,), {"axis": draw.axes(x.ndim)}


@composite(np.flip, samples=_flipped, analytic=True)
def flip(x, /, axis=None):
    """Reverse the order of the elements along axes."""
    ndim = np.ndim(x)
    axes = range(ndim) if axis is None else normalize_axis_tuple(axis, ndim)
    return x[tuple(slice(None, None, -1) if i in axes else slice(None) for i in range(ndim))]


def _matrix(draw: Draw):
    return (draw.array(min_ndim=2),), {}


@composite(np.fliplr, samples=_matrix, analytic=True)
def fliplr(x, /):
    """Reverse the order along axis 1."""
    return np.flip(x, 1)


@composite(np.flipud, samples=lambda draw: ((draw.array(min_ndim=1),), {}), analytic=True)
def flipud(x, /):
    """Reverse the order along axis 0."""
    return np.flip(x, 0)


def _turned(draw: Draw):
    x = draw.array(min_ndim=2)
    return (x,), {"k": draw.integer(-1, 4), "axes": draw.permutation(x.ndim)[:2]}


@composite(np.rot90, samples=_turned, analytic=True)
def rot90(x, /, k=1, axes=(0, 1)):
    """Turn by quarters from the first of two axes towards the second."""
    np.rot90(np.broadcast_to(0, np.shape(x)), k, axes)  # NumPy's own errors for axes that are not there
    first, second = axes
    match k % 4:
        case 0:
            return x[...]
        case 1:
            return np.swapaxes(np.flip(x, second), first, second)
        case 2:
            return np.flip(x, (first, second))
        case _:
            return np.flip(np.swapaxes(x, first, second), second)


# -- more axes --------------------------------------------------------------------------------------------------------


def _each(arrays, form):
    """Apply `form` to each; one array in, one out."""
    formed = tuple(map(form, arrays))
    return formed[0] if len(formed) == 1 else formed


def _several(draw: Draw):
    return tuple(draw.array() for _ in range(draw.integer(1, 2))), {}


@composite(np.atleast_1d, inputs=("xs",), samples=_several, analytic=True)
def atleast_1d(*xs):
    """Give each array at least one axis."""
    return _each(xs, lambda x: x if np.ndim(x) else np.reshape(x, (1,)))


@composite(np.atleast_2d, inputs=("xs",), samples=_several, analytic=True)
def atleast_2d(*xs):
    """Give each array at least two axes; new ones go first."""
    return _each(xs, lambda x: x if np.ndim(x) > 1 else np.reshape(x, (1, np.size(x))))


@composite(np.atleast_3d, inputs=("xs",), samples=_several, analytic=True)
def atleast_3d(*xs):
    """Give each array at least three axes; of a vector the middle one, of a matrix the first two are kept."""

    def deepened(x):
        return x if np.ndim(x) > 2 else np.reshape(x, np.atleast_3d(np.broadcast_to(0, np.shape(x))).shape)

    return _each(xs, deepened)


@composite(np.broadcast_arrays, inputs=("xs",), samples=lambda draw: _together(draw), analytic=True)
def broadcast_arrays(*xs, subok=False):
    """Broadcast arrays against each other; returns read-only views."""
    shape = np.broadcast_shapes(*map(np.shape, xs))
    return tuple(np.broadcast_to(x, shape) for x in xs)


def _together(draw: Draw):
    return tuple(draw.array(shape) for shape in draw.broadcastable(2)), {}
