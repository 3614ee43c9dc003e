r"""Pooling over windows of the last axes: what is chosen, what is added up, and their adjoints.

:func:`pooled` and :func:`place` are each other's rules, and so are :func:`window_sum` and :func:`window_spread`. Arrays
are (N, C, \*spatial). The largest element of a window is its first where several are equal, as in PyTorch: an index
has to be one place. (``np.max`` splits evenly; pooled ties are mostly zeros behind a relu, whose gradient is 0.)
"""

from itertools import product as every
from math import prod

import numpy as np

from autograd_lite.domains import Draw
from autograd_lite.operation import primitive
from autograd_lite.ops.neural.convolution import inner, padded, tap
from autograd_lite.undifferentiated import constant


@constant()
def largest(x, kernel, out, stride, padding, dilation):
    """Return for every window the place of its largest element, counted through the flattened spatial axes of `x`.

    `padding` are pairs; what is padded is never chosen. A NaN is larger than anything.
    """
    spatial, n = x.shape[2:], len(kernel)
    ground = padded(x, padding, -np.inf)
    best = np.full((*x.shape[:2], *out), -np.inf, x.dtype)
    starts = [
        _first_inside(np.arange(o) * s - low, d)
        for o, s, (low, _), d in zip(out, stride, padding, dilation, strict=True)
    ]
    where = np.array(np.broadcast_to(_flat(starts, spatial), best.shape), order="C")
    has_nan = bool(np.isnan(np.max(x, initial=-np.inf)))
    for offset in every(*map(range, kernel)):
        values = tap(ground, offset, out, stride, dilation)
        better = values > best
        if has_nan:
            better |= np.isnan(values)
        np.copyto(best, values, where=better)
        places = [
            np.arange(o) * s + offset[i] * d - padding[i][0]
            for i, (o, s, d) in zip(range(n), zip(out, stride, dilation, strict=True), strict=True)
        ]
        np.copyto(where, _flat(places, spatial), where=better)
    return where


def _first_inside(start, step):
    """Return the first place of a window that is not in the padding before the array."""
    return np.where(start < 0, start + -(start // step) * step, start)


def _flat(places, spatial):
    """Return the flat index of every combination of places along the axes."""
    flat = 0
    for axis, (place, size) in enumerate(zip(places, spatial, strict=True)):
        flat = flat * size + place.reshape(-1, *[1] * (len(spatial) - axis - 1))
    return flat


def _chosen(draw: Draw):
    x = draw.array((draw.integer(0, 2), 2, 3, 2))
    return x, np.array([[draw.integer(0, 5) for _ in range(3)] for _ in range(2)] * len(x), int).reshape(-1, 2, 3, 1)


def _pick_samples(draw: Draw):
    return _chosen(draw), {}


def _place_samples(draw: Draw):
    x, places = _chosen(draw)
    return (draw.array(places.shape), places, x.shape[2:]), {}


@primitive(None, x=lambda g, places, x_shape: place(g, places, x_shape[2:]), samples=_pick_samples, analytic=True)
def pooled(x, places):
    """Return the elements of `x` at flat `places` of its spatial axes."""
    flat = x.reshape(*x.shape[:2], prod(x.shape[2:]))
    return np.take_along_axis(flat, places.reshape(*places.shape[:2], prod(places.shape[2:])), 2).reshape(places.shape)


@primitive(None, x=lambda g, places: pooled(g, places), samples=_place_samples, analytic=True)
def place(x, places, spatial):
    """Return zeros with spatial axes `spatial`, to which the elements of `x` were added at flat `places`."""
    size = prod(spatial)
    out = np.zeros((*x.shape[:2], *spatial), x.dtype)
    rows = np.arange(prod(x.shape[:2])).reshape(*x.shape[:2], *[1] * (places.ndim - 2)) * size
    np.add.at(out.reshape(-1), (rows + places).reshape(-1), np.ascontiguousarray(x).reshape(-1))
    return out


def _window_settings(draw: Draw):
    kernel, stride = (draw.integer(1, 2), draw.integer(1, 3)), (draw.integer(1, 2), draw.integer(1, 2))
    padding = tuple((draw.integer(0, 1), draw.integer(0, 1)) for _ in range(2))
    spatial = tuple(k + draw.integer(0, 2) for k in kernel)
    out = tuple(
        (n + low + high - k) // s + 1 for n, (low, high), k, s in zip(spatial, padding, kernel, stride, strict=True)
    )
    return spatial, out, (kernel, stride, padding)


def _sum_samples(draw: Draw):
    spatial, out, (kernel, stride, padding) = _window_settings(draw)
    return (draw.array((2, 1, *spatial)), kernel, out, stride, padding), {}


def _spread_samples(draw: Draw):
    spatial, out, (kernel, stride, padding) = _window_settings(draw)
    return (draw.array((2, 1, *out)), kernel, spatial, stride, padding), {}


@primitive(
    None,
    x=lambda g, x_shape, kernel, stride, padding: window_spread(g, kernel, x_shape[2:], stride, padding),
    samples=_sum_samples,
    analytic=True,
)
def window_sum(x, kernel, windows, stride, padding):
    """Return the sum of every window; halves are added up in float32."""
    ground = padded(x.astype(np.float32) if x.dtype == np.float16 else x, padding)
    total = np.zeros((*x.shape[:2], *windows), ground.dtype)
    for offset in every(*map(range, kernel)):
        total += tap(ground, offset, windows, stride, (1,) * len(kernel))
    return total.astype(x.dtype, copy=False)


@primitive(
    None,
    x=lambda g, x_shape, kernel, stride, padding: window_sum(g, kernel, x_shape[2:], stride, padding),
    samples=_spread_samples,
    analytic=True,
)
def window_spread(x, kernel, spatial, stride, padding):
    """Add every element of `x` to all places of its window."""
    sizes = [n + low + high for n, (low, high) in zip(spatial, padding, strict=True)]
    total = np.zeros((*x.shape[:2], *sizes), x.dtype)
    for offset in every(*map(range, kernel)):
        view = tap(total, offset, x.shape[2:], stride, (1,) * len(kernel))
        view += x
    return inner(total, padding, spatial)
