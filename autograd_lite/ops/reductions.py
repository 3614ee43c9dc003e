"""Sums, products, means and extremes over axes.

``axis`` is None (all), one axis or several, counted from either end; ``keepdims`` keeps them at length one; ``where``
leaves elements out; ``initial`` is one more element, which may be a Tensor too.
"""

from typing import Any

import numpy as np

from autograd_lite.arrays import behind, kept_shape, reduced_axes, spread
from autograd_lite.composition import composite
from autograd_lite.domains import Draw
from autograd_lite.operation import primitive

_add_up: Any = np.add.reduce  # what np.sum calls, after twice the time that it takes itself


def given(**settings):
    """Return the settings that are not None, for functions whose default is no value that could be passed."""
    return {name: value for name, value in settings.items() if value is not None}


def _reduction(draw: Draw):
    x = draw.array()
    settings = {"axis": draw.axes(x.ndim), "keepdims": draw.boolean()}
    if draw.boolean():
        settings["where"] = draw.array(draw.stretched(x.shape)) > -1
    return (x,), settings


def _with_initial(draw: Draw):
    args, settings = _reduction(draw)
    if draw.boolean():
        settings["initial"] = draw.array(())
    return args, settings


def selected(where, share):
    """Return `share` where an element took part, else 0, even if the share is infinite there."""
    return share if where is True else np.where(where, share, 0)


@primitive(
    np.sum,
    x=lambda g, x_shape, axis, where: selected(where, spread(g, x_shape, axis)),
    batched={
        "x": lambda g, x_shape, axis, where: selected(where, spread(g, (len(g), *x_shape), behind(axis, x_shape)))
    },
    initial=lambda g: np.sum(g),
    samples=_with_initial,
    analytic=True,
)
def sum(x, /, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True):
    """Sum of the elements over axes.

    Parameters
    ----------
    x : array_like
    axis : int, tuple of int, or None for all
    dtype : in which the sum is taken; the gradient has the dtype of `x`
    keepdims : keep the reduced axes at length one
    initial : one more element of every sum; may be a Tensor
    where : boolean array that broadcasts to `x`; elements where it is False are left out

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> ag.grad(lambda x: ag.sum(x, where=x > 1))(np.array([1.0, 2.0, 3.0]))
    array([0., 1., 1.])
    """
    if initial is None:
        return _add_up(x, axis, dtype, None, keepdims, where=where)
    return np.sum(x, axis=axis, dtype=dtype, keepdims=keepdims, where=where, initial=initial)


def counted(x_shape, axis, where):
    """Return how many elements each result is made of, in a shape that broadcasts to `x_shape`."""
    if where is True:
        return int(np.prod([x_shape[i] for i in reduced_axes(axis, len(x_shape))]))
    return np.sum(np.broadcast_to(where, x_shape), axis=axis, keepdims=True)


def mean_share(g, x_shape, axis, where):
    """Return the share of a mean: `g`, divided by the count, at each element that took part."""
    count = np.maximum(counted(x_shape, axis, where), 1)
    return selected(where, spread(g, x_shape, axis) / count)


def _mean_rows(g, x_shape, axis, where):
    """Return :func:`mean_share` of every row of `g`."""
    count = np.maximum(counted(x_shape, axis, where), 1)
    return selected(where, spread(g, (len(g), *x_shape), behind(axis, x_shape)) / count)


@primitive(
    np.mean,
    x=lambda g, x_shape, axis, where: mean_share(g, x_shape, axis, where),
    batched={"x": lambda g, x_shape, axis, where: _mean_rows(g, x_shape, axis, where)},
    samples=lambda draw: _nonempty(draw),
    analytic=True,
)
def mean(x, /, axis=None, dtype=None, out=None, keepdims=False, *, where=True):
    """Mean of the elements over axes; parameters as in :func:`sum`. Only elements that take part are counted."""
    return np.mean(x, axis=axis, dtype=dtype, keepdims=keepdims, where=where)


def _nonempty(draw: Draw):
    x = draw.array(min_side=1)
    settings = {"axis": draw.axes(x.ndim), "keepdims": draw.boolean()}
    if draw.boolean():
        where = draw.array(x.shape) > 0
        settings["where"] = where | (np.indices(x.shape).sum(axis=0) == 0 if settings["axis"] is None else True)
    return (x,), settings


# -- products ---------------------------------------------------------------------------------------------------------


def running_product_before(x):
    """Return, along the last axis, the product of all elements before each one."""
    return np.cumprod(np.concatenate([np.ones_like(x[..., :1]), x[..., :-1]], axis=-1), axis=-1)


