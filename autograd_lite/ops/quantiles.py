"""Medians and quantiles, by every method that NumPy knows.

A quantile is a weighted mean of two neighbours in the sorted order. Which two, and how weighted, is asked of NumPy
itself, by taking the same quantile of the ranks 0, 1, 2, …; so no method needs a rule of its own.
"""

import math

import numpy as np

from autograd_lite.arrays import reduced_axes
from autograd_lite.domains import Draw
from autograd_lite.operation import primitive
from autograd_lite.ops.indexing import scatter_add
from autograd_lite.ops.sorting import unsorted
from autograd_lite.recording import plain

METHODS = (
    *("linear", "lower", "higher", "midpoint", "nearest", "inverted_cdf", "averaged_inverted_cdf", "hazen", "weibull"),
    *("closest_observation", "interpolated_inverted_cdf", "median_unbiased", "normal_unbiased"),
)


def _at_end(x, axes):
    """Return `x` with the reduced axes joined to one at the end, and the order of axes that led there."""
    order = (*[i for i in range(x.ndim) if i not in axes], *axes)
    kept = x.ndim - len(axes)
    return np.transpose(x, order).reshape(*[x.shape[i] for i in order[:kept]], -1), order


def _ranks(ordered, skip_nan):
    """Return the ranks of sorted elements; NaN for a missing one, if those are skipped and not all are missing."""
    ranks = np.broadcast_to(np.arange(float(ordered.shape[-1])), ordered.shape)
    missing = np.isnan(ordered) & skip_nan
    return np.where(missing & ~missing.all(axis=-1, keepdims=True), np.nan, ranks)


def _spread_to_ranks(g, places, shape):
    """Return the gradient of the sorted elements, for gradients `g` of what stands at fractional `places`."""
    below = np.floor(places).astype(int)
    rest = np.ogrid[tuple(slice(n) for n in shape[:-1])]
    indices = [(*[grid[..., None] for grid in rest], place) for place in (below, np.ceil(places).astype(int))]
    weights = (1 - (places - below), places - below)
    return sum(scatter_add(g * w, index, shape) for w, index in zip(weights, indices, strict=True))


def quantile_share(g, x, axis, q_shape, place_of, weights=None, skip_nan=False):
    """Return the share of a quantile.

    Parameters
    ----------
    g : gradient of the quantiles
    x : values without history
    axis : as in the quantile
    q_shape : shape of what is asked for; it leads in the shape of `g`
    place_of : function of ranks along the last axis, and of weights, that takes the quantile of them
    weights : of the elements, or None
    skip_nan : NaN counts as missing
    """
    axes = reduced_axes(axis, x.ndim)
    flat, order = _at_end(x, axes)
    ascending = np.argsort(flat, axis=-1, kind="stable")
    ordered = np.take_along_axis(flat, ascending, axis=-1)
    if weights is not None:
        along = (
            weights
            if np.ndim(weights) == x.ndim
            else np.expand_dims(weights, [i for i in range(x.ndim) if i not in axes])
        )
        weights = np.take_along_axis(_at_end(np.broadcast_to(along, x.shape), axes)[0], ascending, axis=-1)
    rest, count = flat.shape[:-1], int(np.prod(q_shape))
    places = np.moveaxis(np.reshape(place_of(_ranks(ordered, skip_nan), weights), (count, *rest)), 0, -1)
    coming = np.moveaxis(np.reshape(g, (count, *rest)), 0, -1)
    share = unsorted(_spread_to_ranks(coming, places, flat.shape), flat, -1)
    return np.transpose(np.reshape(share, [x.shape[i] for i in order]), tuple(np.argsort(order)))


def _quantiled(draw: Draw, for_one_axis=True):
    x = draw.distinct(draw.shape(min_side=1))
    q = draw.choice([0.375, 0.0, 1.0, np.array([0.25, 0.7]), np.array([[0.5], [0.1]])])
    settings = {"axis": draw.axes(x.ndim), "keepdims": draw.boolean(), "method": draw.choice(METHODS)}
    if settings["axis"] == ():  # NumPy's nanquantile exchanges the axes of q then
        q = np.ravel(q)
    if draw.boolean():
        shape = x.shape
        if for_one_axis and isinstance(settings["axis"], int) and draw.boolean():
            shape = (x.shape[settings["axis"]],)
        weights = np.array([draw.integer(1, 3) for _ in range(math.prod(shape))], dtype=float).reshape(shape)
        settings |= {"method": "inverted_cdf", "weights": weights}
    return (x, q), settings


