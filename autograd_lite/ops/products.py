"""Products of vectors and matrices over their last axes.

Rules take the cotangent of a complex result as ∂L/∂Re − i ∂L/∂Im, so a transpose is never conjugated; where the
function itself conjugates an input, that input's share is the conjugate of what it would be without.
"""

import numpy as np

from autograd_lite.arrays import conj, transposed, unbroadcast
from autograd_lite.domains import Draw
from autograd_lite.operation import primitive


def _matmul_samples(draw: Draw):
    n, k, m = (draw.integer(0, 3) for _ in range(3))
    batch = draw.shape(max_ndim=2, max_side=3)
    x = draw.choice([(n, k), (k,), (*draw.stretched(batch), n, k)])
    y = draw.choice([(k, m), (k,), (*batch, k, m)])
    return (draw.array(x), draw.array(y)), {}


def _left(g, y, x_shape):
    if len(x_shape) == 2 == y.ndim:
        return _times_transpose(g, y)
    if len(x_shape) == 1 == y.ndim:
        return g * y
    if y.ndim == 1:
        return unbroadcast(np.expand_dims(g, -1) * y, x_shape)
    if len(x_shape) == 1:
        return unbroadcast(np.matmul(y, np.expand_dims(g, -1))[..., 0], x_shape)
    return unbroadcast(np.matmul(g, transposed(y)), x_shape)


def _right(g, x, y_shape):
    if len(y_shape) == 2 == x.ndim:
        return _transpose_times(x, g)
    if len(y_shape) == 1 == x.ndim:
        return g * x
    if x.ndim == 1:
        return unbroadcast(np.expand_dims(x, -1) * np.expand_dims(g, -2), y_shape)
    if len(y_shape) == 1:
        return unbroadcast(np.matmul(transposed(x), np.expand_dims(g, -1))[..., 0], y_shape)
    return unbroadcast(np.matmul(transposed(x), g), y_shape)


@primitive((np.matmul, np.linalg.matmul), x=_left, y=_right, samples=_matmul_samples, analytic=True)
def matmul(x, y, /):
    """Matrix product over the last two axes, leading axes broadcast; vectors as in NumPy."""
    return np.matmul(x, y)


# The rules of a product of two matrices are two more products; each of the three has the others in its rules, so that a
# recorded pass records no transposes. On arrays `.T` is free, and the call of an operation is not.


def _times_transpose(x, y):
    return x @ y.T if isinstance(y, np.ndarray) else matmul_nt.binary(x, y)


def _transpose_times(x, y):
    return x.T @ y if isinstance(y, np.ndarray) else matmul_tn.binary(x, y)


def _two_matrices(draw: Draw, transpose_x=False, transpose_y=False):
    n, k, m = (draw.integer(0, 3) for _ in range(3))
    return (draw.array((k, n) if transpose_x else (n, k)), draw.array((m, k) if transpose_y else (k, m))), {}


@primitive(
    x=lambda g, y: g @ y,
    y=lambda g, x: _transpose_times(g, x),
    samples=lambda draw: _two_matrices(draw, transpose_y=True),
    analytic=True,
)
def matmul_nt(x, y, /):
    """Product of a matrix and a transposed matrix."""
    return x @ y.T


@primitive(
    x=lambda g, y: _times_transpose(y, g),
    y=lambda g, x: x @ g,
    samples=lambda draw: _two_matrices(draw, transpose_x=True),
    analytic=True,
)
def matmul_tn(x, y, /):
    """Product of a transposed matrix and a matrix."""
    return x.T @ y


def _last_first(shape):
    """Return the axes of an array of `shape` with the second last (of a vector: the only one) moved to the front."""
    n = len(shape)
    return (n - 1,) if n == 1 else (n - 2, *range(n - 2), n - 1)


def _dot_left(g, y, x_shape, y_shape):
    if not x_shape or not y_shape:
        return g * y if x_shape else np.sum(g * y)
    if len(x_shape) == 2 == len(y_shape):
        return g @ y.T
    ends = y.ndim - 1
    if not ends:
        return np.expand_dims(g, -1) * y
    free = [axis for axis in range(y.ndim) if axis != y.ndim - 2]
    return np.tensordot(g, y, (list(range(g.ndim - ends, g.ndim)), free))


