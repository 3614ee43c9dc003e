"""Choices among many: select, choose, piecewise, and the polygon of interp.

All but `choose` are compositions of smaller operations, from which they inherit derivatives of every order.
"""

import numpy as np

from autograd_lite.arrays import unbroadcast
from autograd_lite.composition import NUMBERS, composite
from autograd_lite.domains import NONZERO, Draw, Interval
from autograd_lite.operation import primitive
from autograd_lite.ops.elementwise.arithmetic import ratio
from autograd_lite.ops.elementwise.selection import where
from autograd_lite.ops.shapes import astype
from autograd_lite.recording import plain


def _choose_samples(draw: Draw):
    shapes = draw.broadcastable(3)
    index = np.floor(np.real(draw.array(shapes[0]))).astype(int)
    return (index, [draw.array(shapes[1]), draw.array(shapes[2])]), {"mode": draw.choice(["wrap", "clip"])}


@primitive(
    np.choose,
    choices=lambda g, a, mode, choices_shapes: _chosen(g, a, mode, choices_shapes),
    sequences=("choices",),
    samples=_choose_samples,
    analytic=True,
)
def choose(a, choices, out=None, mode="raise"):
    """Element by element, that one of `choices` whose number stands in `a`."""
    return np.choose(a, choices, mode=mode)


def _chosen(g, a, mode, shapes):
    n, a = len(shapes), np.asarray(a)  # a list is no array to compare with a number
    index = {"raise": a, "wrap": np.remainder(a, n), "clip": np.clip(a, 0, n - 1)}[mode]
    return [unbroadcast(np.where(index == k, g, 0), shape) for k, shape in enumerate(shapes)]


def _select_samples(draw: Draw):
    shapes = draw.broadcastable(5)
    conditions = [draw.array(shape) > 0 for shape in shapes[:2]]
    return (conditions, [draw.array(shape) for shape in shapes[2:4]], draw.array(shapes[4])), {}


@composite(
    np.select,
    inputs=("choicelist", "default"),
    sequences=("choicelist",),
    samples=_select_samples,
    analytic=True,
    numbers=("default",),
)
def select(condlist, choicelist, default=0):
    """Element by element, the first of `choicelist` whose condition in `condlist` is true, else `default`.

    Notes
    -----
    ``np.select`` tells us of Tensors among the choices. Where `default` is the only one, call ``ag.select``.

    Examples
    --------
    >>> import autograd_lite as ag
    >>> def ramp(x):
    ...     return ag.select([x < 0, x > 1], [0.0, 1.0], x)
    >>> ag.grad(lambda x: ramp(x).sum())(np.array([-2.0, 0.5, 3.0]))
    array([0., 1., 0.])
    """
    conditions, choices = len(condlist), len(choicelist)
    if conditions != choices or not choices:
        raise ValueError(
            f"select got {conditions} conditions and {choices} choices. Wanted a choice for each condition."
        )
    *choicelist, chosen = _bent([*choicelist, default])
    for condition, choice in zip(reversed(condlist), reversed(choicelist), strict=True):
        mask = np.asarray(plain(condition))
        if mask.dtype != bool:
            raise TypeError(f"select got a condition of dtype {mask.dtype}. Wanted booleans, such as x > 0.")
        chosen = where(mask, choice, chosen)
    return chosen


def _bent(choices):
    """Give the Python numbers among `choices` the dtype that they have beside the arrays."""
    kinds = [choice if type(choice) in NUMBERS else np.asarray(plain(choice)).dtype for choice in choices]
    dtype = np.result_type(*kinds)
    return [np.asarray(choice, dtype) if type(choice) in NUMBERS else choice for choice in choices]


def _piecewise_samples(draw: Draw):
    x = draw.array(interval=NONZERO)
    functions = draw.choice([[np.sin, np.cos], [2.0, np.square], [np.cos]])
    return (x, [x < 0], functions), {}


