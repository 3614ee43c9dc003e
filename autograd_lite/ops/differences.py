"""Differences, slopes and areas of sampled functions."""

import numpy as np
from numpy.lib.array_utils import normalize_axis_index, normalize_axis_tuple

from autograd_lite.composition import composite
from autograd_lite.domains import POSITIVE, Draw
from autograd_lite.ops.assembly import at


def _ended(x, end, axis):
    """Return what is put before or after `x` along `axis`; one number stands for a whole slice."""
    if np.ndim(end):
        return end
    return np.broadcast_to(
        end, tuple(1 if i == normalize_axis_index(axis, x.ndim) else n for i, n in enumerate(x.shape))
    )


def _differed(draw: Draw):
    x = draw.array(min_ndim=1, min_side=1)
    axis = draw.axis(x.ndim)
    settings = {"n": draw.integer(0, 2), "axis": axis}
    if draw.boolean():
        settings["prepend"] = draw.choice([draw.array(()), draw.array(x.shape)])
    if draw.boolean():
        settings["append"] = draw.choice([draw.array(()), draw.array(x.shape)])
    return (x,), settings


@composite(np.diff, inputs=("x", "prepend", "append"), samples=_differed, analytic=True)
def diff(x, /, n=1, axis=-1, prepend=None, append=None):
    """Differences of neighbours along an axis, `n` times over; more may be put before and after."""
    if n < 0:
        raise ValueError(f"diff got n={n}. Wanted 0 or more.")
    if n == 0:
        return x
    if np.ndim(x) == 0:
        raise ValueError("diff got a single number. Wanted an array of one axis or more.")
    parts = [x if end is x else _ended(x, end, axis) for end in (prepend, x, append) if end is not None]
    x = np.concatenate(parts, axis) if len(parts) > 1 else x
    later, earlier = at(axis, np.ndim(x), slice(1, None)), at(axis, np.ndim(x), slice(None, -1))
    for _ in range(n):
        x = np.not_equal(x[later], x[earlier]) if x.dtype == bool else x[later] - x[earlier]
    return x


def _differed_flat(draw: Draw):
    return (draw.array(), draw.maybe(draw.array()), draw.maybe(draw.array(()))), {}


@composite(np.ediff1d, inputs=("x", "to_end", "to_begin"), samples=_differed_flat, analytic=True)
def ediff1d(x, /, to_end=None, to_begin=None):
    """Differences of neighbours in the flattened array, with more put before and after."""
    for name, end in (("to_end", to_end), ("to_begin", to_begin)):
        if end is not None and not np.can_cast(end.dtype, x.dtype, casting="same_kind"):
            raise TypeError(f"ediff1d got {name} of dtype {end.dtype} for an array of dtype {x.dtype}. Use astype.")
    flat = np.ravel(x)
    parts = [np.ravel(part).astype(x.dtype) for part in (to_begin, flat[1:] - flat[:-1], to_end) if part is not None]
    return np.concatenate(parts) if len(parts) > 1 else parts[0]


# -- slopes -----------------------------------------------------------------------------------------------------------


def _central(before, after):
    """Return the weights of three neighbours for the slope at the middle one, `before` and `after` apart."""
    both = before + after
    return -after / (before * both), (after - before) / (before * after), before / (after * both)


def _outer(near, far):
    """Return the weights of three neighbours for the slope at the first one; steps `near`, then `far`."""
    both = near + far
    return -(near + both) / (near * both), both / (near * far), -near / (far * both)


def _weighted(weights, parts):
    return sum(weight * part for weight, part in zip(weights, parts, strict=True))


def _slope(f, steps, edge_order):
    """Return the slope of `f` along its first axis, where `steps` lie between the samples."""
    inner = _weighted(_central(steps[:-1], steps[1:]), (f[:-2], f[1:-1], f[2:]))
    if edge_order == 1:
        first, last = (f[1:2] - f[:1]) / steps[:1], (f[-1:] - f[-2:-1]) / steps[-1:]
    else:
        first = _weighted(_outer(steps[:1], steps[1:2]), (f[:1], f[1:2], f[2:3]))
        last = -_weighted(_outer(steps[-1:], steps[-2:-1]), (f[-1:], f[-2:-1], f[-3:-2]))
    return np.concatenate([first, inner, last])


