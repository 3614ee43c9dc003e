"""Windows that slide over an array."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view as numpy_windows

from autograd_lite.domains import Draw
from autograd_lite.errors import UnsupportedOperationError
from autograd_lite.operation import primitive


def _windows(draw: Draw):
    x = draw.array(min_ndim=1, min_side=2)
    if draw.boolean():
        return (x, draw.integer(1, 2), draw.axis(x.ndim)), {}
    if draw.boolean():  # some axes, in any order
        axes = draw.permutation(x.ndim)[: draw.integer(1, x.ndim)]
        return (x, tuple(draw.integer(1, 2) for _ in axes), tuple(a - x.ndim * draw.boolean() for a in axes)), {}
    return (x, tuple(draw.integer(1, 2) for _ in x.shape)), {}


def _settled(x_shape, window_shape, axis):
    """Return window lengths and axes as tuples, the axes counted from the front."""
    window = window_shape if isinstance(window_shape, tuple | list) else (window_shape,)
    axes = range(len(x_shape)) if axis is None else axis if isinstance(axis, tuple | list) else (axis,)
    return tuple(map(int, window)), tuple(a % len(x_shape) for a in axes)


@primitive(
    numpy_windows,
    x=lambda g, x_shape, window_shape, axis: add_windows(g, x_shape, *_settled(x_shape, window_shape, axis)),
    view=True,
    samples=_windows,
    analytic=True,
)
def sliding_window_view(x, /, window_shape, axis=None, *, subok=False, writeable=False):
    """Windows of an array as new axes at the end, without a copy; read-only.

    Parameters
    ----------
    x : array_like
    window_shape : int or tuple of int
    axis : int or tuple of int, by default all axes in order

    Examples
    --------
    >>> import numpy as np
    >>> sliding_window_view(np.arange(4.0), 2)
    array([[0., 1.],
           [1., 2.],
           [2., 3.]])
    """
    if writeable or subok:
        raise UnsupportedOperationError(
            "sliding_window_view gives read-only windows of plain arrays: writing into one would change its "
            "neighbours. Leave writeable and subok out."
        )
    return numpy_windows(x, window_shape, axis=axis)


@primitive(
    None,
    x=lambda g, window, axes: numpy_windows(g, window, axis=axes),
    samples=lambda draw: _added(draw),
    analytic=True,
)
def add_windows(x, /, shape, window, axes):
    """Add windows up where they came from: the adjoint of :func:`sliding_window_view`."""
    out = np.zeros(shape, dtype=x.dtype)
    ndim = len(shape)
    for offsets in np.ndindex(*window):
        target = [slice(None)] * ndim
        for axis, offset in zip(axes, offsets, strict=True):
            start = (target[axis].start or 0) + offset
            target[axis] = slice(start, start + x.shape[axis])
        out[tuple(target)] += x[(..., *offsets)]
    return out


def _added(draw: Draw):
    x = draw.array((3, 2, 2))
    return (x, (4, 2), (2,), (0,)), {}
