"""Reductions and scans that leave NaN out: the rules of the plain ones, with the missing elements masked."""

import numpy as np

from autograd_lite.arrays import spread
from autograd_lite.composition import composite
from autograd_lite.domains import Draw
from autograd_lite.operation import primitive
from autograd_lite.ops.reductions import extreme_share, given, initial_share, mean_share, product_share, selected
from autograd_lite.ops.statistics import deviation_share, deviation_slope, variance_mean_share, variance_share


def present(x, where):
    """Return where an element is neither NaN nor left out."""
    return np.logical_not(np.isnan(x)) & where


def _filled(x, where):
    """Return `x` with 0 in the place of the elements that are missing."""
    return np.where(present(x, where), x, 0)


def _gappy(draw: Draw):
    """Return an array that has a NaN at times, and a mask that leaves an element out at others; never all of a row."""
    x = draw.distinct(tuple(n + 1 for n in draw.shape(min_side=1)))
    kind = draw.integer(0, 2) if x.ndim else 0
    place = np.arange(x.size).reshape(x.shape) == draw.integer(0, x.size - 1)
    if kind == 1:
        x = np.where(place, np.asarray(np.nan, x.dtype), x)
    return x, ~place if kind == 2 else None


def _drawn(draw: Draw):
    x, mask = _gappy(draw)
    return (x,), {"axis": draw.axes(x.ndim), "keepdims": draw.boolean(), **({} if mask is None else {"where": mask})}


def _with_initial(draw: Draw):
    args, settings = _drawn(draw)
    if draw.boolean() or "where" in settings:  # an extreme of some elements wants a value to begin with
        settings["initial"] = draw.array(())
    return args, settings


def _varied(draw: Draw):
    (x,), settings = _drawn(draw)
    settings[draw.choice(["ddof", "correction"])] = draw.choice([0, 0.5])
    if draw.boolean():
        where = settings.get("where", True)
        settings["mean"] = draw.array(np.nanmean(x, axis=settings["axis"], keepdims=True, where=where).shape)
    return (x,), settings


@primitive(
    np.nansum,
    x=lambda g, x, axis, where: selected(present(x, where), spread(g, x.shape, axis)),
    initial=lambda g: np.sum(g),
    samples=_with_initial,
)
def nansum(x, /, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True):
    """Sum over axes of the elements that are not NaN."""
    return np.nansum(x, axis=axis, dtype=dtype, keepdims=keepdims, where=where, **given(initial=initial))


@primitive(
    np.nanprod,
    x=lambda g, x, axis, where, initial: product_share(g, x, axis, present(x, where), initial),
    initial=lambda g, x, axis, keepdims, where: np.sum(
        g * np.prod(np.where(present(x, where), x, 1), axis=axis, keepdims=keepdims)
    ),
    samples=_with_initial,
)
def nanprod(x, /, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True):
    """Product over axes of the elements that are not NaN."""
    return np.nanprod(x, axis=axis, dtype=dtype, keepdims=keepdims, where=where, **given(initial=initial))


@primitive(
    np.nanmean,
    x=lambda g, x, axis, where: mean_share(g, x.shape, axis, present(x, where)),
    samples=_drawn,
)
def nanmean(x, /, axis=None, dtype=None, out=None, keepdims=False, *, where=True):
    """Mean over axes of the elements that are not NaN."""
    return np.nanmean(x, axis=axis, dtype=dtype, keepdims=keepdims, where=where)


def _variance_share(g, x, out, axis, where, mean, ddof, correction):
    return variance_share(g, _filled(x, where), out, axis, present(x, where), mean, ddof, correction)


def _mean_share(g, x, axis, where, mean, ddof, correction, shape):
    return variance_mean_share(g, _filled(x, where), axis, present(x, where), mean, ddof, correction, shape)


@primitive(
    np.nanvar,
    x=lambda g, x, out, axis, where, mean, ddof, correction: _variance_share(
        g, x, out, axis, where, mean, ddof, correction
    ),
    mean=lambda g, x, axis, where, mean, ddof, correction, mean_shape: _mean_share(
        g, x, axis, where, mean, ddof, correction, mean_shape
    ),
    samples=_varied,
)
def nanvar(x, /, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None):
    """Variance over axes of the elements that are not NaN."""
    settings = given(mean=mean, correction=correction)
    return np.nanvar(x, axis=axis, dtype=dtype, ddof=ddof, keepdims=keepdims, where=where, **settings)


@primitive(
    np.nanstd,
    x=lambda g, x, out, axis, where, mean, ddof, correction: deviation_share(
        g, _filled(x, where), out, axis, present(x, where), mean, ddof, correction
    ),
    mean=lambda g, x, out, axis, where, mean, ddof, correction, mean_shape: _mean_share(
        deviation_slope(g, out), x, axis, where, mean, ddof, correction, mean_shape
    ),
    samples=_varied,
)
def nanstd(x, /, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None):
    """Standard deviation over axes of the elements that are not NaN."""
    settings = given(mean=mean, correction=correction)
    return np.nanstd(x, axis=axis, dtype=dtype, ddof=ddof, keepdims=keepdims, where=where, **settings)


@primitive(
    np.nanmax,
    x=lambda g, x, out, axis, where, initial: extreme_share(g, x, out, axis, where, initial),
    initial=lambda g, x, out, axis, where, initial: initial_share(g, x, out, axis, where, initial),
    samples=_with_initial,
)
def nanmax(x, /, axis=None, out=None, keepdims=False, initial=None, where=True):
    """Largest element over axes that is not NaN; ties share evenly."""
    return np.nanmax(x, axis=axis, keepdims=keepdims, where=where, **given(initial=initial))


@primitive(
    np.nanmin,
    x=lambda g, x, out, axis, where, initial: extreme_share(g, x, out, axis, where, initial),
    initial=lambda g, x, out, axis, where, initial: initial_share(g, x, out, axis, where, initial),
    samples=_with_initial,
)
def nanmin(x, /, axis=None, out=None, keepdims=False, initial=None, where=True):
    """Smallest element over axes that is not NaN; ties share evenly."""
    return np.nanmin(x, axis=axis, keepdims=keepdims, where=where, **given(initial=initial))


def _scanned(draw: Draw):
    x = draw.array()
    return (x,), {"axis": draw.maybe(draw.axis(x.ndim)) if x.ndim else None}


@composite(np.nancumsum, samples=_scanned)
def nancumsum(x, /, axis=None, dtype=None, out=None):
    """Running sum in which NaN counts as 0."""
    return np.cumsum(np.where(np.isnan(x), 0, x), axis, dtype)


@composite(np.nancumprod, samples=_scanned)
def nancumprod(x, /, axis=None, dtype=None, out=None):
    """Running product in which NaN counts as 1."""
    return np.cumprod(np.where(np.isnan(x), 1, x), axis, dtype)