def _percentiled(draw: Draw, for_one_axis=True):
    (x, q), settings = _quantiled(draw, for_one_axis)
    return (x, 100 * q), settings


def _halved(draw: Draw):
    x = draw.distinct(draw.shape(min_side=1))
    return (x,), {"axis": draw.axes(x.ndim), "keepdims": draw.boolean()}


@primitive(
    np.median,
    x=lambda g, x, axis: quantile_share(g, plain(x), axis, (), lambda ranks, _: np.median(ranks, axis=-1)),
    samples=_halved,
)
def median(x, /, axis=None, out=None, overwrite_input=False, keepdims=False):
    """Median over axes; of an even count the mean of the middle two, which share the gradient."""
    return np.median(x, axis=axis, keepdims=keepdims)


@primitive(
    np.nanmedian,
    x=lambda g, x, axis: quantile_share(
        g, plain(x), axis, (), lambda ranks, _: np.nanmedian(ranks, axis=-1), skip_nan=True
    ),
    samples=_halved,
)
def nanmedian(x, /, axis=None, out=None, overwrite_input=False, keepdims=False):
    """Median over axes of the elements that are not NaN."""
    return np.nanmedian(x, axis=axis, keepdims=keepdims)


def _places(function, q, method):
    return lambda ranks, weights: function(ranks, q, axis=-1, method=method, weights=weights)


@primitive(
    np.quantile,
    x=lambda g, x, q, axis, method, weights: quantile_share(
        g, plain(x), axis, np.shape(q), _places(np.quantile, q, method), weights
    ),
    samples=_quantiled,
)
def quantile(x, /, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, weights=None):
    """Value below which the proportion `q` of the elements lies, over axes.

    Parameters
    ----------
    x : array_like
    q : number from 0 to 1, or an array of them, whose axes come first in the result; not differentiated
    axis : int, tuple of int, or None for all
    overwrite_input : without effect, since `x` is needed for the gradient
    method : any of NumPy's thirteen
    keepdims : keep the reduced axes at length one
    weights : of the elements, for the method "inverted_cdf"; not differentiated

    Notes
    -----
    Elements that tie share the gradient evenly.

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> ag.grad(lambda x: ag.quantile(x, 0.25))(np.array([3.0, 1.0, 2.0, 4.0]))
    array([0.  , 0.25, 0.75, 0.  ])
    """
    return np.quantile(x, q, axis=axis, method=method, keepdims=keepdims, weights=weights)


@primitive(
    np.percentile,
    x=lambda g, x, q, axis, method, weights: quantile_share(
        g, plain(x), axis, np.shape(q), _places(np.percentile, q, method), weights
    ),
    samples=_percentiled,
)
def percentile(x, /, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, weights=None):
    """Value below which `q` percent of the elements lie, over axes, by any of NumPy's methods."""
    return np.percentile(x, q, axis=axis, method=method, keepdims=keepdims, weights=weights)


@primitive(
    np.nanquantile,
    x=lambda g, x, q, axis, method, weights: quantile_share(
        g, plain(x), axis, np.shape(q), _places(np.nanquantile, q, method), weights, skip_nan=True
    ),
    samples=lambda draw: _quantiled(draw, for_one_axis=False),  # NumPy forgets to move such weights with the axis
)
def nanquantile(x, /, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, weights=None):
    """Quantile of the elements that are not NaN."""
    return np.nanquantile(x, q, axis=axis, method=method, keepdims=keepdims, weights=weights)


@primitive(
    np.nanpercentile,
    x=lambda g, x, q, axis, method, weights: quantile_share(
        g, plain(x), axis, np.shape(q), _places(np.nanpercentile, q, method), weights, skip_nan=True
    ),
    samples=lambda draw: _percentiled(draw, for_one_axis=False),
)
def nanpercentile(
    x, /, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, weights=None
):
    """Percentile of the elements that are not NaN."""
    return np.nanpercentile(x, q, axis=axis, method=method, keepdims=keepdims, weights=weights)