def product_of_others(x, axis):
    """Return, for each element, the product of the others over `axis`: no division, so zeros are no exception."""
    axes = reduced_axes(axis, x.ndim)
    order = (*[i for i in range(x.ndim) if i not in axes], *axes)
    moved = np.transpose(x, order)
    count = int(np.prod([x.shape[i] for i in axes]))
    flat = np.reshape(moved, (*moved.shape[: x.ndim - len(axes)], count))
    others = running_product_before(flat) * running_product_before(flat[..., ::-1])[..., ::-1]
    return np.transpose(np.reshape(others, moved.shape), tuple(np.argsort(order)))


def product_share(g, x, axis, where, initial):
    """Return the share of a product over axes."""
    taken = x if where is True else np.where(where, x, 1)
    share = spread(g, x.shape, axis) * product_of_others(taken, axis)
    return selected(where, share if initial is None else share * initial)


@primitive(
    np.prod,
    x=lambda g, x, axis, where, initial: product_share(g, x, axis, where, initial),
    initial=lambda g, x, axis, keepdims, where: np.sum(g * np.prod(x, axis=axis, keepdims=keepdims, where=where)),
    samples=_with_initial,
    analytic=True,
)
def prod(x, /, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True):
    """Product of the elements over axes; parameters as in :func:`sum`.

    Notes
    -----
    The derivative is the product of the others, taken as such and not by a division: it is right where elements are
    zero, at every order.

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> ag.grad(ag.prod)(np.array([2.0, 0.0, 5.0]))
    array([ 0., 10.,  0.])
    """
    return np.prod(x, axis=axis, dtype=dtype, keepdims=keepdims, where=where, **given(initial=initial))


# -- extremes ---------------------------------------------------------------------------------------------------------


def attained(x, out):
    """Return where `x` is the extreme `out`; a NaN is attained where the NaN is."""
    reached = np.equal(x, out)
    missing = np.isnan(out)
    return reached | (missing & np.isnan(x)) if np.any(missing) else reached


def _attained(x, out, axis, where, initial):
    """Return where the extreme is attained, and how often, `initial` included."""
    kept = np.reshape(out, kept_shape(x.shape, axis))
    reached = attained(x, kept) & where
    count = np.sum(reached, axis=axis, keepdims=True)
    return reached, count if initial is None else count + attained(initial, kept)


def extreme_share(g, x, out, axis, where=True, initial=None):
    """Return the share of an extreme: `g`, evenly among the elements that attain it."""
    reached, count = _attained(x, out, axis, where, initial)
    return np.where(reached, spread(g, x.shape, axis) / np.maximum(count, 1), 0)


def initial_share(g, x, out, axis, where, initial):
    """Return the share of the ``initial`` value of an extreme."""
    _, count = _attained(x, out, axis, where, initial)
    kept = np.reshape(g, kept_shape(x.shape, axis)) / np.maximum(count, 1)
    return np.sum(np.where(attained(initial, np.reshape(out, kept.shape)), kept, 0))


def _distinct(draw: Draw):
    x = draw.distinct(draw.shape(min_side=1))
    return (x,), {"axis": draw.axes(x.ndim), "keepdims": draw.boolean()}


def _bounded(draw: Draw, bound):
    args, settings = _distinct(draw)
    if draw.boolean():
        settings["initial"] = np.asarray(draw.choice([0.0625, bound]), dtype=args[0].dtype)
        settings["where"] = draw.array(args[0].shape) > 0
    return args, settings


@primitive(
    (np.max, np.amax),
    x=lambda g, x, out, axis, where, initial: extreme_share(g, x, out, axis, where, initial),
    initial=lambda g, x, out, axis, where, initial: initial_share(g, x, out, axis, where, initial),
    samples=lambda draw: _bounded(draw, -50.0),
)
def max(x, /, axis=None, out=None, keepdims=False, initial=None, where=True):
    """Largest element over axes; parameters as in :func:`sum`.

    Notes
    -----
    Elements that tie share the gradient evenly, `initial` among them.

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> ag.grad(ag.max)(np.array([1.0, 3.0, 3.0]))
    array([0. , 0.5, 0.5])
    """
    return np.max(x, axis=axis, keepdims=keepdims, where=where, **given(initial=initial))


@primitive(
    (np.min, np.amin),
    x=lambda g, x, out, axis, where, initial: extreme_share(g, x, out, axis, where, initial),
    initial=lambda g, x, out, axis, where, initial: initial_share(g, x, out, axis, where, initial),
    samples=lambda draw: _bounded(draw, 50.0),
)
def min(x, /, axis=None, out=None, keepdims=False, initial=None, where=True):
    """Smallest element over axes; parameters as in :func:`sum`. Elements that tie share the gradient evenly."""
    return np.min(x, axis=axis, keepdims=keepdims, where=where, **given(initial=initial))


@composite(np.ptp, samples=_distinct)
def ptp(x, /, axis=None, out=None, keepdims=False):
    """Largest minus smallest element over axes."""
    return np.max(x, axis=axis, keepdims=keepdims) - np.min(x, axis=axis, keepdims=keepdims)


amax, amin = max, min
