"""A matrix applied along one axis: what means of stretches and interpolations are."""

import numpy as np

from autograd_lite.domains import Draw
from autograd_lite.operation import primitive


def _samples(draw: Draw):
    x = draw.array(min_ndim=1, min_side=1)
    axis = draw.axis(x.ndim)
    matrix = np.linspace(-1, 1, 3 * x.shape[axis]).reshape(3, x.shape[axis])
    return (x, matrix.astype(x.dtype), axis), {}


@primitive(None, x=lambda g, matrix, axis: along_axis(g, matrix.T, axis), samples=_samples, analytic=True)
def along_axis(x, matrix, axis):
    """Return `x` with every vector along `axis` multiplied by `matrix`, a constant."""
    return np.moveaxis(np.matmul(np.moveaxis(x, axis, -1), matrix.T), -1, axis)
