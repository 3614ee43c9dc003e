"""Arrays made of Tensors: nested lists, filled shapes, spaced numbers, grids.

NumPy does not tell us of calls to ``np.array`` and ``np.full``, so these have to be called here.
"""

import numpy as np

from autograd_lite.arrays import unbroadcast
from autograd_lite.composition import composite
from autograd_lite.domains import ABOVE_ONE, SMALL, Draw
from autograd_lite.errors import ShapeError
from autograd_lite.operation import primitive


def _nested(draw: Draw):
    shape = draw.shape()
    return ([[draw.array(shape) for _ in range(2)] for _ in range(draw.integer(1, 2))],), {}


def _flattened(values):
    """Return the shape in which lists are nested, and all that they hold in order."""
    if not isinstance(values, list | tuple):
        return (), [values]
    inner = [_flattened(value) for value in values]
    shapes = sorted({shape for shape, _ in inner})
    if len(shapes) > 1:
        raise ShapeError(f"array got lists of different lengths or depths: {shapes}. Wanted equal ones.")
    return (len(values), *(shapes[0] if shapes else ())), [leaf for _, leaves in inner for leaf in leaves]


@composite(None, inputs=("values",), sequences=("values",), samples=_nested, analytic=True)
def array(values, /, dtype=None):
    """Make a new array of nested lists of arrays and numbers; what ``np.array`` does for arrays.

    Parameters
    ----------
    values : nested lists or tuples, all alike, of Tensors, arrays and numbers of one shape
    dtype : by default that to which all can be converted

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> ag.grad(lambda x: np.sum(ag.array([[x, 1.0], [2.0, x * x]])))(3.0)
    array(7.)
    """
    shape, parts = _flattened(values)
    if not parts:
        return np.zeros(shape, dtype)
    if len({np.shape(part) for part in parts}) > 1:
        raise ShapeError(f"array got parts of shapes {sorted({np.shape(part) for part in parts})}. Wanted one shape.")
    stacked = np.stack(parts)
    whole = np.reshape(stacked, (*shape, *np.shape(stacked)[1:]))
    return whole if dtype is None or whole.dtype == dtype else whole.astype(dtype)


def _filling(draw: Draw):
    shape = draw.shape()
    return (shape, draw.array(draw.stretched(shape))), {}


@composite(None, inputs=("fill_value",), samples=_filling, analytic=True)
def full(shape, fill_value, dtype=None):
    """Make a new array of a shape, filled with a value that is broadcast to it; ``np.full`` for Tensors."""
    whole = np.copy(np.broadcast_to(fill_value, shape))
    return whole if dtype is None else whole.astype(dtype)


@composite(None, samples=lambda draw: ((draw.array(),), {}), analytic=True)
def ascontiguousarray(x, /, dtype=None):
    """Return the array in the order of rows, of one axis at least; ``np.ascontiguousarray`` for Tensors."""
    x = np.atleast_1d(np.copy(x, "C"))
    return x if dtype is None else x.astype(dtype)


# -- spaced numbers ---------------------------------------------------------------------------------------------------


def _progress(num, endpoint, ndim, axis):
    """Return how far each number has come from start to stop, along `axis` of a result with `ndim` axes."""
    last = num - 1 if endpoint else num
    shape = [1] * ndim
    shape[axis] = num
    return np.reshape(np.arange(num) / (last or 1), shape)


def _start_share(g, num, endpoint, axis, shape):
    return unbroadcast(np.sum(g * (1 - _progress(num, endpoint, g.ndim, axis)), axis=axis), shape)


def _stop_share(g, num, endpoint, axis, shape):
    return unbroadcast(np.sum(g * _progress(num, endpoint, g.ndim, axis), axis=axis), shape)


def _ends(draw: Draw, interval=SMALL):
    start, stop = (draw.array(shape, interval) for shape in draw.broadcastable(2))
    return (start, stop), {"num": draw.integer(0, 4), "endpoint": draw.boolean(), "axis": draw.choice([0, -1])}


@primitive(
    None,
    start=lambda g, num, endpoint, axis, start_shape: _start_share(g, num, endpoint, axis, start_shape),
    stop=lambda g, num, endpoint, axis, stop_shape: _stop_share(g, num, endpoint, axis, stop_shape),
    samples=_ends,
    analytic=True,
)
def _linspace(start, stop, num=50, endpoint=True, dtype=None, axis=0):
    """Equally spaced numbers."""
    return np.linspace(start, stop, num, endpoint, dtype=dtype, axis=axis)


