"""Running sums and products, and the recurrence that their derivatives are made of."""

import numpy as np

from autograd_lite.composition import composite
from autograd_lite.domains import Draw
from autograd_lite.operation import primitive
from autograd_lite.ops.reductions import running_product_before
from autograd_lite.recording import plain

LAST = -1


def _scan(draw: Draw):
    x = draw.array()
    return (x,), {"axis": draw.maybe(draw.axis(x.ndim)) if x.ndim else None}


def reversed_sum(g, axis):
    """Return the running sum of `g` from the end."""
    return np.flip(np.cumsum(np.flip(g, axis), axis), axis)


def _cumsum_share(g, x_shape, axis):
    flat = axis is None or not x_shape  # a number counts as one element of one axis
    return np.reshape(reversed_sum(g, 0), x_shape) if flat else reversed_sum(g, axis)


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
    dtype = np.result_type(a, b)
    if len(b) > 1 and np.size(b) < _SHORT * len(b):
        out = _by_doubling(np.array(a, dtype), np.array(b, dtype))
        if np.all(np.isfinite(out)):
            return out
    out = np.array(b, dtype)
    for i in range(1, len(out)):
        out[i] += a[i] * out[i - 1]
    return out


_SHORT = 64  # elements of a row, below which a step of the loop costs more than its arithmetic


def _by_doubling(a, out):
    """Compute a recurrence in log n passes over arrays, which are overwritten; infinite where a product of `a` is."""
    a[0], reach = 0, 1  # out[i] is right as far as it looks back `reach` elements, a[i] leads over as many
    with np.errstate(all="ignore"):
        while reach < len(out):
            out[reach:] += a[reach:] * out[:-reach]
            a[reach:] = a[reach:] * a[:-reach]
            reach *= 2
    return out


def _coefficients(draw: Draw):
    shape = draw.shape(min_ndim=1)
    return (draw.array(shape), draw.array(shape)), {}


def _cumprod_share(g, x, out, axis):
    if axis is None or not x.ndim:
        return np.reshape(_cumprod_share(g, np.reshape(x, x.size), out, 0), x.shape)
    if _can_be_divided(np.abs(plain(out))):
        return reversed_sum(g * out, axis) / x
    last = np.swapaxes(x, axis, LAST)
    first, ending = np.moveaxis(last, LAST, 0), np.moveaxis(np.swapaxes(g, axis, LAST), LAST, 0)
    sums = np.moveaxis(_backward_recurrence(ending, first), 0, LAST)
    return np.swapaxes(running_product_before(last) * sums, axis, LAST)


def _can_be_divided(size):
    """Return whether no running product is zero, infinite, or so small that it has lost digits."""
    limits = np.finfo(size.dtype)
    return size.size > 0 and np.min(size) > limits.tiny / limits.eps and np.max(size) < limits.max * limits.eps


@primitive(np.cumprod, x=lambda g, x, out, axis: _cumprod_share(g, x, out, axis), samples=_scan, analytic=True)
def cumprod(x, /, axis=None, dtype=None, out=None):
    """Running product along an axis, or of all elements in order.

    Notes
    -----
    The share of an element is the running sum, from the end, of `g` times the products, divided by the element. Where
    products are zero, or leave the range of the numbers, it is computed without the division, so it is right there too.
    """
    return np.cumprod(x, axis=axis, dtype=dtype)


def _cumulative(draw: Draw):
    x = draw.array(min_ndim=1)
    return (x,), {"axis": None if x.ndim == 1 else draw.axis(x.ndim), "include_initial": draw.boolean()}


def _checked_axis(x, axis, name):
    if axis is None and np.ndim(x) > 1:
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
