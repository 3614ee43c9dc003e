"""Variance, standard deviation, weighted average."""

import numpy as np

from autograd_lite.arrays import keep_axes, reduced_axes, spread, unbroadcast
from autograd_lite.composition import composite
from autograd_lite.domains import POSITIVE, Draw
from autograd_lite.modes import current
from autograd_lite.operation import primitive
from autograd_lite.ops.reductions import counted, given, selected
from autograd_lite.recording import plain


def _spread_out(draw: Draw):
    shape = tuple(n + 1 for n in draw.shape(min_side=1))
    x = draw.distinct(shape)
    settings = {"axis": draw.axes(x.ndim), "keepdims": draw.boolean()}
    if draw.boolean():
        settings[draw.choice(["ddof", "correction"])] = draw.choice([0.5, 0])
    if x.ndim and draw.boolean():
        settings["where"] = np.arange(x.size).reshape(x.shape) != draw.integer(0, x.size - 1)
    if draw.boolean():
        settings["mean"] = draw.array(_kept_mean(x, settings["axis"]).shape)
    return (x,), settings


def _kept_mean(x, axis):
    return np.mean(x, axis=axis, keepdims=True)


def deviations(x, out, axis, where, mean):
    """Return the distance of each element from the mean, which is computed unless given.

    The distances sum to zero, but for the rounding of the mean. Where the variance `out` is so small that this matters,
    it is taken off: of equal elements nothing else may be left, and would count as a deviation.
    """
    if mean is not None:
        return x - mean
    centre = np.mean(x, axis=axis, keepdims=True, where=where)
    d = x - centre
    rounding = np.finfo(d.dtype).eps * np.abs(plain(centre)) ** 2
    if np.any(keep_axes(plain(out), x.shape, axis) <= rounding):
        d = d - np.mean(d, axis=axis, keepdims=True, where=where)
    return d


def spread_share(g, d, x_shape, axis, where, ddof):
    """Return the share of a variance for each deviation `d`, where `g` is per result."""
    freedom = np.maximum(counted(x_shape, axis, where) - ddof, 0)
    slope = 2 * (np.conjugate(d) if d.dtype.kind == "c" else d) / np.where(np.equal(freedom, 0), np.nan, freedom)
    return selected(where, _product(spread(g, x_shape, axis), slope))


def _product(g, slope):
    """Return g times slope; no deviation wins over an infinite `g`, which the root of a variance of zero sends."""
    if current().strict or np.all(np.isfinite(g)):
        return g * slope
    return np.where(np.isinf(g) & np.equal(slope, 0), 0, g) * slope


def deviation_slope(g, out):
    """Return the gradient of a variance, from that of its root; 0 where the root is 0."""
    return np.where(np.equal(out, 0), 0, g / np.where(np.equal(out, 0), 1, 2 * out))


def _degrees(ddof, correction):
    """Return the one of both names of the correction that was given."""
    if correction is None:
        return ddof
    if ddof != 0:
        raise ValueError("ddof and correction can't be provided simultaneously.")
    return correction


def variance_share(g, x, out, axis, where, mean, ddof, correction):
    """Return the share of the elements of a variance `out`."""
    d = deviations(x, out, axis, where, mean)
    return spread_share(g, d, x.shape, axis, where, _degrees(ddof, correction))


def deviation_share(g, x, out, axis, where, mean, ddof, correction):
    """Return the share of the elements of a standard deviation `out`."""
    return variance_share(deviation_slope(g, out), x, out * out, axis, where, mean, ddof, correction)


def variance_mean_share(g, x, axis, where, mean, ddof, correction, shape):
    """Return the share of a mean that was given."""
    return -unbroadcast(variance_share(g, x, None, axis, where, mean, ddof, correction), shape)


