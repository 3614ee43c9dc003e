"""Sums, means, extremes over axes."""

import numpy as np

from autograd_lite.arrays import behind, spread
from autograd_lite.domains import Draw
from autograd_lite.operation import primitive


def _reduction(draw: Draw):
    x = draw.array()
    return (x,), {"axis": draw.axes(x.ndim), "keepdims": draw.boolean()}


@primitive(
    np.sum,
    x=lambda g, x_shape, axis: spread(g, x_shape, axis),
    batched={"x": lambda g, x_shape, axis: spread(g, (len(g), *x_shape), behind(axis, x_shape))},
    samples=_reduction,
    analytic=True,
)
def sum(x, /, axis=None, dtype=None, out=None, keepdims=False):
    """Sum of the elements over axes."""
    return np.sum(x, axis=axis, dtype=dtype, keepdims=keepdims)