@composite(np.piecewise, samples=_piecewise_samples)
def piecewise(x, condlist, funclist, *args, **kw):
    """Element by element, the function (or number) of `funclist` whose condition in `condlist` is the last true one.

    One function more than conditions is the one for elements with no true condition; without it these are 0. Arguments
    after `funclist` are handed to every function.

    Examples
    --------
    >>> import autograd_lite as ag
    >>> x = np.array([-3.0, 2.0])
    >>> ag.grad(lambda x: ag.piecewise(x, [x < 0], [np.abs, np.square]).sum())(x)
    array([-1.,  4.])
    """
    masks = _masks(x, condlist, len(funclist))
    result = np.zeros_like(x)
    for mask, function in zip(masks, funclist, strict=True):
        if not callable(function):
            result[mask] = function
        elif mask.any():
            result[mask] = function(x[mask], *args, **kw)
    return result


def _masks(x, condlist, count):
    """Return a boolean array for every function, read from `condlist` as NumPy reads it."""
    condlist = plain(condlist)
    if np.isscalar(condlist) or (not isinstance(condlist[0], list | np.ndarray) and np.ndim(x)):
        condlist = [condlist]
    masks = np.array(condlist, dtype=bool)
    if count == len(masks) + 1:
        return np.concatenate([masks, ~np.any(masks, axis=0, keepdims=True)])
    if count != len(masks):
        raise ValueError(f"piecewise got {len(masks)} conditions and {count} functions. Wanted as many, or one more.")
    return masks


def _interp_samples(draw: Draw):
    xp = np.array([-2.5, 0.0, 0.5, 2.0]) + draw.array((4,), Interval(-0.125, 0.125))
    settings = draw.choice([{}, {"left": 1.5, "right": -1.0}, {"period": 6.0}])
    return (draw.array(interval=Interval(0.75, 1.75)) * draw.choice([1, -1, 2]), xp, draw.array((4,))), settings


@composite(np.interp, inputs=("x", "xp", "fp", "left", "right"), samples=_interp_samples)
def interp(x, xp, fp, left=None, right=None, period=None):
    """Value at `x` of the polygon through the points (xp, fp), differentiable in all of its arrays.

    Parameters
    ----------
    x : array
    xp, fp : arrays of one axis; xp increasing
    left, right : values beyond the ends, by default those at the ends
    period : of x; xp need not be ordered then

    Notes
    -----
    The derivative in `x` at a corner is the slope to its right, at the last one to its left.

    Examples
    --------
    >>> import autograd_lite as ag
    >>> ag.grad(lambda x: ag.interp(x, [0, 1, 3], [0.0, 2.0, 0.0]))(2.0)
    array(-1.)
    """
    if x.dtype.kind == "c" or xp.dtype.kind == "c" or xp.ndim != 1 or xp.shape != fp.shape or not xp.size:
        raise ValueError(
            f"interp got x of dtype {x.dtype}, xp of dtype {xp.dtype} and shape {xp.shape}, fp of shape {fp.shape}. "
            "Wanted real x and xp, and as many positions as values along one axis."
        )
    if fp.dtype.kind != "c" and any(map(np.iscomplexobj, (left, right))):
        raise TypeError("interp got a complex left or right, and real values fp. Convert those: fp.astype(complex).")
    x, xp, fp = astype(x, np.float64), astype(xp, np.float64), astype(fp, np.result_type(fp.dtype, np.float64))
    if period is not None:
        x, xp, fp = _unrolled(x, xp, fp, period)
        left = right = None
    i = np.clip(np.searchsorted(plain(xp), plain(x), "right") - 1, 0, max(len(xp) - 2, 0))
    j = np.minimum(i + 1, len(xp) - 1)
    inside = ratio(fp[j] - fp[i], xp[j] - xp[i]) * (x - xp[i]) + fp[i]
    beyond = where(x > xp[-1], fp[-1] if right is None else right, inside)
    return where(x < xp[0], fp[0] if left is None else left, beyond)


def _unrolled(x, xp, fp, period):
    """Bring positions into one period, in order, with a point more on either side."""
    if period == 0:
        raise ValueError("interp got period=0. Wanted the length after which x starts again.")
    length = np.absolute(period)
    x, xp = x % length, xp % length
    order = np.argsort(plain(xp))
    order = np.concatenate([order[-1:], order, order[:1]])
    shift = np.concatenate([[-1], np.zeros(len(order) - 2), [1]])
    return x, xp[order] + shift * length, fp[order]
