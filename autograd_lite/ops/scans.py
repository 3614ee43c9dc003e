"""Running sums and products, and the recurrence that their derivatives are made of."""

import numpy as np

from autograd_lite.composition import composite
from autograd_lite.domains import Draw
from autograd_lite.operation import primitive
from autograd_lite.ops.reductions import running_product_before

LAST = -1


def _scan(draw: Draw):
    x = draw.array()
    return (x,), {"axis": draw.maybe(draw.axis(x.ndim)) if x.ndim else None}


def reversed_sum(g, axis):
    """Return the running sum of `g` from the end."""
    return np.flip(np.cumsum(np.flip(g, axis), axis), axis)


def _cumsum_share(g, x_shape, axis):
    return np.reshape(reversed_sum(g, 0), x_shape) if axis is None else reversed_sum(g, axis)


@primitive(np.cumsum, x=lambda g, x_shape, axis: _cumsum_share(g, x_shape, axis), samples=_scan, analytic=True)
def cumsum(x, /, axis=None, dtype=None, out=None):
    """Running sum along an axis, or of all elements in order."""
    return np.cumsum(x, axis=axis, dtype=dtype)


def _backward_recurrence(g, a):
    """Return s with ``s[i] = g[i] + a[i + 1] s[i + 1]`` along the first axis."""
    following = np.concatenate([np.ones_like(a[:1]), a[:0:-1]])
    return linear_recurrence(following, g[::-1])[::-1]


def _before(out):
    """Return the previous element along the first axis, 0 before the first."""
    return np.concatenate([np.zeros_like(out[:1]), out[:-1]])


@primitive(
    None,
    a=lambda g, a, out: _backward_recurrence(g, a) * _before(out),
    b=lambda g, a: _backward_recurrence(g, a),
    samples=lambda draw: _coefficients(draw),
    analytic=True,
)
def linear_recurrence(a, b, /):
    """Return r with ``r[0] = b[0]`` and ``r[i] = a[i] r[i - 1] + b[i]`` along the first axis.

    Parameters
    ----------
    a, b : arrays of one shape; ``a[0]`` is not used

    Notes
    -----
    A running product, a discounted sum, an exponential average are such recurrences, and so is the derivative of one:
    run backward, with the same coefficients.

    Examples
    --------
    >>> import numpy as np
    >>> linear_recurrence(np.array([0.5, 0.5, 0.5]), np.array([1.0, 1.0, 1.0]))
    array([1.  , 1.5 , 1.75])
    """
    out = np.array(b, dtype=np.result_type(a, b))
    for i in range(1, len(out)):
        out[i] += a[i] * out[i - 1]
    return out


def _coefficients(draw: Draw):
    shape = draw.shape(min_ndim=1)
    return (draw.array(shape), draw.array(shape)), {}


def _cumprod_share(g, x, axis):
    if axis is None:
        return np.reshape(_cumprod_share(g, np.reshape(x, x.size), 0), x.shape)
    last = np.swapaxes(x, axis, LAST)
    first, ending = np.moveaxis(last, LAST, 0), np.moveaxis(np.swapaxes(g, axis, LAST), LAST, 0)
    sums = np.moveaxis(_backward_recurrence(ending, first), 0, LAST)
    return np.swapaxes(running_product_before(last) * sums, axis, LAST)


@primitive(np.cumprod, x=lambda g, x, axis: _cumprod_share(g, x, axis), samples=_scan, analytic=True)
def cumprod(x, /, axis=None, dtype=None, out=None):
    """Running product along an axis, or of all elements in order; right also where elements are zero."""
    return np.cumprod(x, axis=axis, dtype=dtype)


def _cumulative(draw: Draw):
    x = draw.array(min_ndim=1)
    return (x,), {"axis": None if x.ndim == 1 else draw.axis(x.ndim), "include_initial": draw.boolean()}


def _checked_axis(x, axis, name):
    if axis is None and np.ndim(x) != 1:
        raise ValueError(
            f"np.{name} of an array of shape {np.shape(x)} needs an axis; only of one axis it has a default."
        )
    return 0 if axis is None else axis


def _led_by(first, scanned, axis):
    """Put the start of a scan before its results."""
    head = np.moveaxis(scanned, axis, 0)
    start = np.full_like(head[:1], first) if len(head) else np.full((1, *head.shape[1:]), first, head.dtype)
    return np.moveaxis(np.concatenate([start, head]), 0, axis)


@composite(getattr(np, "cumulative_sum", None), samples=_cumulative, analytic=True)  # NumPy 2.1
def cumulative_sum(x, /, *, axis=None, dtype=None, out=None, include_initial=False):
    """Running sum along an axis; with ``include_initial`` it starts from 0."""
    axis = _checked_axis(x, axis, "cumulative_sum")
    scanned = np.cumsum(x, axis, dtype)
    return _led_by(0, scanned, axis) if include_initial else scanned


@composite(getattr(np, "cumulative_prod", None), samples=_cumulative, analytic=True)  # NumPy 2.1
def cumulative_prod(x, /, *, axis=None, dtype=None, out=None, include_initial=False):
    """Running product along an axis; with ``include_initial`` it starts from 1."""
    axis = _checked_axis(x, axis, "cumulative_prod")
    scanned = np.cumprod(x, axis, dtype)
    return _led_by(1, scanned, axis) if include_initial else scanned