@primitive(
    np.var,
    x=lambda g, x, out, axis, where, mean, ddof, correction: variance_share(
        g, x, out, axis, where, mean, ddof, correction
    ),
    mean=lambda g, x, axis, where, mean, ddof, correction, mean_shape: variance_mean_share(
        g, x, axis, where, mean, ddof, correction, mean_shape
    ),
    samples=_spread_out,
)
def var(x, /, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None):
    """Variance over axes: the mean square distance from the mean.

    Parameters
    ----------
    x : array_like
    axis, dtype, keepdims, where : as in :func:`sum`
    ddof, correction : what is taken off the count before dividing; two names for one thing
    mean : the mean, shaped as with ``keepdims=True``, to save computing it; differentiated too

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> ag.grad(ag.var)(np.array([1.0, 3.0]))
    array([-1.,  1.])
    """
    settings = given(mean=mean, correction=correction)
    return np.var(x, axis=axis, dtype=dtype, ddof=ddof, keepdims=keepdims, where=where, **settings)


@primitive(
    np.std,
    x=lambda g, x, out, axis, where, mean, ddof, correction: deviation_share(
        g, x, out, axis, where, mean, ddof, correction
    ),
    mean=lambda g, x, out, axis, where, mean, ddof, correction, mean_shape: variance_mean_share(
        deviation_slope(g, out), x, axis, where, mean, ddof, correction, mean_shape
    ),
    samples=_spread_out,
)
def std(x, /, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None):
    """Standard deviation over axes, the root of :func:`var`, whose parameters it has.

    Notes
    -----
    Where all elements are equal the root has a kink; its derivative there is 0.

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> ag.grad(ag.std)(np.array([2.0, 2.0]))
    array([0., 0.])
    """
    settings = given(mean=mean, correction=correction)
    return np.std(x, axis=axis, dtype=dtype, ddof=ddof, keepdims=keepdims, where=where, **settings)


def _weighted(draw: Draw):
    x = draw.array(min_ndim=1, min_side=1)
    axis = draw.axes(x.ndim)
    if draw.boolean() and isinstance(axis, int):
        weights = draw.array((x.shape[axis],), POSITIVE)
    else:
        weights = draw.array(x.shape, POSITIVE)
    return (x,), {"axis": axis, "weights": draw.maybe(weights), "keepdims": draw.boolean()} | (
        {"returned": True} if draw.boolean() else {}
    )


def _aligned(weights, shape, axis):
    """Return weights in a shape that broadcasts to `shape`."""
    if np.shape(weights) == shape:
        return weights
    axes = reduced_axes(axis, len(shape))
    if axis is None or np.shape(weights) != tuple(shape[i] for i in axes):
        raise ValueError(
            f"average got weights of shape {np.shape(weights)} for an array of shape {shape} and axis {axis}. "
            "Wanted the shape of the array, or the lengths of the axes that are averaged over."
        )
    ascending = np.transpose(weights, tuple(np.argsort(axes)))
    return np.reshape(ascending, tuple(n if i in axes else 1 for i, n in enumerate(shape)))


@composite(np.average, inputs=("x", "weights"), samples=_weighted, analytic=True)
def average(x, /, axis=None, weights=None, returned=False, *, keepdims=False):
    """Weighted mean over axes.

    Parameters
    ----------
    x : array_like
    axis : int, tuple of int, or None for all
    weights : of the shape of `x`, or of the axes averaged over; may be a Tensor
    returned : return the sum of the weights besides
    keepdims : keep the reduced axes at length one

    Raises
    ------
    ZeroDivisionError
        If weights sum to zero.

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> ag.grad(lambda x: ag.average(x, weights=np.array([3.0, 1.0])))(np.array([5.0, 7.0]))
    array([0.75, 0.25])
    """
    if weights is None:
        mean = np.mean(x, axis=axis, keepdims=keepdims)
        count = np.full_like(mean, np.size(x) / max(np.size(mean), 1))
        return (mean, count) if returned else mean
    kind = np.result_type(x.dtype, weights.dtype, np.float64 if x.dtype.kind in "biu" else x.dtype)
    x, weights = x.astype(kind, copy=False), _aligned(weights, np.shape(x), axis).astype(kind, copy=False)
    total = np.sum(np.broadcast_to(weights, np.shape(x)), axis=axis, keepdims=keepdims)
    if np.any(total == 0):
        raise ZeroDivisionError("Weights sum to zero, can't be normalized")
    mean = np.sum(x * weights, axis=axis, keepdims=keepdims) / total
    return (mean, total) if returned else mean
