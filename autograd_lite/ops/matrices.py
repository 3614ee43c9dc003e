"""Products of more than two matrices, powers, tensor equations, and NumPy's second names for products and diagonals."""

import math
import operator
import warnings
from itertools import pairwise

import numpy as np

from autograd_lite.arrays import unbroadcast
from autograd_lite.composition import composite
from autograd_lite.domains import Draw
from autograd_lite.operation import primitive
from autograd_lite.ops.products import vecdot_last
from autograd_lite.ops.solving import one_matrix_or_a_stack, well_conditioned

# -- vectors ----------------------------------------------------------------------------------------------------------


def _along_an_axis(count):
    """Return a function that draws two arrays of one shape, with `count` elements along a drawn axis."""

    def samples(draw: Draw):
        axis = draw.integer(-2, 1)
        shape = [draw.integer(0, 3), draw.integer(0, 3)]
        shape[axis] = count
        return (draw.array(tuple(shape)), draw.array(tuple(shape))), {"axis": axis}

    return samples


def _dotted(draw: Draw):
    args, keywords = _along_an_axis(3)(draw)
    return args, {**keywords, "keepdims": draw.boolean()}


@composite(np.vecdot, inputs=("x", "y"), samples=_dotted)
def vecdot(x, y, /, *, axis=-1, keepdims=False):
    """Dot product along an axis, the first vector conjugated; other axes broadcast."""
    out = vecdot_last(np.moveaxis(x, axis, -1), np.moveaxis(y, axis, -1))
    return np.expand_dims(out, axis) if keepdims else out


@composite(np.linalg.vecdot, inputs=("x", "y"), samples=_along_an_axis(2))
def linalg_vecdot(x, y, /, *, axis=-1):
    """Dot product along an axis, the first vector conjugated; other axes broadcast."""
    return vecdot(x, y, axis=axis)


@composite(
    np.linalg.outer, inputs=("x", "y"), samples=lambda draw: ((draw.array((3,)), draw.array((2,))), {}), analytic=True
)
def linalg_outer(x, y, /):
    """All products of elements of two vectors."""
    if np.ndim(x) != 1 or np.ndim(y) != 1:
        raise ValueError(f"outer got arrays of shapes {np.shape(x)} and {np.shape(y)}. Wanted vectors.")
    return np.outer(x, y)


def _three(draw: Draw):
    x, y = draw.broadcastable(2)
    return (draw.array((*x, 3)), draw.array((*y, 3))), {}


@primitive(
    None,
    x=lambda g, y, x_shape: unbroadcast(cross_last(y, g), x_shape),
    y=lambda g, x, y_shape: unbroadcast(cross_last(g, x), y_shape),
    samples=_three,
    analytic=True,
)
def cross_last(x, y, /):
    """Cross product of vectors of three components along the last axis."""
    return np.cross(x, y)


def _with_third(x):
    return x if x.shape[-1] == 3 else np.concatenate([x, np.zeros_like(x[..., :1])], axis=-1)


def _cross_samples(draw: Draw):
    (x, y), _ = _three(draw)
    if draw.boolean():
        x, y = (np.broadcast_to(each, np.broadcast_shapes(x.shape, y.shape)) for each in (x, y))
        axis = draw.axis(x.ndim)
        return (np.array(np.moveaxis(x, -1, axis)), np.array(np.moveaxis(y, -1, axis))), {"axis": axis}
    first, second = draw.axis(x.ndim), draw.axis(y.ndim)
    keywords = {"axisa": first, "axisb": second, "axisc": draw.axis(max(x.ndim, y.ndim))}
    return (np.moveaxis(x, -1, first), np.moveaxis(y, -1, second)), keywords