def _dot_right(g, x, x_shape, y_shape):
    if not y_shape or not x_shape:
        return g * x if y_shape else np.sum(g * x)
    if len(y_shape) == 2 == len(x_shape):
        return x.T @ g
    rows = list(range(x.ndim - 1))
    moved = np.tensordot(x, g, (rows, rows))
    return np.transpose(moved, np.argsort(_last_first(y_shape)))


def _dot_samples(draw: Draw):
    k = draw.integer(0, 3)
    x, y = draw.shape(max_ndim=2, max_side=3), draw.shape(max_ndim=2, max_side=3)
    pair = ((*x, k), (*y[:-1], k, *y[-1:])), ((), y), (x, ())
    return tuple(draw.array(shape) for shape in draw.choice(pair)), {}


@primitive(np.dot, x=_dot_left, y=_dot_right, samples=_dot_samples, analytic=True)
def dot(x, y, out=None):
    """Dot product: sum over the last axis of `x` and the second last (or only) one of `y`; numbers multiply."""
    return np.dot(x, y)


@primitive(
    np.vdot,
    x=lambda g, y, x_shape: np.reshape(conj(g * y), x_shape),
    y=lambda g, x, y_shape: np.reshape(g * conj(x), y_shape),
    samples=lambda draw: _same_size(draw),
)
def vdot(x, y, /):
    """Dot product of two arrays read as vectors, the first conjugated."""
    return np.vdot(x, y)


def _same_size(draw: Draw):
    shape = draw.shape()
    return (draw.array(shape), draw.array(shape)), {}


def _inner_left(g, y, x_shape, y_shape):
    if not x_shape or not y_shape:
        return g * y if x_shape else np.sum(g * y)
    rows = len(x_shape) - 1
    return np.tensordot(g, y, (list(range(rows, g.ndim)), list(range(y.ndim - 1))))


def _inner_right(g, x, x_shape, y_shape):
    if not y_shape or not x_shape:
        return g * x if y_shape else np.sum(g * x)
    rows = list(range(x.ndim - 1))
    moved = np.tensordot(x, g, (rows, rows))
    return np.transpose(moved, (*range(1, len(y_shape)), 0))


def _inner_samples(draw: Draw):
    k = draw.integer(0, 3)
    shapes = [(*draw.shape(max_ndim=2, max_side=3), k) for _ in range(2)]
    pair = draw.choice([shapes, [(), shapes[1]], [shapes[0], ()]])
    return tuple(draw.array(shape) for shape in pair), {}


@primitive(np.inner, x=_inner_left, y=_inner_right, samples=_inner_samples, analytic=True)
def inner(x, y, /):
    """Sum of products over the last axes of both; numbers multiply."""
    return np.inner(x, y)


@primitive(
    np.outer,
    x=lambda g, y, x_shape: np.reshape(g @ np.reshape(y, -1), x_shape),
    y=lambda g, x, y_shape: np.reshape(np.reshape(x, -1) @ g, y_shape),
    samples=lambda draw: ((draw.array(max_ndim=2), draw.array(max_ndim=2)), {}),
    analytic=True,
)
def outer(x, y, out=None):
    """All products of an element of `x` with an element of `y`, both read as vectors."""
    return np.outer(x, y)


def _contracted(axes, x_ndim, y_ndim):
    """Return the axes of each that ``axes=`` of tensordot contracts, as non-negative integers in matching order."""
    if not np.iterable(axes):
        return tuple(range(x_ndim - axes, x_ndim)), tuple(range(axes))
    ours, theirs = ((pair,) if np.ndim(pair) == 0 else tuple(pair) for pair in axes)
    return tuple(int(a) % x_ndim for a in ours), tuple(int(a) % y_ndim for a in theirs)


def _free(ndim, taken):
    return [axis for axis in range(ndim) if axis not in taken]


def _tensordot_left(g, y, axes, x_shape, y_shape):
    ours, theirs = _contracted(axes, len(x_shape), len(y_shape))
    rest, free = _free(len(x_shape), ours), _free(len(y_shape), theirs)
    moved = np.tensordot(g, y, (list(range(len(rest), g.ndim)), free))
    order = [*rest, *(ours[k] for k in np.argsort(theirs))]
    return np.transpose(moved, np.argsort(order))


