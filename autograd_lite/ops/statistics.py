"""Variance, standard deviation, weighted average, covariance."""

import numpy as np

from autograd_lite.arrays import reduced_axes, spread, unbroadcast
from autograd_lite.composition import composite
from autograd_lite.domains import POSITIVE, Draw
from autograd_lite.operation import primitive
from autograd_lite.ops.reductions import counted, given, selected


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


def deviations(x, axis, where, mean):
    """Return the distance of each element from the mean, which is computed unless given."""
    return x - (np.mean(x, axis=axis, keepdims=True, where=where) if mean is None else mean)


def spread_share(g, d, x_shape, axis, where, ddof):
    """Return the share of a variance for each deviation `d`, where `g` is per result."""
    freedom = np.maximum(counted(x_shape, axis, where) - ddof, 0)
    slope = 2 * (np.conjugate(d) if d.dtype.kind == "c" else d) / np.where(np.equal(freedom, 0), np.nan, freedom)
    return selected(where, spread(g, x_shape, axis) * slope)


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


def variance_share(g, x, axis, where, mean, ddof, correction):
    """Return the share of the elements of a variance."""
    d = deviations(x, axis, where, mean)
    return spread_share(g, d, x.shape, axis, where, _degrees(ddof, correction))


def deviation_share(g, x, out, axis, where, mean, ddof, correction):
    """Return the share of the elements of a standard deviation.

    What is added to all elements changes nothing, so their shares sum to zero, unless the mean was given. That is said
    once more: of equal elements the rounding of the mean is all the deviation there is, and would count as one.
    """
    share = variance_share(deviation_slope(g, out), x, axis, where, mean, ddof, correction)
    if mean is not None or not np.size(x):
        return share
    return selected(where, share - np.mean(share, axis=axis, keepdims=True, where=where))


def variance_mean_share(g, x, axis, where, mean, ddof, correction, shape):
    """Return the share of a mean that was given."""
    return -unbroadcast(variance_share(g, x, axis, where, mean, ddof, correction), shape)


@primitive(
    np.var,
    x=lambda g, x, axis, where, mean, ddof, correction: variance_share(g, x, axis, where, mean, ddof, correction),
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
    weights = _aligned(weights, np.shape(x), axis)
    total = np.sum(np.broadcast_to(weights, np.shape(x)), axis=axis, keepdims=keepdims)
    if np.any(total == 0):
        raise ZeroDivisionError("Weights sum to zero, can't be normalized")
    mean = np.sum(x * weights, axis=axis, keepdims=keepdims) / total
    return (mean, total) if returned else mean


# -- covariance -------------------------------------------------------------------------------------------------------


def _observed(draw: Draw):
    m = draw.array((draw.integer(2, 3), draw.integer(3, 5)))
    settings = {"rowvar": draw.boolean()}
    if draw.boolean():
        settings["y"] = draw.array(m.shape)
    return (m,), settings


def _covaried(draw: Draw):
    (m,), settings = _observed(draw)
    settings |= {"bias": draw.boolean(), "ddof": draw.choice([None, 0])}
    count = m.shape[1] if settings["rowvar"] else m.shape[0]
    if draw.boolean():
        settings |= {"aweights": draw.array((count,), POSITIVE), "fweights": np.arange(1, count + 1), "ddof": 0}
    elif count < 2:
        settings["ddof"] = 0
    return (m,), settings


def _rows(m, y, rowvar, dtype):
    """Return the variables as the rows of one matrix."""
    parts = [] if y is None else [y]
    rows = []
    for part in (m, *parts):
        if np.ndim(part) > 2:
            raise ValueError(f"cov got an array of shape {np.shape(part)}. Wanted one axis or two.")
        row = np.atleast_2d(part)
        columns = not rowvar and (np.ndim(part) != 1 if part is m else np.shape(row)[0] != 1)
        rows.append(row.T if columns else row)
    kind = np.result_type(*[row.dtype for row in rows], np.float64) if dtype is None else dtype
    return np.concatenate(rows).astype(kind)


def _weights(fweights, aweights):
    """Return the product of both weights, or None."""
    if fweights is not None and np.asarray(fweights).dtype.kind not in "iu":
        raise TypeError("fweights must be integer")
    if fweights is None or aweights is None:
        return aweights if fweights is None else fweights
    return fweights * aweights


def _freedom(w, aweights, count, ddof):
    """Return what the sum of products is divided by, and the sum of the weights."""
    if w is None:
        return count - ddof, None
    total = np.sum(w)
    lost = ddof if aweights is None else np.sum(w * aweights) / total * ddof
    return (total - lost if ddof else total), total


@composite(np.cov, inputs=("m", "y", "aweights"), samples=_covaried)
def cov(m, /, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *, dtype=None):
    """Covariance matrix of variables.

    Parameters
    ----------
    m : array_like of one axis or two, a variable in each row (in each column if not `rowvar`)
    y : more variables, joined to those of `m`
    bias, ddof : divide by the count less `ddof`, which is 1, or 0 with `bias`
    fweights : integers, how often each observation was made
    aweights : weights of the observations; may be a Tensor

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> ag.cov(np.array([[1.0, 3.0], [2.0, 8.0]]))
    array([[ 2.,  6.],
           [ 6., 18.]])
    """
    ddof = (0 if bias else 1) if ddof is None else ddof
    x, w = _rows(m, y, rowvar, dtype), _weights(fweights, aweights)
    freedom, total = _freedom(w, aweights, x.shape[1], ddof)
    centre = np.mean(x, axis=1) if w is None else np.sum(x * w, axis=1) / total
    d = x - np.expand_dims(centre, 1)
    other = np.conjugate((d if w is None else d * w).T)
    return np.squeeze(np.matmul(d, other) / freedom)


def _correlated(draw: Draw):
    m = draw.distinct((draw.integer(3, 4), draw.integer(3, 5)))  # of two observations every correlation is 1 or -1
    return (m,), {"rowvar": draw.boolean()} | ({"y": draw.distinct(m.shape)} if draw.boolean() else {})


@composite(np.corrcoef, inputs=("x", "y"), samples=_correlated)
def corrcoef(x, /, y=None, rowvar=True, *, dtype=None):
    """Correlation matrix: the covariances divided by both standard deviations."""
    c = np.cov(x, y, rowvar, dtype=dtype)
    if np.ndim(c) == 0:
        return c / c
    scale = np.sqrt(np.real(np.diagonal(c)))
    return c / np.expand_dims(scale, 1) / scale
