"""Arrays joined to greater ones."""

import numpy as np
from numpy.lib.array_utils import normalize_axis_index

from autograd_lite.composition import composite
from autograd_lite.domains import Draw
from autograd_lite.operation import primitive


def at(axis, ndim, index):
    """Return the index that is `index` on one axis and takes all of the others."""
    return (slice(None),) * normalize_axis_index(axis, ndim) + (index,)


def side(x, axis):
    """Return the length of an axis; NumPy's AxisError if there is no such axis."""
    return np.shape(x)[normalize_axis_index(axis, np.ndim(x))]


def _parts(g, shapes, axis):
    """Cut `g` into the parts that were joined along `axis`; flat ones if it is None."""
    if axis is None:
        sizes = [int(np.prod(shape)) for shape in shapes]
        ends = np.cumsum(sizes)
        return [np.reshape(g[end - n : end], s) for end, n, s in zip(ends, sizes, shapes, strict=True)]
    ends = np.cumsum([shape[axis] for shape in shapes])
    return [g[at(axis, g.ndim, slice(end - s[axis], end))] for end, s in zip(ends, shapes, strict=True)]


def _joined(draw: Draw):
    shape = draw.shape(min_ndim=1)
    axis = draw.axis(len(shape))
    shapes = [list(shape) for _ in range(draw.integer(1, 3))]
    for each in shapes:
        each[axis] = draw.integer(0, 3)
    return ([draw.array(tuple(each)) for each in shapes],), {"axis": draw.choice([axis, None])}


@primitive(
    np.concatenate,
    xs=lambda g, xs_shapes, axis: _parts(g, xs_shapes, axis),
    sequences=("xs",),
    samples=_joined,
    analytic=True,
)
def concatenate(xs, /, axis=0, out=None, *, dtype=None, casting="same_kind"):
    """Join arrays along an axis that they have.

    Parameters
    ----------
    xs : list of arrays that agree in the lengths of all axes but `axis`
    axis : int, or None to join them flattened
    dtype, casting : of the result; each gradient has the dtype of its array

    Examples
    --------
    >>> import numpy as np
    >>> import autograd_lite as ag
    >>> ag.grad(lambda x: ag.concatenate([x, x[:1] * 10]).sum())(np.array([1.0, 2.0]))
    array([11.,  1.])
    """
    return np.concatenate(xs, axis=axis, dtype=dtype, casting=casting)


def _equal(draw: Draw):
    shape = draw.shape()
    return ([draw.array(shape) for _ in range(draw.integer(1, 3))],), {"axis": draw.axis(len(shape) + 1)}


@primitive(
    np.stack,
    xs=lambda g, xs_shapes, axis: [g[at(axis, g.ndim, i)] for i in range(len(xs_shapes))],
    sequences=("xs",),
    samples=_equal,
    analytic=True,
)
def stack(xs, /, axis=0, out=None, *, dtype=None, casting="same_kind"):
    """Join arrays along a new axis."""
    return np.stack(xs, axis=axis, dtype=dtype, casting=casting)


def _alike(draw: Draw):
    args, _ = _equal(draw)
    return args, {}


@composite(np.vstack, inputs=("xs",), sequences=("xs",), samples=_alike, analytic=True)
def vstack(xs, /, *, dtype=None, casting="same_kind"):
    """Join arrays along the first axis, vectors as rows."""
    return np.concatenate([np.atleast_2d(x) for x in xs], 0, dtype=dtype, casting=casting)


@composite(np.hstack, inputs=("xs",), sequences=("xs",), samples=_alike, analytic=True)
def hstack(xs, /, *, dtype=None, casting="same_kind"):
    """Join arrays along the second axis, vectors along their only one."""
    xs = [np.atleast_1d(x) for x in xs]
    return np.concatenate(xs, 0 if xs and xs[0].ndim == 1 else 1, dtype=dtype, casting=casting)


@composite(np.dstack, inputs=("xs",), sequences=("xs",), samples=_alike, analytic=True)
def dstack(xs, /):
    """Join arrays along the third axis."""
    return np.concatenate([np.atleast_3d(x) for x in xs], 2)


@composite(np.column_stack, inputs=("xs",), sequences=("xs",), samples=_alike, analytic=True)
def column_stack(xs, /):
    """Join vectors as the columns of a matrix; matrices side by side."""
    return np.concatenate([x if np.ndim(x) > 1 else np.reshape(x, (np.size(x), 1)) for x in xs], 1)


def _blocks(draw: Draw):
    rows, columns = [draw.integer(0, 2) for _ in range(2)], [draw.integer(0, 2) for _ in range(2)]
    return ([[draw.array((m, n)) for n in columns] for m in rows],), {}


@composite(np.block, inputs=("xs",), sequences=("xs",), samples=_blocks, analytic=True)
def block(xs, /):
    """Assemble an array from nested lists of blocks: the innermost lists along the last axis."""
    depth = _depth(xs)
    return _assembled(xs, depth, max([depth, *map(np.ndim, _leaves(xs))]))


def _depth(xs):
    """Return how deep the lists are nested; all branches alike."""
    if not isinstance(xs, list):
        return 0
    depths = set(map(_depth, xs))
    if len(depths) != 1:
        raise ValueError(f"np.block got lists nested to depths {sorted(depths)}. Wanted one depth, and no empty list.")
    return 1 + depths.pop()


def _leaves(xs):
    return [leaf for x in xs for leaf in _leaves(x)] if isinstance(xs, list) else [xs]


def _assembled(xs, depth, ndim):
    if not isinstance(xs, list):
        return np.copy(np.reshape(xs, (1,) * (ndim - np.ndim(xs)) + np.shape(xs)))
    return np.concatenate([_assembled(x, depth - 1, ndim) for x in xs], axis=-depth)


# -- repeated ---------------------------------------------------------------------------------------------------------


def _tiled(draw: Draw):
    x = draw.array()
    return (x, draw.choice([2, (2, 1), (1, 3, 0), ()])), {}


@composite(np.tile, samples=_tiled, analytic=True)
def tile(x, /, reps):
    """Repeat an array as a whole, so many times along each axis."""
    reps = (reps,) if np.ndim(reps) == 0 else tuple(reps)
    ndim = max(len(reps), np.ndim(x))
    reps = (1,) * (ndim - len(reps)) + reps
    shape = (1,) * (ndim - np.ndim(x)) + np.shape(x)
    apart = np.reshape(x, tuple(n for side in shape for n in (1, side)))
    whole = np.broadcast_to(apart, tuple(n for pair in zip(reps, shape, strict=True) for n in pair))
    return np.copy(np.reshape(whole, tuple(n * side for n, side in zip(reps, shape, strict=True))))


def _repeated(draw: Draw):
    x = draw.array()
    axis = draw.maybe(draw.axis(x.ndim)) if x.ndim else None
    count = x.size if axis is None else x.shape[axis]
    return (x, draw.choice([2, 0, np.array([draw.integer(0, 2) for _ in range(count)], dtype=int)])), {"axis": axis}


@composite(np.repeat, samples=_repeated, analytic=True)
def repeat(x, /, repeats, axis=None):
    """Repeat each element, or each slice along an axis, a number of times, the same for all or one for each."""
    if axis is None or not np.ndim(x):  # a number is a vector of one element here
        x, axis = np.ravel(x), 0 if axis is None else axis
    return np.take(x, np.repeat(np.arange(side(x, axis)), repeats), axis)


concat = concatenate  # the name of the array API