def _tensordot_right(g, x, axes, x_shape, y_shape):
    ours, theirs = _contracted(axes, len(x_shape), len(y_shape))
    rest, free = _free(len(y_shape), theirs), _free(len(x_shape), ours)
    moved = np.tensordot(x, g, (free, list(range(len(free)))))
    order = [*(theirs[k] for k in np.argsort(ours)), *rest]
    return np.transpose(moved, np.argsort(order))


def _tensordot_samples(draw: Draw):
    x, y, shared = draw.shape(max_ndim=1), draw.shape(max_ndim=1), draw.shape(max_ndim=2, max_side=3)
    if draw.boolean():
        return (draw.array((*x, *shared)), draw.array((*shared, *y))), {"axes": len(shared)}
    n = len(shared)
    turned = draw.array((*y, *shared[::-1]))
    axes = (list(range(-n, 0)), [len(y) + k for k in reversed(range(n))])
    return (draw.array((*x, *shared)), turned), {"axes": axes}


@primitive(
    (np.tensordot, np.linalg.tensordot),
    x=_tensordot_left,
    y=_tensordot_right,
    samples=_tensordot_samples,
    analytic=True,
)
def tensordot(x, y, axes=2):
    """Sum of products over pairs of axes.

    Parameters
    ----------
    x, y : array_like
    axes : the count of axes, the last of `x` and the first of `y`; or two lists of axes, paired in order
    """
    return np.tensordot(x, y, axes)


def _vecdot_samples(draw: Draw):
    x, y = draw.broadcastable(2)
    k = draw.integer(0, 3)
    return (draw.array((*x, k)), draw.array((*y, k))), {}


@primitive(
    None,
    x=lambda g, y, x_shape: unbroadcast(conj(np.expand_dims(g, -1) * y), x_shape),
    y=lambda g, x, y_shape: unbroadcast(np.expand_dims(g, -1) * conj(x), y_shape),
    samples=_vecdot_samples,
)
def vecdot_last(x, y):
    """Dot product over the last axes, the first vector conjugated; other axes broadcast."""
    return np.vecdot(x, y)


@primitive(
    getattr(np, "matvec", None),  # NumPy has it since 2.2
    x=lambda g, y, x_shape: unbroadcast(np.expand_dims(g, -1) * np.expand_dims(y, -2), x_shape),
    y=lambda g, x, y_shape: unbroadcast(np.matmul(transposed(x), np.expand_dims(g, -1))[..., 0], y_shape),
    samples=lambda draw: _matvec_samples(draw),
    analytic=True,
)
def matvec(x, y, /):
    """Product of matrices and vectors, leading axes broadcast."""
    return np.matmul(_matrices(x), np.expand_dims(y, -1))[..., 0]


def _matrices(x):
    if np.ndim(x) < 2:  # matmul would take it as a row
        raise ValueError("Wanted a matrix, of two axes at least, and a vector")
    return x


def _matvec_samples(draw: Draw):
    a, b = draw.broadcastable(2)
    n, k = draw.integer(0, 3), draw.integer(0, 3)
    return (draw.array((*a, n, k)), draw.array((*b, k))), {}


@primitive(
    getattr(np, "vecmat", None),  # NumPy has it since 2.2
    x=lambda g, y, x_shape: unbroadcast(conj(np.matmul(y, np.expand_dims(g, -1))[..., 0]), x_shape),
    y=lambda g, x, y_shape: unbroadcast(np.expand_dims(conj(x), -1) * np.expand_dims(g, -2), y_shape),
    samples=lambda draw: _vecmat_samples(draw),
)
def vecmat(x, y, /):
    """Product of conjugated vectors and matrices, leading axes broadcast."""
    return np.matmul(np.expand_dims(np.conjugate(x), -2), _matrices(y))[..., 0, :]


def _vecmat_samples(draw: Draw):
    (matrix, vector), keywords = _matvec_samples(draw)
    return (vector, np.array(np.swapaxes(matrix, -1, -2))), keywords
