"""Matrices put together from blocks and from diagonals."""

import numpy as np

from autograd_lite.arrays import conj
from autograd_lite.composition import composite
from autograd_lite.domains import Draw


@composite(
    inputs=("arrays",),
    samples=lambda draw: ((draw.array((2, 2)), draw.array((draw.integer(1, 2), 3))), {}),
    analytic=True,
)
def block_diag(*arrays):
    """Matrix with the given matrices along its diagonal; vectors count as single rows."""
    blocks = [np.atleast_2d(each) for each in arrays] or [np.zeros((1, 0))]
    columns = np.cumsum([0, *(np.shape(each)[1] for each in blocks)])
    rows = [
        np.pad(each, ((0, 0), (int(before), int(columns[-1] - before - np.shape(each)[1]))))
        for each, before in zip(blocks, columns, strict=False)
    ]
    return np.concatenate(rows, axis=0)


def _column_and_row(draw: Draw):
    n = draw.integer(1, 4)
    return (draw.array((n,)),), {"r": draw.maybe(draw.array((draw.integer(1, 4),)))}


@composite(inputs=("x", "r"), samples=_column_and_row)
def toeplitz(x, /, r=None):
    """Matrix with constant diagonals: first column `x`, first row `r` (by default the conjugate of `x`)."""
    x = np.ravel(x)
    r = conj(x) if r is None else np.ravel(r)
    n, m = np.size(x), np.size(r)
    values = np.concatenate([x[::-1], r[1:]])
    return values[np.arange(m) - np.arange(n)[:, None] + n - 1]