@composite(np.cross, inputs=("x", "y"), samples=_cross_samples, analytic=True)
def cross(x, y, /, axisa=-1, axisb=-1, axisc=-1, axis=None):
    """Cross product of vectors of three components; of two, as NumPy still has it, their third is zero.

    Parameters
    ----------
    x, y : array_like
    axisa, axisb, axisc : the axes of `x`, `y` and the result that hold the components
    axis : all three of these at once
    """
    if axis is not None:
        axisa = axisb = axisc = axis
    x, y = np.moveaxis(x, axisa, -1), np.moveaxis(y, axisb, -1)
    counts = {x.shape[-1], y.shape[-1]}
    if not counts <= {2, 3}:
        raise ValueError(f"cross got vectors of {x.shape[-1]} and {y.shape[-1]} components. Wanted three.")
    if 2 in counts:
        warnings.warn("Arrays of 2-dimensional vectors are deprecated (NumPy 2.0).", DeprecationWarning, stacklevel=3)
    out = cross_last(_with_third(x), _with_third(y))
    return out[..., 2] if counts == {2} else np.moveaxis(out, -1, axisc)


@composite(np.linalg.cross, inputs=("x", "y"), samples=_along_an_axis(3), analytic=True)
def linalg_cross(x, y, /, *, axis=-1):
    """Cross product of vectors of three components along an axis."""
    if np.shape(x)[axis] != 3 or np.shape(y)[axis] != 3:
        raise ValueError(f"cross got arrays of shapes {np.shape(x)} and {np.shape(y)}. Wanted 3 along axis {axis}.")
    return np.cross(x, y, axis=axis)


# -- products of several ----------------------------------------------------------------------------------------------


def _cheapest_split(sizes):
    """Return where to split a chain of matrices of sizes[i] × sizes[i + 1], for every part of it (Cormen et al.)."""
    n = len(sizes) - 1
    cost, split = np.zeros((n, n)), np.zeros((n, n), dtype=int)
    for length in range(1, n):
        for i in range(n - length):
            j = i + length
            prices = [cost[i, k] + cost[k + 1, j] + sizes[i] * sizes[k + 1] * sizes[j + 1] for k in range(i, j)]
            split[i, j] = i + int(np.argmin(prices))
            cost[i, j] = min(prices)
    return split


def _chained(arrays, split, i, j):
    if i == j:
        return arrays[i]
    k = split[i, j]
    return np.dot(_chained(arrays, split, i, k), _chained(arrays, split, k + 1, j))


def _chain(draw: Draw):
    sizes = [draw.integer(1, 3) for _ in range(draw.integer(3, 5))]
    return ([draw.array(shape) for shape in pairwise(sizes)],), {}


@composite(np.linalg.multi_dot, inputs=("arrays",), sequences=("arrays",), samples=_chain, analytic=True)
def multi_dot(arrays, *, out=None):
    """Product of several matrices, multiplied in the cheapest order; the first and last may be vectors."""
    if len(arrays) < 2:
        raise ValueError(f"multi_dot got {len(arrays)} arrays. Wanted two at least.")
    first, *middle, last = arrays
    first, last = np.atleast_2d(first), last if np.ndim(last) == 2 else np.expand_dims(last, -1)
    chain = [first, *middle, last]
    product = _chained(chain, _cheapest_split([*(np.shape(a)[0] for a in chain), np.shape(last)[1]]), 0, len(chain) - 1)
    ends = (product.shape[:1] if np.ndim(arrays[0]) == 2 else ()) + (
        product.shape[1:] if np.ndim(arrays[-1]) == 2 else ()
    )
    return np.reshape(product, ends)


def _to_a_power(draw: Draw):
    return (well_conditioned(draw), draw.integer(-3, 5)), {}


@composite(np.linalg.matrix_power, samples=_to_a_power, analytic=True)
def matrix_power(x, n, /):
    """Integer power of square matrices, by repeated squaring; a negative one of their inverse."""
    n = operator.index(n)
    if x.ndim < 2 or x.shape[-1] != x.shape[-2]:
        raise np.linalg.LinAlgError(f"matrix_power got an array of shape {x.shape}. Wanted square matrices.")
    if n == 0:
        return np.where(False, x, np.eye(x.shape[-1], dtype=x.dtype))  # a constant, of derivative zero
    square, result = (x if n > 0 else np.linalg.inv(x)), None
    for bit in reversed(f"{abs(n):b}"):
        if bit == "1":
            result = square if result is None else result @ square
        square = square @ square if abs(n) > 1 else square
    return result