def _ends_or_step(draw: Draw):
    args, settings = _ends(draw)
    if draw.boolean() and settings["num"] > 1:
        settings["retstep"] = True
    return args, settings


@composite(np.linspace, inputs=("start", "stop"), samples=_ends_or_step, analytic=True, numbers=("start", "stop"))
def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0, *, device=None):
    """Equally spaced numbers from `start` to `stop`, along a new axis; with `retstep` their distance too."""
    spaced = _linspace(start, stop, num, endpoint, dtype, axis)
    if not retstep:
        return spaced
    last = num - 1 if endpoint else num
    return spaced, (stop - start) / last if last > 0 else np.full_like(stop - start, np.nan, dtype=float)


def _based(draw: Draw):
    args, settings = _ends(draw)
    return args, {**settings, "base": draw.array((), ABOVE_ONE)}


@composite(
    np.logspace, inputs=("start", "stop", "base"), samples=_based, analytic=True, numbers=("start", "stop", "base")
)
def logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0):
    """Powers of `base` whose exponents are equally spaced from `start` to `stop`."""
    if np.ndim(base):
        shape = np.broadcast_shapes(np.shape(start), np.shape(stop), np.shape(base))
        start, stop = np.broadcast_to(start, shape), np.broadcast_to(stop, shape)
        base = np.expand_dims(np.broadcast_to(base, shape), axis)
    powers = np.power(base, np.linspace(start, stop, num, endpoint, axis=axis))
    return powers if dtype is None else powers.astype(dtype)


@primitive(
    np.geomspace,
    start=lambda g, out, start, num, endpoint, axis, start_shape: (
        _start_share(g * out, num, endpoint, axis, start_shape) / start
    ),
    stop=lambda g, out, stop, num, endpoint, axis, stop_shape: (
        _stop_share(g * out, num, endpoint, axis, stop_shape) / stop
    ),
    samples=lambda draw: _ends(draw, ABOVE_ONE),
)
def geomspace(start, stop, num=50, endpoint=True, dtype=None, axis=0):
    """Numbers from `start` to `stop` whose ratio is constant, along a new axis."""
    return np.geomspace(start, stop, num, endpoint, dtype=dtype, axis=axis)


# -- grids ------------------------------------------------------------------------------------------------------------


def _gridded(draw: Draw):
    vectors = [draw.array(draw.choice([(2,), (3,), ()])) for _ in range(draw.integer(1, 3))]
    return tuple(vectors), {"sparse": draw.boolean(), "indexing": draw.choice(["xy", "ij"])}


@composite(np.meshgrid, inputs=("xs",), samples=_gridded, analytic=True)
def meshgrid(*xs, copy=True, sparse=False, indexing="xy"):
    """Coordinates of all points of a grid, one array for each of the vectors that span it."""
    if indexing not in ("xy", "ij"):
        raise ValueError(f"meshgrid got indexing={indexing!r}. Wanted 'xy' or 'ij'.")
    ndim = len(xs)
    places = [1, 0, *range(2, ndim)] if indexing == "xy" and ndim > 1 else list(range(ndim))
    spanned = [
        np.reshape(x, tuple(np.size(x) if i == place else 1 for i in range(ndim)))
        for x, place in zip(xs, places, strict=True)
    ]
    whole = spanned if sparse else np.broadcast_arrays(*spanned)
    return tuple(np.copy(x) if copy else x for x in whole)


@composite(np.vander, samples=lambda draw: _powers(draw), analytic=True)
def vander(x, /, N=None, increasing=False):  # NumPy's name
    """Matrix of the powers of each element, the highest first; right also where an element is 0."""
    if np.ndim(x) != 1:
        raise ValueError(f"vander got an array of shape {np.shape(x)}. Wanted one axis.")
    count, kind = np.size(x) if N is None else N, np.promote_types(x.dtype, int)  # as NumPy: float32 becomes float64
    factors = np.broadcast_to(np.expand_dims(x.astype(kind, copy=False), 1), (np.size(x), max(count - 1, 0)))
    ones = np.ones((np.size(x), min(count, 1)), kind)
    powers = np.concatenate([ones, np.cumprod(factors, axis=1)], axis=1)
    return powers if increasing else powers[:, ::-1]


def _powers(draw: Draw):
    return (draw.array((draw.integer(0, 3),), SMALL), draw.choice([None, 0, 1, 4]), draw.boolean()), {}