def _steps(spacing, length, ndim):
    """Return the steps between samples along the first axis, from one step width or from coordinates."""
    if np.ndim(spacing) == 0:
        return np.broadcast_to(spacing * 1.0, (length - 1,) + (1,) * (ndim - 1))
    if np.ndim(spacing) != 1 or np.size(spacing) != length:
        raise ValueError(
            f"gradient got coordinates of shape {np.shape(spacing)} for an axis of length {length}. "
            "Wanted one step width or a coordinate for each sample."
        )
    spacing = spacing * 1.0 if spacing.dtype.kind in "iu" else spacing  # unsigned numbers have no negatives
    return np.reshape(np.diff(spacing), (length - 1,) + (1,) * (ndim - 1))


def _sloped(draw: Draw):
    x = draw.array(min_ndim=1, max_ndim=2, min_side=3)
    settings = {"edge_order": draw.integer(1, 2)}
    kind = draw.integer(0, 2)
    if kind == 0:
        return (x, *draw.choice([(), (draw.array((), POSITIVE),)])), {"axis": draw.axis(x.ndim), **settings}
    if kind == 1:
        return (x, *[draw.array((), POSITIVE) for _ in x.shape]), settings
    return (x, *[np.cumsum(draw.array((n,), POSITIVE)) for n in x.shape]), settings


@composite(np.gradient, inputs=("x", "spacing"), samples=_sloped, analytic=True)
def gradient(x, /, *spacing, axis=None, edge_order=1):
    """Slope of a sampled function along each axis, by differences that are central inside.

    Parameters
    ----------
    x : array_like, the samples
    *spacing : nothing (steps of 1), one step width for all axes, or for each axis its step width or coordinates
    axis : int, tuple of int, or None for all
    edge_order : 1 or 2, how many neighbours the slope at the two edges uses
    """
    ndim = np.ndim(x)
    axes = range(ndim) if axis is None else normalize_axis_tuple(axis, ndim)
    if edge_order not in (1, 2):
        raise ValueError(f"gradient got edge_order={edge_order}. Wanted 1 or 2.")
    if len(spacing) == 0 or (len(spacing) == 1 and np.ndim(spacing[0]) == 0):
        spacing = (spacing or (1.0,)) * len(axes)
    if len(spacing) != len(axes):
        raise TypeError(
            f"gradient got {len(spacing)} spacings for {len(axes)} axes. Wanted none, one number, or one each."
        )
    slopes = []
    for along, h in zip(axes, spacing, strict=True):
        first = np.moveaxis(x * 1.0 if x.dtype.kind in "iu" else x, along, 0)
        if len(first) < edge_order + 1:
            raise ValueError(f"gradient got {len(first)} samples along axis {along}. Wanted {edge_order + 1} or more.")
        slope = _slope(first, _steps(h, len(first), ndim), edge_order)
        slopes.append(np.moveaxis(slope if slope.dtype == first.dtype else slope.astype(first.dtype), 0, along))
    return slopes[0] if len(slopes) == 1 else tuple(slopes)


def _areas(draw: Draw):
    y = draw.array(min_ndim=1, min_side=1)
    axis = draw.axis(y.ndim)
    x = draw.choice([None, draw.array((y.shape[axis],)), draw.array(y.shape)])
    return (y, x, draw.array((), POSITIVE)), {"axis": axis}


@composite(np.trapezoid, inputs=("y", "x", "dx"), samples=_areas, analytic=True, numbers=("dx",))
def trapezoid(y, /, x=None, dx=1.0, axis=-1):
    """Area under a sampled function along an axis, by trapezoids; `x` holds coordinates, else they are `dx` apart."""
    ndim = np.ndim(y)
    if x is None:
        steps = dx
    elif np.ndim(x) == 1:
        steps = np.reshape(np.diff(x), tuple(-1 if i == normalize_axis_index(axis, ndim) else 1 for i in range(ndim)))
    else:
        steps = np.diff(x, axis=axis)
    later, earlier = at(axis, ndim, slice(1, None)), at(axis, ndim, slice(None, -1))
    return np.sum(steps * (y[later] + y[earlier]) / 2.0, axis=axis)