@composite(np.kron, inputs=("x", "y"), samples=lambda draw: ((draw.array(), draw.array()), {}), analytic=True)
def kron(x, y, /):
    """Kronecker product: every element of `x` times the whole of `y`."""
    ndim = max(np.ndim(x), np.ndim(y))
    rows, columns = ((1,) * (ndim - np.ndim(each)) + np.shape(each) for each in (x, y))
    x = np.reshape(x, [n for pair in zip(rows, (1,) * ndim, strict=True) for n in pair])
    y = np.reshape(y, [n for pair in zip((1,) * ndim, columns, strict=True) for n in pair])
    return np.reshape(x * y, [n * m for n, m in zip(rows, columns, strict=True)])


# -- equations between tensors ----------------------------------------------------------------------------------------


def _to_invert(draw: Draw):
    ind = draw.integer(1, 2)
    return (np.reshape(well_conditioned(draw, n=4), (2, 2, 4) if ind == 2 else (4, 2, 2)), ind), {}


@composite(
    np.linalg.tensorinv,
    samples=_to_invert,
    analytic=True,
)
def tensorinv(x, /, ind=2):
    """Inverse for ``tensordot`` over the first `ind` axes."""
    if ind <= 0:
        raise ValueError(f"tensorinv got ind={ind}. Wanted a positive count of axes.")
    rows, columns = np.shape(x)[:ind], np.shape(x)[ind:]
    return np.reshape(np.linalg.inv(np.reshape(x, (math.prod(columns), -1))), columns + rows)


def _tensor_equation(draw: Draw):
    x = np.reshape(well_conditioned(draw, n=4), (2, 2, 4))
    if draw.boolean():
        return (np.moveaxis(x, 2, 0), draw.array((2, 2))), {"axes": (0,)}
    return (x, draw.array((2, 2))), {}


@composite(np.linalg.tensorsolve, inputs=("x", "y"), samples=_tensor_equation, analytic=True)
def tensorsolve(x, y, /, axes=None):
    """Solution z of ``tensordot(x, z, z.ndim) = y``; `axes` of `x` are first moved to its end."""
    if axes is not None:
        x = np.moveaxis(x, axes, range(-len(axes), 0))
    shape = np.shape(x)[np.ndim(y) :]
    if math.prod(shape) ** 2 != np.size(x):
        raise np.linalg.LinAlgError(f"tensorsolve got x of shape {np.shape(x)}. Wanted as many unknowns as equations.")
    return np.reshape(np.linalg.solve(np.reshape(x, (-1, math.prod(shape))), np.ravel(y)), shape)


# -- diagonals of the last two axes -----------------------------------------------------------------------------------


@composite(
    np.linalg.diagonal, samples=lambda draw: ((draw.array(min_ndim=2),), {"offset": draw.integer(-1, 1)}), analytic=True
)
def linalg_diagonal(x, /, *, offset=0):
    """Diagonals of matrices, over the last two axes."""
    return np.diagonal(x, offset, -2, -1)


@composite(
    np.linalg.trace, samples=lambda draw: ((draw.array(min_ndim=2),), {"offset": draw.integer(-1, 1)}), analytic=True
)
def linalg_trace(x, /, *, offset=0, dtype=None):
    """Sums of the diagonals of matrices, over the last two axes."""
    return np.trace(x, offset, -2, -1, dtype=dtype)


@composite(np.linalg.matrix_transpose, samples=one_matrix_or_a_stack, analytic=True)
def linalg_matrix_transpose(x, /):
    """Swap the last two axes."""
    return np.matrix_transpose(x)
