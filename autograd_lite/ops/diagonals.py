"""Diagonals and triangles."""

import numpy as np

from autograd_lite.composition import composite
from autograd_lite.domains import Draw
from autograd_lite.operation import primitive


def _square(draw: Draw):
    x = draw.array(min_ndim=2)
    first, second = draw.permutation(x.ndim)[:2]
    return (x, draw.integer(-2, 2), first, second), {}


@primitive(
    np.diagonal,
    x=lambda g, x_shape, offset, axis1, axis2: place_diagonal(g, x_shape, offset, axis1, axis2),
    view=True,
    samples=_square,
    analytic=True,
)
def diagonal(x, /, offset=0, axis1=0, axis2=1):
    """Diagonal of a matrix, or of each matrix over two axes; a read-only view, its axis last."""
    return np.diagonal(x, offset, axis1, axis2)


@primitive(
    None,
    x=lambda g, offset, axis1, axis2: np.diagonal(g, offset, axis1, axis2),
    samples=lambda draw: _placed(draw),
    analytic=True,
)
def place_diagonal(x, /, shape, offset=0, axis1=0, axis2=1):
    """Return zeros of `shape` with `x` on the diagonal: the adjoint of reading a diagonal."""
    out = np.zeros(shape, dtype=x.dtype)
    view = np.diagonal(out, offset, axis1, axis2)
    view.flags.writeable = True
    view[...] = x
    return out


def _placed(draw: Draw):
    (x, offset, first, second), _ = _square(draw)
    return (draw.array(np.diagonal(x, offset, first, second).shape), x.shape, offset, first, second), {}


def _vector_or_matrix(draw: Draw):
    return (draw.array(min_ndim=1, max_ndim=2), draw.integer(-2, 2)), {}


@composite(np.diag, samples=_vector_or_matrix, analytic=True)
def diag(x, /, k=0):
    """Diagonal of a matrix, or the matrix with a vector as its diagonal."""
    if np.ndim(x) == 2:
        return np.diagonal(x, k)
    if np.ndim(x) != 1:
        raise ValueError(f"diag got an array of shape {np.shape(x)}. Wanted one axis or two.")
    return place_diagonal(x, (np.size(x) + abs(k),) * 2, k)


@composite(np.diagflat, samples=lambda draw: ((draw.array(), draw.integer(-2, 2)), {}), analytic=True)
def diagflat(x, /, k=0):
    """Matrix with the elements of an array as its diagonal."""
    return np.diag(np.ravel(x), k)


@composite(np.trace, samples=_square, analytic=True)
def trace(x, /, offset=0, axis1=0, axis2=1, dtype=None, out=None):
    """Sum of the diagonal, of each matrix over two axes."""
    return np.sum(np.diagonal(x, offset, axis1, axis2), axis=-1, dtype=dtype)


def _triangle(draw: Draw):
    return (draw.array(min_ndim=1), draw.integer(-2, 2)), {}


def _below(x, k):
    """Return where the last two axes of `x` are on or below a diagonal; a vector counts as a square's rows."""
    if not np.ndim(x):
        raise ValueError("tril and triu got one number. Wanted an array of at least one axis.")
    rows, columns = (np.shape(x) * 2)[:2] if np.ndim(x) == 1 else np.shape(x)[-2:]
    return np.tri(rows, columns, k=k, dtype=bool)


@composite(np.tril, samples=_triangle, analytic=True)
def tril(x, /, k=0):
    """Elements on and below a diagonal, zeros above."""
    return np.where(_below(x, k), x, np.zeros(1, x.dtype))


@composite(np.triu, samples=_triangle, analytic=True)
def triu(x, /, k=0):
    """Elements on and above a diagonal, zeros below."""
    return np.where(_below(x, k - 1), np.zeros(1, x.dtype), x)
