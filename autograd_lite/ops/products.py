"""Products of vectors and matrices."""

import numpy as np

from autograd_lite.arrays import transposed, unbroadcast
from autograd_lite.domains import Draw
from autograd_lite.operation import primitive


def _matmul_samples(draw: Draw):
    n, k, m = (draw.integer(0, 3) for _ in range(3))
    batch = draw.shape(max_ndim=2, max_side=3)
    x = draw.choice([(n, k), (k,), (*draw.stretched(batch), n, k)])
    y = draw.choice([(k, m), (k,), (*batch, k, m)])
    return (draw.array(x), draw.array(y)), {}


def _left(g, y, x_shape):
    if len(x_shape) == 1 and y.ndim == 1:
        return g * y
    if y.ndim == 1:
        return unbroadcast(np.expand_dims(g, -1) * y, x_shape)
    if len(x_shape) == 1:
        return unbroadcast(np.matmul(y, np.expand_dims(g, -1))[..., 0], x_shape)
    return unbroadcast(np.matmul(g, transposed(y)), x_shape)


def _right(g, x, y_shape):
    if len(y_shape) == 1 and x.ndim == 1:
        return g * x
    if x.ndim == 1:
        return unbroadcast(np.expand_dims(x, -1) * np.expand_dims(g, -2), y_shape)
    if len(y_shape) == 1:
        return unbroadcast(np.matmul(transposed(x), np.expand_dims(g, -1))[..., 0], y_shape)
    return unbroadcast(np.matmul(transposed(x), g), y_shape)


@primitive(
    np.matmul,
    x=lambda g, y, x_shape: _left(g, y, x_shape),
    y=lambda g, x, y_shape: _right(g, x, y_shape),
    samples=_matmul_samples,
    analytic=True,
)
def matmul(x, y, /):
    """Matrix product over the last two axes, leading axes broadcast; vectors as in NumPy."""
    return np.matmul(x, y)
